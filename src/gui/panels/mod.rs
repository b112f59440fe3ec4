//! Panels: what stands beside the map and over it. Each is a function of what its viewer was [`Told`] and of its own
//! small state, and answers what it asks of the table. None of them acts.
//!
//! | panel | what it shows |
//! |---|---|
//! | [`force`] | the chosen formation, formations or enemy, with its orders |
//! | [`place`] | the hex looked at |
//! | [`forecast`] | what may be expected of an attack, factor by factor |
//! | [`planned`] | the orders of this turn |
//! | [`idle`] | what was forgotten, before the turn ends |
//! | [`army`] | the order of battle |
//! | [`chronicle`], [`digest`] | what was told, all of it and of the last turn |
//! | [`objectives`], [`statistics`] | how it stands, and how it came to stand so |
//! | [`supply`] | the grain: what became of it, where it lies, who carries it, who goes hungry and why |
//! | [`battle`], [`report`] | one battle, the whole war |
//! | [`find`] | formations, commanders and places by name |
//! | [`calendar`] | the hour, the season, the weather |

mod army;
mod battle;
mod calendar;
mod chronicle;
mod commands;
mod digest;
mod digging;
mod enemy;
mod find;
mod force;
mod forecast;
mod idle;
mod leader;
mod many;
mod objectives;
pub mod parts;
mod place;
mod planned;
mod provisions;
mod report;
mod statistics;
mod sums;
mod supply;
#[cfg(test)]
mod tests;
mod walls;
mod water;
mod words;

pub use army::{ArmyState, army};
pub use battle::{BattleState, battle};
pub use calendar::{calendar, chinese_date, season};
pub use chronicle::{ChronicleState, chronicle};
pub use commands::CommandState;
pub use digest::{DigestState, digest};
pub use find::{FindState, find};
pub use force::{ForceState, force};
pub use forecast::{ForecastState, forecast};
pub use idle::{FOR_GOOD, Forgotten, IdleState, forgotten, idle, is_idle};
pub use objectives::{ObjectivesState, objectives};
pub use place::{PlaceState, place};
pub use planned::{PlannedState, planned};
pub use report::{ReportState, report};
pub use statistics::{StatisticsState, statistics};
pub use supply::{SupplyState, supply};
pub use water::FLOOD_MM;
pub use words::order_words;

use super::keys::Keys;
use super::scene::{Body, Scene};
use crate::game::Directive;
use crate::report::Teller;
use crate::report::battles::Battle;
use crate::report::known::Line;
use crate::report::series::Series;
use crate::seat::View;
use crate::setting::Setting;
use crate::shelf::Settings;
use crate::sim::command::{Commander, Staff, worth_permille};
use crate::sim::event::CommanderFate;
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, FormationId, SideId};
use crate::sim::register::Name;
use crate::snapshot::{FormationState, Snapshot};

/// All that a panel may know. What its viewer may not know is not in it.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// What the map shows.
    pub scene: &'a Scene,
    /// What the viewing side knows, if a side views.
    pub view: Option<&'a View>,
    /// The whole truth; only where it may be shown.
    pub snapshot: Option<&'a Snapshot>,
    /// Everything that the viewer was told so far, by moment.
    pub lines: &'a [Line],
    /// How the sides stood, turn by turn.
    pub series: Option<&'a Series>,
    /// The battles so far, as the viewer knows them.
    pub battles: &'a [Battle],
    /// Orders of the turn that is shown: planned, or recorded with their reasons.
    pub orders: &'a [Directive],
    /// True while a turn or a recorded war is watched and no orders are given.
    pub replaying: bool,
    /// What the player chose for himself.
    pub settings: &'a Settings,
    /// The keys.
    pub keys: &'a Keys,
    /// The chosen bodies, in the order in which they were chosen.
    pub chosen: &'a [FormationId],
    /// The hex looked at.
    pub looked: Option<Hex>,
}

impl<'a> Told<'a> {
    /// The stage.
    pub fn setting(&self) -> &'a Setting {
        &self.scene.setting
    }

    /// Where the viewer's mind is: the hex looked at, the first of the chosen, or the middle of the land.
    pub fn here(&self) -> Hex {
        let chosen = || self.chosen.first().and_then(|id| self.body(*id)).map(|body| body.at);
        let grid = self.setting().map.grid();
        self.looked.or_else(chosen).unwrap_or_else(|| grid.at(grid.len() / 2))
    }

    /// The whole truth, if that is what is shown.
    pub fn truth(&self) -> Option<&'a Snapshot> {
        self.snapshot.filter(|_| self.scene.viewer.is_none())
    }

    /// What the viewing side knows.
    pub fn seat(&self) -> Option<&'a View> {
        self.view.filter(|view| Some(view.side) == self.scene.viewer)
    }

    /// The seat for which orders may be given now.
    pub fn planner(&self) -> Option<&'a View> {
        self.seat().filter(|view| !self.replaying && !view.is_over())
    }

    /// All formations whose facts the viewer knows, by rising key, the destroyed among them.
    pub fn facts(&self) -> &'a [FormationState] {
        match (self.truth(), self.seat()) {
            (Some(truth), _) => &truth.formations,
            (None, Some(view)) => &view.own,
            (None, None) => &[],
        }
    }

    /// The facts of a formation, if the viewer knows them.
    pub fn fact(&self, id: FormationId) -> Option<&'a FormationState> {
        let facts = self.facts();
        facts.binary_search_by_key(&id, |one| one.id).ok().map(|index| &facts[index])
    }

    /// A body on the map.
    pub fn body(&self, id: FormationId) -> Option<&'a Body> {
        self.scene.body(id)
    }

    /// True for a side whose affairs the viewer knows.
    pub fn knows(&self, side: SideId) -> bool {
        self.scene.viewer.is_none_or(|viewer| viewer == side)
    }

    /// A commander as he is now, if the viewer knows.
    pub fn commander(&self, id: CommanderId) -> Option<&'a Commander> {
        match (self.truth(), self.seat()) {
            (Some(truth), _) => truth.staff.0.get(id.index()),
            (None, Some(view)) => view.commander(id),
            (None, None) => None,
        }
    }

    /// All commanders whom the viewer knows.
    pub fn staff(&self) -> &'a [Commander] {
        match (self.truth(), self.seat()) {
            (Some(truth), _) => &truth.staff.0,
            (None, Some(view)) => &view.commanders,
            (None, None) => &[],
        }
    }

    /// Worth of those who lead a formation and are near, permille, by the law of combat.
    pub fn worth(&self, one: &FormationState) -> u16 {
        let register = &self.setting().register;
        let rules = &self.setting().rules.command;
        let reach = rules.superior_reach_m / self.setting().map.hex_m.max(1);
        let here = one.place.hex();
        let near =
            |with| self.fact(with).is_some_and(|it| it.place.hex().unsigned_distance_to(here) <= reach);
        // Of commanders whom the viewer does not know nothing is counted: none of them is in his chain of command.
        let nobody =
            |id| Commander { id, fate: CommanderFate::Killed, with: FormationId(u16::MAX), superior: None };
        let ids = (0..register.commanders.len() as u16).map(CommanderId);
        let staff = Staff(ids.map(|id| self.commander(id).copied().unwrap_or(nobody(id))).collect());
        worth_permille(&staff, register, one.led, rules, near).clamp(0, i32::from(u16::MAX)) as u16
    }

    /// A name as the player wants it written.
    pub fn name(&self, name: &Name) -> String {
        self.settings.names.write(name)
    }

    /// The name of a body: its own if the viewer knows its facts, else what it seems and of whom.
    pub fn body_name(&self, id: FormationId) -> String {
        let register = &self.setting().register;
        if self.fact(id).is_some() {
            return self.name(&register.formation(id).name);
        }
        match self.body(id) {
            Some(body) => format!("{}: {}", self.side_name(body.side), body.name.latin),
            None => "men out of sight".to_owned(),
        }
    }

    /// The name of a side.
    pub fn side_name(&self, side: SideId) -> String {
        let info = self.setting().register.sides.get(side.index());
        info.map_or_else(|| "nobody".to_owned(), |info| self.name(&info.name))
    }

    /// Where a hex lies, as a traveler would say it.
    pub fn where_is(&self, hex: Hex) -> String {
        Teller::new(self.setting()).in_latin().where_is(hex)
    }

    /// A moment of the war.
    pub fn moment(&self, minute: u32) -> String {
        self.scene.clock.moment(minute)
    }

    /// The distance of two hexes, meters.
    pub fn apart_m(&self, one: Hex, other: Hex) -> u32 {
        one.unsigned_distance_to(other).saturating_mul(self.setting().map.hex_m)
    }
}

//! What a side may expect of a fight, from what it knows: its own men as they are, the enemy as he was reported; when a
//! march arrives ([`arrival()`]); and how long food lasts ([`Plight`]).
//!
//! The same law that will decide the fight makes the forecast ([`combat::blows`](crate::sim::combat::blows)); what the
//! side does not know is taken to be ordinary, and fortune is left out.

mod arrival;
mod flood;
mod plight;
mod siege;

pub use arrival::{Arrival, Going, arrival};
pub use plight::{Cause, Plight, Remedy};

use crate::seat::View;
use crate::sim::combat::{Forecast, Ground, Line, Rampart, Wall, forecast};
use crate::sim::hex::{Hex, SIDES, bearing};
use crate::sim::id::FormationId;
use crate::sim::map::Mobility;
use crate::sim::troops::TroopKind;

impl View {
    /// What may be expected when one of its own formations attacks a reported enemy from the hex it stands in, or, if
    /// that is further off, from the neighbor on its side. `None` for an unknown formation or where nobody can strike.
    pub fn forecast(&self, own: FormationId, target: FormationId) -> Option<Forecast> {
        let formation = self.formation(own).filter(|formation| formation.is_alive())?;
        let report = self.report(target)?;
        let side = bearing(report.at, formation.place.hex());
        let from = report.at + SIDES[side];
        if !self.costs().can_strike_across(report.at, side) {
            return None;
        }
        let kind = self.troop(formation);
        let theirs = report.troop.map_or_else(|| self.ordinary_foot(), |troop| self.troops().kind(troop));
        let men = formation.roll.under_arms();
        let ours = Line {
            quality: formation.quality.0,
            command: self.command_worth(formation),
            fatigue: formation.fatigue.permille(),
            hungry_h: formation.rations.hungry_hours(),
            cohesion: formation.cohesion.permille(),
            assaults: true,
            ..Line::fresh(kind, self.in_contact((kind, men), (theirs, report.men)))
                .on(formation.condition, &self.rules().combat)
        };
        let enemy = Line::fresh(theirs, self.in_contact((theirs, report.men), (kind, men)));
        let enemy = enemy.standing(report.posture);
        let (to, back) = (self.between(from, report.at, report.at), self.between(report.at, from, report.at));
        let rampart = self.rampart(report.at, report.men, side, (formation.park.ladders, ours.men));
        let (to, back) = (to.over(rampart, true), back.over(rampart, false));
        Some(forecast((&ours, men), (&enemy, report.men), &to, &back, &self.rules().combat))
    }

    /// The wall of an enemy place around so many men, against so many with their ladders who come over a side of it.
    fn rampart(&self, at: Hex, held: u32, side: usize, storm: (u32, u32)) -> Option<Rampart> {
        let (id, place) = self.place_at(at)?;
        let (walls, ward) = (place.walls?, self.wards.get(id.index())?);
        let open = ward.is_open(self.clock.minute);
        let wall = Wall { kind: place.kind, walls, sound: ward.sound(side), open, held };
        Some(Rampart::of(&wall, storm, &self.rules().combat, &self.rules().siege))
    }

    fn between(&self, striker: Hex, struck: Hex, assault_at: Hex) -> Ground {
        let weather = self.rules().weather.of(&self.sky, self.map(), striker);
        Ground::between(self.map(), striker, struck, assault_at).under(!self.sky.day, weather)
    }

    /// So many men of a kind as can come to blows across a hexside with so many others.
    fn in_contact(&self, (kind, men): (&TroopKind, u32), (other, others): (&TroopKind, u32)) -> u32 {
        let rules = &self.rules().combat;
        let front_mm =
            |men: u32, kind: &TroopKind| u64::from(men) * 1_000_000 / u64::from(rules.per_km(kind.mobility));
        let (front, room) =
            (front_mm(men, kind).max(1), rules.room_mm(front_mm(others, other), self.map().hex_m));
        if front > room { (u64::from(men) * room / front).max(1) as u32 } else { men }
    }

    /// Troops not made out are taken for foot of the first kind that fights.
    fn ordinary_foot(&self) -> &TroopKind {
        let kinds = &self.troops().kinds;
        let foot = kinds.iter().find(|(_, kind)| kind.fights && kind.mobility == Mobility::Foot);
        &foot.unwrap_or(&kinds[0]).1
    }
}

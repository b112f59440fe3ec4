//! # Flood
//!
//! Rivers and canals stand above the land behind their dikes. Who cuts a dike lets water out, as much as comes down; who
//! dams a river lifts it over its banks, until the dam is overtopped or seeps through. What runs out follows the lie of
//! the land, seeps away, and leaves mud. Men in its way drown or freeze, grain spoils, beasts are lost, camps are left,
//! walls of earth go soft.
//!
//! The water is the shallow-water equations on hexes, in whole liters ([`Basin`]): a finite-volume scheme; on both sides of
//! every face stands water on a straight line through the neighbors (a minmod), raised to the same bed (hydrostatic
//! reconstruction), so that still water stays still over any ground and fronts may run over dry land; between them an
//! approximate solver of Riemann problems (HLL, with the contact wave for what flows along). Friction is Manning's. Over dikes
//! and through breaches water falls as over a broad crest. Volumes go from cell to cell as whole liters: nothing is made or lost by
//! rounding. Speeds are floating point, with operations that every machine rounds alike and `libm`. Between steps the water
//! is kept in whole numbers ([`Waters`]). Watercourses are not cells: what comes down them is shared out side by side
//! (`channel`). See docs/FLOOD.md.
//!
//! Phase: [`Phase::Flood`]. Reads: land, date, rain, who digs where. Writes: [`Waters`], men, beasts, rations, stores, fatigue,
//! cohesion, intentions of those who dug. Tells: `DikeCut`, `DikeMended`, `DamRaised`, `DamBroke`, `Drenched`, `Lost` (drowned,
//! frozen).

mod basin;
mod channel;
mod digging;
mod face;
mod harm;
mod levee;
mod relief;
mod run;
mod step;
#[cfg(test)]
mod tests;
mod waters;
#[cfg(test)]
mod waters_tests;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use basin::{Balance, Basin, Bed, Edge};
pub use channel::{breadth, stage};
pub use digging::{Site, hands, work_min};
pub use face::{Breach, Dike, GRAVITY, weir};
pub use harm::{Toll, toll, wade_time};
pub use levee::{Border, Levee};
pub use run::{comes_down, heads};
pub use waters::{Cut, Dam, Ledger, Piece, Waters, Wet};

use super::clock::Clock;
use super::dice::Dice;
use super::event::{Chronicle, SimEvent};
use super::hex::Hex;
use super::map::Map;
use super::register::Register;
use super::turn::Phase;
use super::verdict::Verdict;
use super::weather::Sky;

/// Numbers of water on the land: `assets/rules/flood.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FloodRules {
    /// Manning's n of the land, thousandths.
    pub roughness: u16,
    /// How far hollows lie below, and rises above, the ground of a hex as leveled, dm.
    pub hollows_dm: u16,
    /// What sinks into the ground in a day, mm: in thaw, in frost.
    pub seeps_mm_day: (u16, u16),
    /// Most men who dig at one cut.
    pub cut_men: u32,
    /// Work of a cut, days of one man.
    pub cut_days: u32,
    /// Breadth of a fresh cut, meters.
    pub cut_m: u16,
    /// Breadth to which water widens it at most, meters.
    pub widest_m: u16,
    /// Breadth of a watercourse up to which its far bank can be cut, meters.
    pub far_m: u32,
    /// Work of closing a meter of a gap, days of one man.
    pub mend_days_m: u32,
    /// Work of a cubic meter of a dam, days of one man.
    pub dam_days_m3: u32,
    /// How far its crest stands over banks and dikes, dm.
    pub dam_over_dm: u16,
    /// Chance that it fails in a day, for every meter of head, permille.
    pub dam_fails_day: u16,
    /// Enemies across the side who keep those behind walls from coming out to dig.
    pub guard_men: u32,
    /// How high a levee stands over the ground, dm.
    pub levee_dm: u16,
    /// Days of one man for a cubic meter of a levee.
    pub levee_days_m3: u16,
    /// Levees that fail by what seeps through, in a day, for a meter of head and a kilometer of length, millionths.
    pub levee_fails_day: u16,
    /// What water that runs over it takes from its crest in an hour, mm.
    pub erodes_mm_h: u16,
    /// Depth in which nobody stands, dm.
    pub stand_dm: u16,
    /// Depth times speed in which nobody stands, dm²/s.
    pub stand_dm2_s: u16,
    /// Share of those whose ground is lost who drown, permille: asleep or in camp by night, awake.
    pub drowns: (u16, u16),
    /// Depth from which men get wet to the skin, mm.
    pub wets_mm: u16,
    /// Share of those on such ground who do, permille: asleep or in camp by night, awake.
    pub wets: (u16, u16),
    /// Of the soaked freeze at once for every degree of frost, permille.
    pub soaked_freeze: u16,
    /// How much colder it feels to who stands in water, tenths of a degree.
    pub wet_chill_c10: u16,
    /// Depth in which grain spoils and beasts are lost, mm.
    pub spoils_mm: u16,
    /// Share of the grain that lies so deep, permille.
    pub spoils: u16,
    /// Share of the beasts that stand so deep, permille.
    pub beasts_drown: u16,
    /// Fatigue of a day in water, permille.
    pub wet_tires_day: u16,
    /// Cohesion that the shock takes, permille.
    pub wet_shakes: u16,
    /// What walls keep out, permille.
    pub walls_keep: u16,
    /// Depth that doubles the time of a march, mm.
    pub doubles_mm: u16,
    /// Depth that nobody wades, mm.
    pub bars_mm: u16,
    /// Mud that dries in a day, permille.
    pub dries_day: u16,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((digging::dig, flow, harm::strike, harm::spoil).chain().in_set(Phase::Flood));
}

/// Water runs, dams give way; where water was, it leaves mud.
fn flow(
    (clock, map, sky, dice): (Res<Clock>, Res<Map>, Res<Sky>, Res<Dice>),
    (rules, register, verdict): (Res<FloodRules>, Res<Register>, Res<Verdict>),
    mut waters: ResMut<Waters>,
    mut chronicle: ResMut<Chronicle>,
) {
    if map.courses().is_empty() {
        return;
    }
    let mut next = waters.clone();
    next.seep_through(&clock, *dice, &map, &rules);
    next.seep_through_levees(&clock, *dice, &map, &rules);
    let heads = heads(&map, &register.places, &verdict.owners);
    next.run((&map, &rules), (&sky, clock.date()), &heads, clock.step_minutes());
    next.leave_mud(&rules, clock.brings(6 * 60));
    // Overtopped or seeped through, and perhaps washed away within the step: it is told of once.
    for dam in waters.dams().iter().filter(|dam| !dam.breaking) {
        if next.dam(dam.at).is_none_or(|dam| dam.breaking)
            && let Some((_, reach)) = dam.at.of(&map)
        {
            chronicle.tell(SimEvent::DamBroke { course: dam.at.course, at: reach.hex });
        }
    }
    for (was, levee) in waters.levees.iter().zip(&next.levees) {
        if was.passed.is_none() && levee.passed.is_some() {
            chronicle.tell(SimEvent::DikeBroke { at: levee.at.hex });
        }
    }
    if next != *waters {
        *waters = next;
    }
}

/// The cell of a hex.
fn cell(map: &Map, hex: Hex) -> Option<usize> {
    map.grid().index(hex)
}

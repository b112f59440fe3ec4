//! Cold and water, as every general minds them: fires on a killing night, no march of weary men into a blizzard, no way
//! through the sand that is longer than the water lasts.

use crate::seat::View;
use crate::sim::exposure::Water;
use crate::sim::hex::Hex;
use crate::sim::intent::Pace;
use crate::snapshot::FormationState;

/// The hour before dawn at which a night is coldest, minutes after midnight.
const BEFORE_DAWN: u32 = 5 * 60;
/// A night that much colder than men without fires bear is worth being seen for, tenths of a degree.
const DEADLY_C10: i32 = 50;
/// Weather in which a march takes so much of its time in fair weather is waited out by the weary, permille.
const STORM: u16 = 3000;
/// From this weariness on, permille.
const WEARY: u16 = 250;

/// True where a night without fires would cost lives.
pub(super) fn freezes(view: &View, hex: Hex) -> bool {
    let (map, rules) = (view.map(), view.rules());
    let chill = rules.weather.of(&view.sky, map, hex).map_or(0, |kind| i32::from(kind.chill_c10));
    let night = view.sky.temperature_c10(map, hex, BEFORE_DAWN, &rules.climate);
    night.is_some_and(|c10| i32::from(c10) - chill < i32::from(rules.exposure.bears_c10.2) - DEADLY_C10)
}

/// True for weary men in a storm who have something to eat: they wait until it is over.
pub(super) fn waits_out(view: &View, own: &FormationState) -> bool {
    let weather = view.rules().weather.of(&view.sky, view.map(), own.place.hex());
    let storms = weather.is_some_and(|kind| kind.march_time >= STORM);
    storms && own.fatigue.permille() >= WEARY && !own.rations.is_hungry() && !own.engaged.is_in_contact()
}

/// A way to the end of a path on which its water lasts: that path, or one by water; `None` if there is neither.
pub(super) fn watered(view: &View, own: &FormationState, path: Vec<Hex>, pace: Pace) -> Option<Vec<Hex>> {
    let is_dry = |hex: &Hex| view.water(*hex) == Water::None;
    if !path.iter().any(is_dry) || lasts(view, own, &path, pace) {
        return Some(path);
    }
    let (grid, mobility) = (view.map().grid(), view.troop(own).mobility);
    let dry = |index: usize| is_dry(&grid.at(index));
    let around = view.costs().path(mobility, own.place.hex(), *path.last()?, u32::MAX / 2, dry);
    around.filter(|way| lasts(view, own, way, pace))
}

/// True when the water it carries lasts from each water of a path to the next.
fn lasts(view: &View, own: &FormationState, path: &[Hex], pace: Pace) -> bool {
    let (mobility, rules) = (view.troop(own).mobility, &view.rules().exposure);
    let Some(arrival) = view.arrival(own.id, path, pace) else { return true };
    let full = u32::from(rules.carried_days[mobility as usize]) * 24 * 60;
    let mut left = own.exposure.water_h(mobility, rules) * 60;
    let mut dry_since = (view.water(own.place.hex()) == Water::None).then_some(view.clock.minute);
    for (hex, minute) in path.iter().zip(&arrival.hexes) {
        if dry_since.is_some_and(|since| minute.saturating_sub(since) > left) {
            return false;
        }
        if view.water(*hex) == Water::None {
            dry_since = dry_since.or(Some(*minute));
        } else {
            (dry_since, left) = (None, full);
        }
    }
    true
}

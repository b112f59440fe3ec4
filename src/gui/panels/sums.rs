//! How the numbers of a formation came about, as tooltips tell it.

use super::Told;
use super::parts::{men, percent, span, tenths};
use crate::forecast::{self, Going};
use crate::report::names::number;
use crate::sim::army::{Fate, Posture};
use crate::sim::fodder::eaters;
use crate::sim::hex::Hex;
use crate::sim::intent::Pace;
use crate::sim::morale::ceiling;
use crate::sim::movement::column_m;
use crate::sim::supply::{Marcher, carried, reckon};
use crate::snapshot::FormationState;

/// A value and how it came about.
pub struct Sum {
    /// The value.
    pub value: String,
    /// How it came about, in lines.
    pub tells: String,
}

/// Men of a formation by fate, those of whom there are any.
pub fn fates(one: &FormationState) -> Vec<(Fate, u32)> {
    let counted = Fate::ALL.into_iter().map(|fate| (fate, one.roll.count(fate)));
    counted.filter(|(_, men)| *men > 0).collect()
}

/// Men under arms of all it ever had.
pub fn strength(one: &FormationState) -> Sum {
    let mut tells: Vec<String> =
        fates(one).into_iter().map(|(fate, men)| format!("{:>7}  {}", number(men), fate.words())).collect();
    tells.push(format!("{:>7}  in all, as many as ever marched with it", number(one.roll.total())));
    Sum {
        value: format!("{} of {}", number(one.roll.under_arms()), number(one.roll.total())),
        tells: tells.join("\n"),
    }
}

/// Days of food, from grain and mouths; and what stands behind it when that runs out.
pub fn food(told: &Told, one: &FormationState) -> Sum {
    let rules = &told.setting().rules.supply;
    let (mouths, sheng) = (one.roll.mouths(), one.rations.sheng());
    let daily = one.rations.daily(mouths, rules);
    let days = one.rations.tenths_of_days(mouths, rules);
    let mut tells = vec![
        format!("{} sheng of grain with it", number(sheng)),
        format!(
            "{} on {} = {} sheng a day",
            men(mouths),
            one.rations.diet().policy.words(),
            number(daily as i64)
        ),
        format!("{} ÷ {} = {} days", number(sheng), number(daily as i64), tenths(days)),
    ];
    if one.beasts.herd > 0 {
        let fed = u64::from(one.beasts.herd) * u64::from(rules.head_feeds);
        let more = (fed * 10).checked_div(u64::from(mouths)).unwrap_or(0).min(9999) as u32;
        let herd = number(one.beasts.herd);
        tells.push(format!(
            "Its herd of {herd} heads, each enough for {} men a day: {} days more.",
            rules.head_feeds,
            tenths(more)
        ));
    }
    let (here, minutes) = together(told, one);
    if here > 1 {
        let lasts = minutes.map_or_else(
            || "longer than a month".to_owned(),
            |minutes| format!("until {}", told.moment(told.scene.clock.minute.saturating_add(minutes))),
        );
        tells
            .push(format!("With what the {here} bodies here carry, bearers first, all of them eat {lasts}."));
    }
    if let Some((name, grain)) = store(told, one) {
        tells.push(format!("It stands at {name} and eats from the store there, {} sheng.", number(grain)));
    }
    if one.rations.is_hungry() {
        tells.push(format!("Nothing to eat for {}.", span(one.rations.hungry_hours() * 60)));
        tells.push(format!(
            "Every day without food tires by {} and shakes by {}; from the second day {} a day desert, after {} days \
             {} a day starve.",
            percent(u32::from(rules.hunger_tires_day)),
            percent(u32::from(rules.hunger_shakes_day)),
            percent(u32::from(rules.desert_permille_day)),
            rules.starve_after_days,
            percent(u32::from(rules.starve_permille_day))
        ));
    }
    let value = if one.rations.is_hungry() {
        format!("none for {}", span(one.rations.hungry_hours() * 60))
    } else {
        format!("{} days", tenths(days))
    };
    Sum { value, tells: tells.join("\n") }
}

/// How well fed its beasts are, and what they find where they stand; `None` for men without beasts.
pub fn fodder(told: &Told, one: &FormationState) -> Option<Sum> {
    let rules = &told.setting().rules.fodder;
    let heads = eaters(one.beasts, rules);
    if heads == 0 {
        return None;
    }
    let condition = u32::from(one.condition.permille());
    let (rest, march) = rules.wastes_day;
    let mut tells = vec![format!("They eat as much as {} horses.", number(heads as i64))];
    if let Some(view) = told.seat() {
        let days = view.plenty(one.place.hex()).horse_days / heads.max(1);
        tells.push(match days {
            0 => "The grass here is gone, or there is none.".to_owned(),
            1..=99 => format!("The grass here feeds them for {days} days."),
            _ => "The grass here feeds them for months.".to_owned(),
        });
    }
    tells.push(format!(
        "Without it a day costs {} of their condition at rest and {} on the march; below {} they begin to die, {} a \
         day at the worst. A day of rest and fodder gives {} back.",
        percent(u32::from(rest)),
        percent(u32::from(march)),
        percent(u32::from(rules.dies_below)),
        percent(u32::from(rules.dies_permille_day)),
        percent(u32::from(rules.mends_day))
    ));
    let hungry = one.condition.belly_min() == 0;
    let value = format!("{}{}", percent(condition), if hungry { ", without fodder" } else { "" });
    Some(Sum { value, tells: tells.join("\n") })
}

/// Days for which a reckoning is made.
const RECKONED_DAYS: u32 = 31;

/// How many bodies eat with a formation, itself among them, and after how many minutes the first of them has nothing if
/// they stay together and find nothing.
fn together(told: &Told, one: &FormationState) -> (usize, Option<u32>) {
    let here = told
        .facts()
        .iter()
        .filter(|other| other.is_alive() && other.side == one.side && other.place.hex() == one.place.hex());
    let column: Vec<Marcher> = here.map(|other| other.marcher(told.setting())).collect();
    let reckoning = reckon(&column, RECKONED_DAYS, &told.setting().rules.supply);
    (column.len(), reckoning.hungry.map(|(minute, _)| minute))
}

/// A store of its own side in which a formation stands.
pub fn store(told: &Told, one: &FormationState) -> Option<(String, u32)> {
    let (id, place) = told.setting().register.place_at(one.place.hex())?;
    let held = told.scene.places.get(id.index()).filter(|held| held.owner == Some(one.side.0))?;
    held.grain.filter(|grain| *grain > 0).map(|grain| (told.name(&place.name), grain))
}

/// When a march gets where it goes, and how that came about.
pub fn arrival(told: &Told, one: &FormationState, path: &[Hex], pace: Pace) -> (String, String) {
    let (setting, scene) = (told.setting(), told.scene);
    let (costs, map) = (&scene.costs, &setting.map);
    let going = Going {
        costs,
        map,
        rules: &setting.rules,
        clock: &scene.clock,
        sky: &scene.sky,
        waters: &scene.waters,
    };
    let Some(arrives) = forecast::arrival(going, setting.troops.kind(one.troop.0), one, path, pace) else {
        return ("not within a hundred days".to_owned(), "Barred ground, or no strength left.".to_owned());
    };
    let whole = arrives.minute.saturating_sub(scene.clock.minute);
    let tells = format!(
        "{} hexes, {} km: {} on the march, {} of rest and night.\nThe head of the column; at its present strength and in \
         this weather, if no enemy is met.",
        arrives.hexes.len(),
        arrives.way_m / 1000,
        span(arrives.marching),
        span(whole.saturating_sub(arrives.marching))
    );
    (told.moment(arrives.minute), tells)
}

/// What bearers carry, of what they can, and what they keep for their way home.
pub fn loads(told: &Told, one: &FormationState) -> Option<Sum> {
    let kind = told.setting().troops.kind(one.troop.0);
    if !kind.bears() {
        return None;
    }
    let rules = &told.setting().rules.supply;
    let load = carried(one.roll.mouths(), one.beasts.pack, kind, rules);
    let mut tells = vec![
        format!("{} × {} sheng a man", men(one.roll.mouths()), kind.load_sheng),
        format!("{} pack animals × {} sheng", number(one.beasts.pack), rules.pack_sheng),
        "They feed whoever of their side stands with them, one body of bearers after the other.".to_owned(),
    ];
    if one.rations.diet().keep_days > 0 {
        tells.push(format!("Food for {} days is kept for their way home.", one.rations.diet().keep_days));
    }
    let value = format!("{} of {} sheng", number(one.rations.sheng()), number(load as i64));
    Some(Sum { value, tells: tells.join("\n") })
}

/// Order, what it may rise to and where it breaks.
pub fn order(told: &Told, one: &FormationState) -> Sum {
    let rules = &told.setting().rules;
    let cohesion = u32::from(one.cohesion.permille());
    let fatigue = one.fatigue.permille();
    let hungry_h = one.rations.hungry_hours();
    let most = u32::from(ceiling(fatigue, hungry_h, &rules.morale));
    let weary = u32::from(rules.morale.weary_ceiling) * u32::from(fatigue.min(1000)) / 1000;
    let hunger = u32::from(rules.morale.weary_ceiling) * hungry_h.min(24) / 24;
    let worth = told.worth(one);
    let surrounded = one.engaged.is_surrounded();
    let breaks = u32::from(rules.combat.breaks_at(one.quality.0, worth, surrounded));
    let plain = u32::from(rules.combat.breaks_at(3, 1000, false));
    let mut tells = vec![
        format!("Out of the fight it finds {} an hour again,", percent(u32::from(rules.morale.steady_h))),
        format!(
            "up to 100 % − {} for weariness − {} for hunger = {}.",
            percent(weary),
            percent(hunger),
            percent(most)
        ),
        format!(
            "It breaks below {}: ordinary men at {}, training {}, commanders {}{}.",
            percent(breaks),
            percent(plain),
            one.quality.0,
            percent(u32::from(worth)),
            if surrounded { ", and no way out" } else { "" }
        ),
        "The nerve of the day shifts that either way.".to_owned(),
    ];
    if breaks >= cohesion {
        tells.push("It may break at the next shock.".to_owned());
    }
    Sum { value: percent(cohesion), tells: tells.join("\n") }
}

/// Weariness, what it does and how it goes.
pub fn weariness(told: &Told, one: &FormationState) -> Sum {
    let rules = &told.setting().rules;
    let fatigue = u32::from(one.fatigue.permille());
    let slower = u32::from(rules.movement.tired_time) * fatigue / 1000;
    let weaker = fatigue * 1000 / 1500;
    let morale = &rules.morale;
    let mut tells = vec![
        format!("It strikes {} weaker and marches {} longer.", percent(weaker), percent(slower)),
        format!(
            "Men fall behind from {} on; at {} a march stops.",
            percent(u32::from(rules.movement.straggle_from)),
            percent(u32::from(rules.movement.exhausted))
        ),
        format!(
            "An hour of rest takes off {} in camp, {} in camp without fires, {} standing.",
            percent(u32::from(morale.camp_rest_h)),
            percent(u32::from(morale.camp_rest_h) * u32::from(morale.fireless_rest) / 1000),
            percent(u32::from(morale.idle_rest_h))
        ),
    ];
    if one.rations.is_hungry() {
        tells.push(format!("Hungry men find {} of that.", percent(u32::from(morale.hungry_rest))));
    }
    Sum { value: percent(fatigue), tells: tells.join("\n") }
}

/// Worth of its commanders in a fight.
pub fn command(told: &Told, one: &FormationState) -> Sum {
    let rules = &told.setting().rules.command;
    let worth = told.worth(one);
    let register = &told.setting().register;
    let mut tells = vec!["100 % under a man of common ability, or nobody.".to_owned()];
    if let Some(leader) = one.led.0.and_then(|id| register.commanders.get(id.index())) {
        tells.push(format!(
            "{}: ability {} of 9, {} for every point beyond 5; half when wounded.",
            told.name(&leader.name),
            leader.ability,
            percent(u32::from(rules.ability_permille))
        ));
        tells.push(format!(
            "Each superior within {} km adds {} of his own worth.",
            tenths(rules.superior_reach_m / 100),
            percent(u32::from(rules.superior_share))
        ));
    }
    Sum { value: percent(u32::from(worth)), tells: tells.join("\n") }
}

/// Training.
pub fn training(told: &Told, one: &FormationState) -> Sum {
    let worth = told.setting().rules.combat.quality_worth;
    let quality = one.quality.0.clamp(1, 5);
    let words = ["levies, helpers", "half-trained", "regulars", "veterans", "guards"];
    Sum {
        value: format!("{quality} of 5"),
        tells: format!(
            "{}: worth {} of regulars in a fight.",
            words[usize::from(quality) - 1],
            percent(u32::from(worth[usize::from(quality) - 1]))
        ),
    }
}

/// How far it marched today and how long its column is.
pub fn march(told: &Told, one: &FormationState) -> Sum {
    let setting = told.setting();
    let kind = setting.troops.kind(one.troop.0);
    let rules = &setting.rules.movement;
    let stage = rules.stage_m[kind.mobility as usize];
    let today = one.legs.today_m();
    let column = column_m(one.roll.mouths(), kind.mobility, rules);
    let up = one.legs.up_permille(column);
    let km = |meters: u32| tenths(meters / 100);
    let mut tells = vec![
        format!("{} on the march since midnight.", span(one.legs.today_min())),
        format!(
            "A stage of {} km costs no strength; beyond it {} for every 10 km.",
            km(stage),
            percent(u32::from(rules.tire_per_10km))
        ),
    ];
    if one.posture == Posture::Column || up < 1000 {
        tells.push(format!(
            "Its column is {} km long; {} of the men are up with the head.",
            km(column),
            percent(up)
        ));
    }
    Sum { value: format!("{} of {} km", km(today), km(stage)), tells: tells.join("\n") }
}

//! The pure parts, by table.

use super::fall::{Danger, fate};
use super::stance::{Foe, prey};
use super::*;
use crate::scenario::rules::RuleBook;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::Led;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::hex::Hex;
use crate::sim::intent::{Pace, Stance};
use crate::sim::register::{Register, Temperament};

fn rules() -> &'static CommandRules {
    &RuleBook::shared().rules.command
}

/// A commander of ability 7 under one of ability 9.
fn two() -> (Staff, Register) {
    let mut sketch = Sketch::plain(3, 3);
    sketch.levy(Levy::in_hex(Hex::ZERO).led(Temperament::Rash, 7));
    sketch.levy(Levy::in_hex(Hex::ZERO).led(Temperament::Cautious, 9));
    let (setting, mut snapshot) = sketch.build();
    snapshot.staff.0[0].superior = Some(CommanderId(1));
    (snapshot.staff, setting.register)
}

#[test]
fn a_commander_is_worth_his_ability_and_a_share_of_a_superior_who_is_near() {
    let (mut staff, register) = two();
    let worth =
        |staff: &Staff, led, near: bool| worth_permille(staff, &register, Led(led), rules(), |_| near);
    let leader = Some(CommanderId(0));
    assert_eq!(worth(&staff, None, true), 1000);
    assert_eq!(worth(&staff, leader, false), 1000 + 2 * 35);
    assert_eq!(worth(&staff, leader, true), 1000 + 2 * 35 + 4 * 35 * 300 / 1000);
    staff.0[0].fate = CommanderFate::Wounded;
    assert_eq!(worth(&staff, leader, false), 1000 + 35);
    staff.0[0].fate = CommanderFate::Killed;
    assert_eq!(worth(&staff, leader, false), 1000);
    assert_eq!(temperament_of(Led(leader), &staff, &register), Temperament::Steady, "the dead sway nobody");
    assert_eq!(temperament_of(Led(Some(CommanderId(1))), &staff, &register), Temperament::Cautious);
}

#[test]
fn leaders_in_front_fall_in_a_battle_as_often_as_history_tells() {
    let hit = |fights: bool, minutes: u32, hours: u32| {
        let falls = (0..2_000_u32).filter(|battle| {
            let mut dice = Dice { seed: 5 }.lasting(*battle, Purpose::CommanderFate, 0);
            let mut steps = 0..hours * 60 / minutes;
            let fit = CommanderFate::Fit;
            steps.any(|_| fate(fit, Danger::Contact, fights, minutes, rules(), &mut dice) != fit)
        });
        falls.count() / 20
    };
    // A battle of six hours (M33: 15-30 %), told in quarters and in hours.
    let (quarters, hours, others) = (hit(true, 15, 6), hit(true, 60, 6), hit(false, 15, 6));
    assert!((15..=30).contains(&quarters), "{quarters} of 100");
    assert!(quarters.abs_diff(hours) <= 3, "{quarters} and {hours} of 100");
    assert!(others * 2 < quarters, "{others} of 100 behind the line");
}

#[test]
fn who_pursues_goes_after_what_runs_and_who_fights_only_for_what_is_near() {
    let foe = |id: u16, apart_m: u32, men_near: u32, runs: bool| Foe {
        id: FormationId(id),
        apart_m,
        men_near,
        runs,
    };
    let runner = foe(1, 4_000, 9_000, true);
    let weak = foe(2, 3_000, 500, false);
    let strong = foe(3, 2_000, 9_000, false);
    for (stance, foes, target) in [
        (Stance::Fight, vec![runner, weak], None),
        (Stance::Pursue, vec![runner], Some((FormationId(1), Pace::Forced))),
        (Stance::Pursue, vec![runner, weak], Some((FormationId(2), Pace::Ordinary))),
        (Stance::Pursue, vec![strong], None),
        (Stance::Fight, vec![strong, foe(4, 2_000, 800, false)], Some((FormationId(4), Pace::Ordinary))),
        (Stance::Hold, vec![foe(4, 1_000, 10, false)], None),
    ] {
        assert_eq!(prey(stance, Temperament::Steady, 1_000, &foes, rules()), target, "{stance:?} {foes:?}");
    }
}

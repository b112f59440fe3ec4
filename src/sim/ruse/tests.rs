//! The pure parts, by table.

use super::ambush::{Lurking, is_time};
use super::feint::{Next, next};
use super::tempt::{Lust, chance, tempts};
use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::army::Posture;
use crate::sim::event::{Source, Temptation};
use crate::sim::hex::Grid;
use crate::sim::register::Temperament;
use crate::sim::sighting::Report;

fn rules() -> &'static RuseRules {
    &RuleBook::shared().rules.ruse
}

#[test]
fn what_tempts_more_and_what_less() {
    let flight = Temptation::Flight(FormationId(1));
    let plain = Lust {
        by: flight,
        temperament: Temperament::Steady,
        lure: false,
        hungry: false,
        odds: 500,
        holds: false,
    };
    let base = chance(plain, rules());
    assert_eq!(base, rules().pursue_permille[1]);
    for more in [
        Lust { lure: true, ..plain },
        Lust { hungry: true, ..plain },
        Lust { temperament: Temperament::Rash, ..plain },
    ] {
        assert!(chance(more, rules()) > base, "{more:?}");
    }
    for less in [
        Lust { odds: 2_500, ..plain },
        Lust { holds: true, ..plain },
        Lust { by: Temptation::Weakness(FormationId(1)), ..plain },
        Lust { by: Temptation::Lure(LureId(0)), ..plain },
        Lust { temperament: Temperament::Timid, ..plain },
    ] {
        assert!(chance(less, rules()) < base, "{less:?}");
    }
    assert_eq!(chance(Lust { odds: 4_000, ..plain }, rules()), 0, "nobody runs into four times his number");
    assert_eq!(chance(Lust { odds: u64::MAX, ..plain }, rules()), 0);
}

#[test]
fn flight_tempts_and_so_does_weakness_that_moves_off() {
    let here = Grid::hex(0, 0);
    let report = |men: u32, posture: Posture, came_from: Option<Hex>| Report {
        about: FormationId(7),
        at: Grid::hex(3, 0),
        minute: 0,
        men,
        troop: None,
        posture,
        source: Source::Eyes,
        came_from,
    };
    let (nearer, farther) = (Some(Grid::hex(2, 0)), Some(Grid::hex(4, 0)));
    let flight = Some(Temptation::Flight(FormationId(7)));
    let weakness = Some(Temptation::Weakness(FormationId(7)));
    for (report, tempted) in [
        (report(9_000, Posture::Routed, None), flight),
        (report(400, Posture::Column, nearer), weakness),
        (report(400, Posture::Column, farther), None),
        (report(400, Posture::Formed, nearer), None),
        (report(900, Posture::Column, nearer), None),
    ] {
        assert_eq!(tempts(&report, here, 1_000, rules()), tempted, "{report:?}");
    }
}

#[test]
fn an_ambush_waits_for_its_signal_and_without_one_for_prey() {
    let waits = Lurking {
        signal: Some(SignalId(0)),
        called: false,
        hidden: true,
        in_contact: false,
        beside: 1_000,
        own: 1_000,
    };
    let alone = Lurking { signal: None, ..waits };
    for (lurking, rises) in [
        (waits, false),
        (Lurking { called: true, beside: 0, ..waits }, true),
        (Lurking { in_contact: true, ..waits }, true),
        (Lurking { hidden: false, ..waits }, true),
        (Lurking { hidden: false, beside: 0, ..waits }, false),
        (alone, true),
        (Lurking { beside: 0, ..alone }, false),
        (Lurking { beside: 20, ..alone }, false),
        (Lurking { beside: 9_000, ..alone }, false),
    ] {
        assert_eq!(is_time(lurking, rules()), rises, "{lurking:?}");
    }
}

#[test]
fn a_feint_runs_lingers_and_turns() {
    let running = Feint::Running { since: 0 };
    for (feint, apart, struck, at_goal, then) in [
        (Feint::None, None, false, false, Next::Wait),
        (Feint::None, Some(5_000), false, false, Next::Wait),
        (Feint::None, Some(1_500), false, false, Next::Begin),
        (Feint::None, None, true, false, Next::Begin),
        (running, Some(1_500), false, false, Next::Run),
        (running, Some(3_500), false, false, Next::Linger),
        (running, None, false, false, Next::Linger),
        (running, Some(500), true, true, Next::Turn),
    ] {
        assert_eq!(next(feint, apart, struck, at_goal, rules()), then, "{feint:?} {apart:?}");
    }
}

//! Bait, feigned flight, ambush and signals.

use std::sync::Arc;

use ironhawk::ai::{Level, plan};
use ironhawk::game::{Game, TurnReport};
use ironhawk::orders::{Attack, GiveSignal, Halt, LeaveBait, MakeCamp, March, Order, SendScouts, Stand};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::Posture;
use ironhawk::sim::command::Will;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, LureId, SideId, SignalId};
use ironhawk::sim::intent::{Intention, Pace, Stance};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::{SignalKind, Temperament};
use ironhawk::sim::ruse::{Feint, Lure, LureKind};

const SONG: SideId = SideId(0);
const XIA: SideId = SideId(1);

fn count(report: &TurnReport, kind: &str) -> usize {
    report.events.iter().filter(|told| told.event.kind() == kind).count()
}

/// How often, over 200 wars, a commander goes after an enemy that runs three hexes away.
fn tempted(temperament: Temperament, stance: Stance) -> usize {
    let goes = |seed: u64| {
        let mut sketch = Sketch::plain(12, 3);
        sketch.seed = seed;
        let own = Levy::in_hex(Grid::hex(1, 1)).men(4_000).troop("song_horse").led(temperament, 5);
        let _own = sketch.levy(own.stance(stance));
        let bait = Levy::in_hex(Grid::hex(4, 1)).side(1).men(1_500).troop("xia_horse");
        let _bait = sketch.levy(bait.posture(Posture::Routed).stance(Stance::Hold));
        count(&sketch.game().end_turn(), "tempted") > 0
    };
    (0..200).filter(|seed| goes(*seed)).count()
}

#[test]
fn a_rash_commander_is_tempted_three_times_as_often_as_a_steady_one() {
    let (rash, steady) =
        (tempted(Temperament::Rash, Stance::Fight), tempted(Temperament::Steady, Stance::Fight));
    assert!(rash >= 140, "{rash} of 200 (M24: seven in ten)");
    assert!(rash >= 3 * steady && steady > 0, "rash {rash}, steady {steady} (M51)");
}

#[test]
fn an_order_to_hold_holds_even_a_rash_commander_mostly() {
    let rash = tempted(Temperament::Rash, Stance::Hold);
    assert!(rash <= 40, "{rash} of 200 (M24: one in five)");
}

#[test]
fn who_is_carried_away_goes_for_what_runs_and_obeys_again_in_the_end() {
    let mut sketch = Sketch::plain(40, 3);
    sketch.rules.ruse.pursue_permille = [1_000; 5];
    sketch.rules.ruse.pulls = [1_000, 0, 0];
    let own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).men(4_000).led(Temperament::Rash, 5));
    let bait = Levy::in_hex(Grid::hex(4, 1)).side(1).posture(Posture::Routed).stance(Stance::Hold);
    let bait = sketch.levy(bait);
    let mut game = sketch.game();
    game.end_turn();
    let mut snapshot = game.snapshot();
    let carried = &snapshot.formations[own.index()];
    assert!(matches!(carried.intention, Intention::Attack { target, .. } if target == bait));
    assert!(carried.will.is_carried_away());
    let kept = game.snapshot();
    for (order, _) in every_order(own, bait) {
        let refusal = game.submit(SONG, order, "").expect_err("he hears nothing");
        assert!(matches!(refusal, Refusal::CarriedAway { .. }), "{refusal}");
        assert!(refusal.to_string().contains("after an enemy who ran"), "{refusal}");
    }
    assert_eq!((game.planned(SONG).len(), game.snapshot()), (0, kept), "a refusal changes nothing");
    for level in Level::ALL {
        let wasted = plan(&game.view(SONG), level, 1).into_iter().find(|(order, _)| order.formation() == own);
        assert_eq!(wasted, None, "{level}");
    }
    // What he followed is gone, farther than the eye reaches.
    snapshot.formations[bait.index()].place = ironhawk::sim::army::Place::at(Grid::hex(39, 2));
    snapshot.beliefs.0[0].reports.clear();
    game.restore(&snapshot);
    game.end_turn();
    let own = game.snapshot().formations[own.index()].clone();
    assert!(!own.will.is_carried_away());
    assert_eq!(own.intention, Intention::Stay, "he stays where he is until he hears what");
    for (order, kind) in every_order(own.id, bait) {
        let refusal = game.submit(SONG, order, "").err();
        assert!(
            !matches!(refusal, Some(Refusal::CarriedAway { .. })),
            "{kind}: who obeys again hears orders"
        );
    }
}

/// An order of every kind to a formation, with its name.
fn every_order(formation: FormationId, target: FormationId) -> [(Order, &'static str); 8] {
    let (path, to, pace) = (vec![Grid::hex(2, 1)], Grid::hex(3, 1), Pace::Ordinary);
    [
        (Order::March(March { formation, path, pace }), "march"),
        (Order::Halt(Halt { formation }), "halt"),
        (Order::MakeCamp(MakeCamp { formation, fires: true }), "camp"),
        (Order::Stand(Stand { formation, stance: Stance::Hold }), "stand"),
        (Order::Attack(Attack { formation, target, pace }), "attack"),
        (Order::SendScouts(SendScouts { formation, to }), "scouts"),
        (Order::LeaveBait(LeaveBait { formation, heads: 1 }), "bait"),
        (Order::GiveSignal(GiveSignal { formation, signal: SignalId(0) }), "signal"),
    ]
}

#[test]
fn a_herd_left_lying_is_found_and_taken_and_costs_order() {
    let mut sketch = Sketch::plain(8, 3);
    let own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).cohesion(900).stance(Stance::Hold));
    let (setting, mut snapshot) = sketch.build();
    let herd = lure(0, Grid::hex(1, 1), LureKind::Herd, None);
    let far = lure(1, Grid::hex(3, 1), LureKind::Herd, None);
    snapshot.lures.0 = vec![herd, far];
    let mut game = Game::new(Arc::new(setting), &snapshot);
    let told = game.end_turn();
    assert_eq!((count(&told, "lure_found"), count(&told, "lure_taken")), (2, 1));
    let after = game.snapshot();
    let own = &after.formations[own.index()];
    assert_eq!((own.beasts.taken, own.beasts.ledger()), (200, 0));
    assert!(!after.lures.0[0].lying && after.lures.0[1].lying);
    assert_eq!(game.view(SONG).belief.lures.keys().copied().collect::<Vec<_>>(), [LureId(1)]);
}

fn lure(id: u16, at: Hex, kind: LureKind, signal: Option<SignalId>) -> Lure {
    Lure { id: LureId(id), side: XIA, at, kind, heads: 200, signal, lying: true }
}

/// A hidden wing in the hills that waits for a signal, with a bearer and an enemy on the road below it.
struct Wing {
    sketch: Sketch,
    signal: SignalId,
    wing: FormationId,
    bearer: FormationId,
    prey: FormationId,
}

fn wing(kind: SignalKind) -> Wing {
    let mut sketch = Sketch::new(
        "
        . . h . . . B
         P . . . . .
        . . . . . . .
        ",
    );
    sketch.rules.sighting.find_hidden_permille_h = 0;
    sketch.tempo = (15, 15);
    let signal = sketch.signal(1, kind, 6_000);
    let waits = Stance::Ambush { signal: Some(signal) };
    let hidden = Levy::in_hex(Grid::hex(2, 0)).side(1).men(5_000).troop("xia_hill").posture(Posture::Hidden);
    let wing = sketch.levy(hidden.stance(waits));
    let bearer = sketch.levy(Levy::at('B').side(1).men(1_000).banner().stance(Stance::Hold));
    let prey = sketch.levy(Levy::at('P').men(3_000).stance(Stance::Hold));
    Wing { sketch, signal, wing, bearer, prey }
}

impl Wing {
    fn call(&self, game: &mut Game) -> Result<(), Refusal> {
        game.submit(XIA, Order::GiveSignal(GiveSignal { formation: self.bearer, signal: self.signal }), "")
    }
}

#[test]
fn a_dipped_banner_raises_the_wing_which_surprises_who_knew_nothing_of_it() {
    let war = wing(SignalKind::Banner);
    let mut game = war.sketch.game();
    assert_eq!(war.call(&mut game), Ok(()));
    let told = game.end_turn();
    assert_eq!((count(&told, "signal_given"), count(&told, "released")), (1, 1));
    let after = game.snapshot();
    let risen = &after.formations[war.wing.index()];
    assert_eq!((risen.posture, risen.stance), (Posture::Formed, Stance::Pursue));
    assert!(matches!(risen.intention, Intention::Attack { target, .. } if target == war.prey));
    assert!(after.formations[war.prey.index()].engaged.surprised_until() > game.clock().minute);
}

#[test]
fn with_the_banner_gone_the_wing_lets_the_enemy_pass() {
    let mut war = wing(SignalKind::Banner);
    war.sketch.tempo = (60, 15);
    let (setting, mut snapshot) = war.sketch.build();
    let bearer = &mut snapshot.formations[war.bearer.index()];
    bearer.roll.lose(ironhawk::sim::army::Fate::DeadBattle, 1_000);
    let beside = ironhawk::sim::army::Place::at(Grid::hex(1, 1));
    snapshot.formations[war.prey.index()].place = beside;
    let mut game = Game::new(Arc::new(setting), &snapshot);
    assert!(matches!(war.call(&mut game), Err(Refusal::Destroyed { .. })));
    for _ in 0..3 {
        assert_eq!(count(&game.end_turn(), "released"), 0);
    }
    let waits = &game.snapshot().formations[war.wing.index()];
    assert_eq!((waits.posture, &waits.intention), (Posture::Hidden, &Intention::Stay));
}

#[test]
fn men_without_a_signal_rise_when_an_enemy_comes_beside_them() {
    for (side, rises) in [(Grid::hex(1, 1), 1), (Grid::hex(0, 2), 0)] {
        let war = wing(SignalKind::Drum);
        let (setting, mut snapshot) = war.sketch.build();
        snapshot.formations[war.wing.index()].stance = Stance::Ambush { signal: None };
        snapshot.formations[war.prey.index()].place = ironhawk::sim::army::Place::at(side);
        let mut game = Game::new(Arc::new(setting), &snapshot);
        assert_eq!(count(&game.end_turn(), "released"), rises);
    }
}

#[test]
fn who_is_found_rises_without_his_signal() {
    let mut war = wing(SignalKind::Banner);
    war.sketch.rules.sighting.find_hidden_permille_h = 60_000;
    let (setting, mut snapshot) = war.sketch.build();
    snapshot.formations[war.prey.index()].place = ironhawk::sim::army::Place::at(Grid::hex(1, 1));
    let mut game = Game::new(Arc::new(setting), &snapshot);
    let told = game.end_turn();
    assert_eq!((count(&told, "ambush_found"), count(&told, "released")), (1, 1));
    let prey = game.snapshot().formations[war.prey.index()].engaged;
    assert_eq!(prey.surprised_until(), 0, "who found them is not surprised");
}

#[test]
fn a_ridge_hides_a_banner_and_not_a_drum() {
    for (kind, released) in [(SignalKind::Banner, 0), (SignalKind::Drum, 1)] {
        let mut war = wing(kind);
        war.sketch.height(Grid::hex(4, 0), 1_950);
        let mut game = war.sketch.game();
        assert_eq!(war.call(&mut game), Ok(()));
        assert_eq!(count(&game.end_turn(), "released"), released, "{kind:?}");
    }
}

#[test]
fn pigeons_from_an_opened_box_raise_the_wing() {
    for (chance, opened) in [(1_000, 1), (0, 0)] {
        let mut war = wing(SignalKind::Pigeons);
        war.sketch.rules.ruse.open_box_permille = [chance; 5];
        let (setting, mut snapshot) = war.sketch.build();
        let at = snapshot.formations[war.prey.index()].place.hex();
        snapshot.lures.0 = vec![lure(0, at, LureKind::Box, Some(war.signal))];
        let mut game = Game::new(Arc::new(setting), &snapshot);
        let told = game.end_turn();
        assert_eq!((count(&told, "box_opened"), count(&told, "released")), (opened, opened));
        assert_eq!(count(&told, "lure_refused"), 1 - opened);
        assert_eq!(count(&game.end_turn(), "lure_refused"), 0, "told once");
    }
}

#[test]
fn a_feigned_flight_begins_when_the_enemy_is_near_and_looks_like_a_rout() {
    let mut sketch = Sketch::plain(14, 3);
    sketch.tempo = (30, 15);
    sketch.rules.ruse.feint_fails_permille_h = [0; 5];
    let own = Levy::in_hex(Grid::hex(1, 1)).men(4_000).stance(Stance::Hold).led(Temperament::Cautious, 5);
    let _own = sketch.levy(own);
    let to = Grid::hex(12, 1);
    let bait = Levy::in_hex(Grid::hex(3, 1)).side(1).men(1_500).troop("xia_horse").herd(1_000);
    let bait = sketch.levy(bait.stance(Stance::Feign { to }));
    let mut game = sketch.game();
    let told = game.end_turn();
    assert_eq!((count(&told, "feint_begun"), count(&told, "lure_left")), (1, 1));
    let runs = game.snapshot().formations[bait.index()].clone();
    assert!(matches!(runs.feint, Feint::Running { .. }));
    assert_eq!((runs.beasts.herd, runs.beasts.left), (700, 300));
    assert!(matches!(&runs.intention, Intention::March { path, .. } if path.last() == Some(&to)));
    let seems = game.view(SONG).report(bait).map(|report| report.posture);
    assert_eq!(seems, Some(Posture::Routed), "belief is wrong, and that is the ruse");
    assert_ne!(runs.posture, Posture::Routed);
}

#[test]
fn a_feigned_flight_of_poor_men_turns_real_now_and_then() {
    let fails = |quality: u8| {
        let fails = |seed: u64| {
            let mut sketch = Sketch::plain(14, 3);
            sketch.seed = seed;
            let _own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).stance(Stance::Hold));
            let bait = Levy::in_hex(Grid::hex(3, 1)).side(1).quality(quality).troop("xia_horse");
            let _bait = sketch.levy(bait.stance(Stance::Feign { to: Grid::hex(13, 1) }));
            count(&sketch.game().end_turn(), "feint_failed") > 0
        };
        (0..200).filter(|seed| fails(*seed)).count()
    };
    let (levies, guards) = (fails(1), fails(5));
    assert!((8..40).contains(&levies), "{levies} of 200");
    assert!(guards < levies / 3, "{guards} guards, {levies} levies");
}

#[test]
fn at_its_goal_it_turns_at_bay() {
    let mut sketch = Sketch::plain(14, 3);
    let _own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).stance(Stance::Hold));
    let to = Grid::hex(6, 1);
    let bait = sketch.levy(Levy::in_hex(to).side(1).stance(Stance::Feign { to }));
    let (setting, mut snapshot) = sketch.build();
    snapshot.formations[bait.index()].feint = Feint::Running { since: 0 };
    let mut game = Game::new(Arc::new(setting), &snapshot);
    assert_eq!(count(&game.end_turn(), "feint_ended"), 1);
    let turned = &game.snapshot().formations[bait.index()];
    assert_eq!((turned.feint, turned.stance, turned.will), (Feint::Turned, Stance::Fight, Will::Obeys));
}

#[test]
fn a_tempted_commander_is_told_of_once() {
    let mut sketch = Sketch::plain(12, 3);
    sketch.rules.ruse.pursue_permille = [0; 5];
    let _own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).men(4_000).led(Temperament::Steady, 5));
    let bait = Levy::in_hex(Grid::hex(4, 1)).side(1).posture(Posture::Routed).stance(Stance::Hold);
    let _bait = sketch.levy(bait);
    let mut game = sketch.game();
    let told: Vec<_> = (0..4).map(|_| count(&game.end_turn(), "held_back")).collect();
    assert_eq!(told, [1, 0, 0, 0]);
}

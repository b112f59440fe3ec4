use super::*;
use crate::orders::{Deposit, GiveSignal, LeaveBait, Ration, Raze, Split, Summon, Work};
use crate::scenario;
use crate::scenario::shipped::Data;
use crate::sim::hex::Grid;
use crate::sim::intent::Task;
use crate::sim::siege::Terms;
use crate::sim::supply::{Diet, Policy};

fn war() -> (Game, SideId) {
    let (setting, start) =
        scenario::open("haoshuichuan_1041", &Data::built_in(), 1).unwrap_or_else(|_| panic!("it is shipped"));
    (Game::new(Arc::new(setting), &start), SideId(0))
}

/// Every kind of order that the start of the campaign allows some formation of either side.
fn orders_of_every_kind(plan: &Plan) -> Vec<Order> {
    let mut found: Vec<Order> = Vec::new();
    for own in plan.view.own.iter().filter(|own| own.is_alive()) {
        let (formation, here) = (own.id, own.place.hex());
        let near = plan.view.map().grid().neighbors(here).map(|(_, hex)| hex);
        // First who could join, for afterwards the others have been told something else.
        let beside = plan.view.own_at(here).map(|other| other.id).filter(|other| *other != formation);
        let joins = beside.map(|into| Order::Join(Join { formation, into }));
        let mut candidates: Vec<Order> = joins.collect();
        candidates.extend(near.filter_map(|hex| plan.march(formation, hex)));
        candidates.push(Order::Halt(Halt { formation }));
        candidates.push(Order::MakeCamp(MakeCamp { formation, fires: true }));
        candidates.push(Order::Stand(Stand { formation, stance: Stance::Hold }));
        candidates.push(Order::Stand(Stand { formation, stance: Stance::Ambush { signal: None } }));
        candidates.push(Order::Stand(Stand { formation, stance: Stance::Feign { to: Grid::hex(5, 5) } }));
        candidates.push(Order::SendScouts(SendScouts { formation, to: here }));
        candidates.push(Order::Ration(Ration { formation, diet: Diet::of(Policy::Half, 0) }));
        candidates.push(Order::Raze(Raze { formation }));
        candidates.extend(Task::ALL.map(|task| Order::Work(Work { formation, task })));
        candidates.extend(
            plan.view
                .wall_beside(here)
                .map(|(place, _)| Order::Summon(Summon { formation, place, terms: Terms::FreePassage })),
        );
        candidates.push(Order::Deposit(Deposit { formation, keep_days: 0, bury: true }));
        candidates.push(Order::LeaveBait(LeaveBait { formation, heads: 10 }));
        candidates.push(Order::Split(Split { formation, men: own.roll.under_arms() / 3 }));
        let targets = plan.view.belief.reports.keys().take(1);
        candidates.extend(
            targets.map(|target| Order::Attack(Attack { formation, target: *target, pace: Pace::Forced })),
        );
        let signals = plan.view.signals().map(|(signal, _)| signal);
        candidates.extend(signals.map(|signal| Order::GiveSignal(GiveSignal { formation, signal })));
        found.extend(candidates.into_iter().filter(|order| order.check(&plan.view).is_ok()));
    }
    found
}

#[test]
fn undo_after_do_changes_nothing_for_every_kind_of_order() {
    let mut kinds = BTreeSet::new();
    for side in [SideId(0), SideId(1)] {
        let (mut game, _) = war();
        // Some turns on, enemies are known and herds have been driven along.
        // On the last of them some send men out, who could join again.
        for turn in 0..4 {
            for each in [SideId(0), SideId(1)] {
                let view = game.view(each);
                if turn == 3 {
                    let split = |own: &FormationState| {
                        Order::Split(Split { formation: own.id, men: own.roll.under_arms() / 3 })
                    };
                    let split = view.own.iter().map(split).find(|order| order.check(&view).is_ok());
                    game.submit(each, split.expect("somebody has men to spare"), "").expect("it was checked");
                    continue;
                }
                for (order, why) in crate::ai::plan(&view, crate::ai::Level::Doctrine, 1) {
                    game.submit(each, order, &why).expect("its own gate let it pass");
                }
            }
            game.end_turn();
        }
        let mut plan = Plan::new(&mut game, side, &BTreeSet::new());
        let first = orders_of_every_kind(&plan);
        assert!(!first.is_empty());
        for order in first {
            let (digest, planned) = (game.snapshot().digest(), game.planned(side).to_vec());
            match plan.give(&mut game, order.clone()) {
                Ok(()) => kinds.insert(kind(&order)),
                // Whoever joins others this turn can be told nothing else in it.
                Err(Refusal::Planned { .. }) => continue,
                Err(refusal) => panic!("the view let it pass: {refusal}"),
            };
            let after = game.planned(side).to_vec();
            assert_eq!(plan.undo(&mut game).as_ref(), Some(&order));
            assert_eq!(game.snapshot().digest(), digest);
            assert_eq!(game.planned(side), planned);
            assert_eq!(plan.redo(&mut game).as_ref(), Some(&order));
            assert_eq!(game.planned(side), after);
            assert_eq!(game.snapshot().digest(), digest, "planning touches no state");
        }
        let all = game.planned(side).len();
        assert_eq!(plan.undo_to(&mut game, 0), all);
        // A turn planned and taken back whole is the turn in which nobody said anything.
        let mut silent = Game::new(Arc::clone(game.setting()), &game.snapshot());
        assert_eq!(game.end_turn().digest, silent.end_turn().digest);
    }
    // All but two: in this campaign nobody bears grain between places of his own, and nobody stands before walls yet.
    assert_eq!(kinds.len(), 14, "only {kinds:?} were tried");
}

fn kind(order: &Order) -> String {
    format!("{order:?}").split('(').next().unwrap_or_default().to_owned()
}

#[test]
fn the_round_goes_over_idle_formations_only_and_waits_and_rests() {
    let (mut game, side) = war();
    let mut plan = Plan::new(&mut game, side, &BTreeSet::new());
    let idle = |plan: &Plan, game: &Game| -> Vec<FormationId> {
        plan.round.iter().copied().filter(|id| plan.is_idle(game, *id)).collect()
    };
    assert!(idle(&plan, &game).len() > 2);
    let first = plan.next_idle(&game, false).expect("somebody is idle");
    let second = plan.next_idle(&game, false).expect("another");
    assert_ne!(first, second);
    assert_eq!(plan.next_idle(&game, true), Some(first));
    assert_eq!(plan.wait(&game), Some(second), "the round goes on after the one that waits");
    assert_eq!(plan.round.last(), Some(&first));
    plan.choose(second);
    assert_ne!(plan.rest(&game), Some(second));
    assert!(!idle(&plan, &game).contains(&second));
    plan.give(&mut game, Order::Halt(Halt { formation: second })).expect("anybody may halt");
    assert!(!plan.resting.contains(&second), "an order ends the rest");
}

#[test]
fn march_times_rise_and_a_forced_march_is_no_slower() {
    let (mut game, side) = war();
    let plan = Plan::new(&mut game, side, &BTreeSet::new());
    let mut tried = 0;
    for own in plan.view.own.iter().filter(|own| own.is_alive()) {
        let Some(path) = plan.path(own.id, Grid::hex(30, 25)) else { continue };
        let slow = plan.view.arrival(own.id, &path, Pace::Ordinary).expect("the way is open").hexes;
        let fast = plan.view.arrival(own.id, &path, Pace::Forced).expect("the way is open").hexes;
        assert!(slow.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(fast.last() <= slow.last(), "{:?} {:?}", fast.last(), slow.last());
        tried += 1;
    }
    assert!(tried > 3);
}

//! Men sent out on their own, and men who come together again.

use std::sync::Arc;

use ironhawk::ai::{Level, plan};
use ironhawk::game::{Game, TurnReport};
use ironhawk::orders::{Halt, Join, March, Order, SendScouts, Split, Stand};
use ironhawk::replay::{Recorder, Replay};
use ironhawk::report::known::{bodies, lines};
use ironhawk::report::ledger::Ledger;
use ironhawk::report::{Story, Teller, War, json, tables};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Place, Posture};
use ironhawk::sim::dice::{Dice, Purpose};
use ironhawk::sim::event::{SimEvent, Source};
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{CommanderId, FormationId, SideId};
use ironhawk::sim::intent::{Intention, Pace, Stance};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::Temperament;
use ironhawk::sim::sighting::Report;
use ironhawk::sim::victory::{Goal, Objective};
use ironhawk::snapshot::{FormationState, Snapshot};

const SONG: SideId = SideId(0);
const FOOT: FormationId = FormationId(0);
const OTHERS: FormationId = FormationId(1);
const ENEMY: FormationId = FormationId(2);
/// What the foot send out first and second: there are three formations.
const FIRST: FormationId = FormationId(3);
const SECOND: FormationId = FormationId(6);

/// A thousand foot with a herd and food, others of their body in the same hex, and an enemy far away.
fn sketch() -> Sketch {
    let mut sketch = Sketch::plain(30, 5);
    sketch.tempo = (60, 15);
    sketch.lasts_minutes = 90 * 60;
    sketch.levy(
        Levy::in_hex(here()).men(1_000).herd(100).fatigue(200).cohesion(800).led(Temperament::Steady, 6),
    );
    sketch.levy(Levy::in_hex(here()).men(600).days(1));
    sketch.levy(Levy::in_hex(Grid::hex(28, 2)).side(1).men(800).stance(Stance::Hold));
    sketch
}

fn here() -> Hex {
    Grid::hex(3, 2)
}

/// That war, edited before it begins; foot and others are of one body.
fn war(edit: impl Fn(&mut Snapshot)) -> Game {
    let (mut setting, mut snapshot) = sketch().build();
    setting.register.formations[1].group = setting.register.formations[0].group.clone();
    setting.register.name_detachments(setting.rules.command.detachments);
    edit(&mut snapshot);
    Game::new(Arc::new(setting), &snapshot)
}

fn split(formation: FormationId, men: u32) -> Order {
    Order::Split(Split { formation, men })
}

fn join(formation: FormationId, into: FormationId) -> Order {
    Order::Join(Join { formation, into })
}

fn march(formation: FormationId, cols: impl Iterator<Item = i32>) -> Order {
    let path = cols.map(|col| Grid::hex(col, 2)).collect();
    Order::March(March { formation, path, pace: Pace::Ordinary })
}

fn turn(game: &mut Game, orders: impl IntoIterator<Item = Order>) -> TurnReport {
    for order in orders {
        game.submit(SONG, order, "").expect("it can be given");
    }
    game.end_turn()
}

fn state(game: &Game, id: FormationId) -> FormationState {
    game.snapshot().formations[id.index()].clone()
}

fn told(report: &TurnReport, event: &SimEvent) -> bool {
    report.events.iter().any(|told| told.event == *event)
}

#[test]
fn before_anybody_is_sent_out_nothing_of_it_shows() {
    let mut game = war(|_| {});
    let report = turn(&mut game, []);
    let snapshot = game.snapshot();
    assert_eq!((snapshot.formations.len(), report.digest.rows.len()), (3, 3));
    let view = game.view(SONG);
    assert_eq!(view.own.len(), 2);
    assert!(view.formation(FIRST).is_none() && view.formation_info(FIRST).is_none());
    assert_eq!(view.detachments(FOOT), (Vec::new(), Some(FIRST)));
    assert_eq!(view.detachments(ENEMY), (Vec::new(), None), "of the enemy's nothing is known");
    let refusal = game.submit(SONG, Order::Halt(Halt { formation: FIRST }), "");
    assert_eq!(refusal, Err(Refusal::NoSuchFormation { id: FIRST.0 }));
}

#[test]
fn a_detachment_takes_its_share_and_the_rest_stays() {
    let mut game = war(|snapshot| {
        let foot = &mut snapshot.formations[0];
        foot.roll.lose(Fate::Wounded, 100);
        foot.beasts.horses = 50;
        foot.intention = Intention::Camp { fires: false };
        foot.posture = Posture::Camp;
    });
    let before = state(&game, FOOT);
    let report = turn(&mut game, [split(FOOT, 300)]);
    assert!(told(&report, &SimEvent::Detached { formation: FIRST, from: FOOT, men: 300 }));
    let (foot, first) = (state(&game, FOOT), state(&game, FIRST));
    assert_eq!((first.roll.under_arms(), first.roll.mouths(), first.roll.total()), (300, 300, 300));
    assert_eq!((foot.roll.under_arms(), foot.roll.count(Fate::Wounded), foot.roll.total()), (600, 100, 700));
    assert_eq!((first.beasts.herd, first.beasts.horses), (30, 15));
    assert_eq!((foot.beasts.herd, foot.beasts.horses), (70, 35));
    assert_eq!(first.rations.started_with(), 3_000, "three tenths of five days");
    assert_eq!(first.rations.started_with() + foot.rations.started_with(), before.rations.started_with());
    assert_eq!(first.rations.lost() + foot.rations.lost(), 0, "nobody drops a bag");
    assert_eq!((first.side, first.troop, first.quality), (foot.side, foot.troop, foot.quality));
    assert_eq!((first.place, first.fatigue, first.cohesion), (foot.place, foot.fatigue, foot.cohesion));
    assert_eq!((first.posture, &first.intention), (Posture::Camp, &Intention::Camp { fires: false }));
    assert_eq!((first.led.0, foot.led.0), (None, Some(CommanderId(0))), "the commander stays");
    let view = game.view(SONG);
    assert_eq!(view.parent(FIRST), Some(FOOT));
    assert_eq!(view.detachments(FOOT), (vec![FIRST], Some(SECOND)));
    let name = &view.formation_info(FIRST).expect("it is out").name.latin;
    assert_eq!(name, "the 1st detachment of formation_0");
}

/// Plays on until a formation is there.
fn go_on(game: &mut Game, id: FormationId, to: Hex) {
    for _ in 0..6 {
        if state(game, id).place.hex() == to {
            return;
        }
        game.end_turn();
    }
    panic!("it never came to {:?}", Grid::col_row(to));
}

#[test]
fn a_split_force_marches_apart_and_comes_together_again() {
    let mut game = war(|_| {});
    let start = state(&game, FOOT);
    turn(&mut game, [split(FOOT, 400)]);
    turn(&mut game, [march(FIRST, 4..=6)]);
    go_on(&mut game, FIRST, Grid::hex(6, 2));
    assert_eq!(state(&game, FOOT).place.hex(), here(), "the others stay");
    let far = Refusal::Apart {
        formation: "the 1st detachment of formation_0".to_owned(),
        into: "formation_0".to_owned(),
        hex: here(),
    };
    assert_eq!(game.submit(SONG, join(FIRST, FOOT), ""), Err(far));
    turn(&mut game, [march(FIRST, (3..=5).rev())]);
    go_on(&mut game, FIRST, here());
    let (foot, first) = (state(&game, FOOT), state(&game, FIRST));
    let report = turn(&mut game, [join(FIRST, FOOT)]);
    assert!(told(&report, &SimEvent::Joined { formation: FIRST, into: FOOT, men: 400 }));
    let whole = state(&game, FOOT);
    assert_eq!(whole.roll, start.roll);
    assert_eq!(whole.beasts, start.beasts);
    assert_eq!(whole.rations.started_with(), start.rations.started_with());
    assert!(whole.legs.today_m() >= 6_000, "all have the march in their legs: {}", whole.legs.today_m());
    assert!(
        (foot.fatigue.permille().min(first.fatigue.permille())..=200).contains(&whole.fatigue.permille())
    );
    assert_eq!((game.snapshot().formations.len(), report.digest.rows.len()), (3, 3), "nothing is left of it");
    assert_eq!(game.view(SONG).detachments(FOOT), (Vec::new(), Some(FIRST)), "it can be sent out again");
    turn(&mut game, [split(FOOT, 50)]);
    assert_eq!(state(&game, FIRST).roll.total(), 50);
}

#[test]
fn losses_of_a_detachment_come_home_with_it_and_are_counted_with_its_body() {
    let mut game = war(|_| {});
    let start = game.snapshot();
    turn(&mut game, [split(FOOT, 400)]);
    let mut hurt = game.snapshot();
    hurt.formations[FIRST.index()].roll.lose(Fate::DeadBattle, 150);
    hurt.formations[FIRST.index()].roll.lose(Fate::Captured, 50);
    game.restore(&hurt);
    let setting = Arc::clone(game.setting());
    let group = setting.register.formation(FOOT).group.clone();
    let ledger = |game: &Game| Ledger::of_group(&setting, &start, &game.snapshot(), &group);
    let apart = ledger(&game);
    assert_eq!(
        (apart.start, apart.total(), apart.lost(), apart.with_formations()),
        (1_600, 1_600, 200, 1_400)
    );
    turn(&mut game, [join(FIRST, FOOT)]);
    assert_eq!(ledger(&game), apart);
    assert_eq!(state(&game, FOOT).roll.dead(), 150);
    // Two formations of one body that were there from the start.
    let report = turn(&mut game, [join(OTHERS, FOOT)]);
    assert!(told(&report, &SimEvent::Joined { formation: OTHERS, into: FOOT, men: 600 }));
    assert_eq!(ledger(&game), apart);
    assert_eq!(state(&game, OTHERS).roll.total(), 0);
    let refusal = game.submit(SONG, Order::Halt(Halt { formation: OTHERS }), "");
    assert!(matches!(refusal, Err(Refusal::Destroyed { .. })), "{refusal:?}");
}

#[test]
fn the_report_and_the_object_for_machines_count_detachments_with_their_side() {
    let mut game = war(|_| {});
    let (setting, start) = (Arc::clone(game.setting()), game.snapshot());
    let mut story = Story::default();
    let first = turn(&mut game, [split(FOOT, 400), split(OTHERS, 100)]);
    story.add(&setting.register, &first);
    let mut teller = Teller::new(&setting);
    let sentences: Vec<String> = first.events.iter().map(|told| teller.sentence(&told.event)).collect();
    let sent = "Formation_0 sent out 400 men as the 1st detachment of formation_0.";
    assert!(sentences.iter().any(|one| one == sent), "{sentences:?}");
    story.add(&setting.register, &turn(&mut game, [join(FIRST, FOOT)]));
    let end = game.snapshot();
    let war = War { setting: &setting, start: &start, end: &end, story: &story, turns: 2 };
    let mut text = String::new();
    tables::after_action(&war, &mut text).expect("writing into a string does not fail");
    assert!(text.contains(sent), "{text}");
    let joined = "The 1st detachment of formation_0, 400 men, joined formation_0.";
    assert!(text.contains(joined), "{text}");
    assert!(text.lines().any(|line| line.trim_start().starts_with("formation 0") && line.contains("1,600")));
    let object = serde_json::to_value(json::run(&war, 0)).expect("plain data");
    assert_eq!(object["sides"]["song"]["men_now"], 1_600);
    let grain = |keys: &[&str]| -> i64 {
        keys.iter().map(|key| object["sides"]["song"][key].as_i64().expect("a number")).sum()
    };
    assert_eq!(
        grain(&["grain_start", "grain_found", "grain_bought", "grain_taken"]),
        grain(&["grain_eaten", "grain_burnt", "grain_lost", "grain_now"])
    );
    assert_eq!(object["events"]["detached"], 2);
}

#[test]
fn an_objective_counts_what_detachments_lose() {
    let mut sketch = sketch();
    let words = "Break the foot".to_owned();
    let goal = Goal::Break { formations: vec![FOOT], permille: 300 };
    sketch.objectives.push(Objective { side: SideId(1), words, goal, points: 1, met: false });
    let mut game = sketch.game();
    turn(&mut game, [split(FOOT, 400)]);
    for (dead, met) in [(299, false), (1, true)] {
        let mut hurt = game.snapshot();
        hurt.formations[FIRST.index()].roll.lose(Fate::DeadBattle, dead);
        game.restore(&hurt);
        turn(&mut game, []);
        assert_eq!(game.snapshot().verdict.objectives[0].met, met, "of a thousand foot");
    }
}

#[test]
fn the_second_commander_goes_with_a_detachment_and_the_highest_leads_who_joined() {
    let (mut setting, mut snapshot) = sketch().build();
    let leader = setting.register.commanders[0].clone();
    for (index, rank) in [(1, 1), (2, 4)] {
        setting.register.commanders.push(ironhawk::sim::register::CommanderInfo { rank, ..leader.clone() });
        let id = CommanderId(index);
        let commander = ironhawk::sim::command::Commander { id, ..snapshot.staff.0[0] };
        snapshot.staff.0.push(commander);
    }
    // The general rides along, but a man of lower rank leads.
    let mut game = Game::new(Arc::new(setting), &snapshot);
    turn(&mut game, [split(FOOT, 400)]);
    let after = game.snapshot();
    assert_eq!(after.formations[FIRST.index()].led.0, Some(CommanderId(2)));
    assert_eq!(after.formations[FOOT.index()].led.0, Some(CommanderId(0)));
    let with: Vec<FormationId> = after.staff.0.iter().map(|commander| commander.with).collect();
    assert_eq!(with, [FOOT, FOOT, FIRST]);
    turn(&mut game, [join(FIRST, FOOT)]);
    let after = game.snapshot();
    assert_eq!(after.formations[FOOT.index()].led.0, Some(CommanderId(2)), "the highest in rank");
    assert!(after.staff.0.iter().all(|commander| commander.with == FOOT));
}

/// What is said to an order in this war.
fn refused(game: &mut Game, order: Order) -> Refusal {
    let before = game.snapshot();
    let refusal = game.submit(SONG, order, "").expect_err("it must be refused");
    assert_eq!((game.snapshot(), game.planned(SONG).len()), (before, 0), "a refusal changes nothing");
    refusal
}

#[test]
fn too_few_and_too_many_are_not_sent_out() {
    let mut game = war(|snapshot| {
        snapshot.formations[0].roll.lose(Fate::Straggling, 100);
    });
    for men in [0, 1, 49] {
        assert_eq!(refused(&mut game, split(FOOT, men)), Refusal::TooFew { men, least: 50 });
    }
    for men in [851, 900, 1_000, u32::MAX] {
        let formation = "formation_0".to_owned();
        assert_eq!(refused(&mut game, split(FOOT, men)), Refusal::TooMany { formation, men, most: 850 });
    }
    for men in [50, 850] {
        let mut game = Game::new(Arc::clone(game.setting()), &game.snapshot());
        turn(&mut game, [split(FOOT, men)]);
        assert_eq!(state(&game, FIRST).roll.total(), men);
    }
    let mut few = war(|snapshot| {
        snapshot.formations[0].roll.lose(Fate::DeadBattle, 901);
    });
    assert!(matches!(refused(&mut few, split(FOOT, 50)), Refusal::TooMany { most: 49, .. }));
    // Rules that ask for no number still ask for a man.
    let (mut setting, start) = sketch().build();
    setting.rules.command.detachment_men = 0;
    let mut game = Game::new(Arc::new(setting), &start);
    assert_eq!(refused(&mut game, split(FOOT, 0)), Refusal::TooFew { men: 0, least: 1 });
    assert!(matches!(refused(&mut game, split(FOOT, 1_000)), Refusal::TooMany { most: 999, .. }));
}

#[test]
fn no_more_are_sent_out_than_there_are_officers_for() {
    let mut game = war(|_| {});
    for men in [100, 100, 100] {
        turn(&mut game, [split(FOOT, men)]);
    }
    let (out, free) = game.view(SONG).detachments(FOOT);
    assert_eq!((out.len(), free), (3, None));
    let formation = "formation_0".to_owned();
    assert_eq!(refused(&mut game, split(FOOT, 100)), Refusal::NoMoreDetachments { formation, out: 3 });
    let more = refused(&mut game, split(SECOND, 50));
    assert!(matches!(more, Refusal::NoMoreDetachments { .. }), "those of a detachment are those of its body");
    // Lost ones are not forgotten: their dead are on their roll.
    let mut lost = game.snapshot();
    lost.formations[FIRST.index()].roll.lose(Fate::DeadBattle, 100);
    game.restore(&lost);
    assert!(matches!(refused(&mut game, split(FOOT, 100)), Refusal::NoMoreDetachments { .. }));
    turn(&mut game, [join(SECOND, FOOT)]);
    turn(&mut game, [split(FormationId(9), 50)]);
    assert_eq!(state(&game, SECOND).roll.total(), 50, "a detachment may send out another");
    let (mut setting, start) = sketch().build();
    setting.register.name_detachments(0);
    let mut game = Game::new(Arc::new(setting), &start);
    assert!(matches!(refused(&mut game, split(FOOT, 100)), Refusal::NoMoreDetachments { out: 0, .. }));
}

#[test]
fn nobody_parts_or_joins_in_the_fight_or_in_rout() {
    for (edit, words) in [
        (&(|one: &mut FormationState| one.posture = Posture::Routed) as &dyn Fn(&mut FormationState), "rout"),
        (&|one| assert_eq!(one.roll.lose(Fate::DeadBattle, 1_000), 1_000), "nothing is left"),
    ] {
        for (parting, joining) in [(FOOT, OTHERS), (OTHERS, FOOT)] {
            let mut game = war(|snapshot| edit(&mut snapshot.formations[FOOT.index()]));
            let said = refused(&mut game, join(parting, joining)).to_string();
            assert!(said.contains(words), "{said}");
        }
        let mut game = war(|snapshot| edit(&mut snapshot.formations[FOOT.index()]));
        let said = refused(&mut game, split(FOOT, 100)).to_string();
        assert!(said.contains(words), "{said}");
    }
    let mut game = war(|snapshot| {
        snapshot.formations[ENEMY.index()].place = Place::at(Grid::hex(4, 2));
        snapshot.formations[ENEMY.index()].stance = Stance::Fight;
    });
    turn(&mut game, []);
    assert!(state(&game, FOOT).engaged.is_in_contact());
    for order in [split(FOOT, 100), join(FOOT, OTHERS), join(OTHERS, FOOT)] {
        assert!(matches!(refused(&mut game, order), Refusal::InContact { .. }));
    }
    assert!(matches!(refused(&mut game, split(ENEMY, 100)), Refusal::NotYours { .. }));
    assert!(matches!(
        refused(&mut game, join(FOOT, ENEMY)),
        Refusal::InContact { .. } | Refusal::NotYours { .. }
    ));
}

#[test]
fn men_join_only_their_like_of_their_body_where_they_are() {
    let named = |game: &mut Game, into| refused(game, join(FOOT, into)).to_string();
    let mut game = war(|_| {});
    assert_eq!(named(&mut game, FOOT), "you cannot join formation_0 to itself");
    assert_eq!(named(&mut game, ENEMY), "there is no formation number 2", "an enemy nobody has seen");
    assert_eq!(named(&mut game, FIRST), "there is no formation number 3", "a detachment that is not out");
    let mut horse = war(|snapshot| snapshot.formations[1].troop.0.0 ^= 1);
    assert!(named(&mut horse, OTHERS).contains("differ in arms or training"));
    let mut guards = war(|snapshot| snapshot.formations[1].quality.0 = 5);
    assert!(named(&mut guards, OTHERS).contains("differ in arms or training"));
    let (setting, start) = sketch().build();
    let mut strangers = Game::new(Arc::new(setting), &start);
    assert!(named(&mut strangers, OTHERS).contains("belong to another body"));
    let mut away = war(|snapshot| snapshot.formations[1].place = Place::at(Grid::hex(4, 2)));
    assert_eq!(named(&mut away, OTHERS), "formation_0 must first come to formation_1, (4, 2)");
    let hides = |snapshot: &mut Snapshot, index: usize| {
        snapshot.formations[index].posture = Posture::Hidden;
        snapshot.formations[index].stance = Stance::Ambush { signal: None };
    };
    let mut ambush = war(|snapshot| hides(snapshot, 1));
    assert_eq!(named(&mut ambush, OTHERS), "to join them now would betray formation_1 in hiding");
    let mut rises = war(|snapshot| hides(snapshot, 0));
    turn(&mut rises, [join(FOOT, OTHERS)]);
    assert_eq!(state(&rises, OTHERS).roll.total(), 1_600, "who rises betrays nobody");
    let mut banner = sketch();
    banner.levy(Levy::in_hex(here()).banner());
    let mut banner = banner.game();
    turn(&mut banner, [split(FormationId(3), 100)]);
    let detachment = banner.view(SONG).detachments(FormationId(3)).0[0];
    let keeps = Refusal::KeepsBanner { formation: "formation_3".to_owned() };
    assert_eq!(refused(&mut banner, join(FormationId(3), detachment)), keeps);
    turn(&mut banner, [join(detachment, FormationId(3))]);
}

#[test]
fn who_joins_does_nothing_else_that_turn_and_a_body_parts_once() {
    let halt = |formation| Order::Halt(Halt { formation });
    let scouts = |formation| Order::SendScouts(SendScouts { formation, to: Grid::hex(9, 2) });
    let mut game = war(|_| {});
    turn(&mut game, [split(FOOT, 200)]);
    turn(&mut game, [split(FOOT, 200)]);
    let pairs = [
        (join(FIRST, FOOT), halt(FIRST), false),
        (join(FIRST, FOOT), scouts(FIRST), false),
        (join(FIRST, FOOT), split(FIRST, 50), false),
        (join(FIRST, FOOT), join(FIRST, SECOND), false),
        (join(FIRST, FOOT), join(FOOT, SECOND), false),
        (split(FOOT, 50), split(FOOT, 60), false),
        (split(FOOT, 50), split(FIRST, 60), false),
        (split(FOOT, 50), split(OTHERS, 60), true),
        (join(FIRST, FOOT), join(SECOND, FOOT), true),
        (join(FIRST, FOOT), halt(FOOT), true),
        (join(FIRST, FOOT), split(FOOT, 50), true),
        (halt(FIRST), march(FIRST, 4..6), true),
    ];
    for (one, other, both) in pairs {
        for (first, then) in [(one.clone(), other.clone()), (other, one)] {
            let mut game = Game::new(Arc::clone(game.setting()), &game.snapshot());
            let men = game.snapshot().formations.iter().map(|one| one.roll.total()).sum::<u32>();
            game.submit(SONG, first.clone(), "").expect("the first of two");
            let said = game.submit(SONG, then.clone(), "");
            assert_eq!(said.is_ok(), both, "{first:?}, then {then:?}");
            assert!(both || matches!(said, Err(Refusal::Planned { .. })), "{said:?}");
            game.take_back(SONG);
            if !both {
                game.submit(SONG, then, "").expect("the first was taken back");
                game.take_back(SONG);
                game.submit(SONG, first, "").expect("so was the other");
            }
            game.end_turn();
            let after = game.snapshot().formations.iter().map(|one| one.roll.total()).sum::<u32>();
            assert_eq!(after, men);
        }
    }
}

#[test]
fn scouts_are_waited_for() {
    let mut game = war(|_| {});
    turn(&mut game, [Order::SendScouts(SendScouts { formation: OTHERS, to: Grid::hex(12, 2) })]);
    assert!(state(&game, OTHERS).scouts.out.is_some());
    assert!(matches!(refused(&mut game, join(OTHERS, FOOT)), Refusal::ScoutsOut { .. }));
    turn(&mut game, [split(OTHERS, 100)]);
    let (of_others, _) = game.view(SONG).detachments(OTHERS);
    assert!(state(&game, of_others[0]).scouts.out.is_none(), "they come back to whoever sent them");
}

#[test]
fn taking_an_order_back_leaves_the_war_as_it_was() {
    let mut game = war(|_| {});
    turn(&mut game, [split(FOOT, 200)]);
    let before = game.snapshot().digest();
    for order in [split(FOOT, 100), join(FIRST, FOOT)] {
        game.submit(SONG, order.clone(), "").expect("it can be given");
        assert_eq!(game.take_back(SONG).map(|given| given.order), Some(order));
        assert_eq!(game.snapshot().digest(), before);
    }
}

#[test]
fn the_enemy_is_not_told_and_goes_on_believing_in_a_detachment_that_joined() {
    let mut game = war(|_| {});
    turn(&mut game, [split(FOOT, 400)]);
    turn(&mut game, [split(OTHERS, 100)]);
    let mut seen = game.snapshot();
    let report = Report {
        about: FIRST,
        at: here(),
        minute: seen.clock.minute,
        men: 350,
        troop: None,
        posture: Posture::Formed,
        source: Source::Eyes,
        came_from: None,
    };
    seen.beliefs.of_mut(SideId(1)).reports.insert(FIRST, report);
    game.restore(&seen);
    game.submit(SONG, join(FIRST, FOOT), "").expect("they stand together");
    let (_, film) = game.film_turn();
    let setting = game.setting();
    let told =
        |viewer| lines(setting, &film, viewer).into_iter().filter(|line| line.kind == "joined").count();
    assert_eq!((told(None), told(Some(SONG)), told(Some(SideId(1)))), (1, 1, 0));
    let line =
        lines(setting, &film, None).into_iter().find(|line| line.kind == "joined").expect("it is told");
    assert_eq!((line.at, line.about), (Some(here()), vec![FIRST, FOOT]));
    let ids = |viewer| -> Vec<FormationId> {
        bodies(setting, film.end(), viewer).into_iter().map(|body| body.id).collect()
    };
    let of_others = game.snapshot().formations.len() as u16 - 1;
    assert_eq!(ids(Some(SONG)), [FOOT, OTHERS, FormationId(of_others)]);
    assert_eq!(ids(Some(SideId(1))), [ENEMY, FIRST], "nobody told them");
    assert_eq!(game.view(SideId(1)).report(FIRST), Some(&report));
}

/// Orders of a player who parts and joins his men at random.
fn restless(game: &mut Game, seed: u64) {
    for side in [SideId(0), SideId(1)] {
        let view = game.view(side);
        for own in view.own.iter().filter(|own| own.is_alive()) {
            let mut lot = Dice { seed }.lasting(game.clock().turn, Purpose::Lab, own.id.0.into());
            let beside = view.own_at(own.place.hex()).find(|other| other.id != own.id);
            let stance = Stance::Pursue;
            let order = match (lot.between(0, 4), beside) {
                (0, _) => split(own.id, lot.between(50, 400) as u32),
                (1, Some(beside)) => join(own.id, beside.id),
                (2, _) => march(own.id, 4..lot.between(5, 12)),
                (3, _) => Order::Stand(Stand { formation: own.id, stance }),
                _ => continue,
            };
            let _ = game.submit(side, order, "restless");
        }
    }
}

#[test]
fn a_war_with_detachments_is_recorded_read_sought_and_told_again() {
    let mut sketch = sketch();
    sketch.seed = 5;
    let mut game = sketch.game();
    let mut recorder = Recorder::new(&game, vec!["restless".to_owned(); 2]);
    let (mut sent, mut most, mut states) = (0, 0, Vec::new());
    for _ in 0..60 {
        states.push(game.snapshot());
        restless(&mut game, 5);
        let report = recorder.end_turn(&mut game);
        sent += report.events.iter().filter(|told| told.event.kind() == "detached").count();
        most = most.max(report.digest.rows.len());
    }
    assert!(sent >= 8 && most > 6, "{sent} sent out, {most} rows");
    let mut bytes = Vec::new();
    recorder.replay().write_to(&mut bytes).expect("writing into memory does not fail");
    let replay = Replay::from_bytes(&bytes).expect("it was just written");
    assert_eq!(replay.verify().expect("it comes out the same").digest, game.snapshot().digest().whole);
    for (index, state) in states.iter().enumerate() {
        let sought = replay.at_turn(index as u32 + 1).expect("there is such a turn");
        assert_eq!(sought.snapshot(), *state, "turn {}", index + 1);
    }
    let (mut branch, mut branched) = replay.branch(30).expect("there is such a turn");
    restless(&mut branch, 6);
    branched.end_turn(&mut branch);
    branched.replay().verify().expect("a branch comes out the same");
}

#[test]
fn artificial_commanders_let_detachments_join_when_nobody_is_near() {
    let mut game = war(|_| {});
    for men in [200, 100] {
        turn(&mut game, [split(FOOT, men)]);
    }
    let orders: Vec<Order> =
        plan(&game.view(SONG), Level::Doctrine, 1).into_iter().map(|(order, _)| order).collect();
    assert!(orders.contains(&join(FIRST, FOOT)) && orders.contains(&join(SECOND, FOOT)), "{orders:?}");
    turn(&mut game, orders);
    assert_eq!(state(&game, FOOT).roll.total(), 1_000);
    // With the enemy near they stay as they are.
    let mut near = war(|snapshot| snapshot.formations[ENEMY.index()].place = Place::at(Grid::hex(6, 2)));
    turn(&mut near, [split(FOOT, 200)]);
    let orders = plan(&near.view(SONG), Level::Doctrine, 1);
    assert!(!orders.iter().any(|(order, _)| matches!(order, Order::Join(_))), "{orders:?}");
}

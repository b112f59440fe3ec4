//! Why am I hungry, since when, until when, and what would help: forty cuts of supply, and whether the sentence is right.

use std::sync::Arc;

use ironhawk::forecast::{Cause, Plight, Remedy};
use ironhawk::game::Game;
use ironhawk::orders::{Buy, Haul, March, Order, Ration};
use ironhawk::report::plight::plight as sentence;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::Fate;
use ironhawk::sim::clock::DAY;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, PlaceId, SideId};
use ironhawk::sim::intent::{Pace, Stance};
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::supply::{Diet, Policy};

const SONG: SideId = SideId(0);
const ROW: i32 = 4;

fn hex(col: i32) -> Hex {
    Grid::hex(col, ROW)
}

/// How the food was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    StoreEmpty,
    StoreLost,
    StoreFar,
    NoStore,
    BearersLost,
    BearersAway,
    BearersSpent,
    ConvoyStopped,
}

const CUTS: [Cut; 8] = [
    Cut::StoreEmpty,
    Cut::StoreLost,
    Cut::StoreFar,
    Cut::NoStore,
    Cut::BearersLost,
    Cut::BearersAway,
    Cut::BearersSpent,
    Cut::ConvoyStopped,
];

impl Cut {
    fn is(self, cause: Cause) -> bool {
        matches!(
            (self, cause),
            (Self::StoreEmpty, Cause::StoreEmpty(_))
                | (Self::StoreLost, Cause::StoreLost(_))
                | (Self::StoreFar, Cause::StoreFar(_))
                | (Self::NoStore, Cause::NoStore)
                | (Self::BearersLost, Cause::BearersLost)
                | (Self::BearersAway, Cause::BearersAway(_))
                | (Self::BearersSpent, Cause::BearersSpent)
                | (Self::ConvoyStopped, Cause::ConvoyStopped(..))
        )
    }
}

/// A road of hexes of 4 km, a body of men whose food is cut off in one of eight ways, and who it is.
fn cut(cut: Cut, nth: u32) -> (Game, FormationId) {
    let mut sketch = Sketch::plain(60, 9);
    sketch.map.hex_m = 4_000;
    sketch.road(ROW, 0..=59);
    sketch.tempo = (DAY, 120);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 60 * DAY;
    let (men, days) = (1_000 + 700 * nth, 1 + nth);
    let troop = if nth.is_multiple_of(2) { "song_horse" } else { "song_foot" };
    let foot = |col| Levy::in_hex(hex(col)).troop(troop).men(men).days(days);
    let porters = |col: i32, days| Levy::in_hex(hex(col)).troop("porter").men(men / 2).days(days);
    // Somewhere far away, so that the war goes on.
    sketch.levy(
        Levy::in_hex(Grid::hex(59, 0)).side(1).troop("xia_horse").men(3_000).days(60).stance(Stance::Hold),
    );
    let who = match cut {
        Cut::StoreEmpty => {
            sketch.place(hex(30), PlaceKind::Fort, Some(0), men * 2 * days);
            sketch.place(hex(30 - 4 * nth as i32), PlaceKind::Fort, Some(0), 400_000);
            sketch.levy(foot(30))
        }
        Cut::StoreLost => {
            sketch.place(hex(20), PlaceKind::Fort, Some(0), 400_000);
            let enemy = Levy::in_hex(hex(20)).side(1).troop("xia_horse").men(20_000).days(60);
            sketch.levy(enemy.stance(Stance::Hold));
            sketch.levy(foot(30 + 3 * nth as i32))
        }
        Cut::StoreFar => {
            sketch.place(hex(50), PlaceKind::Fort, Some(0), 400_000);
            sketch.levy(foot(40 - 4 * nth as i32))
        }
        Cut::NoStore => sketch.levy(foot(30)),
        Cut::BearersLost => {
            let who = sketch.levy(foot(30));
            sketch.levy(porters(30, 8));
            who
        }
        Cut::BearersAway => {
            let who = sketch.levy(foot(30));
            sketch.levy(porters(30 - 3 * (nth as i32 + 1), 20));
            who
        }
        Cut::BearersSpent => {
            let who = sketch.levy(foot(30));
            sketch.levy(porters(30, 1));
            who
        }
        Cut::ConvoyStopped => {
            sketch.place(hex(10), PlaceKind::Fort, Some(0), 2_000_000);
            sketch.place(hex(30), PlaceKind::Fort, Some(0), 0);
            let enemy = Levy::in_hex(hex(18 + nth as i32)).side(1).troop("xia_horse").men(9_000).days(60);
            sketch.levy(enemy.stance(Stance::Hold));
            let who = sketch.levy(foot(30));
            let levy = Levy::in_hex(hex(10)).troop("porter").men(2_000).days(30);
            sketch.levy(levy.stance(Stance::Avoid));
            who
        }
    };
    let mut game = sketch.game();
    // Those levied for this cut are one body; without a scenario each is its own.
    let mut setting = (**game.setting()).clone();
    for info in &mut setting.register.formations {
        info.group = format!("{:?}", info.side);
    }
    let mut start = game.snapshot();
    if cut == Cut::BearersLost {
        let porters = start.formations.last_mut().expect("they were levied");
        let all = porters.roll.mouths();
        porters.roll.lose(Fate::DeadBattle, all);
    }
    game = Game::new(Arc::new(setting), &start);
    if cut == Cut::ConvoyStopped {
        let formation = game.view(SONG).own.last().expect("they were levied").id;
        let haul = Haul { formation, from: PlaceId(0), to: PlaceId(1) };
        game.submit(SONG, Order::Haul(haul), "").expect("a road and two forts");
    }
    (game, who)
}

fn hungry_h(game: &Game, who: FormationId) -> u32 {
    game.snapshot().formations[who.index()].rations.hungry_hours()
}

fn plight(game: &mut Game, who: FormationId) -> (Plight, String) {
    let view = game.view(SONG);
    let own = view.formation(who).expect("it is there");
    let found = view.plight(own);
    (found, sentence(&view, own, &found, game.setting()))
}

/// The remedy as an order.
fn order(game: &mut Game, who: FormationId, remedy: Remedy) -> Option<Order> {
    let view = game.view(SONG);
    let own = view.formation(who)?;
    let march = |formation: FormationId, to: Hex| {
        let from = view.formation(formation)?.place.hex();
        let mobility = view.troop(view.formation(formation)?).mobility;
        let path = view.costs().path(mobility, from, to, u32::MAX, |_| false)?;
        Some(Order::March(March { formation, path, pace: Pace::Ordinary }))
    };
    let diet = |diet: Diet| Some(Order::Ration(Ration { formation: who, diet }));
    let now = own.rations.diet();
    match remedy {
        Remedy::Nothing | Remedy::Hopeless => None,
        Remedy::March(place, ..) => march(who, view.places()[place.index()].at),
        Remedy::Buy(place, shi, ..) => Some(Order::Buy(Buy { formation: who, place, shi })),
        Remedy::Call(id, _) => march(id, own.place.hex()),
        Remedy::Half(_) => diet(Diet { policy: Policy::Half, ..now }),
        Remedy::Forage(_) => diet(Diet { forages: true, ..now }),
        Remedy::EatBeasts(_) => diet(Diet { policy: Policy::Beasts, ..now }),
    }
}

/// Men gone by hunger and hours of hunger over so many days, with a remedy or without.
fn suffering(mut game: Game, who: FormationId, remedy: Option<Order>, days: u32) -> u64 {
    if let Some(order) = remedy {
        game.submit(SONG, order, "").expect("what is proposed can be ordered");
    }
    let mut suffered = 0;
    for _ in 0..days {
        game.end_turn();
        let state = &game.snapshot().formations[who.index()];
        let gone = state.roll.count(Fate::Deserted) + state.roll.count(Fate::DeadHunger);
        suffered += u64::from(gone) + u64::from(state.rations.hungry_hours());
    }
    suffered
}

#[test]
fn forty_cuts_are_named_foretold_and_helped() {
    let (mut named, mut foretold, mut helped, mut proposed) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for kind in CUTS {
        for nth in 0..5 {
            let (mut game, who) = cut(kind, nth);
            let (promise, advice) = plight(&mut game, who);
            let remedy = order(&mut game, who, promise.remedy);
            let start = game.snapshot();
            let mut turns = 0;
            while hungry_h(&game, who) == 0 && turns < 40 {
                game.end_turn();
                turns += 1;
            }
            let (now, text) = plight(&mut game, who);
            named += u32::from(kind.is(now.cause));
            // Right to one turn: it went hungry in the turn foretold, or in the one before or after.
            let began = game.clock().minute - hungry_h(&game, who) * 60;
            let on_time = promise.bare.is_some_and(|bare| bare.abs_diff(began) <= DAY);
            foretold += u32::from(on_time);
            let again = || Game::new(Arc::clone(game.setting()), &start);
            let helps = remedy.is_some_and(|remedy| {
                proposed += 1;
                suffering(again(), who, Some(remedy), turns + 10) < suffering(again(), who, None, turns + 10)
            });
            helped += u32::from(helps);
            if !kind.is(now.cause) || !on_time || !helps {
                wrong.push(format!(
                    "{kind:?} {nth}: {:?}, {began}, helps {helps}: {advice} {text}",
                    promise.bare
                ));
            }
        }
    }
    let found =
        format!("named {named}, foretold {foretold}, helped {helped} of {proposed}\n{}", wrong.join("\n"));
    println!("{found}");
    assert!(named >= 38 && foretold >= 36 && helped >= 30, "{found}");
}

//! Dikes on dry land: what a ring of them around a city holds, how it breaks, and who may dig.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{Dig, Order};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::course::{Course, Reach};
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::flood::Border;
use ironhawk::sim::hex::{Grid, Hex, HexMap, SIDES, side_towards};
use ironhawk::sim::id::{FormationId, PlaceId, SideId};
use ironhawk::sim::intent::{Earthwork, Stance};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::{Name, PlaceKind, Temperament};
use ironhawk::sim::victory::{Goal, Objective};
use ironhawk::sim::weather::{Sky, Spot};

const MONGOL: SideId = SideId(0);
const XIA: SideId = SideId(1);

/// A city of side 1 on a plain of hexes of two kilometers, on two sides of it a canal that stands 2.5 m over its ground at
/// the full, with nobody at its head.
struct Plain {
    sketch: Sketch,
    city: Hex,
    place: PlaceId,
    /// Those of side 0 before each side of the city, by that side.
    gangs: Vec<FormationId>,
}

impl Plain {
    fn new() -> Self {
        let mut sketch = Sketch::plain(11, 7);
        sketch.map.hex_m = 2_000;
        (sketch.start_minute, sketch.lasts_minutes, sketch.tempo) = (8 * 60, 200 * DAY, (DAY, 120));
        let grid = sketch.map.grid();
        let city = Grid::hex(5, 2);
        sketch.map.level(HexMap::from_rows(grid, vec![1_000; grid.len()]).expect("a level for every hex"));
        let reaches = (0..11).flat_map(|col| [(col, 4), (col, 5)]);
        let reaches = reaches.map(|(col, side)| {
            let crest_dm = Some(1_035);
            Reach { hex: Grid::hex(col, 1), side, bed_dm: 1_005, bank_dm: 1_000, crest_dm }
        });
        sketch.map.lead(Course {
            name: Name { id: "canal".into(), latin: "canal".into(), hanzi: String::new() },
            width_m: 20,
            deep_dm: 20,
            full_m3_s: 60,
            flow: [40; 12],
            reaches: reaches.collect(),
        });
        let place = sketch.place(city, PlaceKind::Town, Some(1), 500_000_000);
        let garrison = Levy::in_hex(city).side(1).men(3_000).days(300).stance(Stance::Hold);
        sketch.levy(garrison.posture(Posture::Formed));
        let gangs = SIDES
            .iter()
            .map(|step| {
                let before = Levy::in_hex(city + *step).men(4_000).days(300).stance(Stance::Hold);
                sketch.levy(before.posture(Posture::Formed).led(Temperament::Steady, 6).obeys(FormationId(1)))
            })
            .collect();
        Self { sketch, city, place, gangs }
    }

    fn game(&self) -> Game {
        let (setting, mut start) = self.sketch.build();
        start.sky = Sky::steady(Spot { mean_c10: 100, ..Spot::default() }, start.clock.is_day());
        Game::new(Arc::new(setting), &start)
    }

    fn is_canal(&self, side: usize) -> bool {
        side == 1 || side == 2
    }

    fn order(&self, side: usize, work: Earthwork) -> Order {
        let back = side_towards(self.city + SIDES[side], self.city).expect("they are neighbors");
        Order::Dig(Dig { formation: self.gangs[side], work, side: back as u8 })
    }

    /// The ring is closed and the canal cut into it, if they are told to; answers what was told in so many days.
    fn flood(&self, game: &mut Game, ring: bool, days: u32) -> Vec<SimEvent> {
        let mut told = Vec::new();
        if ring {
            for side in (0..6).filter(|side| !self.is_canal(*side)) {
                game.submit(MONGOL, self.order(side, Earthwork::Raise), "").expect("it is dry land");
            }
            for _ in 0..12 {
                told.extend(game.end_turn().events.into_iter().map(|told| told.event));
            }
            assert_eq!(game.snapshot().waters.levees().len(), 4, "the ring is closed");
        }
        game.submit(MONGOL, self.order(1, Earthwork::CutFar), "").expect("there is a canal");
        for _ in 0..days {
            told.extend(game.end_turn().events.into_iter().map(|told| told.event));
        }
        told
    }

    fn depths(&self, game: &Game) -> (u32, u32) {
        let (snapshot, map) = (game.snapshot(), &game.setting().map);
        let outside = (0..6)
            .filter(|side| !self.is_canal(*side))
            .map(|side| self.city + SIDES[side])
            .collect::<Vec<_>>();
        let most = outside.iter().map(|hex| snapshot.waters.depth_mm(map, *hex)).max();
        (snapshot.waters.depth_mm(map, self.city), most.unwrap_or(0))
    }
}

fn broken(told: &[SimEvent]) -> usize {
    told.iter().filter(|event| matches!(event, SimEvent::DikeBroke { .. })).count()
}

#[test]
fn a_ring_holds_the_water_of_a_canal_at_the_walls_and_softens_them() {
    let sound = |ring: bool| {
        let mut plain = Plain::new();
        plain.sketch.rules.flood.levee_fails_day = 0;
        let mut game = plain.game();
        let told = plain.flood(&mut game, ring, 8);
        let raised = told.iter().filter(|event| matches!(event, SimEvent::DikeRaised { .. })).count();
        assert_eq!((raised, broken(&told)), (if ring { 4 } else { 0 }, 0));
        (plain.depths(&game), game.snapshot().wards.0[plain.place.index()].sound(3))
    };
    let ((inside, outside), walls) = sound(true);
    assert!(inside > 1_500 && outside == 0, "{inside} within, {outside} without");
    let ((open, _), dry_walls) = sound(false);
    assert!(open < inside / 3 && walls + 30 < dry_walls, "{open}; {walls} and {dry_walls}");
}

#[test]
fn a_ring_that_the_water_overtops_breaks_and_the_flood_takes_those_before_it() {
    let mut plain = Plain::new();
    (plain.sketch.rules.flood.levee_fails_day, plain.sketch.rules.flood.levee_dm) = (0, 10);
    let mut game = plain.game();
    let told = plain.flood(&mut game, true, 8);
    assert!((1..=4).contains(&broken(&told)), "each dike is told of once: {}", broken(&told));
    let drenched = |event: &SimEvent| matches!(event, SimEvent::Drenched { formation, .. } if plain.gangs.contains(formation));
    assert!(told.iter().any(drenched));
    let waters = &game.snapshot().waters;
    let gap = waters.levees().iter().find_map(|levee| levee.passed);
    assert!(gap.is_some_and(|liters| liters > 1_000_000_000), "{gap:?}");
    let drowned = |id: &FormationId| game.snapshot().formations[id.index()].roll.count(Fate::DeadDrowned);
    assert_eq!(drowned(&plain.gangs[1]), 0, "nobody drowns beyond the canal");
}

#[test]
fn water_that_seeps_through_a_ring_breaks_it_some_day() {
    let breaks = |permille: u16| {
        let mut plain = Plain::new();
        plain.sketch.rules.flood.levee_fails_day = permille;
        let mut game = plain.game();
        broken(&plain.flood(&mut game, true, 20))
    };
    assert_eq!((breaks(0), breaks(60_000) > 0), (0, true));
}

#[test]
fn a_garrison_does_not_close_the_gap_under_the_eyes_of_besiegers() {
    let plain = Plain::new();
    let mut game = plain.game();
    plain.flood(&mut game, true, 1);
    let garrison = FormationId(0);
    let mend = |side| Order::Dig(Dig { formation: garrison, work: Earthwork::Mend, side });
    let cut = Order::Dig(Dig { formation: garrison, work: Earthwork::Cut, side: 0 });
    assert!(matches!(mend(1).check(&game.view(XIA)), Err(Refusal::DikeGuarded { .. })));
    assert!(matches!(cut.check(&game.view(XIA)), Err(Refusal::DikeGuarded { .. })));
    let raise = plain.order(0, Earthwork::Raise);
    assert!(matches!(raise.check(&game.view(MONGOL)), Err(Refusal::NothingToDig { .. })));
    assert!(game.snapshot().waters.levee(Border::of(plain.city, 0)).is_some());
}

#[test]
fn besiegers_with_diggers_ring_a_city_and_let_the_canal_in() {
    let mut plain = Plain::new();
    plain.sketch.objectives.push(Objective {
        side: MONGOL,
        words: "Take it".to_owned(),
        goal: Goal::Hold(plain.place),
        points: 10,
        met: false,
    });
    let mut game = plain.game();
    let mut told = Vec::new();
    for turn in 0..40 {
        let orders = ironhawk::ai::plan(&game.view(MONGOL), ironhawk::ai::Level::Doctrine, turn);
        for (order, why) in orders {
            game.submit(MONGOL, order, &why).expect("the gate passes what was checked");
        }
        told.extend(game.end_turn().events.into_iter().map(|told| told.event));
    }
    let at = |found: fn(&SimEvent) -> bool| told.iter().position(found);
    let cut = at(|event| matches!(event, SimEvent::DikeCut { .. }));
    assert!(cut.is_some(), "the canal is let in");
    let raised = told.iter().filter(|event| matches!(event, SimEvent::DikeRaised { .. })).count();
    assert!(raised >= 4, "{raised}");
    assert!(plain.depths(&game).0 > 1_000, "{:?}", plain.depths(&game));
}

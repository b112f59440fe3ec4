//! Dikes, dams and floods in a war: who cuts them, whom the water takes, and what is told of it.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{Dig, MakeCamp, Order};
use ironhawk::scenario;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::course::{Course, Reach};
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::{Grid, Hex, HexMap, side_towards};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Earthwork, Stance};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::{Name, PlaceKind};
use ironhawk::sim::weather::{Sky, Spot};

const DIGGERS: FormationId = FormationId(0);
const CAMP: FormationId = FormationId(1);

/// A valley of 9 by 5 hexes of a kilometer with level ground, and a canal along its northern row that carries 60 m³/s a meter
/// over the land. Diggers of side 0 stand north of it at 'D', a camp of side 1 south of it.
struct Valley {
    sketch: Sketch,
    dike: Hex,
    camp: Hex,
}

impl Valley {
    /// With the ground of the camp raised by so many decimeters.
    fn new(camp_higher_dm: i32) -> Self {
        Self::with(camp_higher_dm, 60)
    }

    /// With so much water coming down the canal, m³/s.
    fn with(camp_higher_dm: i32, m3_s: u32) -> Self {
        let mut sketch = Sketch::plain(9, 5);
        sketch.map.hex_m = 1_000;
        (sketch.start_minute, sketch.lasts_minutes, sketch.tempo) = (18 * 60, 20 * DAY, (DAY, 120));
        let grid = sketch.map.grid();
        let camp = Grid::hex(4, 2);
        // A bowl: the rim of the land is high, so that the water stays.
        let level = |index: usize| {
            let (col, row) = Grid::col_row(grid.at(index));
            let rim = if row == 0 || row == 4 || col == 0 || col == 8 { 30 } else { 0 };
            1_000 + rim + if grid.at(index) == camp { camp_higher_dm } else { 0 }
        };
        let levels = (0..grid.len()).map(level).collect();
        sketch.map.level(HexMap::from_rows(grid, levels).expect("a level for every hex"));
        // Along the south of the northern row: se and sw sides in turn, from the west.
        let reaches = (0..9).flat_map(|col| [(col, 4), (col, 5)]);
        let reaches = reaches.map(|(col, side)| {
            let crest_dm = Some(1_030);
            Reach { hex: Grid::hex(col, 0), side, bed_dm: 990, bank_dm: 1_000, crest_dm }
        });
        sketch.map.lead(Course {
            name: Name { id: "canal".into(), latin: "canal".into(), hanzi: String::new() },
            width_m: 20,
            deep_dm: 20,
            full_m3_s: 60,
            flow: [m3_s; 12],
            reaches: reaches.collect(),
        });
        let dike = Grid::hex(4, 0);
        sketch.levy(Levy::in_hex(dike).men(500).days(30).stance(Stance::Hold));
        sketch
            .levy(Levy::in_hex(camp).side(1).men(4_000).days(30).posture(Posture::Camp).stance(Stance::Hold));
        Self { sketch, dike, camp }
    }

    /// Side of the diggers' hex along which the canal runs.
    fn side(&self) -> u8 {
        side_towards(self.dike, Grid::hex(4, 1)).expect("they are neighbors") as u8
    }

    fn game(&self, mean_c10: i16) -> Game {
        let (setting, mut start) = self.sketch.build();
        start.sky = Sky::steady(Spot { mean_c10, ..Spot::default() }, start.clock.is_day());
        let mut game = Game::new(Arc::new(setting), &start);
        let camp = Order::MakeCamp(MakeCamp { formation: CAMP, fires: true });
        game.submit(SideId(1), camp, "").expect("it may camp");
        game
    }

    fn cut(&self, game: &mut Game) {
        let order = Order::Dig(Dig { formation: DIGGERS, work: Earthwork::CutFar, side: self.side() });
        game.submit(SideId(0), order, "").expect("a dike is there");
    }
}

/// Men lost to each fate after so many turns.
fn lost(game: &mut Game, turns: u32) -> (u32, u32) {
    (0..turns).for_each(|_| drop(game.end_turn()));
    let roll = &game.snapshot().formations[CAMP.index()].roll;
    (roll.count(Fate::DeadDrowned), roll.count(Fate::DeadCold))
}

#[test]
fn a_cut_dike_drowns_and_freezes_the_camp_below_it_and_spares_the_one_on_the_rise() {
    let run = |higher, mean_c10, cuts| {
        let valley = Valley::new(higher);
        let mut game = valley.game(mean_c10);
        if cuts {
            valley.cut(&mut game);
        }
        let dead = lost(&mut game, 3);
        (dead, game.snapshot().waters.depth_mm(&game.setting().map, valley.camp))
    };
    let ((_, frozen), depth) = run(0, -100, true);
    let (dry, _) = run(0, -100, false);
    let ((drowned_high, frozen_high), high_depth) = run(15, -100, true);
    assert!(depth > 300, "the bowl fills: {depth} mm");
    assert_eq!((high_depth, drowned_high), (0, 0));
    assert!(
        frozen > 3 * frozen_high.max(dry.1) && frozen > 100,
        "{frozen} on low ground, {frozen_high} on high"
    );
    let ((_, warm), _) = run(0, 150, true);
    assert_eq!(warm, 0, "in summer nobody freezes");
}

#[test]
fn who_digs_and_who_is_wet_tells_of_it_and_the_march_out_of_water_is_slow() {
    let valley = Valley::new(0);
    let mut game = valley.game(150);
    valley.cut(&mut game);
    let mut events = Vec::new();
    (0..2).for_each(|_| events.extend(game.end_turn().events.into_iter().map(|told| told.event)));
    let cuts = events.iter().filter(|event| matches!(event, SimEvent::DikeCut { formation: DIGGERS, .. }));
    assert_eq!(cuts.count(), 1);
    assert!(events.iter().any(|event| matches!(event, SimEvent::Drenched { formation: CAMP, .. })));
    let (snapshot, setting) = (game.snapshot(), game.setting());
    let time = |hex| {
        let sky = (&snapshot.sky, &setting.rules.weather);
        snapshot.waters.march_time(sky, (&setting.map, hex), &setting.rules.flood)
    };
    assert!(time(valley.camp) > time(valley.dike) * 3 / 2, "{} and {}", time(valley.camp), time(valley.dike));
    let mend = Order::Dig(Dig { formation: DIGGERS, work: Earthwork::Mend, side: valley.side() });
    game.submit(SideId(0), mend, "").expect("there is a gap");
    let mended = (0..14).any(|_| {
        let told = game.end_turn().events;
        told.iter().any(|told| matches!(told.event, SimEvent::DikeMended { .. }))
    });
    assert!(mended && game.snapshot().waters.cuts().is_empty());
}

#[test]
fn what_cannot_be_dug_is_refused_with_the_reason() {
    let valley = Valley::new(0);
    let mut game = valley.game(150);
    let refused = |game: &mut Game, work, side| {
        let order = Order::Dig(Dig { formation: DIGGERS, work, side });
        order.check(&game.view(SideId(0))).expect_err("it cannot be")
    };
    assert!(matches!(refused(&mut game, Earthwork::Cut, 1), Refusal::NoWater { side: 1, .. }));
    assert!(matches!(refused(&mut game, Earthwork::Mend, valley.side()), Refusal::NothingToDig { .. }));
    valley.cut(&mut game);
    game.end_turn();
    assert!(matches!(refused(&mut game, Earthwork::CutFar, valley.side()), Refusal::NothingToDig { .. }));
    let mut wide = Valley::new(0);
    wide.sketch.rules.flood.far_m = 10;
    let mut wide = wide.game(150);
    assert!(matches!(
        refused(&mut wide, Earthwork::CutFar, valley.side()),
        Refusal::TooWide { width_m: 20, .. }
    ));
}

#[test]
fn the_forecast_is_what_happens() {
    let valley = Valley::new(0);
    let mut game = valley.game(150);
    valley.cut(&mut game);
    // The cut is done in the first night; from then on nobody digs.
    (0..2).for_each(|_| drop(game.end_turn()));
    let foretold = game.view(SideId(1)).waters_after(24);
    game.end_turn();
    let (snapshot, map) = (game.snapshot(), &game.setting().map);
    for (hex, mm) in snapshot.waters.flooded(map) {
        assert!(foretold.depth_mm(map, hex).abs_diff(mm) <= 5 + mm / 20, "{mm} at {:?}", Grid::col_row(hex));
    }
}

#[test]
fn water_before_walls_of_earth_softens_them_on_every_side() {
    let mut valley = Valley::new(0);
    let town = valley.sketch.place(Grid::hex(6, 2), PlaceKind::Town, Some(1), 500_000);
    let mut game = valley.game(150);
    valley.cut(&mut game);
    let whole = game.snapshot().wards.0[town.index()].sound(0);
    (0..12).for_each(|_| drop(game.end_turn()));
    let snapshot = game.snapshot();
    let (ward, mm) =
        (&snapshot.wards.0[town.index()], snapshot.waters.depth_mm(&game.setting().map, Grid::hex(6, 2)));
    assert!(mm > 300 && ward.sound(0) < whole - 20, "{} under {mm} mm", ward.sound(0));
    assert!((1..6).all(|side| ward.sound(side).abs_diff(ward.sound(0)) <= 1));
}

#[test]
fn whoever_holds_its_head_lets_a_cut_canal_run_full_or_shuts_it() {
    let let_in = |holder: Option<u8>| {
        let mut valley = Valley::with(0, 20);
        valley.sketch.place(Grid::hex(0, 0), PlaceKind::Field, holder, 0);
        let mut game = valley.game(150);
        valley.cut(&mut game);
        (0..2).for_each(|_| drop(game.end_turn()));
        game.snapshot().waters.ledger().let_in
    };
    let (own, nobody, enemy) = (let_in(Some(0)), let_in(None), let_in(Some(1)));
    assert!(own > nobody * 3 / 2 && nobody > 0 && enemy == 0, "{own}, {nobody}, {enemy}");
}

#[test]
fn water_that_runs_over_a_dam_breaks_it_and_the_breach_is_told_of_once() {
    let mut valley = Valley::new(0);
    // A gorge: no bank to run over but the crest. What seeps through is left out.
    let grid = valley.sketch.map.grid();
    valley.sketch.map.level(HexMap::from_rows(grid, vec![1_200; grid.len()]).expect("a level for every hex"));
    valley.sketch.rules.flood.dam_fails_day = 0;
    let mut game = valley.game(150);
    let order = Order::Dig(Dig { formation: DIGGERS, work: Earthwork::Dam, side: valley.side() });
    game.submit(SideId(0), order, "").expect("there is a canal");
    let mut told = Vec::new();
    (0..18).for_each(|_| told.extend(game.end_turn().events.into_iter().map(|told| told.event)));
    let raised = told.iter().position(|event| matches!(event, SimEvent::DamRaised { .. }));
    let broke: Vec<usize> =
        (0..told.len()).filter(|nth| matches!(told[*nth], SimEvent::DamBroke { .. })).collect();
    assert!(raised.is_some() && broke.len() == 1 && raised < broke.first().copied(), "{raised:?} {broke:?}");
    assert!(game.snapshot().waters.dams().is_empty(), "it is washed away");
}

#[test]
fn a_besieged_city_opens_its_dikes_on_those_below_them() {
    let cut = (1..=6).filter(|seed| {
        let (setting, start) =
            scenario::open("lingzhou_siege_1081", &Data::built_in(), *seed).expect("it is shipped");
        let mut game = Game::new(Arc::new(setting), &start);
        let by_xia = |game: &Game| game.snapshot().waters.cuts().iter().any(|cut| cut.by == SideId(1));
        (0..20).any(|turn| {
            for side in [SideId(0), SideId(1)] {
                let view = game.view(side);
                let orders = ironhawk::ai::plan(&view, ironhawk::ai::Level::Doctrine, *seed + turn);
                for (order, why) in orders {
                    game.submit(side, order, &why).expect("the gate passes what was checked");
                }
            }
            game.end_turn();
            by_xia(&game)
        })
    });
    assert!(cut.count() >= 2, "of six wars");
}

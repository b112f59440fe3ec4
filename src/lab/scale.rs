//! A synthetic war of any size, to see what it costs: rolling land with hills, forests, roads, streams and villages,
//! two sides of mixed troops under commanders of every temper, doctrine against doctrine.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ai::{Level, plan};
use crate::orders::Order;
use crate::replay::Recorder;
use crate::scenario::rules::RuleBook;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::Posture;
use crate::sim::dice::{Dice, Purpose, Stream};
use crate::sim::hex::{Grid, Hex, HexMap};
use crate::sim::id::{SideId, TerrainId};
use crate::sim::intent::Stance;
use crate::sim::map::{Map, Mobility, Stream as Water};
use crate::sim::movement::MarchCosts;
use crate::sim::register::{PlaceKind, SignalKind, Temperament};
use crate::sim::victory::{Goal, Objective};

/// Hexes for each village of a synthetic land.
const HEXES_PER_VILLAGE: usize = 160;
/// Formations in an army.
const ARMY: usize = 8;
/// Length of a turn and of a step, minutes.
const TEMPO: (u32, u32) = (120, 30);

/// What a synthetic war cost.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ScaleStudy {
    /// Hexes in a row.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Formations of both sides at the start.
    pub formations: u32,
    /// Turns played.
    pub turns: u32,
    /// Living formations at the start of their side's turn, summed over all side-turns.
    pub formation_turns: u64,
    /// Seconds in which the sides planned.
    pub ai_s: f64,
    /// Seconds in which their views were drawn up.
    pub view_s: f64,
    /// Seconds in which orders were checked and turns resolved.
    pub resolve_s: f64,
    /// Longest time a side planned a turn, seconds.
    pub worst_side_turn_s: f64,
    /// Longest resolution of a turn, seconds.
    pub worst_turn_s: f64,
    /// Peak memory of the process, KiB; 0 where it cannot be known.
    pub peak_kib: u64,
    /// Orders given, by kind.
    pub orders: BTreeMap<String, u64>,
    /// Things that happened, by kind.
    pub events: BTreeMap<String, u64>,
}

impl ScaleStudy {
    /// Formation-turns planned in a second.
    pub fn planned_per_s(&self) -> f64 {
        self.formation_turns as f64 / self.ai_s.max(1e-9)
    }

    /// Seconds of planning for one formation-turn.
    pub fn ai_s_per_formation_turn(&self) -> f64 {
        self.ai_s / (self.formation_turns.max(1) as f64)
    }
}

/// Plays a synthetic war and measures it. `now` tells seconds and `peak_kib` the peak memory: both come from the
/// edge of the program, since nothing here may look at a clock.
pub fn scale(
    (width, height): (u16, u16),
    formations: u32,
    turns: u32,
    seed: u64,
    now: &dyn Fn() -> f64,
    peak_kib: &dyn Fn() -> u64,
) -> ScaleStudy {
    let mut sketch = synthetic(width, height, formations, seed);
    sketch.lasts_minutes = turns.saturating_mul(TEMPO.0);
    let mut game = sketch.game();
    let mut study = ScaleStudy { width, height, formations, ..ScaleStudy::default() };
    while study.turns < turns && game.outcome().is_none() {
        for side in [SideId(0), SideId(1)] {
            let start = now();
            let view = game.view(side);
            let seen = now();
            let orders = plan(&view, Level::Doctrine, seed);
            let planned = now();
            study.view_s += seen - start;
            study.ai_s += planned - seen;
            study.worst_side_turn_s = study.worst_side_turn_s.max(planned - seen);
            study.formation_turns += view.own.iter().filter(|own| own.is_alive()).count() as u64;
            for (order, why) in orders {
                *study.orders.entry(kind(&order).to_owned()).or_default() += 1;
                // The plan asked the same gate on the same view; a refusal would be a fault of this program.
                let passed = game.submit(side, order, &why);
                debug_assert!(passed.is_ok(), "{passed:?}");
            }
            study.resolve_s += now() - planned;
        }
        let start = now();
        let report = game.end_turn();
        let took = now() - start;
        study.resolve_s += took;
        study.worst_turn_s = study.worst_turn_s.max(took);
        for happened in report.events {
            *study.events.entry(happened.event.kind().to_owned()).or_default() += 1;
        }
        study.turns += 1;
    }
    study.peak_kib = peak_kib();
    study
}

/// The same war played again and recorded, to be watched or verified.
pub fn record(size: (u16, u16), formations: u32, turns: u32, seed: u64) -> Recorder {
    let mut sketch = synthetic(size.0, size.1, formations, seed);
    sketch.lasts_minutes = turns.saturating_mul(TEMPO.0);
    let mut game = sketch.game();
    let mut recorder = Recorder::new(&game, vec![Level::Doctrine.words().to_owned(); 2]);
    while game.outcome().is_none() {
        for side in [SideId(0), SideId(1)] {
            let orders = plan(&game.view(side), Level::Doctrine, seed);
            game.give(side, orders);
        }
        recorder.end_turn(&mut game);
    }
    recorder
}

/// The kind of an order, as counts name it.
pub fn kind(order: &Order) -> &'static str {
    match order {
        Order::March(_) => "march",
        Order::Halt(_) => "halt",
        Order::MakeCamp(_) => "make_camp",
        Order::Stand(_) => "stand",
        Order::Attack(_) => "attack",
        Order::SendScouts(_) => "send_scouts",
        Order::LeaveBait(_) => "leave_bait",
        Order::Split(_) => "split",
        Order::Join(_) => "join",
        Order::Ration(_) => "ration",
        Order::Haul(_) => "haul",
        Order::Buy(_) => "buy",
        Order::Raze(_) => "raze",
        Order::Work(_) => "work",
        Order::Dig(_) => "dig",
        Order::Summon(_) => "summon",
        Order::Deposit(_) => "deposit",
        Order::Escort(_) => "escort",
        Order::GiveSignal(_) => "give_signal",
    }
}

/// A war of so many formations on land of this size, the same for the same seed.
pub fn synthetic(width: u16, height: u16, formations: u32, seed: u64) -> Sketch {
    let (width, height) = (width.clamp(8, 1000), height.clamp(8, 1000));
    let formations = formations.clamp(2, 4_000);
    let mut lot = Dice { seed }.lasting(0, Purpose::Lab, 0);
    let mut sketch = Sketch::plain(width, height);
    sketch.seed = seed;
    sketch.tempo = TEMPO;
    sketch.map = land(Grid::new(width, height), &mut lot);
    let towns = settle(&mut sketch, &mut lot);
    for side in 0..2 {
        raise(&mut sketch, side, formations.div_ceil(2), &towns, &mut lot);
    }
    sketch
}

/// Heights from two lattices, ground from the heights, woods, a river with fords.
fn land(grid: Grid, lot: &mut Stream) -> Map {
    let coarse = Lattice::new(grid, 9, 320, lot);
    let fine = Lattice::new(grid, 4, 90, lot);
    let woods = Lattice::new(grid, 6, 100, lot);
    let id = |name: &str| {
        let index = RuleBook::shared().terrain.iter().position(|(id, _)| id == name);
        TerrainId(index.unwrap_or(0) as u8)
    };
    let (mut terrain, mut heights) = (HexMap::new(grid, id("plain")), HexMap::new(grid, 0_i16));
    for index in 0..grid.len() {
        let (col, row) = (index % usize::from(grid.width), index / usize::from(grid.width));
        let height = coarse.at(col, row) + fine.at(col, row);
        let ground = match height {
            300.. => "mountain",
            245.. => "hills",
            205.. => "slope",
            _ if woods.at(col, row) >= 72 => "forest",
            ..90 => "valley",
            _ => "plain",
        };
        let hex = grid.at(index);
        if let (Some(kind), Some(meters)) = (terrain.get_mut(hex), heights.get_mut(hex)) {
            (*kind, *meters) = (id(ground), 1_500 + height as i16);
        }
    }
    let kinds = RuleBook::shared().terrain.iter().map(|(_, kind)| kind.clone()).collect();
    let mut map = Map::new(1000, kinds, terrain, heights);
    let mut col = i32::from(grid.width) / 2;
    for row in 0..i32::from(grid.height) {
        col = (col + lot.between(-1, 1)).clamp(1, i32::from(grid.width) - 2);
        let west = Grid::hex(col, row);
        let water = if row % 4 == 1 { Water::Ford } else { Water::River };
        for side in [0, 1, 5] {
            map.set_edge(west, west + crate::sim::hex::SIDES[side], water);
        }
    }
    map
}

/// Random heights on a wide lattice, evened out between its points.
struct Lattice {
    step: usize,
    columns: usize,
    points: Vec<i32>,
}

impl Lattice {
    fn new(grid: Grid, step: usize, most: i32, lot: &mut Stream) -> Self {
        let columns = usize::from(grid.width) / step + 2;
        let rows = usize::from(grid.height) / step + 2;
        let points = (0..columns * rows).map(|_| lot.between(0, most)).collect();
        Self { step, columns, points }
    }

    fn at(&self, col: usize, row: usize) -> i32 {
        let (x, y, step) = (col / self.step, row / self.step, self.step as i32);
        let (right, down) = ((col % self.step) as i32, (row % self.step) as i32);
        let point = |x: usize, y: usize| self.points[y * self.columns + x];
        let top = point(x, y) * (step - right) + point(x + 1, y) * right;
        let bottom = point(x, y + 1) * (step - right) + point(x + 1, y + 1) * right;
        (top * (step - down) + bottom * down) / (step * step)
    }
}

/// Villages with roads between neighbors, and a fort with a depot for each side. Answers the two forts.
fn settle(sketch: &mut Sketch, lot: &mut Stream) -> [Hex; 2] {
    let grid = sketch.map.grid();
    let (width, height) = (i32::from(grid.width), i32::from(grid.height));
    let forts = [Grid::hex(1, height / 2), Grid::hex(width - 2, height / 2)];
    let mut stops = vec![forts[0], forts[1]];
    for _ in 0..(grid.len() / HEXES_PER_VILLAGE).max(2) {
        stops.push(Grid::hex(lot.between(2, width - 3), lot.between(1, height - 2)));
    }
    stops.dedup();
    stops[2..].sort_by_key(|hex| Grid::col_row(*hex));
    let costs = MarchCosts::new(&sketch.map, &sketch.rules.movement);
    let order: Vec<Hex> =
        std::iter::once(stops[0]).chain(stops[2..].iter().copied()).chain([stops[1]]).collect();
    for pair in order.windows(2) {
        let path = costs.path(Mobility::Train, pair[0], pair[1], u32::MAX / 2, |_| false);
        let mut from = pair[0];
        for to in path.unwrap_or_default() {
            sketch.map.lay_road(from, to);
            from = to;
        }
    }
    for (side, fort) in forts.into_iter().enumerate() {
        let place = sketch.place(fort, PlaceKind::Fort, Some(side as u8), 2_000_000);
        sketch.refuge(side as u8, fort);
        sketch.objectives.push(wish(side as u8, Goal::Hold(place)));
    }
    for (index, village) in stops[2..].iter().enumerate() {
        let owner = lot.between(0, 2) as u8;
        let owner = (owner < 2).then_some(owner);
        let place = sketch.place(*village, PlaceKind::Village, owner, 40_000);
        if index == (stops.len() - 2) / 2 {
            for side in 0..2 {
                sketch.objectives.push(wish(side, Goal::Hold(place)));
            }
        }
    }
    forts
}

fn wish(side: u8, goal: Goal) -> Objective {
    Objective { side: SideId(side), words: String::new(), goal, points: 2, met: false }
}

/// Raises the armies of a side behind its third of the land.
fn raise(sketch: &mut Sketch, side: u8, count: u32, forts: &[Hex; 2], lot: &mut Stream) {
    let troops: [&str; 6] = match side {
        0 => ["song_foot", "song_horse", "song_crossbow", "song_foot", "song_archer", "song_picked"],
        _ => ["xia_horse", "xia_levy", "xia_hill", "xia_horse", "xia_heavy", "xia_guard"],
    };
    let tempers = [
        Temperament::Rash,
        Temperament::Steady,
        Temperament::Cautious,
        Temperament::Timid,
        Temperament::Stubborn,
    ];
    let grid = sketch.map.grid();
    let signal = sketch.signal(side, SignalKind::Drum, 15_000);
    let (width, height) = (i32::from(grid.width), i32::from(grid.height));
    let (mut chief, mut center, mut men) = (None, forts[usize::from(side)], 0);
    for index in 0..count as usize {
        if index % ARMY == 0 {
            let col = lot.between(1, width / 3);
            let col = if side == 0 { col } else { width - 1 - col };
            (chief, center) = (None, Grid::hex(col, lot.between(1, height - 2)));
        }
        let at = open_hex(sketch, center, lot);
        let strength = lot.between(5, 40) as u32 * 100;
        let troop = troops[lot.between(0, 5) as usize];
        let mut levy = Levy::in_hex(at).side(side).men(strength).troop(troop);
        levy = levy.quality(lot.between(2, 4) as u8).days(lot.between(1, 5) as u32).posture(Posture::Column);
        levy = levy.led(tempers[lot.between(0, 4) as usize], lot.between(3, 7) as u8);
        if let Some(chief) = chief {
            levy = levy.obeys(chief);
        } else {
            levy = levy.banner();
        }
        if index % ARMY == ARMY - 1 && sketch.map.kind(at).hides >= 1_500 {
            let stance = Stance::Ambush { signal: Some(signal) };
            levy = levy.men(strength.min(1_000)).posture(Posture::Hidden).stance(stance);
        }
        men += strength;
        let key = sketch.levy(levy);
        chief = chief.or(Some(key));
    }
    let on = SideId(1 - side);
    sketch.objectives.push(wish(side, Goal::Inflict { on, men: men / 3 }));
}

/// A hex near a center that every kind of troops can stand in.
fn open_hex(sketch: &Sketch, center: Hex, lot: &mut Stream) -> Hex {
    let grid = sketch.map.grid();
    let free = |hex: &Hex| grid.contains(*hex) && sketch.map.kind(*hex).cost.iter().all(|cost| *cost > 0);
    let draw = |lot: &mut Stream| center + Hex::new(lot.between(-4, 4), lot.between(-4, 4));
    (0..20).map(|_| draw(lot)).find(free).or_else(|| center.range(6).find(free)).unwrap_or(center)
}

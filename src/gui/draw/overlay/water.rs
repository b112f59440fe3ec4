//! Water on the land: how deep it stands now, and how deep it will stand in some hours if nobody digs.

use crate::gui::ground::Wash;
use crate::gui::scene::Scene;
use crate::setting::Setting;
use crate::shelf::ColorVision;
use crate::sim::flood::{FloodRules, Waters};
use crate::sim::hex::Hex;
use crate::sim::map::Map;

/// Hours ahead that the overlay of water shows, in the order of its buttons.
pub const HOURS: [u8; 4] = [0, 12, 24, 48];

/// The water so many hours later, by the law that moves it in the resolution; rain and season hold as they are. It takes a
/// millisecond or so for every hour: keep it.
pub fn later(scene: &Scene, hours: u8) -> Waters {
    let mut waters = scene.waters.clone();
    if hours > 0 {
        let setting = &scene.setting;
        let sky = (&scene.sky, scene.clock.date());
        waters.run((&setting.map, &setting.rules.flood), sky, &scene.heads(), u32::from(hours) * 60);
    }
    waters
}

/// Depths at which the classes of the overlay end, mm: men get wet, a third of a meter, nobody wades.
fn ends(rules: &FloodRules) -> [u32; 3] {
    [rules.wets_mm.into(), rules.doubles_mm.into(), rules.bars_mm.into()]
}

/// What the overlay says of every hex, row by row.
pub fn classes(map: &Map, waters: &Waters, rules: &FloodRules) -> Vec<u8> {
    let grid = map.grid();
    let mut classes = vec![0; grid.len()];
    for (hex, mm) in waters.flooded(map) {
        if let Some(index) = grid.index(hex) {
            classes[index] = 1 + ends(rules).iter().filter(|end| mm >= **end).count() as u8;
        }
    }
    classes
}

/// The words of the classes.
pub(super) fn words(rules: &FloodRules) -> [String; 4] {
    let [wet, twice, bars] = ends(rules).map(|mm| mm / 10);
    [
        format!("less than {wet} cm on the mean"),
        format!("{wet} cm: men in it are soaked"),
        format!("{twice} cm: marches take twice as long"),
        format!("{bars} cm and more: nobody wades"),
    ]
}

/// The wash of some water.
pub fn water_wash(setting: &Setting, waters: &Waters, vision: ColorVision) -> Vec<Wash> {
    let classes = classes(&setting.map, waters, &setting.rules.flood);
    super::washed(super::Overlay::Water, setting, vision, &classes)
}

/// How the ground of a hex lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lie {
    /// How far over the mean of the ground around it, dm; `None` at the foot of hills and in them, where no flood comes.
    pub rise_dm: Option<i32>,
    /// Over which side water would run off.
    pub runs_off: Option<u8>,
}

/// The lie of the land, row by row. It never changes: keep it.
pub fn lie(map: &Map) -> Vec<Lie> {
    let all = (0..map.grid().len()).map(|index| map.grid().at(index));
    all.map(|hex| Lie { rise_dm: rise_dm(map, hex), runs_off: runs_off(map, hex) }).collect()
}

fn rise_dm(map: &Map, hex: Hex) -> Option<i32> {
    /// Ground that differs more is no plain.
    const PLAIN_DM: i32 = 80;
    let own = map.level_dm(hex);
    let around: Vec<i32> =
        hex.range(2).filter(|near| map.grid().contains(*near)).map(|near| map.level_dm(near)).collect();
    let (low, high) = (around.iter().min()?, around.iter().max()?);
    (high - low <= PLAIN_DM).then(|| own - around.iter().sum::<i32>() / around.len() as i32)
}

/// Towards the lowest ground beside that no dike parts from it.
fn runs_off(map: &Map, hex: Hex) -> Option<u8> {
    let own = map.level_dm(hex);
    let open = |side: usize, there: Hex| {
        let found = crate::sim::flood::Piece::along(map, hex, side).and_then(|(at, _)| at.of(map));
        found.is_none_or(|(_, reach)| reach.brim_dm() <= own.max(map.level_dm(there)))
    };
    let lower =
        map.grid().neighbors(hex).filter(|(side, there)| map.level_dm(*there) < own && open(*side, *there));
    lower.min_by_key(|(_, there)| map.level_dm(*there)).map(|(side, _)| side as u8)
}

//! The enemy as a campaign sees him: hosts, one in a hex, each as strong as its walls and its hunger make it.

use crate::ai::mind::{Mind, enemy_havens};
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::walls::Walls;

/// What walls make of a garrison that finds room behind them, permille of its worth.
pub(super) const WALLS: i64 = 6_000;
/// Days' marches from his own places from which an enemy is taken to run short, and what each further day takes,
/// permille: bearers carry for eighteen to thirty days (Mengxi bitan 11).
const DEEP_DAYS: u32 = 9;
const DEEP_COSTS: i64 = 25;
/// The least that is left of his worth, permille.
const SPENT: i64 = 400;

/// Of a great body seen from afar, so many fight, permille: an army takes as many bearers as soldiers (Mengxi bitan 11).
const FIGHT: i64 = 600;
const GREAT: u32 = 12_000;

/// All enemies believed in one hex.
#[derive(Debug, Clone)]
pub(in crate::ai) struct Host {
    /// Where.
    pub at: Hex,
    /// How many they seem.
    pub men: u32,
    /// What they are worth as they stand there: behind their walls, or far from their bread.
    pub strength: i64,
    /// The strongest of them, as a place in `mind.foes`.
    pub chief: usize,
    /// Minutes since the latest news.
    pub age: u32,
    /// Where the strongest came from.
    pub came_from: Option<Hex>,
    /// Behind walls of their own.
    pub walled: bool,
    /// All of them run.
    pub runs: bool,
}

impl Host {
    /// How many, as reasons say it.
    pub fn words(&self) -> String {
        format!("{} men", self.men / 500 * 500)
    }

    /// True when its last step took it away from a hex.
    pub fn leaves(&self, hex: Hex) -> bool {
        self.came_from.is_some_and(|from| self.at.unsigned_distance_to(hex) > from.unsigned_distance_to(hex))
    }
}

/// All hosts, by rising key of their first formation.
pub(super) fn all(mind: &Mind) -> Vec<Host> {
    let mut hosts: Vec<Host> = Vec::new();
    for (index, foe) in mind.foes.iter().enumerate() {
        let runs = foe.posture == Posture::Routed;
        let troop = mind.view.report(foe.id).and_then(|report| report.troop);
        let vague = troop.is_none() && foe.men >= GREAT;
        let worth = if vague { foe.worth * FIGHT / 1000 } else { foe.worth };
        match hosts.iter_mut().find(|host| host.at == foe.at) {
            Some(host) => {
                host.men += foe.men;
                host.strength += worth;
                host.age = host.age.min(foe.age);
                host.runs &= runs;
                if foe.worth > mind.foes[host.chief].worth {
                    (host.chief, host.came_from) = (index, foe.came_from);
                }
            }
            None => hosts.push(Host {
                at: foe.at,
                men: foe.men,
                strength: worth,
                chief: index,
                age: foe.age,
                came_from: foe.came_from,
                walled: false,
                runs,
            }),
        }
    }
    let homes = enemy_havens(mind.view);
    for host in &mut hosts {
        let rules = &mind.view.rules().combat;
        let room = |walls: Walls| mind.view.rules().siege.room(&walls);
        let cover = mind
            .view
            .place_at(host.at)
            .map_or(0, |(_, place)| rules.walls(place.kind, host.men, place.walls.map_or(0, room)));
        host.walled = cover >= rules.walls_from;
        let far = homes.iter().map(|home| home.unsigned_distance_to(host.at)).min().unwrap_or(0);
        let deep = (1000 - i64::from(far.saturating_sub(DEEP_DAYS)) * DEEP_COSTS).max(SPENT);
        host.strength = host.strength * if host.walled { WALLS } else { deep } / 1000;
    }
    hosts
}

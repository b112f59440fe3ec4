//! A small war sketched in code: an ASCII map and a list of formations. Tests, the laboratory and synthetic wars of
//! any size are made this way; wars to play come from files.
//!
//! ```
//! use ironhawk::scenario::sketch::{Levy, Sketch};
//!
//! let mut sketch = Sketch::new("
//!     . . = = A
//!      . h h . .
//! ");
//! let attacker = sketch.levy(Levy::at('A').side(0).men(2_000).troop("song_horse"));
//! let game = sketch.game();
//! assert_eq!(game.snapshot().formations[attacker.index()].roll.under_arms(), 2_000);
//! ```

mod levy;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use levy::Levy;

use super::rules::RuleBook;
use crate::game::Game;
use crate::setting::{About, Rules, Setting};
use crate::sim::army::{Beasts, Cohesion, Condition, Fatigue, Led, Place, Quality, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY, Date, Tempo};
use crate::sim::combat::Engaged;
use crate::sim::command::{Commander, Staff, Will};
use crate::sim::dice::Dice;
use crate::sim::event::CommanderFate;
use crate::sim::exposure::Exposure;
use crate::sim::flood::Waters;
use crate::sim::fodder::Pasture;
use crate::sim::hex::{Grid, Hex, HexMap};
use crate::sim::id::{CommanderId, FormationId, PlaceId, SideId, SignalId, TerrainId, TroopId};
use crate::sim::intent::{Escort, Intention};
use crate::sim::map::{Map, Stream};
use crate::sim::market::Markets;
use crate::sim::movement::Legs;
use crate::sim::register::{
    CommanderInfo, FormationInfo, Name, PlaceInfo, PlaceKind, Register, SideInfo, SignalInfo, SignalKind,
};
use crate::sim::ruse::{Feint, Lures, Signals};
use crate::sim::siege::{Ward, Wards};
use crate::sim::sighting::{Belief, Beliefs, Scouts, Tracks};
use crate::sim::supply::{Caches, Haul, Rations, Stores};
use crate::sim::victory::{Degrees, Objective, Verdict};
use crate::sim::walls::Walls;
use crate::sim::weather::{Chance, Sky};
use crate::snapshot::{FormationState, Snapshot};

/// Letters of the sketch map and the ground they stand for; other letters stand on open ground and mark a place.
const LEGEND: [(char, &str); 11] = [
    ('.', "plain"),
    ('=', "plain"),
    (',', "valley"),
    ('s', "slope"),
    ('h', "hills"),
    ('m', "mountain"),
    ('v', "ravine"),
    ('f', "forest"),
    ('w', "village"),
    ('~', "lake"),
    ('d', "desert"),
];

/// A war being sketched.
#[derive(Debug, Clone)]
pub struct Sketch {
    /// The rules; begin as shipped.
    pub rules: Rules,
    /// The land.
    pub map: Map,
    /// Chance.
    pub seed: u64,
    /// The first day.
    pub first_day: Date,
    /// Minute of the first day at which it begins.
    pub start_minute: u32,
    /// Minutes it lasts at most.
    pub lasts_minutes: u32,
    /// Length of a turn and of a step, minutes.
    pub tempo: (u32, u32),
    /// What each side wants.
    pub objectives: Vec<Objective>,
    letters: BTreeMap<char, Hex>,
    levies: Vec<Levy>,
    signals: Vec<SignalInfo>,
    places: Vec<PlaceInfo>,
    refuges: [Vec<Hex>; 2],
}

impl Sketch {
    /// A map of hexes a kilometer wide. Characters are separated by blanks; odd rows may be indented for looks.
    pub fn new(picture: &str) -> Self {
        let rows: Vec<Vec<char>> = (picture.lines())
            .map(|line| line.split_whitespace().filter_map(|word| word.chars().next()).collect())
            .filter(|row: &Vec<char>| !row.is_empty())
            .collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(1);
        let grid = Grid::new(width as u16, rows.len().max(1) as u16);
        let book = RuleBook::shared();
        let terrain_id = |letter: char| {
            let named = LEGEND.iter().find(|(known, _)| *known == letter).map_or("plain", |(_, id)| id);
            let index = book.terrain.iter().position(|(id, _)| id == named).unwrap_or(0);
            TerrainId(index as u8)
        };
        let mut terrain = HexMap::new(grid, terrain_id('.'));
        let mut letters = BTreeMap::new();
        let mut road = Vec::new();
        for (row, line) in rows.iter().enumerate() {
            for (col, letter) in line.iter().enumerate() {
                let hex = Grid::hex(col as i32, row as i32);
                if let Some(kind) = terrain.get_mut(hex) {
                    *kind = terrain_id(*letter);
                }
                let is_mark = !LEGEND.iter().any(|(known, _)| known == letter);
                if is_mark {
                    letters.insert(*letter, hex);
                }
                if is_mark || *letter == '=' {
                    road.push((hex, *letter == '='));
                }
            }
        }
        let kinds = book.terrain.iter().map(|(_, kind)| kind.clone()).collect();
        let mut map = Map::new(1000, kinds, terrain, HexMap::new(grid, 1800));
        for (a, a_road) in &road {
            for (b, b_road) in &road {
                if *a_road || *b_road {
                    map.lay_road(*a, *b);
                }
            }
        }
        Self {
            rules: book.rules.clone(),
            map,
            seed: 1,
            first_day: Date { year: 1041, month: 3, day: 16 },
            start_minute: 7 * 60,
            lasts_minutes: 2 * DAY,
            tempo: (60, 15),
            objectives: Vec::new(),
            letters,
            levies: Vec::new(),
            signals: Vec::new(),
            places: Vec::new(),
            refuges: [Vec::new(), Vec::new()],
        }
    }

    /// An open plain of any size.
    pub fn plain(width: u16, height: u16) -> Self {
        let row = vec!["."; usize::from(width)].join(" ");
        Self::new(&vec![row; usize::from(height)].join("\n"))
    }

    /// The hex of a letter; the north-west corner if the map does not show it.
    pub fn hex(&self, letter: char) -> Hex {
        self.letters.get(&letter).copied().unwrap_or(Hex::ZERO)
    }

    /// Sets the height of a hex, meters.
    pub fn height(&mut self, hex: Hex, meters: i16) {
        self.map.set_height(hex, meters);
    }

    /// Lays a stream, ford or bluff between two neighbors.
    pub fn edge(&mut self, a: Hex, b: Hex, stream: Stream) {
        self.map.set_edge(a, b, stream);
    }

    /// Raises a formation; answers its key.
    pub fn levy(&mut self, levy: Levy) -> FormationId {
        self.levies.push(levy);
        FormationId((self.levies.len() - 1) as u16)
    }

    /// Agrees on a signal; answers its key.
    pub fn signal(&mut self, side: u8, kind: SignalKind, range_m: u32) -> SignalId {
        let id = format!("signal_{}", self.signals.len());
        let name = Name { latin: id.clone(), id, hanzi: String::new() };
        self.signals.push(SignalInfo { name, side: SideId(side), kind, range_m });
        SignalId((self.signals.len() - 1) as u8)
    }

    /// Lays a road along a row, from the first to the last of these columns.
    pub fn road(&mut self, row: i32, cols: std::ops::RangeInclusive<i32>) {
        for col in *cols.start()..*cols.end() {
            self.map.lay_road(Grid::hex(col, row), Grid::hex(col + 1, row));
        }
    }

    /// Names a place; answers its key.
    pub fn place(&mut self, at: Hex, kind: PlaceKind, owner: Option<u8>, grain_sheng: u32) -> PlaceId {
        let id = format!("place_{}", self.places.len());
        let name = Name { latin: id.clone(), id, hanzi: String::new() };
        let walls = RuleBook::shared().rules.siege.standard(kind);
        self.places.push(PlaceInfo { name, at, kind, owner: owner.map(SideId), grain_sheng, walls });
        PlaceId((self.places.len() - 1) as u16)
    }

    /// Gives a place other walls than those of its kind.
    pub fn wall(&mut self, place: PlaceId, walls: Walls) {
        self.places[place.index()].walls = Some(walls);
    }

    /// Gives a side a hex where its beaten men run to.
    pub fn refuge(&mut self, side: u8, hex: Hex) {
        if let Some(refuges) = self.refuges.get_mut(usize::from(side)) {
            refuges.push(hex);
        }
    }

    /// The war, ready to play.
    pub fn game(&self) -> Game {
        let (setting, snapshot) = self.build();
        Game::new(Arc::new(setting), &snapshot)
    }

    /// The stage and the first state.
    pub fn build(&self) -> (Setting, Snapshot) {
        let book = RuleBook::shared();
        let sides = ["song", "xia"].iter().zip(&self.refuges).map(|(id, refuges)| SideInfo {
            name: Name { id: (*id).to_owned(), latin: (*id).to_owned(), hanzi: String::new() },
            refuges: refuges.clone(),
        });
        let mut register = Register {
            sides: sides.collect(),
            places: self.places.clone(),
            signals: self.signals.clone(),
            ..Register::default()
        };
        let mut staff = Staff::default();
        let mut formations = Vec::new();
        for (index, levy) in self.levies.iter().enumerate() {
            let id = FormationId(index as u16);
            let name = |prefix: &str| {
                let id = format!("{prefix}_{index}");
                Name { latin: id.clone(), id, hanzi: String::new() }
            };
            register.formations.push(FormationInfo {
                name: name("formation"),
                side: SideId(levy.side),
                men: levy.men,
                group: name("formation").id,
                signals: levy.signals,
                arrives: None,
            });
            let led = levy.commander.map(|(temperament, ability)| {
                let key = CommanderId(staff.0.len() as u16);
                let superior = levy.superior.and_then(|above| {
                    register.commanders.iter().position(|other: &CommanderInfo| other.leads == above)
                });
                let superior = superior.map(|above| CommanderId(above as u16));
                register.commanders.push(CommanderInfo {
                    name: name("commander"),
                    side: SideId(levy.side),
                    rank: 2,
                    ability,
                    temperament,
                    superior,
                    leads: id,
                    fights: false,
                });
                staff.0.push(Commander { id: key, fate: CommanderFate::Fit, with: id, superior });
                key
            });
            formations.push(self.raise(id, levy, led, book));
        }
        let stores = Stores(self.places.iter().map(|place| place.grain_sheng).collect());
        let owners = self.places.iter().map(|place| place.owner).collect();
        let about =
            About { id: "sketch".to_owned(), title: "A war sketched in code".to_owned(), ..About::default() };
        let setting =
            Setting::new(about, self.map.clone(), register, book.troops.clone(), self.rules.clone());
        let snapshot = Snapshot {
            clock: Clock {
                first_day: self.first_day,
                minute: self.start_minute,
                end_minute: self.start_minute + self.lasts_minutes,
                turn: 1,
                step: 0,
                tempos: vec![Tempo {
                    from_minute: self.start_minute,
                    turn_minutes: self.tempo.0,
                    step_minutes: self.tempo.1,
                }],
                daylight: (6 * 60, 18 * 60),
            },
            dice: Dice { seed: self.seed },
            formations,
            staff,
            beliefs: Beliefs(vec![Belief::default(); 2]),
            lures: Lures::default(),
            signals: Signals::default(),
            stores,
            wards: Wards(self.places.iter().map(|place| Ward::of(place.walls.as_ref())).collect()),
            waters: Waters::default(),
            caches: Caches::default(),
            markets: Markets(vec![0; self.places.len()]),
            pasture: Pasture::default(),
            sky: Sky::drawn(vec![Chance { kind: 0, weight: 1 }], true, self.first_day),
            verdict: Verdict {
                objectives: self.objectives.clone(),
                degrees: Degrees([1, 3, 6]),
                owners,
                outcome: None,
            },
        };
        (setting, snapshot)
    }

    fn raise(
        &self,
        id: FormationId,
        levy: &Levy,
        led: Option<CommanderId>,
        book: &RuleBook,
    ) -> FormationState {
        let troop = book.troops.kinds.iter().position(|(id, _)| *id == levy.troop);
        let troop = troop.or_else(|| book.troops.kinds.iter().position(|(id, _)| id == "song_foot"));
        let troop = TroopId(troop.unwrap_or(0) as u8);
        let horses = u64::from(levy.men) * u64::from(book.troops.kind(troop).mounts) / 1000;
        let sheng = levy.men * levy.days * u32::from(self.rules.supply.man_sheng_day);
        let hex = levy.place.map_or_else(|hex| hex, |letter| self.hex(letter));
        FormationState {
            id,
            side: Side(SideId(levy.side)),
            troop: Troop(troop),
            quality: Quality(levy.quality),
            led: Led(led),
            place: Place::at(hex),
            roll: Roll::of(levy.men),
            beasts: Beasts { horses: horses as u32, pack: levy.pack, herd: levy.herd, ..Beasts::default() },
            condition: Condition::of(1000),
            fatigue: Fatigue::of(levy.fatigue),
            cohesion: Cohesion::of(levy.cohesion),
            posture: levy.posture,
            intention: Intention::Stay,
            stance: levy.stance,
            legs: Legs::default(),
            scouts: Scouts::default(),
            tracks: Tracks::default(),
            feint: Feint::None,
            will: Will::Obeys,
            engaged: Engaged::default(),
            rations: Rations::of(sheng, 0),
            exposure: Exposure::default(),
            haul: Haul::None,
            escort: Escort::default(),
            park: levy.park,
            purse: levy.purse,
        }
    }
}

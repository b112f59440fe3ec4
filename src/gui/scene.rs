//! What the map shows at one moment to one pair of eyes: bodies of men, places, lures, the hour. Drawing reads
//! nothing else, so that nothing can be drawn that its viewer does not know.

use std::sync::Arc;

use crate::game::Game;
use crate::seat::View;
use crate::setting::Setting;
use crate::sim::army::Posture;
use crate::sim::clock::Clock;
use crate::sim::event::Source;
use crate::sim::flood::{self, Waters};
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, FormationId, PlaceId, SideId};
use crate::sim::intent::{Intention, Stance};
use crate::sim::map::Mobility;
use crate::sim::movement::MarchCosts;
use crate::sim::register::Name;
use crate::sim::ruse::LureKind;
use crate::sim::sighting::{Light, sees_ground};
use crate::sim::supply::Cache;
use crate::sim::troops::TroopKind;
use crate::sim::weather::Sky;
use crate::snapshot::{FormationState, Snapshot};

/// The arm of a body of men, as its banner shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arm {
    /// Foot with spear and shield.
    Foot,
    /// Foot whose bows and crossbows count for more than their spears.
    Crossbow,
    /// Light foot of the hills.
    Hill,
    /// Horse.
    Horse,
    /// Armored horse.
    HeavyHorse,
    /// Camels with stone-throwers.
    Camels,
    /// Helpers, drivers, carts and beasts of burden.
    Train,
    /// Seen from too far to tell.
    Unknown,
}

impl Arm {
    /// The arm of a kind of troops.
    pub fn of(kind: &TroopKind) -> Self {
        match kind.mobility {
            Mobility::Train if kind.fights => Self::Camels,
            Mobility::Train => Self::Train,
            _ if !kind.fights => Self::Train,
            Mobility::Hill => Self::Hill,
            Mobility::Horse if kind.armor >= 1_500 => Self::HeavyHorse,
            Mobility::Horse => Self::Horse,
            Mobility::Foot if kind.missile > kind.shock => Self::Crossbow,
            Mobility::Foot => Self::Foot,
        }
    }

    /// As cards and legends name it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Foot => "foot",
            Self::Crossbow => "crossbows",
            Self::Hill => "hill foot",
            Self::Horse => "horse",
            Self::HeavyHorse => "heavy horse",
            Self::Camels => "camels with stone-throwers",
            Self::Train => "train",
            Self::Unknown => "troops not made out",
        }
    }
}

/// What is known of a body beyond doubt, because it is the viewer's own or the truth is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Days its food lasts, tenths.
    pub food_tenths: u32,
    /// True when it has nothing to eat.
    pub hungry: bool,
    /// Weariness, permille.
    pub fatigue: u16,
    /// Order, permille.
    pub cohesion: u16,
    /// What it means to do.
    pub intention: Intention,
    /// What it does on meeting the enemy.
    pub stance: Stance,
    /// True when it is in contact with an enemy.
    pub in_contact: bool,
    /// True when it goes after something against its orders.
    pub carried_away: bool,
    /// Who leads it in person.
    pub leader: Option<CommanderId>,
    /// True when its scouts are out.
    pub scouts_out: bool,
}

/// What is only believed of a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rumor {
    /// How old the report is, minutes.
    pub age_min: u32,
    /// How it is known.
    pub source: Source,
    /// The hex it came from, if it moved.
    pub came_from: Option<Hex>,
}

/// A body of men on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its key; of an enemy, a name for "that body of men" and nothing else.
    pub id: FormationId,
    /// Whose.
    pub side: SideId,
    /// Where it stands, or was last known to stand.
    pub at: Hex,
    /// Men under arms, or as many as it seemed.
    pub men: u32,
    /// Its arm.
    pub arm: Arm,
    /// In what order it stands.
    pub posture: Posture,
    /// Its names; of an enemy only what troops it seems.
    pub name: Name,
    /// Facts, for the viewer's own men or when the truth is shown.
    pub known: Option<Known>,
    /// Belief, for the enemy.
    pub rumor: Option<Rumor>,
}

/// A named place as its viewer knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub id: PlaceId,
    /// Who holds it.
    pub owner: Option<SideId>,
    /// Grain in it, sheng; `None` where the viewer cannot know.
    pub grain: Option<u32>,
}

/// What the map shows.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The stage.
    pub setting: Arc<Setting>,
    /// Through whose eyes; `None` for the truth.
    pub viewer: Option<SideId>,
    /// The hour.
    pub clock: Clock,
    /// The weather.
    pub sky: Sky,
    /// Water on the land, gaps in dikes, dams.
    pub waters: Waters,
    /// Ways and their cost, over ice too.
    pub costs: MarchCosts,
    /// Bodies of men, the viewer's own first, each by rising key.
    pub bodies: Vec<Body>,
    /// All named places.
    pub places: Vec<Held>,
    /// Lures known to lie.
    pub lures: Vec<(Hex, LureKind)>,
    /// Caches of the viewer's side; in the truth, everybody's.
    pub caches: Vec<Cache>,
    /// By hex: 255 where the viewer's men see the ground, 0 where nobody looks.
    pub sight: Vec<u8>,
}

impl Scene {
    /// Who holds the head of each watercourse.
    pub fn heads(&self) -> Vec<Option<SideId>> {
        let owners: Vec<_> = self.places.iter().map(|place| place.owner).collect();
        flood::heads(&self.setting.map, &self.setting.register.places, &owners)
    }

    /// What comes into a watercourse now, m³/s.
    pub fn comes_in(&self, course: usize) -> f64 {
        let head = self.heads().get(course).copied().flatten();
        self.waters.comes_in(course, &self.setting.map, (&self.sky, self.clock.date()), head)
    }

    /// A moment of a war through the eyes of a side, or as it truly is.
    pub fn of(setting: &Arc<Setting>, snapshot: &Snapshot, viewer: Option<SideId>) -> Self {
        match viewer {
            Some(side) => Self::seen(setting, &Game::new(Arc::clone(setting), snapshot).view(side)),
            None => Self::truth(setting, snapshot),
        }
    }

    /// What a side sees and believes.
    pub fn seen(setting: &Arc<Setting>, view: &View) -> Self {
        let own = view.own.iter().filter(|own| own.is_alive()).map(|own| own_body(setting, own));
        let reports = view.belief.reports.values().map(|report| Body {
            id: report.about,
            side: enemy_of(setting, view.side, report.about),
            at: report.at,
            men: report.men,
            arm: report.troop.map_or(Arm::Unknown, |troop| Arm::of(setting.troops.kind(troop))),
            posture: report.posture,
            name: report.troop.map_or_else(unknown_troops, |troop| troop_name(setting.troops.kind(troop))),
            known: None,
            rumor: Some(Rumor {
                age_min: view.clock.minute.saturating_sub(report.minute),
                source: report.source,
                came_from: report.came_from,
            }),
        });
        let places = view.owners.iter().zip(&view.stores).enumerate();
        let own_lures = view.own_lures.iter().map(|lure| (lure.at, lure.kind));
        let found = view.belief.lures.values().map(|at| (*at, LureKind::Herd));
        Self {
            setting: Arc::clone(setting),
            viewer: Some(view.side),
            clock: view.clock.clone(),
            sky: view.sky.clone(),
            waters: view.waters.clone(),
            costs: view.costs().clone(),
            bodies: own.chain(reports).collect(),
            places: places
                .map(|(id, (owner, grain))| Held { id: PlaceId(id as u16), owner: *owner, grain: *grain })
                .collect(),
            lures: own_lures.chain(found).collect(),
            caches: view.caches.clone(),
            sight: sight(setting, view),
        }
    }

    /// Everything as it is.
    pub fn truth(setting: &Arc<Setting>, snapshot: &Snapshot) -> Self {
        let bodies = snapshot.formations.iter().filter(|one| one.is_alive());
        let places = snapshot.verdict.owners.iter().zip(&snapshot.stores.0).enumerate();
        let lures = snapshot.lures.0.iter().filter(|lure| lure.lying);
        Self {
            setting: Arc::clone(setting),
            viewer: None,
            clock: snapshot.clock.clone(),
            sky: snapshot.sky.clone(),
            waters: snapshot.waters.clone(),
            costs: setting.costs_under(&snapshot.sky, &snapshot.waters),
            bodies: bodies.map(|one| own_body(setting, one)).collect(),
            places: places
                .map(|(id, (owner, grain))| Held {
                    id: PlaceId(id as u16),
                    owner: *owner,
                    grain: Some(*grain),
                })
                .collect(),
            lures: lures.map(|lure| (lure.at, lure.kind)).collect(),
            caches: snapshot.caches.all().to_vec(),
            sight: vec![255; setting.map.grid().len()],
        }
    }

    /// The bare land at the hour of a state: nobody's men, nobody's sight.
    pub fn veiled(setting: &Arc<Setting>, side: SideId, state: &Snapshot) -> Self {
        let truth = Self::truth(setting, state);
        let places = truth.places.into_iter().map(|place| Held { owner: None, grain: None, ..place });
        Self {
            viewer: Some(side),
            bodies: Vec::new(),
            places: places.collect(),
            lures: Vec::new(),
            caches: Vec::new(),
            sight: vec![0; truth.sight.len()],
            ..truth
        }
    }

    /// A body by its key.
    pub fn body(&self, id: FormationId) -> Option<&Body> {
        self.bodies.iter().find(|body| body.id == id)
    }

    /// The bodies in a hex, in the order in which a stack is drawn and cycled: the viewer's own first, the strongest
    /// first among them.
    pub fn stack(&self, hex: Hex) -> Vec<&Body> {
        let mut here: Vec<&Body> = self.bodies.iter().filter(|body| body.at == hex).collect();
        here.sort_by_key(|body| {
            (body.known.is_none(), body.arm == Arm::Train, std::cmp::Reverse(body.men), body.id)
        });
        here
    }
}

fn own_body(setting: &Setting, one: &FormationState) -> Body {
    let mouths = one.roll.mouths();
    Body {
        id: one.id,
        side: one.side.0,
        at: one.place.hex(),
        men: one.roll.under_arms(),
        arm: Arm::of(setting.troops.kind(one.troop.0)),
        posture: one.posture,
        name: setting.register.formation(one.id).name.clone(),
        known: Some(Known {
            food_tenths: one.rations.tenths_of_days(mouths, &setting.rules.supply),
            hungry: one.rations.is_hungry(),
            fatigue: one.fatigue.permille(),
            cohesion: one.cohesion.permille(),
            intention: one.intention.clone(),
            stance: one.stance,
            in_contact: one.engaged.is_in_contact(),
            carried_away: one.will.is_carried_away(),
            leader: one.led.0,
            scouts_out: one.scouts.out.is_some(),
        }),
        rumor: None,
    }
}

/// The banner of a reported body is known: whose men they are is the first thing anybody sees.
fn enemy_of(setting: &Setting, viewer: SideId, about: FormationId) -> SideId {
    let side = setting.register.find_formation(about).map(|info| info.side);
    side.filter(|side| *side != viewer).unwrap_or(SideId(u8::from(viewer.0 == 0)))
}

fn troop_name(kind: &TroopKind) -> Name {
    Name { id: String::new(), latin: kind.name.clone(), hanzi: kind.hanzi.clone() }
}

fn unknown_troops() -> Name {
    Name { id: String::new(), latin: Arm::Unknown.words().to_owned(), hanzi: String::new() }
}

/// What ground a side's men look over: by the rules of seeing, each from where it stands.
fn sight(setting: &Setting, view: &View) -> Vec<u8> {
    let mut seen = vec![0; setting.map.grid().len()];
    let rules = &setting.rules.sighting;
    let watchers = view.own.iter().filter(|own| own.is_alive() && own.posture != Posture::Routed);
    let mut posts: Vec<(Hex, Posture)> = watchers.map(|own| (own.place.hex(), own.posture)).collect();
    posts.sort_by_key(|(hex, posture)| (hex.x, hex.y, *posture));
    posts.dedup();
    for post in posts {
        let light = Light::at(post.0, &setting.map, &view.sky, &setting.rules.weather);
        sees_ground(&setting.map, rules, light, post, |index| seen[index] = 255);
    }
    seen
}

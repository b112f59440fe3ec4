//! Who is who: the names behind the keys, and what about a commander, place or signal never changes.

use bevy_ecs::prelude::Resource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::id::{CommanderId, FormationId, PlaceId, SideId, SignalId};
use super::walls::Walls;

/// A name in files, in Latin letters and in characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Name {
    /// The id that files use.
    pub id: String,
    /// Latin letters, as reports print it.
    pub latin: String,
    /// Characters; empty if none are known.
    pub hanzi: String,
}

/// How a commander is made. It bends what he does with orders, bait and danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Temperament {
    /// Goes for what he sees.
    Rash,
    /// Neither one nor the other.
    Steady,
    /// Looks before he goes, stops when he does not see.
    Cautious,
    /// Fears for himself; leaves the line when it bends.
    Timid,
    /// Does as he meant to whatever he is told.
    Stubborn,
}

impl Temperament {
    /// As reports say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rash => "rash",
            Self::Steady => "steady",
            Self::Cautious => "cautious",
            Self::Timid => "timid",
            Self::Stubborn => "stubborn",
        }
    }
}

/// A side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideInfo {
    /// Its names.
    pub name: Name,
    /// Where its beaten men run to, as hexes on the map's edge or in forts.
    pub refuges: Vec<Hex>,
}

/// A formation's names and first strength.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormationInfo {
    /// Its names.
    pub name: Name,
    /// Whose it is.
    pub side: SideId,
    /// Men at the start.
    pub men: u32,
    /// The body it is counted with in the report ("main_column"); its own id if none was given.
    pub group: String,
    /// True when it carries the great banner or drum and can give signals.
    pub signals: bool,
    /// When it comes, minute of the war; `None` if it is there from the start.
    pub arrives: Option<u32>,
}

/// A commander, as he came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommanderInfo {
    /// His names.
    pub name: Name,
    /// Whose he is.
    pub side: SideId,
    /// 1 leads a company of horse, 5 a whole war.
    pub rank: u8,
    /// Skill in handling men, 1 to 9; 5 is common.
    pub ability: u8,
    /// How he is made.
    pub temperament: Temperament,
    /// Whom he obeys.
    pub superior: Option<CommanderId>,
    /// The formation he rides with at the start.
    pub leads: FormationId,
    /// True when he fights in the front rank.
    pub fights: bool,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A walled fort with a garrison's stores.
    Fort,
    /// A town.
    Town,
    /// A village or farmstead with walls of earth.
    Village,
    /// A pass.
    Pass,
    /// A valley, field or other name of ground.
    Field,
}

/// A place with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceInfo {
    /// Its names.
    pub name: Name,
    /// Where it lies.
    pub at: Hex,
    /// What it is.
    pub kind: PlaceKind,
    /// Who holds it at the start.
    pub owner: Option<SideId>,
    /// Grain stored at the start, sheng.
    pub grain_sheng: u32,
    /// Its walls; `None` where there are none.
    pub walls: Option<Walls>,
}

/// By what a signal travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// A great banner dipped one way: seen by day where the line of sight is free.
    Banner,
    /// Whistling birds in the air: seen and heard over every ridge.
    Pigeons,
    /// Drums or guns: heard over every ridge, at night too.
    Drum,
}

/// A signal agreed before the battle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalInfo {
    /// Its names.
    pub name: Name,
    /// Whose men know it.
    pub side: SideId,
    /// By what it travels.
    pub kind: SignalKind,
    /// How far it carries, meters.
    pub range_m: u32,
}

/// All names of a war. Filled at setup, never changed.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Register {
    /// By [`SideId`].
    pub sides: Vec<SideInfo>,
    /// By [`FormationId`].
    pub formations: Vec<FormationInfo>,
    /// By [`CommanderId`].
    pub commanders: Vec<CommanderInfo>,
    /// By [`PlaceId`].
    pub places: Vec<PlaceInfo>,
    /// By [`SignalId`].
    pub signals: Vec<SignalInfo>,
    /// Bodies that formations may send out, by the keys that follow those of `formations`: the first of each, then the
    /// second of each, and so on. Worked out from the rules, see [`Register::name_detachments`].
    #[serde(skip)]
    pub detachments: Vec<FormationInfo>,
}

impl Register {
    /// Names the detachments, `of_each` of every formation, as long as there are keys for them.
    pub fn name_detachments(&mut self, of_each: u8) {
        let named = (1..=of_each).flat_map(|nth| self.formations.iter().map(move |info| (nth, info)));
        let detachment = |(nth, info): (u8, &FormationInfo)| FormationInfo {
            name: Name {
                id: format!("{}_{nth}", info.name.id),
                latin: format!("the {} detachment of {}", ordinal(nth), info.name.latin),
                hanzi: String::new(),
            },
            side: info.side,
            men: 0,
            group: info.group.clone(),
            signals: false,
            arrives: None,
        };
        let keys = usize::from(u16::MAX).saturating_sub(self.formations.len());
        self.detachments = named.take(keys).map(detachment).collect();
    }

    /// How many keys formations and their detachments have.
    pub fn keys(&self) -> usize {
        self.formations.len() + self.detachments.len()
    }

    /// The formation that a detachment was sent out by; `None` for one that was there from the start.
    pub fn parent(&self, id: FormationId) -> Option<FormationId> {
        let all = self.formations.len();
        (id.index() >= all && all > 0).then(|| FormationId((id.index() % all) as u16))
    }

    /// The formation that a detachment was sent out by, or itself.
    pub fn origin(&self, id: FormationId) -> FormationId {
        self.parent(id).unwrap_or(id)
    }

    /// The keys of the detachments that a formation, or the one that it was sent out by, may send out.
    pub fn detachments_of(&self, id: FormationId) -> impl Iterator<Item = FormationId> + use<> {
        let (first, keys, all) = (self.origin(id).index(), self.keys(), self.formations.len().max(1));
        (first..keys).step_by(all).skip(1).map(|key| FormationId(key as u16))
    }

    /// The formation behind a key that may be nobody's.
    pub fn find_formation(&self, id: FormationId) -> Option<&FormationInfo> {
        let detachment = || self.detachments.get(id.index().checked_sub(self.formations.len())?);
        self.formations.get(id.index()).or_else(detachment)
    }

    /// The side behind a key.
    pub fn side(&self, id: SideId) -> &SideInfo {
        &self.sides[id.index()]
    }

    /// The formation behind a key, or the detachment.
    pub fn formation(&self, id: FormationId) -> &FormationInfo {
        self.formations
            .get(id.index())
            .unwrap_or_else(|| &self.detachments[id.index() - self.formations.len()])
    }

    /// The commander behind a key.
    pub fn commander(&self, id: CommanderId) -> &CommanderInfo {
        &self.commanders[id.index()]
    }

    /// The place behind a key.
    pub fn place(&self, id: PlaceId) -> &PlaceInfo {
        &self.places[id.index()]
    }

    /// The signal behind a key.
    pub fn signal(&self, id: SignalId) -> &SignalInfo {
        &self.signals[id.index()]
    }

    /// The keys of all sides.
    pub fn side_ids(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.sides.len() as u8).map(SideId)
    }

    /// The place that lies in a hex, the first if there are several.
    pub fn place_at(&self, hex: Hex) -> Option<(PlaceId, &PlaceInfo)> {
        let index = self.places.iter().position(|place| place.at == hex)?;
        Some((PlaceId(index as u16), &self.places[index]))
    }
}

/// `1st`, `2nd`, `11th`.
fn ordinal(nth: u8) -> String {
    let ending = match (nth % 10, nth % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{nth}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(formations: usize, of_each: u8) -> Register {
        let info = |index: usize| FormationInfo {
            name: Name {
                id: format!("f{index}"),
                latin: format!("foot {index}"),
                hanzi: "\u{6b65}".to_owned(),
            },
            side: SideId((index % 2) as u8),
            men: 100,
            group: format!("group{index}"),
            signals: true,
            arrives: None,
        };
        let mut register =
            Register { formations: (0..formations).map(info).collect(), ..Register::default() };
        register.name_detachments(of_each);
        register
    }

    #[test]
    fn every_formation_has_its_own_detachments() {
        let register = register(5, 2);
        assert_eq!(register.keys(), 15);
        for id in (0..5).map(FormationId) {
            assert_eq!((register.parent(id), register.origin(id)), (None, id));
            let own: Vec<FormationId> = register.detachments_of(id).collect();
            assert_eq!(own, [FormationId(id.0 + 5), FormationId(id.0 + 10)]);
            for (detachment, nth) in own.into_iter().zip(["1st", "2nd"]) {
                assert_eq!(register.parent(detachment), Some(id));
                assert!(
                    register.detachments_of(detachment).eq(register.detachments_of(id)),
                    "of the same body"
                );
                let (info, sent_by) = (register.formation(detachment), register.formation(id));
                assert_eq!(info.name.latin, format!("the {nth} detachment of foot {}", id.0));
                assert_eq!((info.side, &info.group, info.men), (sent_by.side, &sent_by.group, 0));
                assert!(!info.signals, "the banner stays");
            }
        }
        assert!(register.find_formation(FormationId(15)).is_none());
    }

    #[test]
    fn keys_never_run_out_however_many_are_asked_for() {
        for (formations, of_each) in [(0, 9), (1, 255), (2_000, 255), (40_000, 3), (70_000, 1)] {
            let register = register(formations, of_each);
            let most = usize::from(u16::MAX).saturating_sub(formations);
            assert_eq!(register.detachments.len(), most.min(formations * usize::from(of_each)));
        }
        assert!(register(0, 3).detachments_of(FormationId(0)).next().is_none());
    }

    #[test]
    fn ordinals_are_spelt_as_they_are_spoken() {
        let spelt = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal);
        assert_eq!(spelt, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
    }
}

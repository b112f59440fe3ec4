//! What every mechanism must know of a formation: whose it is, where, how many, in what order.
//!
//! These quantities are everybody's, so they change only through verbs: `roll.lose(…)`, never a field. Men and
//! beasts are whole numbers and are conserved: every man who ever marched stands in exactly one column of [`Roll`].

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::beasts::{Beasts, Condition};

use super::hex::Hex;
use super::id::{CommanderId, FormationId, SideId, TroopId};

/// The side a formation fights for.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[component(immutable)]
pub struct Side(pub SideId);

/// What kind of troops it is.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[component(immutable)]
pub struct Troop(pub TroopId);

/// Training and heart, 1 (levies, helpers) to 5 (guards).
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[component(immutable)]
pub struct Quality(pub u8);

/// The commander who leads it in person, if one does.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Led(pub Option<CommanderId>);

/// The hex its head stands in.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place(Hex);

impl Place {
    /// Stands there.
    pub fn at(hex: Hex) -> Self {
        Self(hex)
    }

    /// Where it stands.
    pub fn hex(self) -> Hex {
        self.0
    }

    /// Goes there.
    pub fn move_to(&mut self, hex: Hex) {
        self.0 = hex;
    }
}

/// What became of a man.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// With his formation and able to fight.
    UnderArms,
    /// Behind the column; comes up again if it halts in peace.
    Straggling,
    /// With his formation, unable to fight.
    Wounded,
    /// Ill, with his formation.
    Sick,
    /// Killed in the line.
    DeadBattle,
    /// Cut down, trampled or fallen in flight.
    DeadPursuit,
    /// Starved.
    DeadHunger,
    /// Dead of thirst.
    DeadThirst,
    /// Dead of sickness.
    DeadDisease,
    /// Frozen.
    DeadCold,
    /// Drowned.
    DeadDrowned,
    /// In the enemy's hands.
    Captured,
    /// Ran from hunger or despair.
    Deserted,
    /// Scattered in flight; alive, lost to this campaign.
    Dispersed,
    /// At home: not come yet, sent home, or off the map in good order.
    GoneHome,
}

impl Fate {
    /// All fates, in the order of the ledger.
    pub const ALL: [Self; 15] = [
        Self::UnderArms,
        Self::Straggling,
        Self::Wounded,
        Self::Sick,
        Self::DeadBattle,
        Self::DeadPursuit,
        Self::DeadHunger,
        Self::DeadThirst,
        Self::DeadDisease,
        Self::DeadCold,
        Self::DeadDrowned,
        Self::Captured,
        Self::Deserted,
        Self::Dispersed,
        Self::GoneHome,
    ];

    /// As the after-action report heads its column.
    pub fn words(self) -> &'static str {
        match self {
            Self::UnderArms => "under arms",
            Self::Straggling => "straggling",
            Self::Wounded => "wounded",
            Self::Sick => "sick",
            Self::DeadBattle => "dead in battle",
            Self::DeadPursuit => "dead in flight",
            Self::DeadHunger => "dead of hunger",
            Self::DeadThirst => "dead of thirst",
            Self::DeadDisease => "dead of sickness",
            Self::DeadCold => "dead of cold",
            Self::DeadDrowned => "drowned",
            Self::Captured => "captured",
            Self::Deserted => "deserted",
            Self::Dispersed => "dispersed",
            Self::GoneHome => "gone home",
        }
    }

    /// Dead, whatever of.
    pub fn is_dead(self) -> bool {
        matches!(
            self,
            Self::DeadBattle
                | Self::DeadPursuit
                | Self::DeadHunger
                | Self::DeadThirst
                | Self::DeadDisease
                | Self::DeadCold
                | Self::DeadDrowned
        )
    }
}

/// `men` of `all`'s share of so much, rounded down; all of it if they are all.
pub(super) fn share(whole: u32, men: u32, all: u32) -> u32 {
    (u64::from(whole) * u64::from(men.min(all))).checked_div(u64::from(all)).unwrap_or(0) as u32
}

/// The mean of what `men` and `others` bring, weighted by their numbers, times `men + others`, and that divisor.
fn together((value, men): (u16, u32), (other, others): (u16, u32)) -> (u64, u64) {
    let sum = u64::from(value) * u64::from(men) + u64::from(other) * u64::from(others);
    (sum, (u64::from(men) + u64::from(others)).max(1))
}

/// The ledger of a formation's men. The sum of its columns changes only when men part or join: then what one roll
/// loses another gains.
#[derive(Component, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    men: [u32; 15],
}

impl Roll {
    /// A formation of so many men, all under arms.
    pub fn of(men: u32) -> Self {
        let mut roll = Self { men: [0; 15] };
        roll.men[Fate::UnderArms as usize] = men;
        roll
    }

    /// How many share a fate.
    pub fn count(&self, fate: Fate) -> u32 {
        self.men[fate as usize]
    }

    /// Men able to fight.
    pub fn under_arms(&self) -> u32 {
        self.count(Fate::UnderArms)
    }

    /// Mouths with the formation: under arms, straggling, wounded and sick.
    pub fn mouths(&self) -> u32 {
        self.men[..=Fate::Sick as usize].iter().sum()
    }

    /// All men it ever had but for those who parted from it, and those who joined; otherwise constant.
    pub fn total(&self) -> u32 {
        self.men.iter().sum()
    }

    /// So many men who have not come yet.
    pub fn awaited(men: u32) -> Self {
        let mut roll = Self::of(men);
        roll.lose(Fate::GoneHome, men);
        roll
    }

    /// True while none of its men has come yet.
    pub fn is_awaited(&self) -> bool {
        self.total() > 0 && self.count(Fate::GoneHome) == self.total()
    }

    /// Men no longer with the formation, of any cause.
    pub fn lost(&self) -> u32 {
        self.total() - self.mouths()
    }

    /// Dead of any cause.
    pub fn dead(&self) -> u32 {
        Fate::ALL.iter().filter(|fate| fate.is_dead()).map(|fate| self.count(*fate)).sum()
    }

    /// Moves up to `men` from one fate to another; answers how many there were to move.
    pub fn pass(&mut self, from: Fate, to: Fate, men: u32) -> u32 {
        let moved = men.min(self.men[from as usize]);
        self.men[from as usize] -= moved;
        self.men[to as usize] += moved;
        moved
    }

    /// Up to `men` under arms part from the others; answers the roll of those who do.
    pub fn part(&mut self, men: u32) -> Self {
        let men = men.min(self.under_arms());
        self.men[Fate::UnderArms as usize] -= men;
        Self::of(men)
    }

    /// Takes in all men of another roll, whatever became of them.
    pub fn take_in(&mut self, other: Self) {
        for (men, others) in self.men.iter_mut().zip(other.men) {
            *men += others;
        }
    }

    /// Up to `men` under arms meet a fate; answers how many did.
    pub fn lose(&mut self, to: Fate, men: u32) -> u32 {
        self.pass(Fate::UnderArms, to, men)
    }
}

/// How far from rest its bodies are: 0 fresh, 1000 cannot go on.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fatigue(u16);

impl Fatigue {
    /// At so many permille (cut at 1000).
    pub fn of(permille: u16) -> Self {
        Self(permille.min(1000))
    }

    /// Permille, 0 to 1000.
    pub fn permille(self) -> u16 {
        self.0
    }

    /// That of so many men and `others` who join, each with theirs; rounded against them.
    pub fn with(self, men: u32, other: Self, others: u32) -> Self {
        let (sum, all) = together((self.0, men), (other.0, others));
        Self::of(sum.div_ceil(all) as u16)
    }

    /// Grows more tired.
    pub fn tire(&mut self, permille: u32) {
        self.0 = (u32::from(self.0) + permille).min(1000) as u16;
    }

    /// Grows more tired, but by this no further than to `most`.
    pub fn tire_to(&mut self, permille: u32, most: u16) {
        self.tire(permille.min(u32::from(most.saturating_sub(self.0))));
    }

    /// Recovers.
    pub fn rest(&mut self, permille: u32) {
        self.0 = u32::from(self.0).saturating_sub(permille) as u16;
    }
}

/// How firmly it holds together: 1000 in hand, below its breaking point a mob.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohesion(u16);

impl Cohesion {
    /// At so many permille (cut at 1000).
    pub fn of(permille: u16) -> Self {
        Self(permille.min(1000))
    }

    /// Permille, 0 to 1000.
    pub fn permille(self) -> u16 {
        self.0
    }

    /// That of so many men and `others` who join, each with theirs; rounded against them.
    pub fn with(self, men: u32, other: Self, others: u32) -> Self {
        let (sum, all) = together((self.0, men), (other.0, others));
        Self::of((sum / all) as u16)
    }

    /// Is shaken.
    pub fn shake(&mut self, permille: u32) {
        self.0 = u32::from(self.0).saturating_sub(permille) as u16;
    }

    /// Steadies, up to a ceiling.
    pub fn steady(&mut self, permille: u32, ceiling: u16) {
        let risen = (u32::from(self.0) + permille).min(u32::from(ceiling.min(1000))) as u16;
        self.0 = self.0.max(risen);
    }
}

/// In what order it stands.
#[derive(
    Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Posture {
    /// In camp: rests well, sees little, is caught unformed.
    Camp,
    /// Strung out on the march.
    Column,
    /// Deployed for battle.
    Formed,
    /// Lying in ambush.
    Hidden,
    /// Broken and running.
    Routed,
}

impl Posture {
    /// As reports say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Camp => "in camp",
            Self::Column => "on the march",
            Self::Formed => "formed for battle",
            Self::Hidden => "in hiding",
            Self::Routed => "in rout",
        }
    }
}

/// Finds the entity of a formation. Formations are never despawned: a destroyed one has no men left, and a detachment
/// that joined others neither.
#[derive(Resource, Debug, Clone, Default)]
pub struct Muster {
    entities: Vec<Option<Entity>>,
}

impl Muster {
    /// Entities by [`FormationId`]; `None` for detachments that nobody has sent out.
    pub fn new(entities: Vec<Option<Entity>>) -> Self {
        Self { entities }
    }

    /// The entity of a formation; `None` for an id of no formation.
    pub fn entity(&self, id: FormationId) -> Option<Entity> {
        self.entities.get(id.index()).copied().flatten()
    }

    /// A detachment is sent out for the first time.
    pub fn raise(&mut self, id: FormationId, entity: Entity) {
        if self.entities.len() <= id.index() {
            self.entities.resize(id.index() + 1, None);
        }
        self.entities[id.index()] = Some(entity);
    }

    /// One more than the highest key of a formation.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// True in a war without armies.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn men_only_change_columns() {
        let mut roll = Roll::of(1000);
        assert_eq!(roll.lose(Fate::DeadBattle, 300), 300);
        assert_eq!(roll.lose(Fate::Captured, 5000), 700, "no more than there are");
        assert_eq!(roll.pass(Fate::Captured, Fate::UnderArms, 100), 100);
        assert_eq!((roll.total(), roll.under_arms(), roll.lost(), roll.dead()), (1000, 100, 900, 300));
    }

    #[test]
    fn who_parts_and_joins_again_leaves_everything_as_it_was() {
        let mut roll = Roll::of(1000);
        roll.lose(Fate::DeadBattle, 100);
        let before = roll.clone();
        let gone = roll.part(300);
        assert_eq!((gone.total(), roll.total(), roll.under_arms()), (300, 700, 600));
        assert_eq!(Roll::of(5).part(9).total(), 5, "no more than there are");
        roll.take_in(gone);
        assert_eq!(roll, before);

        let start = Beasts { horses: 101, pack: 7, herd: 50, lost: 3, left: 2, taken: 1 };
        let mut beasts = start;
        let gone = beasts.part(333, 1000);
        assert_eq!((gone.horses, gone.pack, gone.herd, gone.ledger()), (33, 2, 16, 51));
        assert_eq!(beasts.ledger() + gone.ledger(), start.ledger());
        beasts.take_in(gone);
        assert_eq!(beasts, start);
        assert_eq!((share(7, 3, 0), share(7, 9, 3), share(u32::MAX, u32::MAX, u32::MAX)), (0, 7, u32::MAX));
    }

    #[test]
    fn the_tired_and_shaken_gain_nothing_by_joining() {
        let (fatigue, cohesion) = (Fatigue::of(100), Cohesion::of(900));
        assert_eq!(fatigue.with(2, Fatigue::of(101), 1).permille(), 101, "100 1/3");
        assert_eq!(cohesion.with(2, Cohesion::of(899), 1).permille(), 899, "899 2/3");
        assert_eq!(fatigue.with(700, fatigue, 300), fatigue);
        assert_eq!(cohesion.with(700, cohesion, 300), cohesion);
    }

    #[test]
    fn steadying_never_lowers() {
        let mut cohesion = Cohesion::of(900);
        cohesion.steady(50, 800);
        assert_eq!(cohesion.permille(), 900);
        cohesion.shake(400);
        cohesion.steady(1000, 700);
        assert_eq!(cohesion.permille(), 700);
    }
}

//! What every mechanism must know of a formation: whose it is, where, how many, in what order.
//!
//! These quantities are everybody's, so they change only through verbs: `roll.lose(…)`, never a field. Men and
//! beasts are whole numbers and are conserved: every man who ever marched stands in exactly one column of [`Roll`].

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// Sent home or off the map in good order.
    GoneHome,
}

impl Fate {
    /// All fates, in the order of the ledger.
    pub const ALL: [Self; 14] = [
        Self::UnderArms,
        Self::Straggling,
        Self::Wounded,
        Self::Sick,
        Self::DeadBattle,
        Self::DeadPursuit,
        Self::DeadHunger,
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
                | Self::DeadDisease
                | Self::DeadCold
                | Self::DeadDrowned
        )
    }
}

/// The ledger of a formation's men. The sum of its columns never changes.
#[derive(Component, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    men: [u32; 14],
}

impl Roll {
    /// A formation of so many men, all under arms.
    pub fn of(men: u32) -> Self {
        let mut roll = Self { men: [0; 14] };
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

    /// All men it ever had; constant.
    pub fn total(&self) -> u32 {
        self.men.iter().sum()
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

    /// Up to `men` under arms meet a fate; answers how many did.
    pub fn lose(&mut self, to: Fate, men: u32) -> u32 {
        self.pass(Fate::UnderArms, to, men)
    }
}

/// Animals with a formation, heads. `herd` is what it drives along: spare food, or bait.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beasts {
    /// Riding horses.
    pub horses: u32,
    /// Pack animals.
    pub pack: u32,
    /// Sheep, horses and camels driven along.
    pub herd: u32,
    /// Dead, eaten, taken by the enemy or run off since the start, of all kinds.
    pub lost: u32,
    /// Left lying as bait since the start.
    pub left: u32,
    /// Taken from the enemy since the start (they join the herd).
    pub taken: u32,
}

impl Beasts {
    /// Heads it must account for: what it has, lost and left, less what it took. Constant.
    pub fn ledger(&self) -> i64 {
        let sum = |heads: &[u32]| heads.iter().map(|head| i64::from(*head)).sum::<i64>();
        sum(&[self.horses, self.pack, self.herd, self.lost, self.left]) - i64::from(self.taken)
    }

    /// Loses up to so many riding horses.
    pub fn lose_horses(&mut self, heads: u32) {
        let gone = heads.min(self.horses);
        self.horses -= gone;
        self.lost += gone;
    }

    /// Slaughters up to so many of the herd; answers how many.
    pub fn slaughter(&mut self, heads: u32) -> u32 {
        let eaten = heads.min(self.herd);
        self.herd -= eaten;
        self.lost += eaten;
        eaten
    }

    /// Leaves up to so many of the herd lying; answers how many.
    pub fn leave(&mut self, heads: u32) -> u32 {
        let left = heads.min(self.herd);
        self.herd -= left;
        self.left += left;
        left
    }

    /// Takes up what an enemy left.
    pub fn take(&mut self, heads: u32) {
        self.herd = self.herd.saturating_add(heads);
        self.taken = self.taken.saturating_add(heads);
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

    /// Grows more tired.
    pub fn tire(&mut self, permille: u32) {
        self.0 = (u32::from(self.0) + permille).min(1000) as u16;
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

/// Finds the entity of a formation. Filled at setup; formations are never despawned, a destroyed one has no men left.
#[derive(Resource, Debug, Clone, Default)]
pub struct Muster {
    entities: Vec<Entity>,
}

impl Muster {
    /// Entities by [`FormationId`].
    pub fn new(entities: Vec<Entity>) -> Self {
        Self { entities }
    }

    /// The entity of a formation; `None` for an id of no formation.
    pub fn entity(&self, id: FormationId) -> Option<Entity> {
        self.entities.get(id.index()).copied()
    }

    /// How many formations there are.
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
    fn beasts_left_and_taken_are_accounted_for() {
        let mut beasts = Beasts { horses: 100, herd: 50, ..Beasts::default() };
        let start = beasts.ledger();
        beasts.lose_horses(30);
        assert_eq!(beasts.leave(80), 50);
        beasts.take(20);
        assert_eq!(beasts.ledger(), start);
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

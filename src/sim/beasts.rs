//! Animals of a formation: how many of each kind, and how well fed they are.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::army::share;
use super::clock::DAY;

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

    /// Slaughters up to so many pack animals and then horses; answers how many.
    pub fn slaughter_own(&mut self, heads: u32) -> u32 {
        let pack = heads.min(self.pack);
        let horses = (heads - pack).min(self.horses);
        self.perish(horses, pack, 0)
    }

    /// So many horses, pack animals and heads of the herd die, or as many as there are; answers how many.
    pub fn perish(&mut self, horses: u32, pack: u32, herd: u32) -> u32 {
        let mut dead = 0;
        for (own, dying) in [(&mut self.horses, horses), (&mut self.pack, pack), (&mut self.herd, herd)] {
            let dying = dying.min(*own);
            *own -= dying;
            dead += dying;
        }
        self.lost += dead;
        dead
    }

    /// `men` of `all` part from the others and take their share of the animals; answers what they take. What was lost,
    /// left and taken before stays with the others.
    pub fn part(&mut self, men: u32, all: u32) -> Self {
        let [horses, pack, herd] = [self.horses, self.pack, self.herd].map(|heads| share(heads, men, all));
        self.horses -= horses;
        self.pack -= pack;
        self.herd -= herd;
        Self { horses, pack, herd, ..Self::default() }
    }

    /// Takes in the animals of others who join, and what they account for.
    pub fn take_in(&mut self, other: Self) {
        let Self { horses, pack, herd, lost, left, taken } = other;
        for (own, theirs) in [
            (&mut self.horses, horses),
            (&mut self.pack, pack),
            (&mut self.herd, herd),
            (&mut self.lost, lost),
            (&mut self.left, left),
            (&mut self.taken, taken),
        ] {
            *own = own.saturating_add(theirs);
        }
    }

    /// Takes up what an enemy left.
    pub fn take(&mut self, heads: u32) {
        self.herd = self.herd.saturating_add(heads);
        self.taken = self.taken.saturating_add(heads);
    }
}

/// How well fed its beasts are: 1000 fat and strong, 0 carrion; and what they have in their bellies.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Thousandths of a permille, so that short steps add up.
    milli: u32,
    /// How long they go on without eating, minutes.
    belly_min: u32,
}

impl Condition {
    /// At so many permille (cut at 1000), with food in the belly for a day.
    pub fn of(permille: u16) -> Self {
        Self { milli: u32::from(permille.min(1000)) * 1000, belly_min: DAY }
    }

    /// Permille, 0 to 1000.
    pub fn permille(self) -> u16 {
        (self.milli / 1000) as u16
    }

    /// How long they go on without eating, minutes.
    pub fn belly_min(self) -> u32 {
        self.belly_min
    }

    /// Eats fodder for so many minutes, up to a full belly.
    pub fn feed(&mut self, minutes: u32, full: u32) {
        self.belly_min = (self.belly_min + minutes).min(full.max(self.belly_min));
    }

    /// Time passes; answers for how many minutes of it there was nothing in the belly.
    pub fn go_on(&mut self, minutes: u32) -> u32 {
        let hungry = minutes.saturating_sub(self.belly_min);
        self.belly_min = self.belly_min.saturating_sub(minutes);
        hungry
    }

    /// Falls off by so many thousandths of a permille.
    pub fn waste(&mut self, milli: u32) {
        self.milli = self.milli.saturating_sub(milli);
    }

    /// Comes round by so many thousandths of a permille.
    pub fn mend(&mut self, milli: u32) {
        self.milli = (self.milli + milli).min(1_000_000);
    }

    /// That of so many beasts and `others` who join, each with theirs.
    pub fn with(self, beasts: u32, other: Self, others: u32) -> Self {
        let all = (u64::from(beasts) + u64::from(others)).max(1);
        let mean = |own: u32, theirs: u32| {
            ((u64::from(own) * u64::from(beasts) + u64::from(theirs) * u64::from(others)) / all) as u32
        };
        if beasts == 0 && others == 0 {
            return self;
        }
        Self { milli: mean(self.milli, other.milli), belly_min: mean(self.belly_min, other.belly_min) }
    }

    /// What a quantity that falls to `least` permille of itself with the condition is worth.
    pub fn worth(self, value: u16, least: u16) -> u16 {
        let least = u32::from(least.min(1000));
        let permille = least + (1000 - least) * u32::from(self.permille()) / 1000;
        (u32::from(value) * permille / 1000) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_full_belly_lasts_a_day_and_then_condition_goes() {
        let mut condition = Condition::of(1000);
        assert_eq!((condition.go_on(DAY), condition.go_on(60)), (0, 60));
        condition.waste(50_000);
        assert_eq!(condition.permille(), 950);
        condition.feed(500, 300);
        assert_eq!((condition.belly_min(), condition.go_on(360)), (300, 60));
        condition.mend(1_000_000);
        assert_eq!(condition.permille(), 1000, "no fatter than fat");
        assert_eq!((condition.worth(800, 500), Condition::of(0).worth(800, 500)), (800, 400));
    }
}

//! A formation of a sketched war.

use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::Stance;
use crate::sim::market::Purse;
use crate::sim::register::Temperament;
use crate::sim::siege::Park;

/// A formation to be raised.
#[derive(Debug, Clone)]
pub struct Levy {
    pub(super) place: Result<char, Hex>,
    pub(super) side: u8,
    pub(super) men: u32,
    pub(super) troop: String,
    pub(super) quality: u8,
    pub(super) herd: u32,
    pub(super) pack: u32,
    pub(super) days: u32,
    pub(super) fatigue: u16,
    pub(super) cohesion: u16,
    pub(super) posture: Posture,
    pub(super) stance: Stance,
    pub(super) signals: bool,
    pub(super) commander: Option<(Temperament, u8)>,
    pub(super) superior: Option<FormationId>,
    pub(super) park: Park,
    pub(super) purse: Purse,
}

impl Levy {
    /// Where the map shows this letter.
    pub fn at(letter: char) -> Self {
        Self::of(Ok(letter))
    }

    /// In this hex.
    pub fn in_hex(hex: Hex) -> Self {
        Self::of(Err(hex))
    }

    fn of(place: Result<char, Hex>) -> Self {
        Self {
            place,
            side: 0,
            men: 1_000,
            troop: "song_foot".to_owned(),
            quality: 3,
            herd: 0,
            pack: 0,
            days: 5,
            fatigue: 0,
            cohesion: 1000,
            posture: Posture::Formed,
            stance: Stance::Fight,
            signals: false,
            commander: None,
            superior: None,
            park: Park::default(),
            purse: Purse::default(),
        }
    }

    /// Side 0 or 1.
    pub fn side(mut self, side: u8) -> Self {
        self.side = side;
        self
    }

    /// Ladders, engines and craftsmen that it has with it.
    pub fn park(mut self, ladders: u32, engines: u32, craftsmen: u32) -> Self {
        self.park = Park { ladders, engines, craftsmen };
        self
    }

    /// Cash, strings.
    pub fn cash(mut self, strings: u32) -> Self {
        self.purse = Purse::of(strings);
        self
    }

    /// Men under arms.
    pub fn men(mut self, men: u32) -> Self {
        self.men = men;
        self
    }

    /// Kind of troops, by id; regular foot if there is no such kind.
    pub fn troop(mut self, troop: &str) -> Self {
        self.troop = troop.to_owned();
        self
    }

    /// Training, 1 to 5.
    pub fn quality(mut self, quality: u8) -> Self {
        self.quality = quality;
        self
    }

    /// Animals driven along.
    pub fn herd(mut self, heads: u32) -> Self {
        self.herd = heads;
        self
    }

    /// Pack animals.
    pub fn pack(mut self, heads: u32) -> Self {
        self.pack = heads;
        self
    }

    /// Days of food carried.
    pub fn days(mut self, days: u32) -> Self {
        self.days = days;
        self
    }

    /// Weariness, permille.
    pub fn fatigue(mut self, permille: u16) -> Self {
        self.fatigue = permille;
        self
    }

    /// Order, permille.
    pub fn cohesion(mut self, permille: u16) -> Self {
        self.cohesion = permille;
        self
    }

    /// In what order it stands.
    pub fn posture(mut self, posture: Posture) -> Self {
        self.posture = posture;
        self
    }

    /// What it does on meeting the enemy.
    pub fn stance(mut self, stance: Stance) -> Self {
        self.stance = stance;
        self
    }

    /// Carries the banner.
    pub fn banner(mut self) -> Self {
        self.signals = true;
        self
    }

    /// Led by a commander of this temper and ability.
    pub fn led(mut self, temperament: Temperament, ability: u8) -> Self {
        self.commander = Some((temperament, ability));
        self
    }

    /// Whose commander obeys the one who leads `above`, a formation raised before.
    pub fn obeys(mut self, above: FormationId) -> Self {
        self.superior = Some(above);
        self
    }
}

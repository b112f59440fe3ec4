//! The grain of a side, from the first day to the last.

use super::{Cache, Rations};
use crate::sim::id::SideId;
use crate::sim::register::Register;
use crate::sim::siege::Ward;

/// Grain of a side, sheng: `start + found + bought + gained = eaten + burnt + lost + now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grain {
    /// On its men and in its places at the start.
    pub start: i64,
    /// Found in the country.
    pub found: i64,
    /// Bought of the people of places.
    pub bought: i64,
    /// Taken from enemies who fell or ran, and in places and caches that it took, as far as it still has it, ate or burnt it.
    pub gained: i64,
    /// Eaten, by men and beasts, and by the people of places that it holds.
    pub eaten: i64,
    /// Burnt in its places and caches by its own men.
    pub burnt: i64,
    /// Gone with men who fell or ran, and in places and caches that it lost.
    pub lost: i64,
    /// On its men, in its places and in its caches now.
    pub now: i64,
}

impl Grain {
    /// Casts up a side's account: `rations` are those of its formations, `owners` who holds each place now, `stores` what
    /// lies there, `wards` the people there, and `caches` what lies in the field.
    pub fn of(
        side: SideId,
        register: &Register,
        rations: impl IntoIterator<Item = Rations>,
        owners: &[Option<SideId>],
        (stores, wards, caches): (&[u32], &[Ward], &[Cache]),
    ) -> Self {
        let mut grain = Self::default();
        for rations in rations {
            grain.start += rations.started_with();
            grain.eaten += i64::from(rations.eaten());
            grain.found += i64::from(rations.found());
            grain.bought += i64::from(rations.bought());
            grain.gained += i64::from(rations.looted());
            grain.burnt += i64::from(rations.burnt());
            grain.lost += i64::from(rations.lost());
            grain.now += i64::from(rations.sheng());
        }
        for ((place, owner), store) in register.places.iter().zip(owners).zip(stores) {
            if place.owner == Some(side) {
                grain.start += i64::from(place.grain_sheng);
            }
            if *owner == Some(side) {
                grain.now += i64::from(*store);
            }
        }
        for (ward, owner) in wards.iter().zip(owners) {
            if *owner == Some(side) {
                grain.eaten += i64::from(ward.eaten());
            }
        }
        let own = caches.iter().filter(|cache| cache.side == side);
        grain.now += own.map(|cache| i64::from(cache.sheng)).sum::<i64>();
        // All else goes from one side to another with the place or the cache it lies in.
        let came = grain.start + grain.found + grain.bought + grain.gained;
        let changed_hands = grain.eaten + grain.burnt + grain.lost + grain.now - came;
        grain.gained += changed_hands.max(0);
        grain.lost += (-changed_hands).max(0);
        grain
    }
}

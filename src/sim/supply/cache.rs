//! Caches, grain that lies in the field, open or in pits; and the larder: all that a side can lay hands on in a hex.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;
use serde::{Deserialize, Serialize};

use super::Stores;
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::register::Register;
use crate::sim::verdict::Verdict;

/// Grain that a side left in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    /// Where.
    pub at: Hex,
    /// Whose.
    pub side: SideId,
    /// How much, sheng.
    pub sheng: u32,
    /// True in pits, where only who searches finds it; else whoever comes there takes it.
    pub buried: bool,
}

impl Cache {
    /// By rows and columns, the open before the buried.
    fn key(&self) -> (i32, i32, SideId, bool) {
        (self.at.y, self.at.x, self.side, self.buried)
    }
}

/// Grain that lies in the field, in the order of rows and columns: in one hex a side has at most one open cache and one
/// buried, and none is empty.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Caches(Vec<Cache>);

impl Caches {
    /// All of them, in order.
    pub fn all(&self) -> &[Cache] {
        &self.0
    }

    /// True when they are in order and none is empty: what a file may get wrong.
    pub fn is_sound(&self) -> bool {
        self.0.is_sorted_by(|one, next| one.key() < next.key()) && self.0.iter().all(|cache| cache.sheng > 0)
    }

    /// What a side has in a hex, open and buried, sheng.
    pub fn sheng(&self, side: SideId, at: Hex) -> u64 {
        let here = self.0.iter().filter(|cache| cache.side == side && cache.at == at);
        here.map(|cache| u64::from(cache.sheng)).sum()
    }

    /// Lays grain down; answers how much found room.
    pub(super) fn put(&mut self, cache: Cache) -> u32 {
        if cache.sheng == 0 {
            return 0;
        }
        match self.0.binary_search_by_key(&cache.key(), Cache::key) {
            Ok(index) => {
                let sheng = cache.sheng.min(u32::MAX - self.0[index].sheng);
                self.0[index].sheng += sheng;
                sheng
            }
            Err(index) => {
                self.0.insert(index, cache);
                cache.sheng
            }
        }
    }

    /// Takes up to so much of one kind; answers how much.
    fn take(&mut self, side: SideId, at: Hex, buried: bool, most: u32) -> u32 {
        let key = Cache { at, side, sheng: 0, buried }.key();
        let Ok(index) = self.0.binary_search_by_key(&key, Cache::key) else { return 0 };
        let sheng = most.min(self.0[index].sheng);
        self.0[index].sheng -= sheng;
        if self.0[index].sheng == 0 {
            self.0.remove(index);
        }
        sheng
    }

    /// The enemies of a side take what lies in a hex, or find what is buried there; from now on it is theirs and open.
    /// Answers whose it was and how much.
    pub fn capture(&mut self, at: Hex, by: SideId, buried: bool) -> Vec<(SideId, u32)> {
        let theirs = |cache: &&Cache| cache.at == at && cache.side != by && cache.buried == buried;
        let found: Vec<Cache> = self.0.iter().filter(theirs).copied().collect();
        let mut taken = Vec::new();
        for cache in found {
            let sheng = self.put(Cache { side: by, buried: false, ..cache });
            self.take(cache.side, at, buried, sheng);
            taken.push((cache.side, sheng));
        }
        taken
    }
}

/// What lies in places and in caches, and who may take of it.
#[derive(SystemParam)]
pub struct Larder<'w> {
    register: Res<'w, Register>,
    verdict: Res<'w, Verdict>,
    stores: ResMut<'w, Stores>,
    caches: ResMut<'w, Caches>,
}

impl Larder<'_> {
    /// The place in a hex, if the side holds it.
    pub fn place(&self, side: SideId, at: Hex) -> Option<PlaceId> {
        let (id, _) = self.register.place_at(at)?;
        (self.verdict.owners.get(id.index()).copied().flatten() == Some(side)).then_some(id)
    }

    /// What lies in the store of a side's place in a hex, sheng.
    pub fn stored(&self, side: SideId, at: Hex) -> u32 {
        self.place(side, at).and_then(|id| self.stores.0.get(id.index())).copied().unwrap_or(0)
    }

    /// What men of a side can eat in a hex besides what is carried, sheng.
    pub fn sheng(&self, side: SideId, at: Hex) -> u32 {
        let all = u64::from(self.stored(side, at)) + self.caches.sheng(side, at);
        all.min(u64::from(u32::MAX)) as u32
    }

    /// Takes up to so much: of the store first, then of what lies open, then out of the pits. Answers how much.
    pub fn take(&mut self, side: SideId, at: Hex, most: u32) -> u32 {
        let mut left = most - self.take_stored(side, at, most);
        left -= self.caches.take(side, at, false, left);
        left -= self.caches.take(side, at, true, left);
        most - left
    }

    /// Takes up to so much of the store.
    pub fn take_stored(&mut self, side: SideId, at: Hex, most: u32) -> u32 {
        let store = self.place(side, at).and_then(|id| self.stores.0.get_mut(id.index()));
        store.map_or(0, |store| {
            let sheng = most.min(*store);
            *store -= sheng;
            sheng
        })
    }

    /// Takes up to so much of what lies in the open or in the store: what fire reaches, and what can be buried.
    pub fn take_above_ground(&mut self, side: SideId, at: Hex, most: u32) -> u32 {
        let open = self.caches.take(side, at, false, most);
        open + self.take_stored(side, at, most - open)
    }

    /// Lays grain into the store of the side's place there, or into an open cache where it holds none; answers how much
    /// found room.
    pub fn lay(&mut self, side: SideId, at: Hex, sheng: u32) -> u32 {
        let store = self.place(side, at).and_then(|id| self.stores.0.get_mut(id.index()));
        match store {
            Some(store) => {
                let sheng = sheng.min(u32::MAX - *store);
                *store += sheng;
                sheng
            }
            None => self.caches.put(Cache { at, side, sheng, buried: false }),
        }
    }

    /// Buries grain; answers how much found room.
    pub fn bury(&mut self, side: SideId, at: Hex, sheng: u32) -> u32 {
        self.caches.put(Cache { at, side, sheng, buried: true })
    }
}

/// Enemies under arms take an open cache where nobody of its owner stands.
pub(super) fn seize(
    mut caches: ResMut<Caches>,
    mut chronicle: ResMut<Chronicle>,
    query: Query<(&FormationId, &Side, &Place, &Roll, &Posture)>,
) {
    let open: Vec<Cache> = caches.all().iter().filter(|cache| !cache.buried).copied().collect();
    if open.is_empty() {
        return;
    }
    let men: Vec<_> = query.iter().sort::<&FormationId>().filter(|(.., roll, _)| roll.mouths() > 0).collect();
    for cache in open {
        let here = || men.iter().filter(|(_, _, place, ..)| place.hex() == cache.at);
        let is_guarded = here().any(|(_, side, ..)| side.0 == cache.side);
        let taker = here().find(|(_, side, _, roll, posture)| {
            let takes = !matches!(posture, Posture::Routed | Posture::Hidden);
            takes && side.0 != cache.side && roll.under_arms() > 0
        });
        let Some((id, side, ..)) = taker.filter(|_| !is_guarded) else { continue };
        for (from, sheng) in caches.capture(cache.at, side.0, false) {
            chronicle.tell(SimEvent::CacheTaken {
                formation: **id,
                from,
                at: cache.at,
                sheng,
                buried: false,
            });
        }
    }
}

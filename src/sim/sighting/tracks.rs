//! Tracks: thousands of feet and hooves leave a road behind them. Where an enemy was and is no longer, patrols read
//! which way he went, though they see nobody.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::body::{Body, Formations, living};
use super::{Beliefs, Report, Watch, learn};
use crate::sim::army::{Muster, Place, Roll};
use crate::sim::clock::Clock;
use crate::sim::event::{Chronicle, Source};
use crate::sim::hex::Hex;

/// Most points that are kept of a formation's way.
const KEPT: usize = 40;

/// Where a formation came by of late. Written by sighting.
#[derive(Component, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tracks {
    /// Hex and minute, oldest first; a point for every step in which it moved.
    points: Vec<(Hex, u32)>,
}

impl Tracks {
    /// The point after the latest one that lies within a hex of `here` and is no older than `since`.
    pub fn next_from(&self, here: Hex, since: u32) -> Option<Hex> {
        let found = self
            .points
            .iter()
            .rposition(|(hex, minute)| *minute >= since && hex.unsigned_distance_to(here) <= 1)?;
        self.points.get(found + 1).map(|(hex, _)| *hex)
    }

    fn pass(&mut self, hex: Hex, minute: u32) {
        if self.points.last().is_none_or(|(last, _)| *last != hex) {
            if self.points.len() == KEPT {
                self.points.remove(0);
            }
            self.points.push((hex, minute));
        }
    }
}

/// Every living formation marks its way.
pub fn leave(clock: Res<Clock>, mut formations: Query<(&Place, &Roll, &mut Tracks)>) {
    for (place, roll, mut tracks) in &mut formations {
        if roll.mouths() > 0 {
            tracks.pass(place.hex(), clock.minute);
        }
    }
}

/// Where an enemy was seen and is no longer, patrols that are near read his tracks: one point further each step.
pub fn follow(
    watch: Watch,
    muster: Res<Muster>,
    formations: Formations,
    tracks: Query<&Tracks>,
    mut beliefs: ResMut<Beliefs>,
    mut chronicle: ResMut<Chronicle>,
) {
    let now = watch.clock.minute;
    let since = now.saturating_sub(watch.rules.tracks_min);
    let bodies = living(&muster, &watch.register, &formations);
    for side in watch.register.side_ids() {
        let lost: Vec<Report> =
            beliefs.of(side).reports.values().filter(|report| report.minute < now).copied().collect();
        for before in lost {
            let near =
                |body: &&Body| body.side == side && watch.apart_m(body.at, before.at) <= watch.rules.tracks_m;
            let Some(reader) = bodies.iter().find(near) else { continue };
            let way = muster.entity(before.about).and_then(|entity| tracks.get(entity).ok());
            let Some(next) = way.and_then(|way| way.next_from(before.at, since)) else { continue };
            let report = Report { at: next, minute: now, source: Source::Tracks, ..before };
            learn(beliefs.of_mut(side), report, reader.id, &watch, &mut chronicle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_lead_from_point_to_point_and_end_where_the_enemy_stands() {
        let mut tracks = Tracks::default();
        for (step, x) in [0, 3, 3, 6].into_iter().enumerate() {
            tracks.pass(Hex::new(x, 0), 60 * step as u32);
        }
        assert_eq!(tracks.next_from(Hex::new(1, 0), 0), Some(Hex::new(3, 0)));
        assert_eq!(tracks.next_from(Hex::new(3, 1), 0), Some(Hex::new(6, 0)));
        assert_eq!(tracks.next_from(Hex::new(6, 0), 0), None, "the last point has none after it");
        assert_eq!(tracks.next_from(Hex::new(1, 0), 30), None, "old tracks are trodden out");
        assert_eq!(tracks.next_from(Hex::new(0, 5), 0), None, "too far to see them");
    }

    #[test]
    fn only_so_many_points_are_kept() {
        let mut tracks = Tracks::default();
        for x in 0..100 {
            tracks.pass(Hex::new(x * 2, 0), x as u32);
        }
        assert_eq!(tracks.points.len(), KEPT);
        assert_eq!(tracks.points.last(), Some(&(Hex::new(198, 0), 99)));
    }
}

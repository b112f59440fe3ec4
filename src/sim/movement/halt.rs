//! The end of a march, or of its day: the tail comes up, and the men deploy or make camp.

use super::column;
use super::march::{Deed, March};
use super::stage::MarcherItem;
use crate::sim::army::Posture;
use crate::sim::event::{HaltReason, SimEvent};
use crate::sim::intent::{Intention, Stance};

impl March<'_> {
    /// The march is over.
    pub(super) fn end(&mut self, marcher: &mut MarcherItem, reason: HaltReason) -> Deed {
        let at = marcher.place.hex();
        self.chronicle.tell(SimEvent::Halted { formation: *marcher.id, at, reason });
        *marcher.intention = Intention::Stay;
        marcher.legs.spent_s = 0;
        marcher.legs.paused = false;
        Deed::Stands(Posture::Formed)
    }

    /// The march is not over, but it rests.
    pub(super) fn pause(&mut self, marcher: &mut MarcherItem, reason: HaltReason) {
        if !marcher.legs.paused {
            marcher.legs.paused = true;
            let at = marcher.place.hex();
            self.chronicle.tell(SimEvent::Halted { formation: *marcher.id, at, reason });
        }
    }

    /// The tail comes up; then, if the formation stands, its men take their order.
    pub(super) fn settle(&mut self, marcher: &mut MarcherItem, seconds: u32, order: Option<Posture>) {
        let stage = self.stage;
        let troop = stage.troops.kind(marcher.troop.0);
        let speed = stage.rules.road_m_per_h[troop.mobility as usize];
        let m_per_h = (u64::from(speed) * u64::from(troop.speed) / 1000).min(u64::from(u32::MAX)) as u32;
        let (tail_m, left) = column::closed(marcher.legs.tail_m, seconds, m_per_h);
        marcher.legs.tail_m = tail_m;
        let stays = match (*marcher.posture, order) {
            (_, None) | (Posture::Routed, _) => true,
            (Posture::Hidden, Some(Posture::Formed)) => {
                matches!(marcher.stance, Stance::Ambush { .. }) && *marcher.intention == Intention::Stay
            }
            (now, Some(order)) => now == order,
        };
        // Men at blows have no leisure to deploy; combat says when they have made shift to.
        let leisure = !marcher.engaged.is_in_contact();
        if let Some(order) = order.filter(|_| !stays && tail_m == 0 && leisure) {
            marcher.legs.deploying_s += left;
            // Men in ambush lie as they mean to fight.
            let lay_ready = *marcher.posture == Posture::Hidden;
            if lay_ready || marcher.legs.deploying_s >= column::deploy_s(marcher.roll.mouths(), &stage.rules)
            {
                marcher.legs.deploying_s = 0;
                self.stand(marcher, order);
            }
        }
    }

    pub(super) fn stand(&mut self, marcher: &mut MarcherItem, posture: Posture) {
        if *marcher.posture != posture {
            *marcher.posture = posture;
            let at = marcher.place.hex();
            self.chronicle.tell(SimEvent::Stood { formation: *marcher.id, at, posture });
        }
    }
}

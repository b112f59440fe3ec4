//! What is believed of the enemy, made ready for thinking: who, where, how strong, how old the news.

use super::worth;
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;

/// One enemy formation, as believed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Foe {
    /// Its key.
    pub id: FormationId,
    /// Where it was.
    pub at: Hex,
    /// How many it seemed.
    pub men: u32,
    /// What it is believed to be worth.
    pub worth: i64,
    /// The same with everything believed within two and a half kilometers of it.
    pub company: i64,
    /// In what order.
    pub posture: Posture,
    /// Minutes since it was seen.
    pub age: u32,
    /// Seen so lately that it is still about there.
    pub fresh: bool,
    /// Where it was before.
    pub came_from: Option<Hex>,
}

impl Foe {
    /// All that a side believes in, by rising key.
    pub fn all(view: &View) -> Vec<Self> {
        // Who looks out every few hours knows at dawn what he saw by day.
        let tempo = view.clock.tempo();
        let lately = if tempo.step_minutes > 120 { tempo.turn_minutes } else { 120 };
        let mut foes: Vec<Self> = (view.belief.reports.values())
            .filter(|report| report.men > 0)
            .map(|report| Self {
                id: report.about,
                at: report.at,
                men: report.men,
                worth: worth::foe(view, report),
                company: 0,
                posture: report.posture,
                age: view.clock.minute.saturating_sub(report.minute),
                fresh: view.clock.minute.saturating_sub(report.minute) <= lately,
                came_from: report.came_from,
            })
            .collect();
        let near = 2_500_u32.div_ceil(view.map().hex_m.max(1));
        for index in 0..foes.len() {
            let here = foes[index].at;
            let beside = foes.iter().filter(|other| other.at.unsigned_distance_to(here) <= near);
            foes[index].company = beside.map(|other| other.worth).sum();
        }
        foes
    }

    /// Seen so lately that it is still about there.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// True when it has broken.
    pub fn runs(&self) -> bool {
        self.posture == Posture::Routed
    }

    /// True when its last step took it nearer to a hex; a stranger is taken to come.
    pub fn comes_to(&self, hex: Hex) -> bool {
        self.came_from.is_none_or(|from| {
            from == self.at || self.at.unsigned_distance_to(hex) < from.unsigned_distance_to(hex)
        })
    }

    /// True when its last step took it away from a hex.
    pub fn leaves(&self, hex: Hex) -> bool {
        self.came_from.is_some_and(|from| self.at.unsigned_distance_to(hex) > from.unsigned_distance_to(hex))
    }
}

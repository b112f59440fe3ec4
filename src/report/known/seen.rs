//! What a side sees change about enemies.

use super::{Line, MarkKind, Sight, Weight, capitalized};
use crate::report::names::Teller;
use crate::sim::army::Posture;

impl Sight<'_> {
    /// What a side sees change about enemies it knows of already: from its beliefs alone.
    pub(super) fn changes(&self, teller: &mut Teller, lines: &mut Vec<Line>, first: usize) {
        let &[now, was] = &self.beliefs()[..] else { return };
        for (id, report) in &now.reports {
            let Some(old) = was.reports.get(id).filter(|old| old.minute < report.minute) else { continue };
            let (ran, runs) = (old.posture == Posture::Routed, report.posture == Posture::Routed);
            let (kind, verb, weight, mark) = match (ran, runs) {
                (false, true) => ("seen_running", "ran", Weight::Great, Some(MarkKind::Rout)),
                (true, false) => ("seen_standing", "stood again", Weight::Common, None),
                _ if old.at != report.at => ("seen_moving", "moved, now", Weight::Small, None),
                _ => continue,
            };
            let told = lines[first..].iter().any(|line| line.kind == "sighted" && line.about.contains(id));
            if told && weight == Weight::Small {
                continue;
            }
            let text = format!("{} {verb} {}.", teller.formation(*id), teller.where_is(report.at));
            let (at, about, text) = (Some(report.at), vec![*id], capitalized(text));
            lines.push(Line { text, at, about, mark, ..Line::new(kind, weight) });
        }
    }
}

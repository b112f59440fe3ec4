//! Battles that are over.

use super::{Line, Sight, Weight, battle_hexes};
use crate::report::names::Teller;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;

impl Sight<'_> {
    /// Tells of the battles that are over, each once.
    pub(super) fn battles_over(&self, teller: &mut Teller, lines: &mut Vec<Line>) {
        let (mut was, is) = (self.fighters(self.before), self.fighters(self.after));
        let reach = battle_hexes(self.setting);
        let near = |one: Hex, other: Hex| one.unsigned_distance_to(other) <= reach;
        while let Some(first) = was.pop() {
            let mut battle = vec![first];
            let mut looked = 0;
            while let Some((_, here)) = battle.get(looked).copied() {
                battle.extend(was.extract_if(.., |(_, there)| near(here, *there)));
                looked += 1;
            }
            let goes_on = |(id, at): &(FormationId, Hex)| {
                is.iter().any(|(other, there)| other == id || near(*at, *there))
            };
            if battle.iter().any(goes_on) {
                continue;
            }
            battle.sort_unstable_by_key(|(id, _)| *id);
            let at = battle[0].1;
            let text = format!("The fighting {} was over.", teller.where_is(at));
            let about = battle.iter().map(|(id, _)| *id).collect();
            lines.push(Line { text, at: Some(at), about, ..Line::new("battle_over", Weight::Great) });
        }
    }
}

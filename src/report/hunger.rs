//! Who is hungry or soon will be, and why: for every body of men that eats from one pot.

use super::plight::plight;
use crate::forecast::Plight;
use crate::seat::View;
use crate::setting::Setting;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::snapshot::FormationState;

/// Formations that share their fate: those of one body that stand together, and others of whom the same is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hungry {
    /// Where the first of them stands.
    pub at: Hex,
    /// Who, body by body, the largest of each first.
    pub who: Vec<FormationId>,
    /// Men and bearers of all of them.
    pub mouths: u32,
    /// How it stands with the first of them.
    pub plight: Plight,
    /// The same in a sentence.
    pub words: String,
}

/// Those of a side who have nothing to eat, or will have nothing within so many days, the hungriest first.
pub fn hungry(view: &View, setting: &Setting, days: u32) -> Vec<Hungry> {
    let group = |one: &FormationState| setting.register.formation(one.id).group.as_str();
    let mut bodies: Vec<Vec<&FormationState>> = Vec::new();
    for one in view.own.iter().filter(|one| one.is_alive()) {
        let fellows = |other: &FormationState| {
            other.place.hex() == one.place.hex()
                && group(other) == group(one)
                && other.rations.is_hungry() == one.rations.is_hungry()
        };
        match bodies.iter_mut().find(|body| fellows(body[0])) {
            Some(body) => body.push(one),
            None => bodies.push(vec![one]),
        }
    }
    let soon = view.clock.minute.saturating_add(days * DAY);
    let told = |mut body: Vec<&FormationState>| {
        body.sort_by_key(|one| (std::cmp::Reverse(one.roll.mouths()), one.id));
        let first = *body.first()?;
        let found = view.plight(first);
        found.bare.is_some_and(|bare| bare <= soon).then(|| Hungry {
            at: first.place.hex(),
            who: body.iter().map(|one| one.id).collect(),
            mouths: body.iter().map(|one| one.roll.mouths()).sum(),
            words: plight(view, first, &found, setting),
            plight: found,
        })
    };
    let mut hungry: Vec<Hungry> = Vec::new();
    for one in bodies.into_iter().filter_map(told) {
        match hungry.iter_mut().find(|other| other.words == one.words) {
            Some(other) => {
                other.mouths += one.mouths;
                other.who.extend(one.who);
            }
            None => hungry.push(one),
        }
    }
    hungry.sort_by_key(|one| {
        (std::cmp::Reverse(one.plight.hungry_h), one.plight.bare, one.who.first().copied())
    });
    hungry
}

//! What is kept of each turn, small: the orders with their reasons, and the digest of the state after it.

use serde::{Deserialize, Serialize};

use crate::game::Directive;
use crate::orders::{March, Order};
use crate::sim::hex::{Hex, SIDES, side_towards};
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;
use crate::sim::register::Register;
use crate::snapshot::{Digest, Snapshot};

/// Some turns on end, with the state before the first of them.
#[derive(Serialize, Deserialize)]
pub(super) struct Block {
    /// The first of them, from 1.
    pub(super) first_turn: u32,
    /// The state before it; `None` in the first block, whose state is the start of the war.
    pub(super) keyframe: Option<Snapshot>,
    /// Reasons first given in this block, in the order of their numbers; numbers run on from block to block.
    pub(super) reasons: Vec<String>,
    /// The turns.
    pub(super) turns: Vec<StoredTurn>,
}

/// One turn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredTurn {
    /// By side, in the order given: what, and the number of the reason.
    pub(super) orders: Vec<Vec<(StoredOrder, u32)>>,
    /// The digest after it; see [`fold`].
    pub(super) digest: Vec<u8>,
}

/// An order, a march's path as directions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum StoredOrder {
    /// A path of neighbors.
    March { formation: FormationId, pace: Pace, first: Hex, steps: Vec<u8> },
    /// Any other.
    Plain(Order),
}

impl From<&Order> for StoredOrder {
    fn from(order: &Order) -> Self {
        if let Order::March(march) = order
            && let Some(first) = march.path.first()
        {
            let steps =
                march.path.windows(2).map(|pair| side_towards(pair[0], pair[1]).map(|side| side as u8));
            if let Some(steps) = steps.collect::<Option<Vec<u8>>>() {
                return Self::March { formation: march.formation, pace: march.pace, first: *first, steps };
            }
        }
        Self::Plain(order.clone())
    }
}

impl From<StoredOrder> for Order {
    fn from(stored: StoredOrder) -> Self {
        match stored {
            StoredOrder::Plain(order) => order,
            StoredOrder::March { formation, pace, first, steps } => {
                let mut path = vec![first];
                let mut at = first;
                for step in steps {
                    let side = SIDES[usize::from(step) % SIDES.len()];
                    at = Hex::new(at.x.wrapping_add(side.x), at.y.wrapping_add(side.y));
                    path.push(at);
                }
                Self::March(March { formation, path, pace })
            }
        }
    }
}

/// Orders given in a turn that was not ended: what a save keeps besides the record.
#[derive(Serialize, Deserialize)]
pub(super) struct Plan {
    /// The turn they are for.
    pub(super) turn: u32,
    /// By side, in the order given, with their reasons in words: they are few, and not part of the record.
    pub(super) orders: Vec<Vec<(StoredOrder, String)>>,
}

impl Plan {
    /// In stored form.
    pub(super) fn of(turn: u32, planned: &[Vec<Directive>]) -> Self {
        let stored = |one: &Directive| (StoredOrder::from(&one.order), one.why.clone());
        Self { turn, orders: planned.iter().map(|side| side.iter().map(stored).collect()).collect() }
    }

    /// As a game takes them.
    pub(super) fn directives(self) -> Vec<Vec<Directive>> {
        let directive = |(order, why)| Directive { order: Order::from(order), why };
        self.orders.into_iter().map(|side| side.into_iter().map(directive).collect()).collect()
    }
}

/// Numbers for reasons, so that a repeated one is written once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reasons {
    words: Vec<String>,
    numbers: std::collections::BTreeMap<String, u32>,
}

impl Reasons {
    /// The number of a reason, a new one if it was never given.
    pub(super) fn number(&mut self, why: &str) -> u32 {
        if let Some(number) = self.numbers.get(why) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(why.to_owned());
        self.numbers.insert(why.to_owned(), number);
        number
    }

    /// The reason of a number.
    pub(super) fn words(&self, number: u32) -> Option<&str> {
        self.words.get(number as usize).map(String::as_str)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Those from a number on.
    pub(super) fn since(&self, number: usize) -> &[String] {
        self.words.get(number..).unwrap_or_default()
    }
}

/// Puts a side's directives into stored form.
pub(super) fn store(directives: &[Directive], reasons: &mut Reasons) -> Vec<(StoredOrder, u32)> {
    directives.iter().map(|one| (StoredOrder::from(&one.order), reasons.number(&one.why))).collect()
}

/// A digest as bytes: the whole, the lower half of each column, the rows. Rows come last, for their number grows with
/// the detachments that are sent out.
fn bytes(digest: &Digest) -> Vec<u8> {
    let mut bytes = digest.whole.to_le_bytes().to_vec();
    bytes.extend(digest.columns.iter().flat_map(|column| (*column as u16).to_le_bytes()));
    bytes.extend(digest.rows.iter().flat_map(|row| row.to_le_bytes()));
    bytes
}

/// The digest against that of the turn before: what has not changed becomes zeros, which pack to nothing.
pub(super) fn fold(digest: &Digest, before: Option<&Digest>) -> Vec<u8> {
    let mut folded = bytes(digest);
    if let Some(before) = before {
        for (byte, old) in folded.iter_mut().zip(bytes(before)) {
            *byte ^= old;
        }
    }
    folded
}

/// The digest again, columns cut to their lower half; `None` when the length does not fit the war.
pub(super) fn unfold(folded: &[u8], before: Option<&Digest>, register: &Register) -> Option<Digest> {
    let mut plain = folded.to_vec();
    if let Some(before) = before {
        for (byte, old) in plain.iter_mut().zip(bytes(before)) {
            *byte ^= old;
        }
    }
    let (whole, rest) = plain.split_first_chunk::<8>()?;
    let names = crate::snapshot::FormationState::COMPONENTS.len() + Snapshot::RESOURCES.len();
    let (columns, rows) = rest.split_at_checked(names * 2)?;
    let pairs = |bytes: &[u8]| -> Vec<u16> {
        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    };
    let formations = register.formations.len()..=register.keys();
    let fits = rows.len().is_multiple_of(2) && formations.contains(&(rows.len() / 2));
    fits.then(|| Digest {
        whole: u64::from_le_bytes(*whole),
        rows: pairs(rows),
        columns: pairs(columns).into_iter().map(u32::from).collect(),
    })
}

/// A digest with its columns cut as the file cuts them.
pub(super) fn cut(digest: &Digest) -> Digest {
    let columns = digest.columns.iter().map(|column| column & 0xFFFF).collect();
    Digest { columns, ..digest.clone() }
}

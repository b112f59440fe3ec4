//! What panels and the map ask of the table. They never act themselves.

use crate::film::Moment;
use crate::orders::Order;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;

/// Something asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Choose one formation and no other.
    Select(FormationId),
    /// Choose one more, or no longer.
    Toggle(FormationId),
    /// Choose these.
    SelectAll(Vec<FormationId>),
    /// Look at a hex.
    Look(Hex),
    /// Go to a moment of the film.
    Seek(Moment),
    /// Give these orders.
    Order(Vec<Order>),
    /// Take the last order back.
    Undo,
    /// Give it again.
    Redo,
    /// Take back all orders from the one of this number on.
    UndoTo(usize),
    /// What the next click on the map means.
    Tool(Tool),
    /// At which pace the next marches go, and those of the chosen formations that are ordered or under way.
    Pace(Pace),
    /// Open a page, or close it if it is open.
    Page(Page),
    /// Tell the player this for a few seconds.
    Tell(&'static str),
    /// Close the page or question that is open.
    ClosePage,
    /// Put a text on the clipboard.
    Copy(String),
    /// End the turn.
    EndTurn,
    /// Open the glossary at a term.
    Term(&'static str),
}

/// What the next click on the map means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    /// Choose.
    #[default]
    Select,
    /// March there.
    March,
    /// Attack the enemy there.
    Attack,
    /// Feign flight to there.
    Feign,
    /// Send scouts there.
    Scouts,
}

/// A page over the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// Order of battle.
    Army,
    /// Everything that was told.
    Chronicle,
    /// What each side wants.
    Objectives,
    /// Curves.
    Statistics,
    /// The grain.
    Supply,
    /// The war so far as a report.
    Report,
    /// What signs mean.
    Legend,
    /// One battle after the other.
    Battles,
    /// Find something.
    Find,
}

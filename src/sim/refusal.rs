//! Every reason an order may be turned down. Each finishes the sentence "No, …" and looks only at what the side
//! that asked can see, so that a refusal never betrays a hidden enemy.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::hex::{Grid, Hex, SIDE_NAMES};
use super::intent::Earthwork;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Refusal {
    /// The war is over.
    #[error("the war is over")]
    WarIsOver,
    /// No formation has this key.
    #[error("there is no formation number {id}")]
    NoSuchFormation {
        /// The number asked for.
        id: u16,
    },
    /// It obeys another side.
    #[error("you do not command {formation}")]
    NotYours {
        /// Its name, if the side knows it.
        formation: String,
    },
    /// Too few men are left.
    #[error("nothing is left of {formation}")]
    Destroyed {
        /// Its name.
        formation: String,
    },
    /// Running men take no orders.
    #[error("no orders reach {formation} in rout; they must rally first")]
    InRout {
        /// Its name.
        formation: String,
    },
    /// Its commander follows his temper and not his orders.
    #[error("{formation} went off against orders, after {after}; they hear no orders until tempers cool")]
    CarriedAway {
        /// Its name.
        formation: String,
        /// What it goes after, in words.
        after: String,
    },
    /// The path has no hexes.
    #[error("the path is empty")]
    EmptyPath,
    /// The path is longer than the map has room for.
    #[error("the path has {found} hexes, more than the {most} that a march may have")]
    PathTooLong {
        /// Hexes given.
        found: usize,
        /// Hexes allowed.
        most: usize,
    },
    /// Two hexes of the path are not neighbors.
    #[error("the path jumps from {} to {}", at(from), at(to))]
    PathBroken {
        /// Before the gap.
        from: Hex,
        /// After it.
        to: Hex,
    },
    /// A hex off the map.
    #[error("{} lies off the map", at(hex))]
    OffMap {
        /// The hex.
        hex: Hex,
    },
    /// Ground, water or a bluff that these troops cannot cross.
    #[error("the way from {} to {} cannot be passed by these troops: {why}", at(from), at(to))]
    Impassable {
        /// Before it.
        from: Hex,
        /// After it.
        to: Hex,
        /// What bars it.
        why: String,
    },
    /// The side knows of no such enemy.
    #[error("you know of no such enemy")]
    UnknownEnemy,
    /// The target is not an enemy.
    #[error("you cannot attack your own {formation}")]
    OwnTroops {
        /// Its name.
        formation: String,
    },
    /// Helpers and drivers do not attack.
    #[error("there are no fighting men in {formation}")]
    NotFighters {
        /// Its name.
        formation: String,
    },
    /// The ground hides nobody, or not so many.
    #[error("the ground at {} hides {room} men, and there would be {men}", at(hex))]
    NoCover {
        /// Where.
        hex: Hex,
        /// Men it hides.
        room: u32,
        /// Men to be hidden, with those already there.
        men: u32,
    },
    /// An enemy looks on.
    #[error("an enemy in sight would see {formation} hide")]
    Watched {
        /// Its name.
        formation: String,
    },
    /// Nothing to leave behind.
    #[error("there is no herd with {formation} to leave behind")]
    NoHerd {
        /// Its name.
        formation: String,
    },
    /// Not the bearer of the banner.
    #[error("there is no banner or drum with {formation}")]
    NoBanner {
        /// Its name.
        formation: String,
    },
    /// A signal that was not agreed, or of another side.
    #[error("no such signal was agreed")]
    NoSuchSignal,
    /// Birds cannot be called back, and come only from a box.
    #[error("pigeons fly when a box is opened; they cannot be ordered")]
    SignalNotGiven,
    /// Its scouts are still out.
    #[error("the scouts of {formation} are still out")]
    ScoutsOut {
        /// Its name.
        formation: String,
    },
    /// Too far to ride and come back.
    #[error("{} is {km} km away; scouts ride at most {most} km out", at(hex))]
    TooFar {
        /// Where.
        hex: Hex,
        /// Distance.
        km: u32,
        /// Limit.
        most: u32,
    },
    /// In hand-to-hand fighting, which cannot be ended by lying down.
    #[error("the enemy is in contact with {formation}")]
    InContact {
        /// Its name.
        formation: String,
    },
    /// Too few to march on their own.
    #[error("{men} men are too few to march on their own; it takes {least}")]
    TooFew {
        /// Men asked for.
        men: u32,
        /// Fewest men.
        least: u32,
    },
    /// Too few would stay, or there are not so many.
    #[error("at most {most} men under arms can leave {formation}, not {men}")]
    TooMany {
        /// Whom they were to leave.
        formation: String,
        /// Men asked for.
        men: u32,
        /// Most men.
        most: u32,
    },
    /// Nobody left to lead them.
    #[error("there is nobody left in {formation} to lead another detachment; {out} are out")]
    NoMoreDetachments {
        /// Whose.
        formation: String,
        /// Detachments that are out, or were lost.
        out: usize,
    },
    /// The same formation twice.
    #[error("you cannot join {formation} to itself")]
    Itself {
        /// Its name.
        formation: String,
    },
    /// Only bearers keep food from others.
    #[error("{formation} bears nothing for others that it could keep from them")]
    BearsNothing {
        /// Its name.
        formation: String,
    },
    /// Not a place of the side.
    #[error("{place} is not yours")]
    NotYourPlace {
        /// Its name.
        place: String,
    },
    /// No place has this key.
    #[error("there is no such place")]
    NoSuchPlace,
    /// From a place to itself.
    #[error("grain is carried from one place to another")]
    SamePlace,
    /// No way for bearers.
    #[error("no way for bearers leads from {from} to {to}")]
    NoWay {
        /// Where the grain lies.
        from: String,
        /// Where it should go.
        to: String,
    },
    /// They would eat what they carry.
    #[error("{formation} would eat all they carry on the way: {days} days there and back")]
    EatenOnTheWay {
        /// Its name.
        formation: String,
        /// Days of walking there and back.
        days: u32,
    },
    /// Not one of the side's formations, or nobody is left of it.
    #[error("none of your formations is there to be escorted")]
    NobodyToEscort,
    /// Each would wait for the other.
    #[error("{formation} cannot go with who goes with it")]
    EscortsItself {
        /// Its name.
        formation: String,
    },
    /// No enemy place with walls is beside it.
    #[error("no walls of the enemy are beside {formation}")]
    NoWallBeside {
        /// Its name.
        formation: String,
    },
    /// Nobody who can build engines or dig a mine.
    #[error("there are no craftsmen with {formation} who know how to build engines or dig mines")]
    NoCraftsmen {
        /// Its name.
        formation: String,
    },
    /// More would be of no use to so few.
    #[error("{formation} has as many as its men can use")]
    EnoughBuilt {
        /// Its name.
        formation: String,
    },
    /// No river or canal whose bed is known.
    #[error("no river or canal that could be dug at runs along the {} side of {}", SIDE_NAMES[*side % 6], at(hex))]
    NoWater {
        /// Where.
        hex: Hex,
        /// Along which side.
        side: usize,
    },
    /// A garrison does not come out to dig under the eyes of its besiegers.
    #[error("enemies hold the other side: {formation} cannot come out from behind its walls to dig there")]
    DikeGuarded {
        /// Its name.
        formation: String,
    },
    /// The far bank is out of reach.
    #[error("the far bank of the {water} cannot be reached: it is {width_m} m wide")]
    TooWide {
        /// The watercourse.
        water: String,
        /// Its breadth, meters.
        width_m: u32,
    },
    /// It is done already, or there is nothing to mend.
    #[error("{}", nothing_to(work))]
    NothingToDig {
        /// What was to be dug.
        work: Earthwork,
    },
    /// No trees near.
    #[error("there is no timber within {reach_km} km of {}", at(hex))]
    NoTimber {
        /// Where.
        hex: Hex,
        /// How far it is fetched, km.
        reach_km: u32,
    },
    /// Nobody yields to a handful.
    #[error("nobody yields to {men} men; it takes {least} to besiege a place")]
    TooFewToSummon {
        /// Men under arms.
        men: u32,
        /// Fewest men.
        least: u32,
    },
    /// Enemies sell nothing.
    #[error("{place} is the enemy's; nobody there sells to your men")]
    EnemyMarket {
        /// Its name.
        place: String,
    },
    /// Too far from the market.
    #[error("{formation} must first come to {place} or beside it")]
    NotAtMarket {
        /// Who.
        formation: String,
        /// The place.
        place: String,
    },
    /// Nobody lives there, or the barns are empty.
    #[error("there is nobody in {place} who has grain to sell")]
    NobodySells {
        /// Its name.
        place: String,
    },
    /// Behind walls that enemies lie before, people live on the store.
    #[error("{place} is besieged; its people keep what they have")]
    MarketBesieged {
        /// Its name.
        place: String,
    },
    /// Others bought it.
    #[error("{shi} shi of grain are for sale in {place}")]
    SoldOut {
        /// The place.
        place: String,
        /// What is left, shi.
        shi: u32,
    },
    /// Nothing to pay with.
    #[error("there is no cash with {formation}")]
    NoCash {
        /// Its name.
        formation: String,
    },
    /// Not enough to pay with.
    #[error("{shi} shi cost {cost} strings, and {formation} has {strings}")]
    TooDear {
        /// Grain asked for, shi.
        shi: u32,
        /// Its price, strings.
        cost: u32,
        /// Who was to pay.
        formation: String,
        /// Its cash, strings.
        strings: u32,
    },
    /// No room in the bags, and no store of its side there.
    #[error("{formation} can carry {shi} shi more, and has no store here")]
    NoRoom {
        /// Its name.
        formation: String,
        /// Room that it has, shi.
        shi: u32,
    },
    /// Not a shi.
    #[error("it takes one shi at least to make a purchase")]
    BuysNothing,
    /// It carries no more than it is to keep, and nothing lies there to be buried.
    #[error("there is nothing to leave: {formation} would keep {days} days of food, and has no more")]
    NothingToLeave {
        /// Its name.
        formation: String,
        /// Days of its own food that it would keep.
        days: u32,
    },
    /// Nothing is left to burn.
    #[error("there is nothing left to burn at {}", at(hex))]
    NothingToBurn {
        /// Where.
        hex: Hex,
    },
    /// Nobody walks home for ever.
    #[error("no more than {most} days of food can be kept for the way home")]
    KeepsTooMuch {
        /// Most days.
        most: u8,
    },
    /// Men join only their like.
    #[error("the men of {formation} and of {into} differ in arms or training")]
    OtherTroops {
        /// Who was to join.
        formation: String,
        /// Whom.
        into: String,
    },
    /// Men join only their own body, as the report and the objectives count it.
    #[error("the men of {formation} belong to another body than those of {into}")]
    OtherBody {
        /// Who was to join.
        formation: String,
        /// Whom.
        into: String,
    },
    /// Men join only where they are.
    #[error("{formation} must first come to {into}, {}", at(hex))]
    Apart {
        /// Who was to join.
        formation: String,
        /// Whom.
        into: String,
        /// Where they are.
        hex: Hex,
    },
    /// Others would give an ambush away.
    #[error("to join them now would betray {into} in hiding")]
    Betrays {
        /// Who lies in hiding.
        into: String,
    },
    /// The banner does not go under.
    #[error("the banner is with {formation}: let the others join them")]
    KeepsBanner {
        /// Its name.
        formation: String,
    },
    /// Another order of this turn stands in the way.
    #[error("another order of this turn to {formation} does not go with this one; take it back first")]
    Planned {
        /// Whose other order.
        formation: String,
    },
}

fn nothing_to(work: &Earthwork) -> &'static str {
    match work {
        Earthwork::Cut | Earthwork::CutFar => "that dike is cut already",
        Earthwork::Mend => "the dikes there are whole",
        Earthwork::Dam => "there is a dam already",
        Earthwork::Raise => "there is a dike or a watercourse already",
    }
}

/// A hex as a player reads it: column and row.
fn at(hex: &Hex) -> String {
    let (col, row) = Grid::col_row(*hex);
    format!("({col}, {row})")
}

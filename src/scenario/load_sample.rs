//! A small war format that has every kind of type a scenario uses. Only for tests.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// One war.
///
/// In several words.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct War {
    /// What it is called.
    #[schemars(length(min = 1, max = 20))]
    pub title: String,
    #[schemars(extend("multiline" = true))]
    pub notes: Option<String>,
    pub formations: Vec<Formation>,
    pub stores: BTreeMap<String, u32>,
    pub legend: BTreeMap<char, Ground>,
    pub orders: Vec<Order>,
    pub by_ground: Option<BTreeMap<Ground, u8>>,
    pub by_day: Option<BTreeMap<u16, u8>>,
    pub corners: Option<[Place; 2]>,
    pub wrap: Option<Wrap>,
    pub fast: Option<bool>,
    pub snow: Option<f32>,
    pub nothing: Option<()>,
}

/// A body of men that moves as one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formation {
    pub id: Id,
    /// Men who can fight.
    pub strength: u16,
    pub at: Place,
    /// From none to full.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub morale: f64,
    pub leader: Option<Box<Leader>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leader {
    pub name: String,
    pub skill: i8,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Id(pub String);

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Place(pub i32, pub i32);

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wrap(pub Leader);

#[derive(Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    Grass,
    Sand,
}

/// What a side may ask for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Order {
    /// Stay.
    Hold,
    /// Go.
    March(March),
    Feign {
        /// Where to.
        to: Place,
        then: Option<Box<Order>>,
    },
    Both(Box<Order>, Box<Order>),
    Wait(u8),
    Follow(Id),
    Go(Place),
    Obey(Wrap),
    Perhaps(Option<Leader>),
    All(Vec<Order>),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct March {
    pub path: Vec<Place>,
}

/// A file that uses all of it.
pub const GOOD: &str = r#"War(
    title: "Drowned",
    notes: "two\nlines",
    formations: [
        (id: "van", strength: 1_000, at: (1, 2), morale: 1, leader: (name: "高遵裕", skill: -3)),
        (id: "rear", strength: 300, at: (0x1, -2), morale: 0.5),
    ],
    stores: { "grain": 10, "hay": 20 },
    legend: { 'g': Grass, 's': Sand },
    orders: [
        Hold,
        March(path: [(1, 2), (3, 4)]),
        Feign(
            to: (1, 2),
            then: Hold,
        ),
        Both(Hold, Wait(1)),
        Wait(3),
        Follow("van"), Go(1, 2), Obey((name: "a", skill: 1)), Perhaps(name: "a", skill: 1), All([Hold]),
    ],
    by_ground: { Grass: 1 }, by_day: { 3: 4 }, corners: ((1, 2), (3, 4)), wrap: (name: "a", skill: 1),
    fast: true, snow: 1.5, nothing: (),
)
"#;

//! The rules as shipped: `assets/rules/*.ron`, built into the program.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::setting::Rules;
use crate::sim::map::TerrainKind;
use crate::sim::troops::{TroopKind, Troops};

/// Rules, kinds of ground with their ids, kinds of troops with theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBook {
    /// One field per mechanism.
    pub rules: Rules,
    /// Kinds of ground by rising id.
    pub terrain: Vec<(String, TerrainKind)>,
    /// Kinds of troops by rising id.
    pub troops: Troops,
}

macro_rules! shipped {
    ($file:literal) => {
        parse(concat!("assets/rules/", $file), include_str!(concat!("../../assets/rules/", $file)))
    };
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> T {
    ron::from_str(text).unwrap_or_else(|error| panic!("the shipped {name} is checked by a test: {error}"))
}

impl RuleBook {
    /// The rules that come with the program.
    pub fn shipped() -> Self {
        let terrain: BTreeMap<String, TerrainKind> = shipped!("terrain.ron");
        let troops: BTreeMap<String, TroopKind> = shipped!("troops.ron");
        Self {
            rules: Rules {
                movement: shipped!("movement.ron"),
                weather: shipped!("weather.ron"),
                sighting: shipped!("sighting.ron"),
                ruse: shipped!("ruse.ron"),
                command: shipped!("command.ron"),
                combat: shipped!("combat.ron"),
                supply: shipped!("supply.ron"),
                morale: shipped!("morale.ron"),
            },
            terrain: terrain.into_iter().collect(),
            troops: Troops { kinds: troops.into_iter().collect() },
        }
    }

    /// The rules with every chance and every mechanism's effect left as shipped, parsed once and shared.
    pub fn shared() -> &'static Self {
        static BOOK: std::sync::OnceLock<RuleBook> = std::sync::OnceLock::new();
        BOOK.get_or_init(Self::shipped)
    }
}

//! What a commander's temper makes of odds, hunger and distance.

use crate::sim::register::Temperament;

/// Thresholds of one temper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Temper {
    /// Own worth against the enemy's, permille, from which he attacks.
    pub odds: i64,
    /// Own worth against the enemy's, permille, below which he withdraws.
    pub hopeless: i64,
    /// Hours without food after which he turns to a depot.
    pub hunger_h: u32,
    /// How far from a fort or depot of his own side he goes, meters.
    pub support_m: u32,
    /// How far apart his columns may march, meters.
    pub gather_m: u32,
    /// Scouting parties that he keeps out.
    pub scouts: usize,
    /// How far away an enemy draws him, meters.
    pub reach_m: u32,
    /// True when he looks at his prey alone and not at what stands around it.
    pub blinkered: bool,
    /// Share of the way back for which he wants to have food before he goes, permille; 0 for who does not reckon.
    pub way_back: u32,
}

const FAR: u32 = u32::MAX;

impl Temper {
    /// The thresholds of a temper.
    pub fn of(temperament: Temperament) -> Self {
        match temperament {
            Temperament::Rash => Self {
                odds: 800,
                hopeless: 120,
                hunger_h: 120,
                support_m: FAR,
                gather_m: FAR,
                scouts: 0,
                reach_m: 20_000,
                blinkered: true,
                way_back: 0,
            },
            Temperament::Steady => Self {
                odds: 1_150,
                hopeless: 450,
                hunger_h: 36,
                support_m: 30_000,
                gather_m: 8_000,
                scouts: 1,
                reach_m: 9_000,
                blinkered: false,
                way_back: 1000,
            },
            Temperament::Cautious => Self {
                odds: 1_500,
                hopeless: 650,
                hunger_h: 10,
                support_m: 14_000,
                gather_m: 4_000,
                scouts: 2,
                reach_m: 6_000,
                blinkered: false,
                way_back: 1250,
            },
            Temperament::Timid => Self {
                odds: 2_200,
                hopeless: 850,
                hunger_h: 12,
                support_m: 10_000,
                gather_m: 6_000,
                scouts: 1,
                reach_m: 4_000,
                blinkered: false,
                way_back: 500,
            },
            Temperament::Stubborn => Self {
                odds: 950,
                hopeless: 200,
                hunger_h: 84,
                support_m: FAR,
                gather_m: 10_000,
                scouts: 1,
                reach_m: 9_000,
                blinkered: false,
                way_back: 0,
            },
        }
    }
}

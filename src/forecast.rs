//! What a side may expect of a fight, from what it knows: its own men as they are, the enemy as he was reported.
//!
//! The same law that will decide the fight makes the forecast ([`combat::blows`](crate::sim::combat::blows)); what the
//! side does not know is taken to be ordinary, and fortune is left out.

use crate::seat::View;
use crate::sim::clock::DAY;
use crate::sim::combat::{Forecast, Ground, Line, forecast};
use crate::sim::hex::{Hex, SIDES, bearing, side_towards};
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;
use crate::sim::map::Mobility;
use crate::sim::movement::{day_limit, march_s};
use crate::sim::troops::TroopKind;

impl View {
    /// What may be expected when one of its own formations attacks a reported enemy from the hex it stands in, or, if
    /// that is further off, from the neighbor on its side. `None` for an unknown formation or where nobody can strike.
    pub fn forecast(&self, own: FormationId, target: FormationId) -> Option<Forecast> {
        let formation = self.formation(own).filter(|formation| formation.is_alive())?;
        let report = self.report(target)?;
        let side = bearing(report.at, formation.place.hex());
        let from = report.at + SIDES[side];
        if !self.map().can_strike_across(report.at, side) {
            return None;
        }
        let kind = self.troop(formation);
        let theirs = report.troop.map_or_else(|| self.ordinary_foot(), |troop| self.troops().kind(troop));
        let men = formation.roll.under_arms();
        let ours = Line {
            quality: formation.quality.0,
            command: self.command_worth(formation),
            fatigue: formation.fatigue.permille(),
            hungry_h: formation.rations.hungry_hours(),
            cohesion: formation.cohesion.permille(),
            assaults: true,
            ..Line::fresh(kind, men.min(self.room(kind)))
        };
        let enemy = Line::fresh(theirs, report.men.min(self.room(theirs))).standing(report.posture);
        let (to, back) = (self.between(from, report.at, report.at), self.between(report.at, from, report.at));
        Some(forecast((&ours, men), (&enemy, report.men), &to, &back, &self.rules().combat))
    }

    /// When the head of one of its own formations would enter each hex of a path, minutes of the war, if nobody were in
    /// the way and the weather held. `None` for an unknown formation or a way that is barred.
    pub fn march_times(&self, own: FormationId, path: &[Hex], pace: Pace) -> Option<Vec<u32>> {
        let formation = self.formation(own)?;
        let (troop, rules) = (self.troop(formation), &self.rules().movement);
        let pace_time = if pace == Pace::Forced { rules.forced_time } else { 1000 };
        let weather_time = self.rules().weather.of(&self.sky).map_or(1000, |weather| weather.march_time);
        let (dawn, dusk) = self.clock.daylight;
        let mut second = u64::from(self.clock.minute) * 60;
        let mut today_s = u64::from(formation.legs.today_min()) * 60;
        let mut from = formation.place.hex();
        let mut times = Vec::with_capacity(path.len());
        for to in path {
            let edge_s = self.costs().seconds(troop.mobility, from, side_towards(from, *to)?)?;
            let way_s = march_s(edge_s, troop.speed, pace_time, weather_time, formation.fatigue, rules);
            let mut left = u64::from(way_s);
            // In slices as the resolution takes them; a war is long before it is a hundred days' march long.
            let slice = u64::from(rules.slice_min.max(1)) * 60;
            let patience = second + 100 * 86_400;
            while left > 0 && second < patience {
                let of_day = (second / 60) as u32 % DAY;
                let is_day = (dawn..dusk).contains(&of_day);
                let until = slice - second % slice;
                if day_limit(pace, today_s.min(u64::from(u32::MAX)) as u32, is_day, rules).is_none() {
                    let marched = left.min(until);
                    left -= marched;
                    today_s += marched;
                    second += marched;
                } else {
                    second += until;
                }
                if (second / 60) as u32 % DAY < of_day {
                    today_s = 0;
                }
            }
            if left > 0 {
                return None;
            }
            times.push((second.div_ceil(60)).min(u64::from(u32::MAX)) as u32);
            from = *to;
        }
        Some(times)
    }

    fn between(&self, striker: Hex, struck: Hex, assault_at: Hex) -> Ground {
        Ground::between(self.map(), striker, struck, assault_at).under(&self.sky, &self.rules().weather)
    }

    /// Men of a kind who find room on a hexside.
    fn room(&self, kind: &TroopKind) -> u32 {
        let per_km = match kind.mobility {
            Mobility::Horse => self.rules().combat.horse_per_km,
            _ => self.rules().combat.foot_per_km,
        };
        (u64::from(per_km) * u64::from(self.map().hex_m) / 1000).min(u64::from(u32::MAX)) as u32
    }

    /// Troops not made out are taken for foot of the first kind that fights.
    fn ordinary_foot(&self) -> &TroopKind {
        let kinds = &self.troops().kinds;
        let foot = kinds.iter().find(|(_, kind)| kind.fights && kind.mobility == Mobility::Foot);
        &foot.unwrap_or(&kinds[0]).1
    }
}

//! What a garrison has to reckon with: the clock of a siege, as the side that holds the place sees it.

use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::id::PlaceId;
use crate::sim::siege::{Hazards, Inmate, Outlook, hazards};

impl View {
    /// How one of its own places looks to those inside, by what the side knows of the besiegers, and what may happen there
    /// in a day. `None` for a place of others, one without walls, or one that nobody besieges.
    pub fn siege(&self, id: PlaceId) -> Option<(Outlook, Hazards)> {
        let place = self.places().get(id.index())?;
        let (walls, ward) = (place.walls.as_ref()?, self.wards.get(id.index())?);
        let store = self.stores.get(id.index()).copied().flatten()?;
        ward.since()?;
        let rules = self.rules();
        let besiegers = (self.belief.reports.values())
            .filter(|report| {
                report.at.unsigned_distance_to(place.at) == 1 && report.posture != Posture::Routed
            })
            .map(|report| report.men)
            .sum();
        let reach = rules.siege.yields.relief_m / self.map().hex_m.max(1);
        let alive = || self.own.iter().filter(|own| own.is_alive());
        let relief = alive()
            .filter(|own| (1..=reach).contains(&own.place.hex().unsigned_distance_to(place.at)))
            .filter(|own| own.posture != Posture::Routed)
            .map(|own| u64::from(own.roll.under_arms()))
            .sum();
        let garrison = self.own_at(place.at).map(|own| Inmate {
            men: own.roll.under_arms(),
            quality: own.quality.0,
            grain: own.rations.sheng(),
            daily: own.rations.daily(own.roll.mouths(), &rules.supply),
            hungry_h: own.rations.hungry_hours(),
            thirsty_h: own.exposure.thirsty_h(self.troop(own).mobility, &rules.exposure),
        });
        let outlook = Outlook::of((walls, ward, store), garrison, (besiegers, relief), &rules.siege);
        Some((outlook, hazards(&outlook, &rules.siege)))
    }
}

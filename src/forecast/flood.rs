//! What a flood would do: the model that moves the water in the resolution, let run ahead.

use crate::seat::View;
use crate::sim::flood::{Site, Waters, heads, work_min};
use crate::sim::hex::Hex;
use crate::sim::id::SideId;
use crate::sim::intent::Earthwork;

impl View {
    /// The water on the land after so many hours, if nobody digs.
    pub fn waters_after(&self, hours: u32) -> Waters {
        self.let_run(self.waters.clone(), hours)
    }

    /// The water on the land so many hours after an earthwork along a side of a hex is done; `None` where nothing can be dug.
    /// Rain and season hold as they are.
    pub fn waters_if(&self, work: Earthwork, hex: Hex, side: usize, hours: u32) -> Option<Waters> {
        let map = self.map();
        let site = Site::at(map, hex, side);
        let mut waters = self.waters.clone();
        work_min(work, site, map, &waters, &self.rules().flood)?;
        let m3_s = site.course().map_or(0.0, |course| self.comes_in(usize::from(course)));
        waters.dig(work, site, self.side, m3_s, map, &self.rules().flood);
        Some(self.let_run(waters, hours))
    }

    /// Who holds the head of each watercourse.
    pub fn heads(&self) -> Vec<Option<SideId>> {
        heads(self.map(), self.places(), &self.owners)
    }

    /// What comes into a watercourse now, m³/s.
    pub fn comes_in(&self, course: usize) -> f64 {
        let head = self.heads().get(course).copied().flatten();
        self.waters.comes_in(course, self.map(), (&self.sky, self.clock.date()), head)
    }

    fn let_run(&self, mut waters: Waters, hours: u32) -> Waters {
        let sky = (&self.sky, self.clock.date());
        waters.run((self.map(), &self.rules().flood), sky, &self.heads(), hours * 60);
        waters
    }
}

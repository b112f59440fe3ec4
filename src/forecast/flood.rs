//! What a flood would do: the model that moves the water in the resolution, let run ahead.

use crate::seat::View;
use crate::sim::flood::{Cut, Dam, Spot, Waters, comes_down, heads, stage};
use crate::sim::hex::Hex;
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
        let (at, bank) = Spot::along(map, hex, side)?;
        let (course, reach) = at.of(map)?;
        let by = self.side;
        let mut waters = self.waters.clone();
        match work {
            Earthwork::Cut => waters.open(Cut { at, bank, passed: 0, by }),
            Earthwork::CutFar => waters.open(Cut { at, bank: 1 - bank, passed: 0, by }),
            Earthwork::Mend => {
                waters.mend(at, 0);
                waters.mend(at, 1);
            }
            Earthwork::Dam => {
                let m3_s = comes_down(course, map, &self.sky, self.clock.date());
                waters.raise(Dam::across(at, stage(course, reach, m3_s), reach, by, &self.rules().flood));
            }
        }
        Some(self.let_run(waters, hours))
    }

    fn let_run(&self, mut waters: Waters, hours: u32) -> Waters {
        let heads = heads(self.map(), self.places(), &self.owners);
        waters.run((self.map(), &self.rules().flood), (&self.sky, self.clock.date()), &heads, hours * 60);
        waters
    }
}

//! A step of time: what the faces see, what goes through them, and what it does to the speeds.

use super::basin::{Basin, Edge, FILM_M, LITERS, NORMALS, NOWHERE, SIN_60, Seen, Stream, edge_of};
use super::face::{DRY_M, GRAVITY, Side, flux};

/// Part of the time in which a wave crosses a cell that a step lasts.
const COURANT: f64 = 0.22;

impl Seen {
    /// What is added from here to there.
    fn to(self, there: Self) -> Self {
        Self {
            level_m: there.level_m - self.level_m,
            depth_m: there.depth_m - self.depth_m,
            east: there.east - self.east,
            north: there.north - self.north,
        }
    }
}

/// What lies beside a cell.
enum Beside {
    Water(Seen),
    /// An open edge: as it goes on here.
    Alike,
    /// Dry ground, a wall or a dike.
    Other,
}

/// Half the rise on the line through three points whose rises go the same way, none where they do not; no more than
/// `STEEP` times the lesser (a generalized minmod).
fn half_rise(one: f64, other: f64) -> f64 {
    const STEEP: f64 = 1.5;
    if one * other <= 0.0 {
        return 0.0;
    }
    let least = STEEP * one.abs().min(other.abs());
    let mean = 0.5 * (one + other);
    0.5 * mean.clamp(-least, least)
}

impl Basin {
    /// One step of so many seconds at most, as long as is stable; answers how long it was.
    pub(super) fn step(&mut self, most_s: f64) -> f64 {
        self.steps += 1;
        let step_s = self.look_at_all().min(most_s);
        self.streams.clear();
        let wet = std::mem::take(&mut self.wet);
        for cell in wet.iter().copied() {
            for side in 0..6 {
                let there = self.neighbors[cell as usize][side];
                // A face between two wet cells is looked at once.
                let done = side >= 3 && there != NOWHERE && self.liters[there as usize] > 0;
                if !done {
                    self.look(cell, side, there, step_s);
                }
            }
        }
        self.wet = wet;
        self.let_through();
        self.drive(step_s);
        step_s
    }

    /// Level and speed of every wet cell; answers the longest step that is stable, seconds.
    fn look_at_all(&mut self) -> f64 {
        let (mut fastest, mut swiftest) = (0.0_f64, 0.0_f64);
        for nth in 0..self.wet.len() {
            let cell = self.wet[nth] as usize;
            let (east, north) = self.speed(cell);
            let depth_m = self.depth_m(cell);
            self.seen[cell] = Seen { level_m: self.beds[cell].level_m + depth_m, depth_m, east, north };
            let speed = (east * east + north * north).sqrt();
            swiftest = swiftest.max(speed);
            fastest = fastest.max(speed + (GRAVITY * depth_m).sqrt());
        }
        self.swiftest = swiftest;
        let width_m = self.face_m * 2.0 * SIN_60;
        if fastest > 0.0 { COURANT * width_m / fastest } else { f64::INFINITY }
    }

    /// What lies on the far side of a face of a cell: its water, or nothing that one could draw a line through.
    fn seen_over(&self, cell: usize, side: usize) -> Beside {
        match self.neighbors[cell][side] {
            NOWHERE if self.edges[edge_of(self.grid, cell, side)] == Edge::Open => Beside::Alike,
            NOWHERE => Beside::Other,
            there if self.liters[there as usize] == 0 || self.has_dike(cell as u32, side, there) => {
                Beside::Other
            }
            there => Beside::Water(self.seen[there as usize]),
        }
    }

    fn has_dike(&self, cell: u32, side: usize, there: u32) -> bool {
        let key = if side < 3 { (cell, side) } else { (there, side - 3) };
        !self.dikes.is_empty() && self.dikes.contains_key(&key)
    }

    /// The water of a cell at one of its faces: on a straight line through its neighbors on both sides, as far as those
    /// agree. Beside dry ground, walls and dikes, and on ground steeper than it is deep, it is that of the middle.
    fn at_face(&self, cell: usize, side: usize) -> Seen {
        let here = self.seen[cell];
        let (ahead, behind) = match (self.seen_over(cell, side), self.seen_over(cell, (side + 3) % 6)) {
            (Beside::Water(ahead), Beside::Water(behind)) => (here.to(ahead), behind.to(here)),
            (Beside::Alike, Beside::Water(behind)) => (behind.to(here), behind.to(here)),
            (Beside::Water(ahead), Beside::Alike) => (here.to(ahead), here.to(ahead)),
            _ => return here,
        };
        let liter_m = self.liter_m();
        let still = |rise: f64| if rise.abs() <= liter_m { 0.0 } else { rise };
        let rises = half_rise(still(ahead.level_m), still(behind.level_m));
        if rises.abs() > here.depth_m {
            return here; // a film over steep ground follows no line
        }
        Seen {
            level_m: here.level_m + rises,
            depth_m: here.depth_m + half_rise(ahead.depth_m, behind.depth_m),
            east: here.east + half_rise(ahead.east, behind.east),
            north: here.north + half_rise(ahead.north, behind.north),
        }
    }

    /// Depth of two liters in a cell: levels no further apart are equal, or else still water would tremble.
    fn liter_m(&self) -> f64 {
        2.0 / LITERS / self.area_m2
    }

    /// What wants to go through one face of a cell.
    fn look(&mut self, cell: u32, side: usize, there: u32, step_s: f64) {
        if there == NOWHERE {
            return self.look_out(cell, side, step_s);
        }
        let (here, over) = (cell as usize, there as usize);
        let (own, other) = (self.seen[here], self.seen[over]);
        let bed = self.beds[here].level_m.max(self.beds[over].level_m);
        let key = if side < 3 { (cell, side) } else { (there, side - 3) };
        if self.has_dike(cell, side, there) {
            let flow = self.dikes[&key].flow(own.level_m, other.level_m, bed, self.face_m, self.now_s);
            // What falls over a dike loses its speed there.
            let (giver, water) = if flow >= 0.0 { (here, own) } else { (over, other) };
            let taken = -flow.abs() * step_s / self.area_m2;
            let mut pushes = [(0.0, 0.0); 2];
            pushes[usize::from(giver != here)] = (water.east * taken, water.north * taken);
            return self.send(cell, there, key, flow * step_s, pushes);
        }
        if own.level_m <= bed && other.level_m <= bed {
            return;
        }
        let (mut left, mut right) = (self.at_face(here, side), self.at_face(over, (side + 3) % 6));
        let bed = (left.level_m - left.depth_m).max(right.level_m - right.depth_m);
        if (left.level_m - right.level_m).abs() <= self.liter_m() && left.level_m > bed && right.level_m > bed
        {
            left.level_m = 0.5 * (left.level_m + right.level_m);
            right.level_m = left.level_m;
        }
        let (normal_x, normal_y) = NORMALS[side];
        let turned = |water: Seen| Side {
            depth: (water.level_m - bed).max(0.0),
            through: water.east * normal_x + water.north * normal_y,
            along: water.north * normal_x - water.east * normal_y,
        };
        let flux = flux(turned(left), turned(right));
        // Against the push of still water over the bed of the face, and with what the surface falls inside the cell.
        let push = |face: Seen, middle: Seen| {
            let depth = turned(face).depth;
            let falls = face.level_m - middle.level_m;
            let falls = if falls.abs() <= self.liter_m() { 0.0 } else { falls };
            flux.push - 0.5 * GRAVITY * depth * depth
                + 0.5 * GRAVITY * (face.depth_m + middle.depth_m) * falls
        };
        let (push_left, push_right) = (push(left, own), push(right, other));
        let per_area = self.face_m * step_s / self.area_m2;
        let turn = |push: f64| {
            let x = push * normal_x - flux.drag * normal_y;
            let y = push * normal_y + flux.drag * normal_x;
            (x * per_area, y * per_area)
        };
        let ((x_left, y_left), right) = (turn(push_left), turn(push_right));
        self.send(cell, there, key, flux.water * self.face_m * step_s, [(-x_left, -y_left), right]);
    }

    /// At the edge of the grid: off it, or against a wall.
    fn look_out(&mut self, cell: u32, side: usize, step_s: f64) {
        let here = cell as usize;
        let (normal_x, normal_y) = NORMALS[side];
        let middle = self.seen[here];
        let per_area = self.face_m * step_s / self.area_m2;
        if self.edges[edge_of(self.grid, here, side)] == Edge::Open {
            let face = self.at_face(here, side);
            let through = (face.east * normal_x + face.north * normal_y).max(0.0);
            let water = face.depth_m * through;
            let falls = 0.5 * GRAVITY * (face.depth_m + middle.depth_m) * (face.level_m - middle.level_m);
            let push = |speed: f64, normal: f64| -(water * speed + falls * normal) * per_area;
            let pushes = [(push(face.east, normal_x), push(face.north, normal_y)), (0.0, 0.0)];
            return self.send(cell, NOWHERE, (cell, side), water * self.face_m * step_s, pushes);
        }
        // Against the wall as a whole, not against the teeth of its hexes: a smooth wall does not hold back what runs along.
        let Some((wall_x, wall_y)) = self.walls.get(&cell).copied() else { return };
        let against = middle.east * wall_x + middle.north * wall_y;
        let mirror = |through: f64| Side { depth: middle.depth_m, through, along: 0.0 };
        let push = flux(mirror(against), mirror(-against)).push;
        let push = push - 0.5 * GRAVITY * middle.depth_m * middle.depth_m;
        self.pushed[here].0 -= push * normal_x * per_area;
        self.pushed[here].1 -= push * normal_y * per_area;
    }

    /// Notes what goes from one cell to another through a face, m³, and what it pushes both with.
    fn send(
        &mut self,
        cell: u32,
        there: u32,
        (owner, side): (u32, usize),
        cubic_m: f64,
        [push, push_there]: [(f64, f64); 2],
    ) {
        let key = owner as usize * 6 + side;
        let (from, to, sign, pushes) = if owner == cell {
            (cell, there, 1.0, [push, push_there])
        } else {
            (there, cell, -1.0, [push_there, push])
        };
        let mut liters = sign * cubic_m * LITERS + self.parts[key];
        if there == NOWHERE {
            liters = liters.max(0.0); // over an edge nothing comes back
        }
        if liters != 0.0 {
            let giver = if liters > 0.0 { from } else { to };
            self.leaving[giver as usize] += liters.abs();
        }
        self.streams.push(Stream { from, to, key, liters, pushes });
    }

    /// Whole liters go from cell to cell; parts of one wait for the next step. Who has less than he is to give, gives of it
    /// through every face in proportion.
    fn let_through(&mut self) {
        // Rounding up takes half a liter more, at each of six faces.
        const ROUNDED: f64 = 3.0;
        for stream in &mut self.streams {
            let giver = if stream.liters >= 0.0 { stream.from } else { stream.to } as usize;
            let (held, wanted) = (self.liters[giver] as f64, self.leaving[giver] + ROUNDED);
            let mut share = 1.0;
            if stream.liters != 0.0 && wanted > held {
                share = held / wanted;
                self.drained[giver] = true;
                stream.liters = (stream.liters * share).trunc();
                self.parts[stream.key] = 0.0;
            } else {
                let whole = stream.liters.round();
                self.parts[stream.key] = stream.liters - whole;
                stream.liters = whole;
            }
            for (cell, (x, y)) in [stream.from, stream.to].into_iter().zip(stream.pushes) {
                if cell != NOWHERE {
                    self.pushed[cell as usize].0 += x * share;
                    self.pushed[cell as usize].1 += y * share;
                }
            }
        }
        let mut fresh = Vec::new();
        for Stream { from, to, liters, .. } in self.streams.iter().copied() {
            let moved = liters as i64;
            self.leaving[from as usize] = 0.0;
            self.liters[from as usize] -= moved;
            if to == NOWHERE {
                self.balance.outflow += moved;
                self.balance.now -= moved;
                continue;
            }
            self.leaving[to as usize] = 0.0;
            self.liters[to as usize] += moved;
            let taker = if moved > 0 { to } else { from };
            if moved != 0 && self.wet.binary_search(&taker).is_err() {
                fresh.push(taker);
            }
        }
        if !fresh.is_empty() {
            self.wet.extend(fresh);
            self.wet.sort_unstable();
            self.wet.dedup();
        }
    }

    /// What no water in a cell can outrun: speed and twice the wave, with the height as energy, are no more than beside it
    /// (over level ground the first is what characteristics carry; over uneven ground the whole keeps the sum within
    /// what was there). It holds back only drops that rounding and limits threw.
    fn fastest_beside(&self, cell: usize, depth_now: f64) -> f64 {
        let level_now = self.beds[cell].level_m + depth_now;
        let from = |there: usize| {
            let Seen { level_m, depth_m, east, north } = self.seen[there];
            let carried = (east * east + north * north).sqrt() + 2.0 * (GRAVITY * depth_m).sqrt();
            carried * carried + 2.0 * GRAVITY * (level_m - level_now)
        };
        let beside = self.neighbors[cell].iter().filter(|there| **there != NOWHERE);
        let most = beside.map(|there| from(*there as usize)).fold(from(cell), f64::max);
        (most.max(0.0).sqrt() - 2.0 * (GRAVITY * depth_now).sqrt()).max(0.0)
    }

    /// Momentum follows what pushed, and the bed holds it back.
    fn drive(&mut self, step_s: f64) {
        for nth in 0..self.wet.len() {
            let cell = self.wet[nth] as usize;
            let (push_x, push_y) = std::mem::take(&mut self.pushed[cell]);
            let depth = self.depth_m(cell);
            if depth <= DRY_M {
                self.momentum[cell] = (0.0, 0.0);
                continue;
            }
            let (mut x, mut y) = (self.momentum[cell].0 + push_x, self.momentum[cell].1 + push_y);
            if std::mem::take(&mut self.drained[cell]) {
                // What is left of a cell that was to give more than it had keeps its speed.
                (x, y) = (self.seen[cell].east * depth, self.seen[cell].north * depth);
            }
            let roughness = self.beds[cell].roughness;
            let mut speed = (x * x + y * y).sqrt() / depth.max(FILM_M);
            if speed > self.swiftest {
                let most = self.fastest_beside(cell, depth);
                if speed > most {
                    (x, y, speed) = (x * most / speed, y * most / speed, most);
                }
            }
            let held = GRAVITY * roughness * roughness * speed * step_s / (depth * libm::cbrt(depth));
            self.momentum[cell] = (x / (1.0 + held), y / (1.0 + held));
        }
        // Dry ground beside water may have been pushed and stayed dry.
        for Stream { from, to, .. } in &self.streams {
            for cell in [*from, *to].into_iter().filter(|cell| *cell != NOWHERE) {
                self.pushed[cell as usize] = (0.0, 0.0);
                self.drained[cell as usize] = false;
            }
        }
        let Self { liters, momentum, seen, beds, wet, .. } = self;
        wet.retain(|cell| {
            let cell = *cell as usize;
            if liters[cell] == 0 {
                momentum[cell] = (0.0, 0.0);
                seen[cell] = Seen { level_m: beds[cell].level_m, depth_m: 0.0, east: 0.0, north: 0.0 };
            }
            liters[cell] > 0
        });
    }
}

//! Waters, banks and roads: sides and centers of hexes joined into lines, smoothed, and drawn as ribbons.

use std::collections::BTreeMap;

use bevy::math::Vec2;

use super::super::geometry::{RADIUS, WIDTH, bounds, center, corner};
use super::marks::{Ink, Marks};
use super::noise::{NEVER, value};
use crate::sim::hex::SIDES;
use crate::sim::map::{Map, Stream};

/// Half-width of a river at its mouth, of a brook, of a road, in units of the world.
const RIVER: f32 = 4.6;
const BROOK: f32 = 2.1;
const ROAD: f32 = 2.0;
/// Points between two corners of a line.
const STEPS: usize = 6;

/// A place, rounded so that the same corner seen from three hexes is the same key.
type Key = (i32, i32);

fn key(at: Vec2) -> Key {
    ((at.x * 4.0).round() as i32, (at.y * 4.0).round() as i32)
}

/// Lines that meet at ends: how often each place is touched, and the lines.
#[derive(Default)]
struct Net {
    /// Where each place is, and its neighbors along lines.
    places: BTreeMap<Key, (Vec2, Vec<Key>)>,
}

impl Net {
    fn join(&mut self, a: Vec2, b: Vec2) {
        for (from, to) in [(a, b), (b, a)] {
            let (_, ways) = self.places.entry(key(from)).or_insert_with(|| (from, Vec::new()));
            if !ways.contains(&key(to)) {
                ways.push(key(to));
            }
        }
    }

    /// Lines from end or meeting point to end or meeting point.
    fn chains(&self) -> Vec<Vec<Key>> {
        let mut gone: BTreeMap<(Key, Key), bool> = BTreeMap::new();
        let mut chains = Vec::new();
        // First from ends and meetings; what is left then are rings.
        for rings in [false, true] {
            for (start, (_, ways)) in &self.places {
                if !rings && ways.len() == 2 {
                    continue;
                }
                for way in ways {
                    if gone.contains_key(&(*start, *way)) {
                        continue;
                    }
                    let (mut last, mut here, mut chain) = (*start, *way, vec![*start]);
                    loop {
                        gone.insert((last, here), true);
                        gone.insert((here, last), true);
                        chain.push(here);
                        let onward =
                            self.places.get(&here).map(|(_, ways)| ways.as_slice()).unwrap_or_default();
                        let [one, other] = onward else { break };
                        let next = if *one == last { *other } else { *one };
                        if gone.contains_key(&(here, next)) {
                            break;
                        }
                        (last, here) = (here, next);
                    }
                    chains.push(chain);
                }
            }
        }
        chains
    }

    /// Takes over from another net the short ways that lead from an end of this one back to it: a river does not stop
    /// for the two sides that a map calls a brook.
    fn bridge(&mut self, other: &mut Self) {
        const LONGEST: usize = 4;
        let ends: Vec<Key> =
            self.places.iter().filter(|(_, (_, ways))| ways.len() == 1).map(|(key, _)| *key).collect();
        for end in ends {
            let mut trails = vec![vec![end]];
            while let Some(trail) = trails.pop() {
                let here = trail[trail.len() - 1];
                if trail.len() > 1 && self.places.contains_key(&here) {
                    for pair in trail.windows(2) {
                        self.join(other.at(pair[0]), other.at(pair[1]));
                        other.part(pair[0], pair[1]);
                    }
                    break;
                }
                let onward = other.places.get(&here).map(|(_, ways)| ways.as_slice()).unwrap_or_default();
                if trail.len() <= LONGEST {
                    let onward = onward.iter().filter(|next| !trail.contains(next));
                    trails.extend(onward.map(|next| [trail.as_slice(), &[*next]].concat()));
                }
            }
        }
    }

    /// Drops stubs of a single side that end at the other net: what is left where a map changes its mind.
    fn prune(&mut self, other: &Self) {
        let ends = self.places.iter().filter(|(_, (_, ways))| ways.len() == 1);
        let ends: Vec<(Key, Key)> = ends.map(|(end, (_, ways))| (*end, ways[0])).collect();
        for (end, root) in ends.into_iter().filter(|(_, root)| other.places.contains_key(root)) {
            self.part(end, root);
        }
    }

    fn part(&mut self, a: Key, b: Key) {
        for (from, to) in [(a, b), (b, a)] {
            if let Some((_, ways)) = self.places.get_mut(&from) {
                ways.retain(|way| *way != to);
            }
        }
        self.places.retain(|_, (_, ways)| !ways.is_empty());
    }

    fn at(&self, key: Key) -> Vec2 {
        self.places.get(&key).map_or(Vec2::ZERO, |(at, _)| *at)
    }
}

/// Evens out the corners of a line; its ends stay.
fn evened(mut line: Vec<Vec2>, times: usize) -> Vec<Vec2> {
    for _ in 0..times {
        let before = line.clone();
        for k in 1..line.len().saturating_sub(1) {
            line[k] = (before[k - 1] + before[k] * 2.0 + before[k + 1]) / 4.0;
        }
    }
    line
}

/// A curve through all points of a line (Catmull and Rom's), with `STEPS` points for each.
fn curve(line: &[Vec2]) -> Vec<Vec2> {
    let Some((first, last)) = line.first().zip(line.last()) else { return Vec::new() };
    let at = |k: isize| match k {
        k if k < 0 => *first * 2.0 - line[1.min(line.len() - 1)],
        k if k as usize >= line.len() => *last * 2.0 - line[line.len().saturating_sub(2)],
        k => line[k as usize],
    };
    let mut points = Vec::with_capacity(line.len() * STEPS);
    for k in 0..line.len() as isize - 1 {
        let (a, b, c, d) = (at(k - 1), at(k), at(k + 1), at(k + 2));
        for step in 0..STEPS {
            let t = step as f32 / STEPS as f32;
            let (t2, t3) = (t * t, t * t * t);
            points.push(
                (b * 2.0
                    + (c - a) * t
                    + (a * 2.0 - b * 5.0 + c * 4.0 - d) * t2
                    + (b * 3.0 - a - c * 3.0 + d) * t3)
                    * 0.5,
            );
        }
    }
    points.push(*last);
    points
}

/// A line on the map with its half-width at each point.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Points, for waters from the source on.
    pub points: Vec<Vec2>,
    /// Half the width at each point, in units of the world.
    pub half: Vec<f32>,
}

impl Course {
    fn draw(&self, marks: &mut Marks, ink: Ink) {
        let mut along = 0.0;
        let mut last: Option<[u32; 2]> = None;
        for (k, (at, half)) in self.points.iter().zip(&self.half).enumerate() {
            let before = self.points[k.saturating_sub(1)];
            let after = self.points[(k + 1).min(self.points.len() - 1)];
            along += at.distance(before);
            // Room for a soft edge outside the ribbon.
            let room = half + 1.5;
            let across = (after - before).normalize_or(Vec2::X).perp() * room;
            let edge = [1.0, -1.0].map(|side| {
                marks.point(*at + across * side, Vec2::new(along, side * room), ink, [*half, 0.5, 0.0])
            });
            if let Some([left, right]) = last {
                marks.triangle([left, right, edge[0]]);
                marks.triangle([right, edge[1], edge[0]]);
            }
            last = Some(edge);
        }
    }
}

/// All lines of a map.
#[derive(Debug, Clone, Default)]
pub struct Courses {
    /// Rivers and brooks.
    pub waters: Vec<Course>,
    /// Roads.
    pub roads: Vec<Course>,
    /// Fords: across the water from bank to bank.
    pub fords: Vec<Course>,
    /// Banks that cannot be climbed: strokes down from their edge.
    pub banks: Vec<Course>,
}

/// Height at a corner between hexes, meters: that of the hexes around it.
fn height_at(map: &Map, at: Vec2) -> f32 {
    let around = [Vec2::new(0.0, 6.0), Vec2::new(-6.0, -4.0), Vec2::new(6.0, -4.0)];
    let around = around.map(|off| super::super::geometry::hex_at(at + off));
    let (sum, count) = around
        .iter()
        .filter(|hex| map.grid().contains(**hex))
        .fold((0, 0), |(sum, count), hex| (sum + map.height(*hex), count + 1));
    sum as f32 / count.max(1) as f32
}

impl Courses {
    /// Joins the sides and roads of a map.
    pub fn new(map: &Map) -> Self {
        let grid = map.grid();
        let (mut rivers, mut brooks, mut banks, mut roads) =
            (Net::default(), Net::default(), Net::default(), Net::default());
        let mut crossings = Vec::new();
        let mut falls = BTreeMap::new();
        for index in 0..grid.len() {
            let hex = grid.at(index);
            for (side, way) in SIDES.into_iter().enumerate().take(3) {
                let there = hex + way;
                let (a, b) = (corner(hex, side + 5), corner(hex, side));
                match map.edge(hex, side) {
                    Stream::None => {}
                    Stream::Brook => brooks.join(a, b),
                    Stream::River => rivers.join(a, b),
                    Stream::Ford => {
                        rivers.join(a, b);
                        crossings.push((a + b) / 2.0);
                    }
                    Stream::Bluff => {
                        banks.join(a, b);
                        let down = if map.height(hex) < map.height(there) { hex } else { there };
                        falls.insert(key((a + b) / 2.0), center(down));
                    }
                }
                if map.has_road(hex, side) {
                    roads.join(center(hex), center(there));
                }
            }
        }
        rivers.bridge(&mut brooks);
        brooks.prune(&rivers);
        let mut moved = BTreeMap::new();
        let mut courses = Self::default();
        for (net, half) in [(&rivers, RIVER), (&brooks, BROOK)] {
            for chain in net.chains() {
                let course = water(map, net, &chain, half, &mut moved, &courses.waters);
                courses.waters.push(course);
            }
        }
        for chain in roads.chains() {
            let line: Vec<Vec2> = chain.iter().map(|key| roads.at(*key)).collect();
            let mut points = curve(&evened(line, 1));
            sway(&mut points, 2.6, 41);
            courses.roads.push(Course { half: vec![ROAD; points.len()], points });
        }
        for at in crossings {
            courses.fords.extend(ford(&courses.waters, at));
        }
        for chain in banks.chains() {
            let line: Vec<Vec2> = chain.iter().map(|key| banks.at(*key)).collect();
            bank(&mut courses.banks, &line, &falls);
        }
        courses
    }

    /// Waters, to be drawn under stamps.
    pub fn waters(&self) -> Marks {
        let mut marks = Marks::default();
        for course in &self.waters {
            course.draw(&mut marks, Ink::Water);
        }
        for course in &self.banks {
            course.draw(&mut marks, Ink::Line);
        }
        marks
    }

    /// Roads and fords, to be drawn over stamps.
    pub fn ways(&self) -> Marks {
        let mut marks = Marks::default();
        for course in &self.fords {
            course.draw(&mut marks, Ink::Ford);
        }
        for course in &self.roads {
            course.draw(&mut marks, Ink::Road);
        }
        marks
    }
}

/// Bends a line a little to either side, as no hand draws straight.
fn sway(points: &mut [Vec2], most: f32, salt: u32) {
    let count = points.len();
    for (k, at) in points.iter_mut().enumerate().take(count.saturating_sub(1)).skip(1) {
        let bend = |salt| value(at.x / 15.0, at.y / 15.0, NEVER, salt) - 0.5;
        let near_end = (k.min(count - 1 - k) as f32 / STEPS as f32).min(1.0);
        *at += Vec2::new(bend(salt), bend(salt + 1)) * 2.0 * most * near_end;
    }
}

/// A stream from its source: thin at first, broader as it goes. `moved` remembers where smoothing has put the corners,
/// so that a brook ends in the river and not beside it; one that ends a hex away from a water already drawn is led there.
fn water(
    map: &Map,
    net: &Net,
    chain: &[Key],
    half: f32,
    moved: &mut BTreeMap<Key, Vec2>,
    drawn: &[Course],
) -> Course {
    let mut chain = chain.to_vec();
    let ends = [chain[0], chain[chain.len() - 1]];
    let joins =
        |end: &Key| moved.contains_key(end) || net.places.get(end).is_some_and(|(_, ways)| ways.len() > 2);
    let (low, high) = bounds(map.grid());
    let leaves = |at: Vec2| {
        let gap = (at - low).min(high - at);
        gap.x.min(gap.y) < RADIUS * 0.8
    };
    let [head, tail] = ends.map(|end| height_at(map, net.at(end)) - if joins(&end) { 500.0 } else { 0.0 });
    if head < tail {
        chain.reverse();
    }
    let [from, into] = [chain[0], chain[chain.len() - 1]].map(|end| joins(&end));
    let place = |key: &Key| moved.get(key).copied().unwrap_or_else(|| net.at(*key));
    let mut line: Vec<Vec2> = chain.iter().map(place).collect();
    let spring = !from && !leaves(line[0]);
    // A stream that leaves the map is drawn on to the edge of the painting.
    let out = |line: &[Vec2], from: usize, to: usize| {
        let middle = (low + high) / 2.0;
        let away =
            (line[from] - line[to]).normalize_or_zero() + (line[from] - middle).normalize_or_zero() * 0.3;
        line[from] + away.normalize_or_zero() * WIDTH * 1.5
    };
    line = evened(line, 2);
    for (key, at) in chain.iter().zip(&line) {
        moved.entry(*key).or_insert(*at);
    }
    let mouth = line[line.len() - 1];
    let near = drawn.iter().flat_map(|course| &course.points).filter(|at| at.distance(mouth) < WIDTH * 1.3);
    let near = near.min_by(|one, other| one.distance(mouth).total_cmp(&other.distance(mouth)));
    match near {
        Some(near) if !into => line.push(*near),
        None if !into && line.len() > 1 && leaves(mouth) => {
            line.push(out(&line, line.len() - 1, line.len() - 2));
        }
        _ => {}
    }
    if line.len() > 1 && leaves(line[0]) && !from {
        line.insert(0, out(&line, 0, 1));
    }
    let mut points = curve(&line);
    sway(&mut points, half.min(3.2), 43);
    let rise = WIDTH * 9.0;
    let mut gone = if spring { 0.0 } else { rise * 0.45 };
    let mut last = points[0];
    let halves = points.iter().map(|at| {
        gone += at.distance(last);
        last = *at;
        let swell = 0.86 + 0.28 * value(at.x / 40.0, at.y / 40.0, NEVER, 47);
        half * (0.22 + 0.78 * (gone / rise).min(1.0)) * swell
    });
    let half = halves.collect();
    Course { points, half }
}

/// The way across a stream at its point nearest to a crossing.
fn ford(waters: &[Course], at: Vec2) -> Option<Course> {
    let nearest = waters
        .iter()
        .flat_map(|course| (1..course.points.len().saturating_sub(1)).map(move |k| (course, k)))
        .min_by(|(one, j), (other, k)| {
            one.points[*j].distance_squared(at).total_cmp(&other.points[*k].distance_squared(at))
        });
    let (course, k) = nearest?;
    let across = (course.points[k + 1] - course.points[k - 1]).normalize_or(Vec2::X).perp();
    let (middle, reach) = (course.points[k], course.half[k] + 2.6);
    Some(Course {
        points: vec![middle - across * reach, middle, middle + across * reach],
        half: vec![3.4; 3],
    })
}

/// A bank: its edge and strokes down from it.
fn bank(banks: &mut Vec<Course>, line: &[Vec2], falls: &BTreeMap<Key, Vec2>) {
    let points = curve(&evened(line.to_vec(), 1));
    let nearest = |at: Vec2| {
        line.windows(2)
            .map(|pair| (pair[0] + pair[1]) / 2.0)
            .min_by(|one, other| one.distance_squared(at).total_cmp(&other.distance_squared(at)))
            .and_then(|middle| falls.get(&key(middle)))
    };
    let mut due = 0.0;
    for pair in points.windows(2) {
        let length = pair[0].distance(pair[1]);
        due -= length;
        while due < 0.0 {
            let at = pair[0].lerp(pair[1], (1.0 + due / length.max(1e-3)).clamp(0.0, 1.0));
            let uneven = value(at.x * 0.7, at.y * 0.7, NEVER, 51);
            due += 1.9 + 1.4 * uneven;
            let across = (pair[1] - pair[0]).normalize_or(Vec2::X).perp();
            let Some(down) = nearest(at) else { continue };
            let way = if across.dot(*down - at) > 0.0 { across } else { -across };
            let lean = (pair[1] - pair[0]).normalize_or_zero() * (uneven - 0.5) * 2.4;
            let tip = at + way * (3.6 + 3.4 * uneven) + lean;
            banks.push(Course { points: vec![at, at.lerp(tip, 0.5), tip], half: vec![0.62, 0.42, 0.1] });
        }
    }
    let half = points.iter().map(|at| 0.5 + 0.6 * value(at.x / 6.0, at.y / 6.0, NEVER, 52));
    banks.push(Course { half: half.collect(), points });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sketch::Sketch;
    use crate::sim::hex::Grid;

    #[test]
    fn a_brook_that_meets_a_river_ends_in_it() {
        let mut sketch = Sketch::plain(16, 14);
        for row in 0..14 {
            let west = Grid::hex(7, row);
            for side in [0, 1, 5] {
                sketch.map.set_edge(west, west + SIDES[side], Stream::River);
            }
        }
        for col in 8..13 {
            let north = Grid::hex(col, 6);
            for side in [4, 5] {
                sketch.map.set_edge(north, north + SIDES[side], Stream::Brook);
            }
        }
        let courses = Courses::new(&sketch.map);
        let brook = courses.waters.last().expect("there is a brook");
        let mouth = *brook.points.last().expect("it has a course");
        let rivers = &courses.waters[..courses.waters.len() - 1];
        let gap = rivers
            .iter()
            .flat_map(|river| &river.points)
            .map(|at| at.distance(mouth))
            .fold(f32::INFINITY, f32::min);
        assert!(gap < 3.0, "the brook ends {gap} from the river");
        assert!(brook.half[0] < brook.half[brook.half.len() - 1], "a brook grows");
    }

    #[test]
    fn every_road_reaches_every_hex_it_runs_through() {
        let mut sketch = Sketch::plain(12, 8);
        sketch.road(4, 1..=9);
        sketch.map.lay_road(Grid::hex(5, 4), Grid::hex(5, 4) + SIDES[1]);
        let roads = Courses::new(&sketch.map).roads;
        assert_eq!(roads.len(), 3, "three roads meet");
        for col in 1..10 {
            let at = center(Grid::hex(col, 4));
            let gap = roads
                .iter()
                .flat_map(|road| &road.points)
                .map(|point| point.distance(at))
                .fold(f32::INFINITY, f32::min);
            assert!(gap < RADIUS * 0.5, "the road passes {gap} from column {col}");
        }
    }

    #[test]
    fn a_map_without_lines_has_none() {
        let courses = Courses::new(&Sketch::plain(3, 3).map);
        assert!(courses.waters().is_empty() && courses.ways().is_empty());
    }
}

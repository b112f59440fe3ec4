//! Hex arithmetic and nothing else: pointy-top hexes in axial coordinates, and the rectangle they are drawn in.
//!
//! Files and screens count columns and rows with odd rows shifted right by half a hex; the simulation counts
//! axially ([`hexx`]). Hot loops use the flat [`Grid::index`].

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use hexx::Hex;
use hexx::{HexOrientation, OffsetHexMode};

/// The six steps to a neighbor, in the order that side masks use: E, NE, NW, W, SW, SE (row 0 is north).
pub const SIDES: [Hex; 6] =
    [Hex::new(1, 0), Hex::new(1, -1), Hex::new(0, -1), Hex::new(-1, 0), Hex::new(-1, 1), Hex::new(0, 1)];

/// Names of the six sides, as reports and messages say them.
pub const SIDE_NAMES: [&str; 6] = ["east", "north-east", "north-west", "west", "south-west", "south-east"];

/// The side that faces `side` from across the edge.
pub fn opposite(side: usize) -> usize {
    (side + 3) % 6
}

/// Which side of `from` faces its neighbor `to`; `None` when they are not neighbors.
pub fn side_towards(from: Hex, to: Hex) -> Option<usize> {
    let step = to - from;
    SIDES.iter().position(|side| *side == step)
}

/// The side of `from` that points best at a distant hex `to` (itself: east).
pub fn bearing(from: Hex, to: Hex) -> usize {
    let nearest = |side: &usize| {
        // A point far out along the side; the nearest to `to` wins, ties to the lower side.
        let reach = from.unsigned_distance_to(to).max(1) as i32;
        (from + SIDES[*side] * reach).unsigned_distance_to(to)
    };
    (0..6).min_by_key(nearest).unwrap_or(0)
}

/// The rectangle of hexes that a map covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Its first column: 0 but in a window of a larger map, whose hexes keep their columns and rows.
    pub west: u16,
    /// Its first row.
    pub north: u16,
    /// Hexes in a row.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Grid {
    /// A whole map, counted from 0.
    pub fn new(width: u16, height: u16) -> Self {
        Self { west: 0, north: 0, width, height }
    }

    /// Its columns.
    pub fn columns(self) -> Range<i32> {
        i32::from(self.west)..i32::from(self.west) + i32::from(self.width)
    }

    /// Its rows.
    pub fn rows(self) -> Range<i32> {
        i32::from(self.north)..i32::from(self.north) + i32::from(self.height)
    }

    /// The hex itself, or the nearest in column and row that is on the map.
    pub fn nearest(self, hex: Hex) -> Hex {
        let (col, row) = Self::col_row(hex);
        let within = |at: i32, range: Range<i32>| at.clamp(range.start, (range.end - 1).max(range.start));
        Self::hex(within(col, self.columns()), within(row, self.rows()))
    }

    /// The hex drawn in this column and row, wherever that is.
    pub fn hex(col: i32, row: i32) -> Hex {
        Hex::from_offset_coordinates([col, row], OffsetHexMode::Odd, HexOrientation::Pointy)
    }

    /// Column and row of a hex, as files write it.
    pub fn col_row(hex: Hex) -> (i32, i32) {
        let [col, row] = hex.to_offset_coordinates(OffsetHexMode::Odd, HexOrientation::Pointy);
        (col, row)
    }

    /// How many hexes there are.
    pub fn len(self) -> usize {
        usize::from(self.width) * usize::from(self.height)
    }

    /// True for a grid without hexes.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The place of a hex in a flat list, row by row; `None` off the map.
    pub fn index(self, hex: Hex) -> Option<usize> {
        // Odd rows shifted right: col = q + (r - (r & 1)) / 2. Written out because searches call it per neighbor.
        // Wrapping, because a damaged file may hold any number.
        let col = hex.x.wrapping_add((hex.y - (hex.y & 1)) / 2).wrapping_sub(i32::from(self.west));
        let row = hex.y.wrapping_sub(i32::from(self.north));
        let inside = row >= 0 && row < i32::from(self.height) && col >= 0 && col < i32::from(self.width);
        inside.then(|| row as usize * usize::from(self.width) + col as usize)
    }

    /// The hex at a place in the flat list.
    pub fn at(self, index: usize) -> Hex {
        let width = usize::from(self.width);
        let (col, row) = (index % width, index / width);
        Self::hex(col as i32 + i32::from(self.west), row as i32 + i32::from(self.north))
    }

    /// True when the hex is on the map.
    pub fn contains(self, hex: Hex) -> bool {
        self.index(hex).is_some()
    }

    /// The neighbors of a hex that are on the map, with the side they lie on.
    pub fn neighbors(self, hex: Hex) -> impl Iterator<Item = (usize, Hex)> {
        SIDES
            .iter()
            .enumerate()
            .map(move |(side, step)| (side, hex + *step))
            .filter(move |(_, there)| self.contains(*there))
    }
}

/// A value for every hex of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HexMap<T> {
    grid: Grid,
    values: Vec<T>,
}

impl<T: Clone> HexMap<T> {
    /// The same value everywhere.
    pub fn new(grid: Grid, value: T) -> Self {
        Self { grid, values: vec![value; grid.len()] }
    }

    /// One value for each hex, row by row. `None` when the count is not the grid's.
    pub fn from_rows(grid: Grid, values: Vec<T>) -> Option<Self> {
        (values.len() == grid.len()).then_some(Self { grid, values })
    }

    /// The rectangle it covers.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The value of a hex; `None` off the map.
    pub fn get(&self, hex: Hex) -> Option<&T> {
        self.grid.index(hex).map(|index| &self.values[index])
    }

    /// The value of a hex, to change; `None` off the map.
    pub fn get_mut(&mut self, hex: Hex) -> Option<&mut T> {
        self.grid.index(hex).map(|index| &mut self.values[index])
    }

    /// All values, row by row.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_and_hex_are_each_others_inverse() {
        let grid = Grid::new(7, 5);
        for index in 0..grid.len() {
            let hex = grid.at(index);
            assert_eq!(grid.index(hex), Some(index));
            let (col, row) = Grid::col_row(hex);
            assert_eq!(Grid::hex(col, row), hex);
        }
        assert_eq!(grid.index(Grid::hex(-1, 0)), None);
        assert_eq!(grid.index(Grid::hex(7, 0)), None);
        assert_eq!(grid.index(Grid::hex(0, 5)), None);
    }

    #[test]
    fn a_window_keeps_the_columns_and_rows_of_the_map() {
        for (west, north) in [(4, 2), (3, 5)] {
            let window = Grid { west, north, width: 6, height: 4 };
            let first = Grid::hex(i32::from(west), i32::from(north));
            assert_eq!((window.index(first), window.at(0)), (Some(0), first));
            for index in 0..window.len() {
                assert_eq!(window.index(window.at(index)), Some(index));
            }
            let (east, south) = (i32::from(west) + 6, i32::from(north) + 4);
            assert_eq!(window.at(23), Grid::hex(east - 1, south - 1));
            for (col, row) in [(east, i32::from(north)), (i32::from(west) - 1, south - 1), (east - 1, south)]
            {
                assert_eq!(window.index(Grid::hex(col, row)), None);
            }
            assert_eq!(window.nearest(Grid::hex(0, 40)), Grid::hex(i32::from(west), south - 1));
        }
    }

    #[test]
    fn sides_face_each_other() {
        let home = Grid::hex(3, 3);
        for (side, step) in SIDES.iter().enumerate() {
            assert_eq!(side_towards(home, home + *step), Some(side));
            assert_eq!(side_towards(home + *step, home), Some(opposite(side)));
            assert_eq!(bearing(home, home + *step * 5), side);
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let (col, row) = Grid::col_row(Grid::hex(3, 4) + SIDES[0]);
        assert_eq!((col, row), (4, 4));
        let (_, row) = Grid::col_row(Grid::hex(3, 4) + SIDES[1]);
        assert_eq!(row, 3);
    }
}

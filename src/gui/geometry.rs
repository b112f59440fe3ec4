//! Where hexes lie on the sheet of the map: units of the world, north up, pointed hexes.

use bevy::math::Vec2;

use crate::sim::hex::{Grid, Hex, SIDES};

/// Distance from a hex's center to its corners, in units of the world.
pub const RADIUS: f32 = 20.0;

/// Width of a hex from side to side, in units of the world.
pub const WIDTH: f32 = RADIUS * 1.732_050_8;

/// Where a hex's center lies in the world (north is up).
pub fn center(hex: Hex) -> Vec2 {
    let (q, r) = (hex.x as f32, hex.y as f32);
    Vec2::new(WIDTH * (q + r / 2.0), -RADIUS * 1.5 * r)
}

/// The hex that holds a point of the world.
pub fn hex_at(point: Vec2) -> Hex {
    let (x, y) = (point.x / RADIUS, -point.y / RADIUS);
    let (q, r) = (0.577_350_27 * x - y / 3.0, 2.0 / 3.0 * y);
    let s = -q - r;
    let (mut rq, mut rr, rs) = (q.round(), r.round(), s.round());
    let (dq, dr, ds) = ((rq - q).abs(), (rr - r).abs(), (rs - s).abs());
    if dq > dr && dq > ds {
        rq = -rr - rs;
    } else if dr > ds {
        rr = -rq - rs;
    }
    Hex::new(rq as i32, rr as i32)
}

/// Corner `k` of a hex, which lies between its sides `k` and `k + 1`.
pub fn corner(hex: Hex, k: usize) -> Vec2 {
    let next = SIDES[(k + 1) % 6];
    (center(hex) + center(hex + SIDES[k % 6]) + center(hex + next)) / 3.0
}

/// The rectangle that holds a whole map: its south-west and north-east corners.
pub fn bounds(grid: Grid) -> (Vec2, Vec2) {
    let (columns, rows) = (grid.columns(), grid.rows());
    let is_odd = |row: i32| row & 1 == 1;
    // Odd rows stand half a hex to the east.
    let (even, odd) = (rows.clone().take(2).any(|row| !is_odd(row)), rows.clone().take(2).any(is_odd));
    let (left, right) = (if even { 0.0 } else { 0.5 }, if odd { 0.5 } else { 0.0 });
    let low =
        Vec2::new(WIDTH * (columns.start as f32 - 0.5 + left), -RADIUS * (1.5 * (rows.end - 1) as f32 + 1.0));
    let high =
        Vec2::new(WIDTH * (columns.end as f32 - 0.5 + right), RADIUS * (1.0 - 1.5 * rows.start as f32));
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hex_holds_its_own_center_and_lies_in_bounds() {
        let grid = Grid::new(60, 50);
        let (low, high) = bounds(grid);
        for index in 0..grid.len() {
            let hex = grid.at(index);
            assert_eq!(hex_at(center(hex)), hex);
            for k in 0..6 {
                let inside = corner(hex, k) * 0.98 + center(hex) * 0.02;
                assert_eq!(hex_at(inside), hex);
                assert!(inside.cmpge(low).all() && inside.cmple(high).all(), "{inside} in {low} to {high}");
            }
        }
    }
}

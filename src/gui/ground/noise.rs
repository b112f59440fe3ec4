//! Smooth numbers that look random and are the same for the same place: the unevenness of brush and silk, not chance.

/// Cells after which noise that need not repeat repeats after all.
pub const NEVER: i32 = 1 << 20;

/// A number from 0 to 1 for a cell of a lattice.
pub fn hash(x: i32, y: i32, salt: u32) -> f32 {
    let mut n = (x as u32).wrapping_mul(0x9E37_79B1)
        ^ (y as u32).wrapping_mul(0x85EB_CA77)
        ^ salt.wrapping_mul(0xC2B2_AE3D);
    n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
    n = (n ^ (n >> 12)).wrapping_mul(0x297A_2D39);
    ((n ^ (n >> 15)) >> 8) as f32 / 16_777_215.0
}

/// Noise from 0 to 1 with one bump a cell; it repeats after `period` cells.
pub fn value(x: f32, y: f32, period: i32, salt: u32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - top));
    let (left, top) = (left as i32, top as i32);
    let cell = |dx: i32, dy: i32| hash((left + dx).rem_euclid(period), (top + dy).rem_euclid(period), salt);
    let upper = cell(0, 0) * (1.0 - u) + cell(1, 0) * u;
    let lower = cell(0, 1) * (1.0 - u) + cell(1, 1) * u;
    upper * (1.0 - v) + lower * v
}

/// Noise from 0 to 1 of several sizes, each half the size and strength of the one before.
pub fn fractal(x: f32, y: f32, period: i32, octaves: u32, salt: u32) -> f32 {
    let (mut sum, mut weight, mut scale, mut period) = (0.0, 0.5, 1.0, period);
    let mut whole = 0.0;
    for octave in 0..octaves {
        sum += weight * value(x * scale, y * scale, period, salt.wrapping_add(octave));
        whole += weight;
        weight *= 0.5;
        scale *= 2.0;
        period = period.saturating_mul(2).min(NEVER);
    }
    sum / whole
}

/// Noise from 0 to 1 whose zero lines are sharp creases, like gullies between rounded backs.
pub fn creased(x: f32, y: f32, octaves: u32, salt: u32) -> f32 {
    let (mut sum, mut weight, mut scale, mut whole) = (0.0, 0.55, 1.0, 0.0);
    for octave in 0..octaves {
        let one = value(x * scale, y * scale, NEVER, salt.wrapping_add(octave));
        sum += weight * (2.0 * one - 1.0).abs();
        whole += weight;
        weight *= 0.5;
        scale *= 2.07;
    }
    sum / whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_stays_between_nothing_and_one_and_repeats_where_it_says() {
        for n in 0..500 {
            let (x, y) = (n as f32 * 0.37 - 60.0, n as f32 * -0.91 + 7.0);
            for noise in [value(x, y, 8, 3), fractal(x, y, 8, 4, 5), creased(x, y, 3, 9)] {
                assert!((0.0..=1.0).contains(&noise), "{noise} at {x}, {y}");
            }
            let (here, there) = (fractal(x, y, 8, 3, 1), fractal(x + 8.0, y - 16.0, 8, 3, 1));
            assert!((here - there).abs() < 1e-2, "{here} and {there} at {x}, {y}");
        }
    }
}

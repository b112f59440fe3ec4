//! The laboratory: one mechanism alone, measured against the world outside.
//!
//! [`battle`] fights random field battles through the real engine and holds them to recorded ones; [`case`] fights
//! one described battle many times. A [`Gate`](gates::Gate) is a measured number beside the range it must lie in.
//! [`logistics`] reckons how far armies get on what they carry, and [`mod@column`] marches a described one day by
//! day. [`mod@flood`] lets water run in a described [`basin`]. [`mod@siege`] plays a described siege many times,
//! [`scale`] a synthetic war of any size and says what it costs.

pub mod basin;
pub mod battle;
pub mod case;
pub mod column;
pub mod flood;
pub mod gates;
pub mod logistics;
pub mod scale;
pub mod siege;

/// The value below which so large a share (0 to 1) of sorted values lies, by linear interpolation; 0 of none.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = share.clamp(0.0, 1.0) * last as f64;
    let low = at as usize;
    let high = (low + 1).min(last);
    sorted[low] + (sorted[high] - sorted[low]) * (at - low as f64)
}

/// The values in rising order.
pub fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

//! Mineral pigments: what each kind of ground is painted with, by season.

use crate::sim::map::Map;

/// A color as the eye judges it: red, green, blue, each 0 to 1, in sRGB.
pub type Pigment = [f32; 3];

/// Unpainted silk.
pub const SILK: Pigment = [0.902, 0.858, 0.752];
/// The table under the silk.
pub const TABLE: Pigment = [0.150, 0.112, 0.098];
/// Ink, never quite black.
pub const INK: Pigment = [0.165, 0.145, 0.135];
/// Open water.
pub const WATER: Pigment = [0.47, 0.60, 0.64];

/// How a kind of ground is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// Open ground, and whatever has no brushwork of its own.
    Open,
    /// Fields along a stream.
    Fields,
    /// Fields under ditches.
    Irrigated,
    /// Terraced loess.
    Slope,
    /// Round hills.
    Hills,
    /// Gullies and broken loess.
    Ravine,
    /// Mountains.
    Mountain,
    /// Ranges and plateaus where snow lies long.
    High,
    /// Trees.
    Forest,
    /// Reeds and soft ground.
    Marsh,
    /// Houses and trodden earth.
    Village,
    /// Bare rock.
    Cliff,
    /// Lakes.
    Water,
    /// Dunes.
    Sand,
    /// Stony desert.
    Gravel,
    /// Short grass.
    Steppe,
    /// Salt pans.
    Salt,
}

/// Words in the name of a kind of ground and how it is painted; the first that fits.
const WORDS: [(&str, Cover); 35] = [
    ("irrigat", Cover::Irrigated),
    ("valley", Cover::Fields),
    ("field", Cover::Fields),
    ("oasis", Cover::Irrigated),
    ("slope", Cover::Slope),
    ("terrace", Cover::Slope),
    ("foothill", Cover::Hills),
    ("hill", Cover::Hills),
    ("upland", Cover::Hills),
    ("ravine", Cover::Ravine),
    ("gully", Cover::Ravine),
    ("gullies", Cover::Ravine),
    ("badland", Cover::Ravine),
    ("gorge", Cover::Ravine),
    ("high mountain", Cover::High),
    ("mountain", Cover::Mountain),
    ("alpine", Cover::Mountain),
    ("forest", Cover::Forest),
    ("wood", Cover::Forest),
    ("soft", Cover::Marsh),
    ("marsh", Cover::Marsh),
    ("swamp", Cover::Marsh),
    ("village", Cover::Village),
    ("town", Cover::Village),
    ("fort", Cover::Village),
    ("cliff", Cover::Cliff),
    ("water", Cover::Water),
    ("lake", Cover::Water),
    ("sand", Cover::Sand),
    ("dune", Cover::Sand),
    ("gobi", Cover::Gravel),
    ("gravel", Cover::Gravel),
    ("steppe", Cover::Steppe),
    ("salt", Cover::Salt),
    ("loess", Cover::Slope),
];

/// How a kind of ground is painted, by its name in the terrain rules.
pub fn cover(name: &str) -> Cover {
    let name = name.to_lowercase();
    WORDS.iter().find(|(word, _)| name.contains(word)).map_or(Cover::Open, |(_, cover)| *cover)
}

/// How each kind of ground of a map is painted, by terrain key.
pub fn covers(map: &Map) -> Vec<Cover> {
    map.kinds.iter().map(|kind| cover(&kind.name)).collect()
}

/// Winter, spring, summer and autumn.
fn year(cover: Cover) -> [Pigment; 4] {
    match cover {
        Cover::Open => [[0.84, 0.77, 0.61], [0.79, 0.78, 0.58], [0.76, 0.77, 0.55], [0.86, 0.76, 0.53]],
        Cover::Fields => [[0.80, 0.76, 0.58], [0.67, 0.73, 0.50], [0.60, 0.70, 0.49], [0.86, 0.76, 0.47]],
        Cover::Irrigated => [[0.73, 0.73, 0.57], [0.54, 0.70, 0.53], [0.45, 0.66, 0.53], [0.79, 0.74, 0.45]],
        Cover::Slope => [[0.83, 0.72, 0.54], [0.82, 0.72, 0.52], [0.79, 0.72, 0.51], [0.85, 0.70, 0.47]],
        Cover::Hills => [[0.79, 0.66, 0.49], [0.78, 0.66, 0.47], [0.73, 0.67, 0.48], [0.80, 0.63, 0.42]],
        Cover::Ravine => [[0.76, 0.63, 0.48], [0.76, 0.63, 0.46], [0.72, 0.63, 0.46], [0.76, 0.59, 0.41]],
        Cover::Mountain => [[0.66, 0.68, 0.62], [0.60, 0.68, 0.60], [0.55, 0.67, 0.59], [0.65, 0.66, 0.57]],
        Cover::High => [[0.84, 0.86, 0.86], [0.77, 0.81, 0.79], [0.66, 0.73, 0.69], [0.75, 0.78, 0.75]],
        Cover::Forest => [[0.62, 0.61, 0.49], [0.55, 0.64, 0.46], [0.45, 0.58, 0.44], [0.72, 0.59, 0.39]],
        Cover::Marsh => [[0.68, 0.68, 0.56], [0.60, 0.68, 0.53], [0.53, 0.65, 0.53], [0.72, 0.68, 0.50]],
        Cover::Village => [[0.79, 0.71, 0.56], [0.77, 0.71, 0.55], [0.75, 0.70, 0.54], [0.80, 0.70, 0.52]],
        Cover::Cliff => [[0.56, 0.50, 0.44], [0.55, 0.50, 0.44], [0.54, 0.50, 0.44], [0.56, 0.49, 0.42]],
        Cover::Water => [WATER; 4],
        Cover::Sand => [[0.89, 0.80, 0.59]; 4],
        Cover::Gravel => [[0.78, 0.70, 0.65]; 4],
        Cover::Steppe => [[0.85, 0.80, 0.63], [0.78, 0.79, 0.58], [0.75, 0.78, 0.56], [0.87, 0.80, 0.57]],
        Cover::Salt => [[0.89, 0.87, 0.82]; 4],
    }
}

/// Days into the year, in months from 0 to 12, at which the four seasons are at their height.
const HEIGHTS: [f32; 4] = [1.3, 3.9, 6.5, 9.4];

/// The wash of a kind of ground; `season` is the month less one and its part that has passed, 0 to 12.
pub fn wash(cover: Cover, season: f32) -> Pigment {
    let year = year(cover);
    let season = if season.is_finite() { season.rem_euclid(12.0) } else { 0.0 };
    let next = HEIGHTS.iter().position(|height| season < *height).unwrap_or(0);
    let before = (next + 3) % 4;
    let span = (HEIGHTS[next] - HEIGHTS[before]).rem_euclid(12.0);
    let part = (season - HEIGHTS[before]).rem_euclid(12.0) / span;
    mix(year[before], year[next], part * part * (3.0 - 2.0 * part))
}

/// The pigment of what stands on a kind of ground, stronger than its wash: azurite on peaks, malachite on trees.
pub fn body(cover: Cover, season: f32) -> Pigment {
    let wash = wash(cover, season);
    match cover {
        Cover::Mountain | Cover::High => mix(wash, [0.16, 0.47, 0.53], 0.62),
        Cover::Cliff => mix(wash, [0.30, 0.36, 0.38], 0.4),
        Cover::Forest => mix(wash, [0.16, 0.38, 0.28], 0.45),
        Cover::Hills => mix(wash, [0.80, 0.60, 0.36], 0.25),
        Cover::Marsh => mix(wash, [0.30, 0.42, 0.30], 0.4),
        _ => wash,
    }
}

/// The wash of a kind of ground by its name in the terrain rules; that of open ground for a kind it does not know.
pub fn ground(name: &str, season: f32) -> Pigment {
    wash(cover(name), season)
}

/// A part of the way from one pigment to another.
pub fn mix(from: Pigment, to: Pigment, part: f32) -> Pigment {
    std::array::from_fn(|k| from[k] + (to[k] - from[k]) * part)
}

/// Bytes of a pigment, as images hold them.
pub fn bytes(pigment: Pigment) -> [u8; 3] {
    pigment.map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_turns_without_a_jump() {
        for name in ["valley floor", "forest", "mountain", "dunes of sand", "nobody's land"] {
            for day in 0..720 {
                let (today, tomorrow) = (day as f32 / 30.0, (day + 1) as f32 / 30.0);
                let (one, other) = (ground(name, today), ground(name, tomorrow));
                let step = (0..3).map(|k| (one[k] - other[k]).abs()).fold(0.0, f32::max);
                assert!(step < 0.02, "{name} jumps by {step} on day {day}");
            }
        }
    }

    #[test]
    fn spring_is_greener_than_winter_and_names_are_read() {
        let green = |pigment: Pigment| pigment[1] - (pigment[0] + pigment[2]) / 2.0;
        assert!(green(ground("valley floor", 4.0)) > green(ground("valley floor", 1.0)) + 0.03);
        assert_eq!(cover("loess slope"), Cover::Slope);
        assert_eq!(cover("Irrigated valley"), Cover::Irrigated);
        assert_eq!(cover("cloud cuckoo land"), Cover::Open);
        assert_eq!(ground("valley floor", f32::NAN), ground("valley floor", 0.0));
    }
}

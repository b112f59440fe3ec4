//! How colors look to eyes that see few of them, and how far apart two colors are: for the tests of sides and
//! overlays.

use bevy_egui::egui::Color32;

/// Eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// All three cones.
    Common,
    /// No red cones.
    Protan,
    /// No green cones.
    Deutan,
    /// No blue cones.
    Tritan,
    /// Light and dark only.
    Gray,
}

impl Eyes {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Common, Self::Protan, Self::Deutan, Self::Tritan, Self::Gray];

    /// What of linear red, green and blue each of them sees: Machado, Oliveira and Fernandes, "A Physiologically-based
    /// Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, table for severity 1.0; gray by the
    /// luminance of ITU-R BT.709.
    fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Common => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Protan => [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
            Self::Deutan => [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
            Self::Tritan => [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ],
            Self::Gray => [[0.2126, 0.7152, 0.0722]; 3],
        }
    }

    /// Linear red, green and blue as these eyes see a color.
    pub fn see(self, color: Color32) -> [f64; 3] {
        let linear = [color.r(), color.g(), color.b()].map(|part| linear(f64::from(part) / 255.0));
        self.matrix().map(|row| {
            let sum: f64 = row.iter().zip(linear).map(|(weight, part)| weight * part).sum();
            sum.clamp(0.0, 1.0)
        })
    }
}

fn linear(part: f64) -> f64 {
    if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
}

/// Relative luminance of linear red, green and blue.
fn luminance([r, g, b]: [f64; 3]) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Contrast of two colors as the Web Content Accessibility Guidelines count it, 1 to 21.
pub fn contrast(eyes: Eyes, one: Color32, other: Color32) -> f64 {
    let (a, b) = (luminance(eyes.see(one)), luminance(eyes.see(other)));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// How far apart two colors are for these eyes: CIEDE2000.
pub fn apart(eyes: Eyes, one: Color32, other: Color32) -> f64 {
    delta_e(lab(eyes.see(one)), lab(eyes.see(other)))
}

/// CIE L*a*b* under D65 of linear sRGB.
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let x = (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b;
    let z = (0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b) / 1.088_83;
    let f = |t: f64| if t > 0.008_856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 };
    let (x, y, z) = (f(x), f(y), f(z));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", Color Research and Application 30(1), 2005.
fn delta_e([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |c: f64| libm::sqrt(libm::pow(c, 7.0) / (libm::pow(c, 7.0) + 6_103_515_625.0));
    let mean_c = (libm::hypot(a1, b1) + libm::hypot(a2, b2)) / 2.0;
    let stretch = 1.0 + 0.5 * (1.0 - seventh(mean_c));
    let (a1, a2) = (a1 * stretch, a2 * stretch);
    let (c1, c2) = (libm::hypot(a1, b1), libm::hypot(a2, b2));
    let hue = |a: f64, b: f64| {
        let degrees = libm::atan2(b, a).to_degrees();
        if degrees < 0.0 { degrees + 360.0 } else { degrees }
    };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let gray = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if gray => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let sin = |degrees: f64| libm::sin(degrees.to_radians());
    let cos = |degrees: f64| libm::cos(degrees.to_radians());
    let (dl, dc, dh) = (l2 - l1, c2 - c1, 2.0 * libm::sqrt(c1 * c2) * sin(turn / 2.0));
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match (h1 + h2, (h1 - h2).abs()) {
        (sum, _) if gray => sum,
        (sum, off) if off <= 180.0 => sum / 2.0,
        (sum, _) if sum < 360.0 => (sum + 360.0) / 2.0,
        (sum, _) => (sum - 360.0) / 2.0,
    };
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let off = (l - 50.0) * (l - 50.0);
    let sl = 1.0 + 0.015 * off / libm::sqrt(20.0 + off);
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let way = (h - 275.0) / 25.0;
    let rt = -sin(60.0 * libm::exp(-way * way)) * 2.0 * seventh(c);
    let (l, c, h) = (dl / sl, dc / sc, dh / sh);
    libm::sqrt(l * l + c * c + h * h + rt * c * h)
}

#[test]
fn differences_are_those_of_the_published_table() {
    // Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17, 23, 25 and 34.
    for (one, other, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([50.0, 2.5, 0.0], [50.0, 3.2592, 0.3350], 1.0),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ] {
        let found = delta_e(one, other);
        assert!((found - expected).abs() < 1e-4, "{one:?} and {other:?}: {found}, expected {expected}");
    }
}

#[test]
fn eyes_without_cones_lose_what_they_should() {
    let (red, green) = (Color32::from_rgb(186, 44, 28), Color32::from_rgb(62, 122, 84));
    assert!(apart(Eyes::Deutan, red, green) < apart(Eyes::Common, red, green) * 0.6);
    let white = Color32::from_rgb(255, 255, 255);
    for eyes in Eyes::ALL {
        assert!(eyes.see(white).iter().all(|part| (part - 1.0).abs() < 1e-3), "{eyes:?}");
    }
    assert!((contrast(Eyes::Common, white, Color32::from_rgb(0, 0, 0)) - 21.0).abs() < 1e-6);
}

//! What goes through one face: between two waters, or over a dike.

/// Acceleration of gravity, m/s².
pub const GRAVITY: f64 = 9.81;
/// Water shallower than this does not run, meters.
pub(super) const DRY_M: f64 = 1e-6;

/// Water on one side of a face: depth over the bed of the face in meters, speed through the face and along it, m/s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Side {
    pub depth: f64,
    pub through: f64,
    pub along: f64,
}

/// What goes through a meter of face in a second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Flux {
    /// Water, m².
    pub water: f64,
    /// Its momentum across the face, with the pressure, m³/s².
    pub push: f64,
    /// Its momentum along the face.
    pub drag: f64,
}

/// Between two waters over the same bed (HLL with Einfeldt's speeds; what flows along goes with the water).
pub(super) fn flux(left: Side, right: Side) -> Flux {
    let (wet_left, wet_right) = (left.depth > DRY_M, right.depth > DRY_M);
    if !wet_left && !wet_right {
        return Flux::default();
    }
    let wave = |side: Side| (GRAVITY * side.depth).sqrt();
    let (c_left, c_right) = (wave(left), wave(right));
    let (slow, fast) = match (wet_left, wet_right) {
        (true, true) => {
            let middle = 0.5 * (left.through + right.through) + c_left - c_right;
            let c_middle = (0.5 * (c_left + c_right) + 0.25 * (left.through - right.through)).max(0.0);
            let slow = (left.through - c_left).min(middle - c_middle);
            (slow, (right.through + c_right).max(middle + c_middle))
        }
        (true, false) => (left.through - c_left, left.through + 2.0 * c_left),
        _ => (right.through - 2.0 * c_right, right.through + c_right),
    };
    let water = |side: Side| side.depth * side.through;
    let push =
        |side: Side| side.depth * side.through * side.through + 0.5 * GRAVITY * side.depth * side.depth;
    let (water, push) = if slow >= 0.0 {
        (water(left), push(left))
    } else if fast <= 0.0 {
        (water(right), push(right))
    } else {
        // Written as the left flux and what is added to it: between equal waters nothing is, not even by rounding.
        let mixed = |f_left: f64, f_right: f64, left: f64, right: f64| {
            f_left + slow * (f_left - f_right + fast * (right - left)) / (fast - slow)
        };
        (
            mixed(water(left), water(right), left.depth, right.depth),
            mixed(push(left), push(right), left.depth * left.through, right.depth * right.through),
        )
    };
    let along = if water >= 0.0 { left.along } else { right.along };
    Flux { water, push, drag: water * along }
}

/// Water that falls over a meter of broad crest in a second, m²: free, or drowned by the water below. `above` and `below`
/// are heads over the crest, meters.
pub fn weir(above: f64, below: f64) -> f64 {
    let (above, below) = (above.max(0.0), below.max(0.0));
    if above <= below {
        return 0.0;
    }
    // Critical depth over the crest is two thirds of the head; more water below than that drowns it.
    let over = below.max(above * 2.0 / 3.0);
    over * (2.0 * GRAVITY * (above - over)).sqrt()
}

/// A dike on a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dike {
    /// Level of its crest, meters.
    pub crest_m: f64,
    /// Where it is broken, cut or open.
    pub breach: Option<Breach>,
}

/// A gap in a dike, or a gate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breach {
    /// When it begins, seconds.
    pub from_s: f64,
    /// How long it grows, seconds.
    pub grows_s: f64,
    /// When it is shut again, seconds.
    pub until_s: f64,
    /// Its width when it has grown, meters.
    pub width_m: f64,
    /// Level of its bottom when it has grown, meters.
    pub bottom_m: f64,
}

impl Dike {
    /// Water that goes over and through a face of `face_m` meters between levels of water, m³/s; positive from left to
    /// right.
    pub(super) fn flow(&self, left_m: f64, right_m: f64, bed_m: f64, face_m: f64, now_s: f64) -> f64 {
        let (above, below, sign) =
            if left_m >= right_m { (left_m, right_m, 1.0) } else { (right_m, left_m, -1.0) };
        let over = |crest_m: f64| {
            let crest_m = crest_m.max(bed_m);
            weir(above - crest_m, below - crest_m)
        };
        let mut flow = 0.0;
        let mut whole_m = face_m;
        if let Some(breach) = self.breach.filter(|gap| now_s >= gap.from_s && now_s < gap.until_s) {
            let part =
                if breach.grows_s > 0.0 { ((now_s - breach.from_s) / breach.grows_s).min(1.0) } else { 1.0 };
            let width_m = (breach.width_m * part).min(face_m);
            flow += over(self.crest_m + (breach.bottom_m - self.crest_m) * part) * width_m;
            whole_m -= width_m;
        }
        sign * (flow + over(self.crest_m) * whole_m)
    }
}

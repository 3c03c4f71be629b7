//! Upper bounds of scores, 64 caregivers at a time: plain loops over plain arrays, which compilers turn into vector instructions.

use super::index::LANES;
use crate::policy::{DistancePoints, Policy};

/// Metres of the mean radius, as in the exact distance.
const RADIUS: f32 = 6_371_008.8;

/// More than single precision can be wrong about a distance, in metres of straight line.
const UNSURE_METRES: f32 = 16.0;

/// A distance rule in terms of squared chords.
#[derive(Debug)]
pub(super) enum Near {
    No,
    Linear { points: f32, per_chord: f32 },
    Steps(Vec<(f32, f32)>),
}

impl Near {
    pub(super) fn new(policy: &Policy) -> Self {
        let road = policy.gates.speed.road_metres_per_km as f32 / 1_000.0;
        match &policy.weights.distance {
            DistancePoints::None => Self::No,
            DistancePoints::Linear {
                points,
                zero_at_metres,
            } => {
                let per_metre = *points as f32 / *zero_at_metres as f32 * road;
                Self::Linear {
                    points: *points as f32 + per_metre * UNSURE_METRES + 1.0,
                    per_chord: per_metre * RADIUS * 0.999_999,
                }
            }
            DistancePoints::Steps { steps } => Self::Steps(
                steps
                    .iter()
                    .map(|step| {
                        let straight = step.under_metres as f32 / road + UNSURE_METRES;
                        // A chord is shorter than its arc: never by less than nothing.
                        let chord = straight / RADIUS * 1.000_001;
                        (chord * chord, step.points as f32)
                    })
                    .collect(),
            ),
        }
    }
}

/// What is added up for 64 caregivers.
pub(super) struct Block<'a> {
    pub(super) base: &'a [f32],
    pub(super) home: [&'a [f32]; 3],
    pub(super) area: Option<(&'a [f32], f32, f32)>,
    pub(super) hours: Option<(&'a [f32], &'a [f32], f32, f32)>,
}

/// Points for the way to `place`, at least; no more than a rounding too many.
pub(super) fn near(block: &Block<'_>, near: &Near, place: [f32; 3], bounds: &mut [f32; LANES]) {
    let [xs, ys, zs] = block.home;
    let (Some(xs), Some(ys), Some(zs)) = (
        xs.first_chunk::<LANES>(),
        ys.first_chunk::<LANES>(),
        zs.first_chunk::<LANES>(),
    ) else {
        return;
    };
    let mut squares = [0.0_f32; LANES];
    for lane in 0..LANES {
        let (x, y, z) = (xs[lane] - place[0], ys[lane] - place[1], zs[lane] - place[2]);
        squares[lane] = x * x + y * y + z * z;
    }
    match near {
        Near::No => {}
        Near::Linear { points, per_chord } => {
            for lane in 0..LANES {
                bounds[lane] += (points - squares[lane].sqrt() * per_chord).max(0.0);
            }
        }
        Near::Steps(steps) => {
            let mut best = [0.0_f32; LANES];
            for (square, points) in steps {
                for lane in 0..LANES {
                    let here = if squares[lane] < *square { *points } else { 0.0 };
                    best[lane] = best[lane].max(here);
                }
            }
            for lane in 0..LANES {
                bounds[lane] += best[lane];
            }
        }
    }
}

/// Everything but the way.
pub(super) fn others(block: &Block<'_>, bounds: &mut [f32; LANES]) {
    if let Some(base) = block.base.first_chunk::<LANES>() {
        *bounds = *base;
    }
    if let Some((areas, number, points)) = block.area
        && let Some(areas) = areas.first_chunk::<LANES>()
    {
        for lane in 0..LANES {
            bounds[lane] += if areas[lane] == number { points } else { 0.0 };
        }
    }
    if let Some((slopes, offsets, minutes, points)) = block.hours
        && let (Some(slopes), Some(offsets)) = (slopes.first_chunk::<LANES>(), offsets.first_chunk::<LANES>())
    {
        for lane in 0..LANES {
            let off = (slopes[lane] * minutes + offsets[lane]).abs();
            let known = if slopes[lane] > 0.0 { points } else { 0.0 };
            bounds[lane] += (known - off).max(0.0);
        }
    }
}

/// The first member with this bound.
pub(super) fn first_with(bounds: &[f32; LANES], members: u64, bound: f32) -> Option<usize> {
    let mut equal = 0_u64;
    for (lane, value) in bounds.iter().enumerate() {
        equal |= u64::from(*value == bound) << lane;
    }
    let found = equal & members;
    (found != 0).then(|| found.trailing_zeros() as usize)
}

/// The largest of the lanes in `members`.
pub(super) fn largest(bounds: &[f32; LANES], members: u64) -> f32 {
    let mut best = [f32::NEG_INFINITY; 8];
    for (eight, values) in bounds.chunks_exact(8).enumerate() {
        let mask = &MASKS[(members >> (eight * 8) & 0xff) as usize];
        for lane in 0..8 {
            best[lane] = best[lane].max(values[lane] + mask[lane]);
        }
    }
    best.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// Per byte of members: nothing for a member, minus infinity for the others.
static MASKS: [[f32; 8]; 256] = masks();

const fn masks() -> [[f32; 8]; 256] {
    let mut masks = [[0.0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut lane = 0;
        while lane < 8 {
            if byte >> lane & 1 == 0 {
                masks[byte][lane] = f32::NEG_INFINITY;
            }
            lane += 1;
        }
        byte += 1;
    }
    masks
}

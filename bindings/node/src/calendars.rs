//! Overlaps in many calendars: claims cross once, as columns of numbers.

use careweave_bindings_core as core;
use core::{ClaimRow, conflicts};
use napi::Either;
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

use crate::failure::{Failure, outcome};

/// How many numbers a claim is.
const WIDTH: usize = 5;

/// The conflicts among claims. A claim is five numbers: who, start and end in milliseconds since 1970, minutes before and after. A
/// conflict is four: the places of the two, and the time both want.
#[napi]
pub fn calendar_conflicts(claims: &[f64]) -> Either<Float64Array, Failure> {
    const MICROS: f64 = 1_000.0;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "TypeScript hands over whole numbers in range; what is out of it saturates and is refused as no instant"
    )]
    let rows: Vec<ClaimRow> = claims
        .chunks_exact(WIDTH)
        .map(|claim| ClaimRow {
            who: claim[0] as u32,
            start: (claim[1] * MICROS) as i64,
            end: (claim[2] * MICROS) as i64,
            before_minutes: claim[3] as u32,
            after_minutes: claim[4] as u32,
        })
        .collect();
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of a date are exact in a number of JavaScript"
    )]
    let found = conflicts(&rows).map(|found| {
        let numbers: Vec<f64> = found
            .iter()
            .flat_map(|row| {
                let (start, end) = (row.start as f64 / MICROS, row.end as f64 / MICROS);
                [f64::from(row.first), f64::from(row.second), start, end]
            })
            .collect();
        Float64Array::new(numbers)
    });
    outcome(found)
}

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{CaregiverId, ClientId, Error, ErrorKind, Result, ShiftId, TimeWindow};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::chance::Chance;

/// The largest value of a shift, in minor units.
pub const MAX_VALUE: i64 = 1_000_000_000;

/// The largest magnitude of a score.
pub const MAX_SCORE: i64 = 1 << 40;

/// The most shifts in one plan.
pub const MAX_SHIFTS: usize = 10_000;

/// A shift that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferedShift {
    /// Which.
    pub id: ShiftId,
    /// For whom.
    pub client_id: ClientId,
    /// From when to when.
    pub window: TimeWindow,
    /// What it is worth to the agency that somebody takes it, in minor units (cents), 0 to [`MAX_VALUE`].
    pub value: i64,
}

/// A caregiver who may take a shift: eligible, with the ranking's score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidacy {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// For which shift.
    pub shift_id: ShiftId,
    /// The score of the ranking; more is better; at most [`MAX_SCORE`] either way.
    pub score: i64,
    /// How likely a yes is.
    pub acceptance: Chance,
}

/// A shift somebody has taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// Which shift.
    pub shift_id: ShiftId,
}

/// Offered shifts by id, checked.
pub(super) type ShiftIndex<'a> = BTreeMap<&'a ShiftId, &'a OfferedShift>;

pub(super) fn index<'a>(operation: &'static str, shifts: &'a [OfferedShift]) -> Result<ShiftIndex<'a>> {
    if shifts.len() > MAX_SHIFTS {
        return Err(Error::invalid(
            operation,
            "shifts",
            "at most 10000 shifts are planned at once",
        ));
    }
    let mut index = BTreeMap::new();
    for (at, shift) in shifts.iter().enumerate() {
        let wrong = |field: &'static str, rule: &str| {
            Error::invalid(operation, field, rule).with("record", format!("shifts[{at}] (id {})", shift.id))
        };
        if !(0..=MAX_VALUE).contains(&shift.value) {
            return Err(wrong("value", "must be between 0 and 1000000000 minor units"));
        }
        if index.insert(&shift.id, shift).is_some() {
            return Err(wrong("id", "a shift stands once in the list"));
        }
    }
    Ok(index)
}

pub(super) fn check_candidacies(
    operation: &'static str,
    candidacies: &[Candidacy],
    shifts: &ShiftIndex<'_>,
) -> Result<()> {
    let mut seen = BTreeSet::new();
    for (at, candidacy) in candidacies.iter().enumerate() {
        let wrong = |field: &'static str, rule: &str| {
            Error::invalid(operation, field, rule).with("record", format!("candidacies[{at}]"))
        };
        if !shifts.contains_key(&candidacy.shift_id) {
            return Err(wrong("shift_id", "must be one of the offered shifts"));
        }
        if !(-MAX_SCORE..=MAX_SCORE).contains(&candidacy.score) {
            return Err(wrong("score", "must be within 2^40 of 0"));
        }
        if !seen.insert((&candidacy.caregiver_id, &candidacy.shift_id)) {
            return Err(wrong("caregiver_id", "a caregiver stands once per shift"));
        }
    }
    Ok(())
}

pub(super) fn find<'a>(
    operation: &'static str,
    shifts: &ShiftIndex<'a>,
    id: &ShiftId,
) -> Result<&'a OfferedShift> {
    shifts.get(id).copied().ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            operation,
            "the shift is not among the offered ones",
        )
        .with("shift_id", id.as_str())
    })
}

/// True when one person cannot do both: they overlap, or lie less than `gap_minutes` apart.
pub(super) fn clash(a: &TimeWindow, b: &TimeWindow, gap_minutes: u32) -> bool {
    let gap = TimeDelta::minutes(i64::from(gap_minutes));
    a.start() - b.end() < gap && b.start() - a.end() < gap
}

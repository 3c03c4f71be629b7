use careweave::providers::across::{Claim, ConflictIndex};
use careweave::providers::model::Buffers;
use careweave::types::{Error, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

const OPERATION: &str = "calendars.conflicts";

/// A claim on somebody's time as a host hands it over: people as numbers, instants as microseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct ClaimRow {
    /// Whose time.
    pub who: u32,
    /// When it starts.
    pub start: i64,
    /// When it ends.
    pub end: i64,
    /// Minutes that stay free before it.
    pub before_minutes: u32,
    /// Minutes that stay free after it.
    pub after_minutes: u32,
}

/// Two claims that want the same time, by their places in what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConflictRow {
    /// The one that starts first.
    pub first: u32,
    /// The other.
    pub second: u32,
    /// From when both want it, in microseconds since 1970.
    pub start: i64,
    /// Until when.
    pub end: i64,
}

/// Every conflict; see [`ConflictIndex`].
///
/// # Errors
/// `InvalidInput` that names the record, for a claim that ends before it starts or lies outside the calendar.
pub fn conflicts(rows: &[ClaimRow]) -> Result<Vec<ConflictRow>> {
    let claims = rows
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let at = |error: Error| {
                error
                    .with_operation(OPERATION)
                    .with("record", format!("claims[{place}]"))
            };
            let window = TimeWindow::new(
                instant("start", row.start).map_err(at)?,
                instant("end", row.end).map_err(at)?,
            )
            .map_err(at)?;
            Ok(Claim {
                who: row.who,
                id: u32::try_from(place).unwrap_or(u32::MAX),
                window,
                buffers: Buffers {
                    before_minutes: row.before_minutes,
                    after_minutes: row.after_minutes,
                },
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let found = ConflictIndex::new(claims).conflicts();
    Ok(found
        .into_iter()
        .map(|conflict| ConflictRow {
            first: conflict.first,
            second: conflict.second,
            start: conflict.overlap.start().timestamp_micros(),
            end: conflict.overlap.end().timestamp_micros(),
        })
        .collect())
}

fn instant(field: &'static str, micros: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros)
        .filter(|at| at.checked_add_signed(TimeDelta::days(1)).is_some())
        .ok_or_else(|| Error::invalid(OPERATION, field, "must be an instant of the calendar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn claim(who: u32, start: i64, end: i64) -> ClaimRow {
        ClaimRow {
            who,
            start: start * HOUR,
            end: end * HOUR,
            before_minutes: 0,
            after_minutes: 0,
        }
    }

    #[test]
    fn conflicts_are_told_by_place_and_those_that_touch_are_none() {
        let rows = [
            claim(1, 10, 12),
            claim(1, 8, 11),
            claim(1, 12, 13),
            claim(2, 8, 13),
        ];
        let expected = ConflictRow {
            first: 1,
            second: 0,
            start: 10 * HOUR,
            end: 11 * HOUR,
        };
        assert_eq!(conflicts(&rows).unwrap(), [expected]);
    }

    #[test]
    fn a_claim_that_is_none_is_named() {
        for wrong in [claim(1, 9, 9), claim(1, i64::MAX / HOUR, i64::MAX / HOUR)] {
            let error = conflicts(&[claim(1, 8, 9), wrong]).unwrap_err();
            assert_eq!(error.get("record"), Some("claims[1]"));
        }
    }
}

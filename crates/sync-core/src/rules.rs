//! What is accepted from callers. Nothing is trimmed or cut to fit: what breaks a rule is refused.

use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Timelike, Utc};

/// The longest operation name or reason code, in bytes.
pub const MAX_CODE_BYTES: usize = 128;
/// The longest subject, detail or remote id, in bytes.
pub const MAX_REFERENCE_BYTES: usize = 512;
/// The longest quiet period, and the longest lifetime of a remote key: 366 days.
pub const MAX_QUIET: Duration = Duration::from_secs(366 * 86_400);
/// The furthest the deadline of an attempt may lie ahead: 24 hours.
pub const MAX_DEADLINE: Duration = Duration::from_secs(86_400);
/// The most rows one listing may ask for.
pub const MAX_LIST: u32 = 1_000;

/// An operation (`"shifts.assign"`) or a reason (`"open_again"`): a word of a program, never free text, so
/// that no personal data can stand in it.
pub(crate) fn code(operation: &'static str, field: &'static str, text: &str) -> Result<()> {
    let of_the_alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let rule = if text.is_empty() {
        "must not be empty"
    } else if text.len() > MAX_CODE_BYTES {
        "must not be longer than 128 bytes"
    } else if !text.bytes().all(of_the_alphabet) {
        "must be a code: ASCII letters, digits, '.', '_' and '-' only"
    } else {
        return Ok(());
    };
    Err(Error::invalid(operation, field, rule))
}

/// An opaque id of another system.
pub(crate) fn reference(operation: &'static str, field: &'static str, text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Error::invalid(operation, field, "must not be empty"));
    }
    optional_reference(operation, field, text)
}

/// An opaque id that may be empty.
pub(crate) fn optional_reference(operation: &'static str, field: &'static str, text: &str) -> Result<()> {
    let rule = if text.len() > MAX_REFERENCE_BYTES {
        "must not be longer than 512 bytes"
    } else if text.chars().any(char::is_control) {
        "must not hold control characters"
    } else {
        return Ok(());
    };
    Err(Error::invalid(operation, field, rule))
}

/// A quiet period or a lifetime, in whole microseconds, rounded up.
pub(crate) fn span(operation: &'static str, field: &'static str, span: Duration) -> Result<TimeDelta> {
    if span > MAX_QUIET {
        return Err(Error::invalid(
            operation,
            field,
            "must not be longer than 366 days",
        ));
    }
    delta(operation, field, span)
}

/// A span of any length, in whole microseconds, rounded up.
pub(crate) fn delta(operation: &'static str, field: &'static str, span: Duration) -> Result<TimeDelta> {
    i64::try_from(span.as_nanos().div_ceil(1_000))
        .map(TimeDelta::microseconds)
        .map_err(|e| Error::invalid(operation, field, "must be shorter").with_source(e))
}

/// A time to live: longer than zero, at most `longest` (24 hours or less), in whole microseconds, rounded down.
pub(crate) fn ttl(
    operation: &'static str,
    field: &'static str,
    ttl: Duration,
    longest: Duration,
) -> Result<TimeDelta> {
    if ttl > longest {
        let hours = longest.as_secs() / 3_600;
        return Err(Error::invalid(
            operation,
            field,
            format!("must not be longer than {hours} hours"),
        ));
    }
    match i64::try_from(ttl.as_micros()) {
        Ok(micros) if micros > 0 => Ok(TimeDelta::microseconds(micros)),
        _ => Err(Error::invalid(operation, field, "must be at least a microsecond")),
    }
}

/// An instant of an event, in whole microseconds, rounded down.
pub(crate) fn instant(
    operation: &'static str,
    field: &'static str,
    at: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    if !(1970..=9999).contains(&at.year()) {
        return Err(Error::invalid(
            operation,
            field,
            "must lie in the years 1970 to 9999",
        ));
    }
    at.with_nanosecond(at.nanosecond() / 1_000 * 1_000)
        .ok_or_else(|| Error::invalid(operation, field, "must be an instant in whole microseconds"))
}

/// An instant that limits something, in whole microseconds, rounded up.
pub(crate) fn limit(
    operation: &'static str,
    field: &'static str,
    at: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    let floor = instant(operation, field, at)?;
    if floor < at {
        Ok(floor + TimeDelta::microseconds(1))
    } else {
        Ok(floor)
    }
}

/// Checks the `now` a store was given for a read.
///
/// # Errors
/// `InvalidInput` outside the years 1970 to 9999.
pub fn check_now(operation: &'static str, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    instant(operation, "now", now)
}

/// Checks how many rows a listing asks for.
///
/// # Errors
/// `InvalidInput` when it is 0 or more than [`MAX_LIST`].
pub fn check_list_limit(operation: &'static str, limit: u32) -> Result<()> {
    if (1..=MAX_LIST).contains(&limit) {
        Ok(())
    } else {
        Err(Error::invalid(operation, "limit", "must lie between 1 and 1000"))
    }
}

/// An instant as errors show it: RFC 3339 in microseconds.
pub(crate) fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

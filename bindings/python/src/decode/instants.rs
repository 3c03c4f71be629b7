//! Dates and instants, from the form in which the core writes them.
//!
//! Under the limited API a `datetime` is made by calling its class, with seven numbers to convert. The class also takes
//! the bytes of its own pickles, which every later Python has to go on reading; that is several times faster.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType};

/// A day that exists.
struct Day([u8; 4]);

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        Some(number * 10 + u32::from(digit))
    })
}

/// A number of one byte, in a range.
fn within(text: &[u8], low: u32, high: u32) -> Option<u8> {
    let number = digits(text).filter(|number| (low..=high).contains(number))?;
    u8::try_from(number).ok()
}

impl Day {
    fn read(text: &[u8]) -> Option<Self> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else {
            return None;
        };
        let year = digits(&[*y0, *y1, *y2, *y3]).filter(|year| *year >= 1)?;
        let month = within(&[*m0, *m1], 1, 12)?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day = within(&[*d0, *d1], 1, last)?;
        let [_, _, high, low] = year.to_be_bytes();
        Some(Self([high, low, month, day]))
    }
}

/// `2026-04-06T12:00:00Z`, with a fraction of up to nine digits, as the ten bytes of a pickled `datetime`. Digits beyond the
/// microsecond are dropped, as Python has none.
fn instant_state(text: &[u8]) -> Option<[u8; 10]> {
    let (day, time) = text.split_at_checked(10)?;
    let Day([high, low, month, day]) = Day::read(day)?;
    let time = time.strip_prefix(b"T")?.strip_suffix(b"Z")?;
    let (clock, fraction) = time.split_at_checked(8)?;
    let [h0, h1, b':', m0, m1, b':', s0, s1] = clock else {
        return None;
    };
    let micros = match fraction {
        [] => 0,
        [b'.', figures @ ..] if (1..=9).contains(&figures.len()) => {
            digits(figures)?;
            let kept = figures.get(..6).unwrap_or(figures);
            digits(kept)? * 10_u32.pow(u32::try_from(6 - kept.len()).ok()?)
        }
        _ => return None,
    };
    let [_, us0, us1, us2] = micros.to_be_bytes();
    Some([
        high,
        low,
        month,
        day,
        within(&[*h0, *h1], 0, 23)?,
        within(&[*m0, *m1], 0, 59)?,
        within(&[*s0, *s1], 0, 59)?,
        us0,
        us1,
        us2,
    ])
}

static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static UTC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// An aware `datetime` in UTC; nothing for a text of another form.
pub(crate) fn instant<'py>(py: Python<'py>, text: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    match instant_state(text.as_bytes()) {
        Some(state) => unpickled(py, state).map(Some),
        None => Ok(None),
    }
}

/// An aware `datetime` in UTC, to the microsecond; nothing for a year that Python has none for.
pub(crate) fn moment(py: Python<'_>, at: DateTime<Utc>) -> PyResult<Option<Bound<'_, PyAny>>> {
    match moment_state(at) {
        Some(state) => unpickled(py, state).map(Some),
        None => Ok(None),
    }
}

fn moment_state(at: DateTime<Utc>) -> Option<[u8; 10]> {
    let [_, _, high, low] = u32::try_from(at.year()).ok()?.to_be_bytes();
    let (1..=9_999) = at.year() else { return None };
    let byte = |number: u32| u8::try_from(number).ok();
    // A leap second, which Python has none of, stays within its minute.
    let [_, us0, us1, us2] = at.timestamp_subsec_micros().min(999_999).to_be_bytes();
    Some([
        high,
        low,
        byte(at.month())?,
        byte(at.day())?,
        byte(at.hour())?,
        byte(at.minute())?,
        byte(at.second())?,
        us0,
        us1,
        us2,
    ])
}

fn unpickled(py: Python<'_>, state: [u8; 10]) -> PyResult<Bound<'_, PyAny>> {
    let class = DATETIME.import(py, "datetime", "datetime")?;
    let utc = UTC.get_or_try_init(py, || {
        py.import("datetime")?
            .getattr("timezone")?
            .getattr("utc")
            .map(Bound::unbind)
    })?;
    class.call1((PyBytes::new(py, &state), utc.bind(py)))
}

/// A `date`; nothing for a text of another form.
pub(super) fn date<'py>(py: Python<'py>, text: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(Day(state)) = Day::read(text.as_bytes()) else {
        return Ok(None);
    };
    let class = DATE.import(py, "datetime", "date")?;
    class.call1((PyBytes::new(py, &state),)).map(Some)
}

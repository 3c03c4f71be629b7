use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Error, Result};

/// A span of time `[start, end)` between two instants: the start belongs to it, the end does not.
///
/// Two shifts that touch (one ends when the other starts) therefore do not overlap. Length is elapsed
/// time: a night on which clocks go back is an hour longer than its wall clock says.
///
/// ```
/// use careweave_types::TimeWindow;
/// use chrono::{TimeZone, Utc};
/// let at = |h| Utc.with_ymd_and_hms(2026, 4, 6, h, 0, 0).unwrap();
/// let morning = TimeWindow::new(at(8), at(12))?;
/// let noon = TimeWindow::new(at(12), at(16))?;
/// assert!(!morning.overlaps(&noon));
/// assert_eq!(morning.minutes(), 240);
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TimeWindow {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl TimeWindow {
    /// A window from `start` up to, and without, `end`.
    ///
    /// # Errors
    /// `InvalidInput` when `end` is not after `start`.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Self> {
        if end <= start {
            return Err(Error::invalid(
                "time_window.new",
                "end",
                "the end must be after the start",
            ));
        }
        Ok(Self { start, end })
    }

    /// The first instant.
    pub const fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The instant after the last.
    pub const fn end(&self) -> DateTime<Utc> {
        self.end
    }

    /// Whole elapsed minutes.
    pub fn minutes(&self) -> i64 {
        (self.end - self.start).num_minutes()
    }

    /// True when some instant belongs to both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when `instant` belongs to the window.
    pub fn contains(&self, instant: DateTime<Utc>) -> bool {
        self.start <= instant && instant < self.end
    }

    /// True when the whole of `other` lies inside.
    pub fn encloses(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// What both have in common.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

impl<'de> Deserialize<'de> for TimeWindow {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            start: DateTime<Utc>,
            end: DateTime<Utc>,
        }
        let raw = Raw::deserialize(d)?;
        Self::new(raw.start, raw.end).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

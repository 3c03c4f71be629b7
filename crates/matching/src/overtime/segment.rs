use careweave_types::{Error, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Jurisdiction;

pub(crate) const OPERATION: &str = "overtime.segments";

/// The highest hourly rate accepted, in minor units: a million dollars. It keeps all arithmetic inside 128 bits.
pub const MAX_RATE: i64 = 100_000_000;

/// What a caregiver did in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// Care, or any other task.
    Work,
    /// Travel between clients within a workday: hours worked (29 CFR 785.38; 7 CCR 1103-1 Rule 1.9.2). Travel from
    /// home and back home (29 CFR 785.35) is not, and is left out.
    Travel,
    /// Asleep while on duty. Hours worked, unless the sleep rule of the place excludes them.
    Sleep,
    /// On call and not free to leave or to use the time: hours worked (29 CFR 785.17).
    OnCallRestricted,
    /// On call and merely reachable: not hours worked (29 CFR 785.17).
    OnCallUnrestricted,
    /// A meal during which duties go on: hours worked.
    MealOnDuty,
    /// A meal, fully relieved of duty: not hours worked when it lasts long enough (29 CFR 785.19).
    MealOffDuty,
}

/// Whether the day of a segment was a day of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// An ordinary day.
    #[default]
    Ordinary,
    /// A weekly rest day or public holiday that no other day off makes up for.
    RestDay,
}

/// One stretch of one caregiver's time, `[start, end)`, at one rate in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkSegment {
    /// The first instant; on a whole minute (see [`rounding`](super::rounding) for raw punches).
    pub start: DateTime<Utc>,
    /// The instant after the last; on a whole minute.
    pub end: DateTime<Utc>,
    /// What was done.
    pub kind: SegmentKind,
    /// Pay in minor units (cents, centavos) per hour, 0 to [`MAX_RATE`].
    pub rate: i64,
    /// Where.
    pub place: Jurisdiction,
    /// Whether this was a rest day.
    #[serde(default)]
    pub day: DayStatus,
    /// The shift this belongs to, for messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_id: Option<ShiftId>,
}

impl WorkSegment {
    /// Work on an ordinary day; `rate` in minor units per hour.
    pub fn work(start: DateTime<Utc>, end: DateTime<Utc>, rate: i64, place: Jurisdiction) -> Self {
        Self {
            start,
            end,
            kind: SegmentKind::Work,
            rate,
            place,
            day: DayStatus::Ordinary,
            shift_id: None,
        }
    }

    /// The same stretch, of another kind.
    #[must_use]
    pub fn of_kind(mut self, kind: SegmentKind) -> Self {
        self.kind = kind;
        self
    }
}

/// A segment on the axis of minutes since 1970 (UTC).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timed<'a> {
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) segment: &'a WorkSegment,
    /// The collection and the position in it.
    pub(crate) origin: (&'static str, usize),
}

impl Timed<'_> {
    fn record(&self) -> String {
        match &self.segment.shift_id {
            Some(id) => format!("{}[{}] (shift {id})", self.origin.0, self.origin.1),
            None => format!("{}[{}]", self.origin.0, self.origin.1),
        }
    }
}

/// Checks each segment and adds it to `into`.
pub(crate) fn admit<'a>(
    collection: &'static str,
    segments: &'a [WorkSegment],
    into: &mut Vec<Timed<'a>>,
) -> Result<()> {
    into.reserve(segments.len());
    for (at, segment) in segments.iter().enumerate() {
        let mut timed = Timed {
            start: 0,
            end: 0,
            segment,
            origin: (collection, at),
        };
        let refuse = |field: &'static str, rule: &str| {
            Err(Error::invalid(OPERATION, field, rule).with("record", timed.record()))
        };
        if segment.end <= segment.start {
            return refuse("end", "the end must be after the start");
        }
        if !(0..=MAX_RATE).contains(&segment.rate) {
            return refuse("rate", "must be between 0 and 100000000 minor units per hour");
        }
        let Some(start) = minute(segment.start) else {
            return refuse("start", WHOLE_MINUTE);
        };
        let Some(end) = minute(segment.end) else {
            return refuse("end", WHOLE_MINUTE);
        };
        timed.start = start;
        timed.end = end;
        into.push(timed);
    }
    Ok(())
}

/// Sorts by time and refuses two segments of one person that overlap.
pub(crate) fn in_order(timed: &mut [Timed<'_>]) -> Result<()> {
    timed.sort_by_key(|t| (t.start, t.end));
    for pair in timed.windows(2) {
        if pair[1].start < pair[0].end {
            return Err(Error::invalid(OPERATION, "start", NO_OVERLAP)
                .with("record", pair[1].record())
                .with("other", pair[0].record()));
        }
    }
    Ok(())
}

pub(crate) const NO_OVERLAP: &str =
    "the segments of one caregiver must not overlap: nobody works two minutes in one";

const WHOLE_MINUTE: &str =
    "must be on a whole minute between the years 1970 and 3900; round raw punches first, by a stated rule";

/// Minutes since 1970, for instants on a whole minute in a range that leaves room for sums.
pub(crate) fn minute(instant: DateTime<Utc>) -> Option<i32> {
    if instant.timestamp() % 60 != 0 || instant.timestamp_subsec_nanos() != 0 {
        return None;
    }
    i32::try_from(instant.timestamp() / 60)
        .ok()
        .filter(|m| (0..1_015_000_000).contains(m))
}

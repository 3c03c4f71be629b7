use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::rules;

/// How far a stream was read and stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// What is read: `"wellsky/agency-1/clients"`. 1 to 512 bytes.
    pub stream: String,
    /// Everything that changed before it, in the other system's time, is stored; `None` before the first reading.
    pub high: Option<DateTime<Utc>>,
    /// The vendor's token of the next page or delta, where it gives one.
    pub token: Option<String>,
    /// Grows with every move: a move that does not know the present one is refused.
    pub version: u64,
    /// When it last moved.
    pub updated_at: DateTime<Utc>,
}

/// A step of a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorMove {
    /// The stream.
    pub stream: String,
    /// The version that the reader began from; 0 for a stream that was never read.
    pub expected_version: u64,
    /// Everything before it is stored now; `None` leaves it, as when a page in the middle is stored.
    pub high: Option<DateTime<Utc>>,
    /// The token to go on with; `None`: there is none.
    pub token: Option<String>,
}

/// What is to be read next: from `from` on, inclusive, up to and without `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadWindow {
    /// The beginning; `None`: the beginning of everything.
    pub from: Option<DateTime<Utc>>,
    /// The end, which becomes the cursor's [`high`](Cursor::high) when all of it is stored.
    pub until: DateTime<Utc>,
}

impl Cursor {
    /// What to read next, when the reading starts at `remote_now` by the other system's clock (the `Date` of its answer).
    ///
    /// It begins `overlap` before what is stored, because records that change while they are read, and equal
    /// instants, are the rule; it ends `skew` before the start, because what the vendor's machines write now may be dated a
    /// little earlier. Reading the overlap again writes nothing.
    ///
    /// # Errors
    /// `InvalidInput` for an overlap or a skew of more than 366 days.
    pub fn next_read(
        high: Option<DateTime<Utc>>,
        overlap: Duration,
        skew: Duration,
        remote_now: DateTime<Utc>,
    ) -> Result<ReadWindow> {
        const AT: &str = "cursor.next_read";
        let overlap = rules::span(AT, "overlap", overlap)?;
        let skew = rules::span(AT, "skew", skew)?;
        let until = rules::instant(AT, "remote_now", remote_now)? - skew;
        let from = high.map(|high| high - overlap);
        Ok(ReadWindow {
            from,
            // A clock of theirs that went back gives an empty window, and never one that ends before it begins.
            until: from.map_or(until, |from| until.max(from)),
        })
    }
}

/// A stretch of time: from the first instant on, up to and without the second.
pub type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// Splits a window that came back cut off into two halves; `None` when it is too small to be split.
///
/// # Errors
/// `InvalidInput` for an end before the beginning.
pub fn halve((from, until): Stretch, smallest: Duration) -> Result<Option<[Stretch; 2]>> {
    const AT: &str = "cursor.halve";
    if until < from {
        return Err(Error::invalid(AT, "until", "must not lie before the beginning"));
    }
    let smallest = rules::delta(AT, "smallest", smallest)?.max(TimeDelta::microseconds(1));
    let half = TimeDelta::microseconds((until - from).num_microseconds().unwrap_or(i64::MAX) / 2);
    if half < smallest {
        return Ok(None);
    }
    let middle = from + half;
    Ok(Some([(from, middle), (middle, until)]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_reading_overlaps_the_last_and_ends_before_it_starts() {
        let (overlap, skew) = (Duration::from_secs(300), Duration::from_secs(60));
        let first = Cursor::next_read(None, overlap, skew, t(0)).unwrap();
        assert_eq!((first.from, first.until), (None, t(-60)));
        let next = Cursor::next_read(Some(first.until), overlap, skew, t(900)).unwrap();
        assert_eq!((next.from, next.until), (Some(t(-360)), t(840)));
        let back = Cursor::next_read(Some(t(840)), overlap, skew, t(-9_000)).unwrap();
        assert_eq!((back.from, back.until), (Some(t(540)), t(540)));
    }

    proptest! {
        /// Given any window, its halves meet without gap or overlap, until they are too small.
        #[test]
        fn halves_meet_and_end(length in 0_i64..100_000, smallest in 1_u64..100) {
            let mut open = vec![(t(0), t(length))];
            let mut whole = Vec::new();
            while let Some((from, until)) = open.pop() {
                match halve((from, until), Duration::from_secs(smallest)).unwrap() {
                    Some([first, second]) => {
                        prop_assert_eq!((first.0, first.1, second.1), (from, second.0, until));
                        open.extend([first, second]);
                    }
                    None => whole.push(until - from),
                }
            }
            prop_assert_eq!(whole.iter().sum::<TimeDelta>(), TimeDelta::seconds(length));
        }
    }
}

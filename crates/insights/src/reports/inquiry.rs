use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::thread;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Asked, Question};
use crate::event::Event;
use crate::output::Present;

/// Several questions over one stream of events: each event is read and checked once, and seen by all.
///
/// ```
/// use std::num::NonZeroUsize;
/// use careweave_insights::reports::{FunnelQuery, Inquiry, Question, TelephonyQuery};
/// use careweave_insights::{Period, Scope, read_json_lines};
/// use careweave_types::AgencyZone;
/// let scope = Scope::new(Period::all(AgencyZone::new("America/Denver")?));
/// let mut inquiry = Inquiry::new([
///     Question::Funnel(FunnelQuery::new(scope.clone())),
///     Question::Telephony(TelephonyQuery::new(scope)),
/// ]);
/// let events = read_json_lines(r#"
/// {"v":1,"id":"1","at":"2026-04-06T15:00:00Z","kind":"call_accepted","data":{"call":"c-1","lead":"lead-41"}}
/// "#)?;
/// inquiry.observe_all(&events, NonZeroUsize::MIN, |place| format!("events[{place}]"))?;
/// assert!(inquiry.answer(1, events[0].at)?.to_json().contains(r#""attempts":0,"open":1"#));
/// # Ok::<(), careweave_types::Error>(())
/// ```
pub struct Inquiry {
    asked: Vec<Box<dyn Asked>>,
}

impl std::fmt::Debug for Inquiry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inquiry")
            .field("questions", &self.asked.len())
            .finish_non_exhaustive()
    }
}

/// The first refused event, and why.
struct Refused {
    place: usize,
    error: Error,
}

impl Inquiry {
    /// Starts taking in events for these questions; answers go by their order.
    pub fn new(questions: impl IntoIterator<Item = Question>) -> Self {
        Self {
            asked: questions.into_iter().map(Question::ask).collect(),
        }
    }

    /// How many questions there are.
    pub fn len(&self) -> usize {
        self.asked.len()
    }

    /// True without questions.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// Takes in an event.
    ///
    /// # Errors
    /// As [`crate::Fold::observe`]. Some of the questions may have taken the event in.
    pub fn observe(&mut self, event: &Event) -> Result<()> {
        event.check()?;
        self.asked
            .iter_mut()
            .try_for_each(|asked| asked.observe_checked(event).map(drop))
    }

    /// Takes in events, the questions spread over so many threads. `record` names an event by its place, for errors.
    ///
    /// # Errors
    /// As [`crate::Fold::observe`], for the first event that is refused, with its `record`. Other events of the call may
    /// have been taken in: giving all of them again when the one is repaired does no harm, since repetitions do not count.
    pub fn observe_all(
        &mut self,
        events: &[Event],
        threads: NonZeroUsize,
        record: impl Fn(usize) -> String,
    ) -> Result<()> {
        let named = |place: usize, error: Error| error.with("record", record(place));
        for (place, event) in events.iter().enumerate() {
            event.check().map_err(|error| named(place, error))?;
        }
        self.observe_checked(events, threads)
            .map_err(|refused| named(refused.place, refused.error))
    }

    fn observe_checked(
        &mut self,
        events: &[Event],
        threads: NonZeroUsize,
    ) -> std::result::Result<(), Refused> {
        let take = |asked: &mut Box<dyn Asked>| {
            let refused = events.iter().enumerate().find_map(|(place, event)| {
                let error = asked.observe_checked(event).err()?;
                Some(Refused { place, error })
            });
            refused.map_or(Ok(()), Err)
        };
        let workers = threads.get().min(self.asked.len());
        if workers < 2 {
            return first_refused(self.asked.iter_mut().map(take));
        }
        // Whoever is done takes the next question: some have much to do with the events, some nothing.
        let waiting = Mutex::new(self.asked.iter_mut());
        let work = || {
            let next = || {
                waiting
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .next()
            };
            first_refused(std::iter::from_fn(next).map(take))
        };
        thread::scope(|scope| {
            let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
            let own = work();
            let joined = others.into_iter().map(|other| {
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            first_refused(std::iter::once(own).chain(joined))
        })
    }

    /// The answer to the question at a place, as of a moment.
    ///
    /// # Errors
    /// As [`crate::Fold::report`]; `NotFound` when there is no such question.
    pub fn answer(&self, place: usize, as_of: DateTime<Utc>) -> Result<Box<dyn Present>> {
        let asked = self.asked.get(place).ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                "insights.answer",
                "there is no such question",
            )
            .with("question", place.to_string())
        })?;
        asked.answer(as_of)
    }

    /// Bytes of memory held by all questions, without those of the allocator.
    pub fn bytes(&self) -> usize {
        self.asked.iter().map(|asked| asked.bytes()).sum()
    }
}

/// The refusal of the earliest event.
fn first_refused(
    done: impl Iterator<Item = std::result::Result<(), Refused>>,
) -> std::result::Result<(), Refused> {
    let refused = done.filter_map(std::result::Result::err);
    refused.min_by_key(|refused| refused.place).map_or(Ok(()), Err)
}

#[cfg(feature = "arrow")]
impl Inquiry {
    /// Takes in the rows of a record batch, see [`crate::ArrowEvents`]; reading and counting are spread over so many
    /// threads. `first` is the number of the first row, for errors. Gives the number of rows.
    ///
    /// # Errors
    /// As [`crate::ArrowEvents`] and [`Inquiry::observe_all`].
    pub fn observe_arrow(
        &mut self,
        batch: &arrow_array::RecordBatch,
        first: u64,
        threads: NonZeroUsize,
    ) -> Result<usize> {
        /// Rows that are held as events at a time.
        const ROWS: usize = 16_384;
        let table = crate::ArrowEvents::new(batch)?.counted_from(first);
        let rows = batch.num_rows();
        for start in (0..rows).step_by(ROWS) {
            let end = rows.min(start + ROWS);
            let events = table.read(start..end, threads)?;
            self.observe_checked(&events, threads).map_err(|refused| {
                let row = first + (start + refused.place) as u64;
                refused.error.with("record", format!("row {row}"))
            })?;
        }
        Ok(rows)
    }
}

//! Reports from events, for a host: questions are asked first, events are handed over as they come, answers are taken as of
//! any moment.

mod answer;
mod asked;
mod given;
#[cfg(feature = "schema")]
mod shapes;
#[cfg(test)]
mod tests;

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use careweave::insights::Event;
use careweave::insights::reports::Inquiry;
use careweave::types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

pub use answer::AnswerHandle;
pub use given::{GivenBatches, GivenEvents};
#[cfg(feature = "schema")]
pub(crate) use shapes::shapes;

use crate::{Call, guard};

const ASK: &str = "insights.ask";
const PUSH: &str = "insights.push";
const ANSWER: &str = "insights.answer";

/// How many events are held at a time.
const HELD: usize = 16_384;

/// Questions, and what has been taken in for them. Threads may share it: who pushes waits for who asks, and the other way
/// round.
pub struct InquiryHandle {
    inquiry: RwLock<Inquiry>,
    threads: NonZeroUsize,
}

impl fmt::Debug for InquiryHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InquiryHandle").finish_non_exhaustive()
    }
}

impl InquiryHandle {
    /// Reads questions, a JSON array; events are counted on so many threads, as many as there are processors unless
    /// stated.
    ///
    /// # Errors
    /// `InvalidInput` that names the field, and the question as `record`.
    pub fn new(questions: &str, threads: Option<u32>) -> Result<Self> {
        guard::call(ASK, || {
            let threads = match threads {
                Some(threads) => NonZeroUsize::new(threads as usize)
                    .ok_or_else(|| Error::invalid(ASK, "threads", "must be 1 or more"))?,
                None => std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            };
            let questions = asked::questions(questions)?;
            if questions.is_empty() {
                return Err(Error::invalid(ASK, "questions", "must be at least one"));
            }
            Ok(Self {
                inquiry: RwLock::new(Inquiry::new(questions)),
                threads,
            })
        })
    }

    /// Takes in events, and gives how many they were. Events that were there before do not count again.
    ///
    /// # Errors
    /// `InvalidInput` that names the field, and the event as `record` (`line 3`, `events[3]`, `row 3`); `Conflict` when an id
    /// stands for another event recorded at the same moment. Other events of the call may have been taken in: to give all
    /// of them again when the one is repaired does no harm.
    pub fn push(&self, given: GivenEvents) -> Result<u64> {
        guard::call(PUSH, || {
            given.take(self).map_err(|error| error.with_operation(PUSH))
        })
    }

    /// As [`push`](Self::push), on a thread of its own. To drop the call does not stop it.
    pub fn pushing(self: &Arc<Self>, given: GivenEvents) -> Call {
        let this = Arc::clone(self);
        Call::of(PUSH, async move { apart(PUSH, move || this.push(given)).await })
    }

    /// The answer to the question at a place, as of an instant in RFC 3339.
    ///
    /// # Errors
    /// `InvalidInput` for what is no instant, and when facts contradict each other, such as two currencies in one sum.
    pub fn answer(&self, place: usize, as_of: &str) -> Result<AnswerHandle> {
        guard::call(ANSWER, || {
            let rule = "must be an instant with its offset, as in RFC 3339";
            let as_of =
                DateTime::parse_from_rfc3339(as_of).map_err(|_| Error::invalid(ANSWER, "as_of", rule))?;
            let inquiry = self.inquiry.read().unwrap_or_else(PoisonError::into_inner);
            let report = inquiry.answer(place, as_of.with_timezone(&Utc))?;
            Ok(AnswerHandle::new(report))
        })
    }

    /// As [`answer`](Self::answer), on a thread of its own.
    pub fn answering(self: &Arc<Self>, place: usize, as_of: String) -> AnswerPull {
        let this = Arc::clone(self);
        let made = Arc::new(OnceLock::new());
        let slot = Arc::clone(&made);
        let call = Call::of(ANSWER, async move {
            let answer = apart(ANSWER, move || this.answer(place, &as_of)).await?;
            // The call runs once, so the slot is empty.
            let _ = slot.set(Arc::new(answer));
            Ok(())
        });
        AnswerPull { call, made }
    }

    /// Bytes of memory held for what was taken in.
    pub fn bytes(&self) -> usize {
        self.inquiry
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .bytes()
    }

    fn observe(&self, events: &[Event], record: impl Fn(usize) -> String) -> Result<()> {
        let mut inquiry = self.inquiry.write().unwrap_or_else(PoisonError::into_inner);
        inquiry.observe_all(events, self.threads, record)
    }
}

/// An answer on its way: run the [`call`](Self::call), then take what was [`made`](Self::made).
#[derive(Debug)]
pub struct AnswerPull {
    /// The call; its result is `null`.
    pub call: Call,
    /// Holds the answer after the call has ended well.
    pub made: Arc<OnceLock<Arc<AnswerHandle>>>,
}

/// Runs what takes the processor for a while off the threads that wait for the network.
async fn apart<T: Send + 'static>(
    operation: &'static str,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(lost) if lost.is_panic() => std::panic::resume_unwind(lost.into_panic()),
        Err(_) => Err(Error::new(
            ErrorKind::Cancelled,
            operation,
            "given up because the process is ending",
        )),
    }
}

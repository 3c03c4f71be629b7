use std::sync::Arc;
use std::time::Duration;

use careweave_http::Sleep;
use careweave_types::{Delivery, Error, ErrorKind, Result};

use super::may_have_been_made;
use crate::problem::Problem;
use crate::written::Effect;

/// What to do when an answer was lost and a search finds nothing: the request may still be on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterLoss {
    /// How often to search before the write counts as not made. At least 1.
    pub searches: u32,
    /// How long to wait before the second search; doubled before each further one.
    pub wait: Duration,
    /// How often the request may be sent in all. At least 1; with 1, a write that is not found is in doubt.
    pub sends: u32,
}

impl Default for AfterLoss {
    /// Three searches with one and two seconds between them, and two sends.
    fn default() -> Self {
        Self {
            searches: 3,
            wait: Duration::from_secs(1),
            sends: 2,
        }
    }
}

/// What a write needs besides the write itself.
#[derive(Clone, Debug)]
pub struct Attempts {
    /// The operation, for errors: `"appointments.create"`.
    pub operation: &'static str,
    /// What to do after a lost answer.
    pub after_loss: AfterLoss,
    /// How to wait.
    pub sleep: Arc<dyn Sleep>,
}

/// How a write came to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// It was there before anything was sent.
    Found,
    /// It was sent, and answered.
    Sent,
    /// It was sent, the answer was lost, and a search found it.
    FoundAfterLoss,
}

impl Resolution {
    /// The effect to report: `AlreadyDone` for what was there, else `effect`.
    pub fn effect(self, effect: Effect) -> Effect {
        match self {
            Self::Found => Effect::AlreadyDone,
            Self::Sent | Self::FoundAfterLoss => effect,
        }
    }
}

/// Makes a write once: searches, sends, and after a lost answer searches before it sends again.
///
/// `search` finds the record this write makes, by its marker or by what makes it unique; a record somebody else made must not
/// be found. `send` makes the write, with no retry of its own beyond what certainly did not arrive.
///
/// # Errors
/// * What the first search says: nothing was sent.
/// * What `send` says, when the service answered or nothing left. A slot that is taken after a lost answer may be taken by this
///   very write, so it is searched for once more.
/// * `InDoubt` when the answer was lost and neither search nor another send could settle it. Try again with the same key.
pub async fn once<T, Search, Searching, Send, Sending>(
    attempts: &Attempts,
    mut search: Search,
    mut send: Send,
) -> Result<(T, Resolution)>
where
    Search: FnMut() -> Searching,
    Searching: Future<Output = Result<Option<T>>>,
    Send: FnMut() -> Sending,
    Sending: Future<Output = Result<T>>,
{
    let found = search()
        .await
        .map_err(|error| error.with_delivery(Delivery::NotSent))?;
    if let Some(record) = found {
        return Ok((record, Resolution::Found));
    }
    let mut lost: Option<Error> = None;
    for _ in 0..attempts.after_loss.sends.max(1) {
        let error = match send().await {
            Ok(record) => return Ok((record, Resolution::Sent)),
            Err(error) => error,
        };
        if !may_have_been_made(&error) {
            let may_be_ours = lost.is_some() && Problem::of(&error) == Some(Problem::SlotTaken);
            if may_be_ours && let Some(record) = search_or_doubt(attempts, &mut search, &error).await? {
                return Ok((record, Resolution::FoundAfterLoss));
            }
            return match lost {
                // Nothing left this time; what became of the first request is still open.
                Some(first) if error.delivery() == Delivery::NotSent => Err(in_doubt(attempts, first)),
                _ => Err(error),
            };
        }
        let mut wait = attempts.after_loss.wait;
        for round in 0..attempts.after_loss.searches.max(1) {
            if round > 0 {
                attempts.sleep.sleep(wait).await;
                wait = wait.saturating_mul(2);
            }
            if let Some(record) = search_or_doubt(attempts, &mut search, &error).await? {
                return Ok((record, Resolution::FoundAfterLoss));
            }
        }
        lost = Some(error);
    }
    let last =
        lost.unwrap_or_else(|| Error::new(ErrorKind::Internal, attempts.operation, "nothing was sent"));
    Err(match last.kind() {
        // It was answered, and no search found a trace: the service fails, and the same key is safe to try again.
        ErrorKind::Server if last.delivery() == Delivery::Answered => last,
        _ => in_doubt(attempts, last),
    })
}

/// A search that fails after a lost answer leaves the write in doubt.
async fn search_or_doubt<T, Search, Searching>(
    attempts: &Attempts,
    search: &mut Search,
    lost: &Error,
) -> Result<Option<T>>
where
    Search: FnMut() -> Searching,
    Searching: Future<Output = Result<Option<T>>>,
{
    search()
        .await
        .map_err(|source| in_doubt_after(attempts, lost.kind()).with_source(source))
}

fn in_doubt(attempts: &Attempts, lost: Error) -> Error {
    in_doubt_after(attempts, lost.kind()).with_source(lost)
}

fn in_doubt_after(attempts: &Attempts, cause: ErrorKind) -> Error {
    Error::new(
        ErrorKind::InDoubt,
        attempts.operation,
        "the answer was lost and the record was not found; try again with the same key",
    )
    .with("cause", cause.code())
    .with_delivery(Delivery::MaybeSent)
}

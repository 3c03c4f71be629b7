//! The rules of streams as pure, total functions: every store calls them inside its transaction.

use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result, Status};
use chrono::{DateTime, Utc};

use super::{StreamAppend, StreamHead};
use crate::lease::Fence;
use crate::rules;
use crate::vault::SecretName;

/// The most events, and the most commands, of one append.
pub const MAX_EVENTS: usize = 1_000;
/// The largest body of an event or a command: 1 MiB.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// The longest claim of what is due: 24 hours.
pub const MAX_STREAM_CLAIM: Duration = Duration::from_secs(86_400);

/// The stream after an append; `head` is where it stood, `None` before its first event.
///
/// # Errors
/// As [`Streams::append`](super::Streams::append).
pub fn append(head: Option<&StreamHead>, append: &StreamAppend, now: DateTime<Utc>) -> Result<StreamHead> {
    const AT: &str = "stream.append";
    append.validate()?;
    let now = rules::instant(AT, "now", now)?;
    let version = head.map_or(0, |head| head.version);
    if version != append.expected {
        return Err(outrun(append).with("version", version.to_string()));
    }
    let fence = head.map_or(Fence::new(0), |head| head.fence);
    if let Some(under) = append.under {
        let live = head.is_some_and(|head| is_claimed(head, now));
        if under != fence || !live {
            return Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "the claim has ended: stop, another worker may have the stream",
            )
            .with("stream", append.stream.clone())
            .with("fence", fence.to_string())
            .with("given_fence", under.to_string()));
        }
    }
    Ok(StreamHead {
        stream: append.stream.clone(),
        version: version + append.events.len() as u64,
        deadline: append
            .deadline
            .map(|at| rules::limit(AT, "deadline", at))
            .transpose()?,
        fence,
        holder: None,
        claimed_until: None,
        created_at: head.map_or(now, |head| head.created_at),
        updated_at: head.map_or(now, |head| head.updated_at.max(now)),
    })
}

/// The error of whoever decided at a version that is not the last any more.
pub fn outrun(append: &StreamAppend) -> Error {
    Error::new(
        ErrorKind::Conflict,
        "stream.append",
        "somebody appended meanwhile: read on and decide anew",
    )
    .with("stream", append.stream.clone())
    .with("expected", append.expected.to_string())
    .with_status(Status::Temporary)
}

/// Checks the name of a stream.
///
/// # Errors
/// `InvalidInput` when it is empty, longer than 512 bytes or holds control characters.
pub fn check_name(at: &'static str, stream: &str) -> Result<()> {
    rules::reference(at, "stream", stream)
}

/// Checks the beginning of names, which may be empty: all streams.
///
/// # Errors
/// `InvalidInput` when it is longer than 512 bytes or holds control characters.
pub fn check_prefix(at: &'static str, prefix: &str) -> Result<()> {
    rules::optional_reference(at, "prefix", prefix)
}

/// Checks what a worker that claims asks for, and gives `now` in whole microseconds.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn check_claim(
    prefix: &str,
    holder: &str,
    ttl: Duration,
    limit: u32,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    const AT: &str = "stream.claim_due";
    check_prefix(AT, prefix)?;
    rules::reference(AT, "holder", holder)?;
    rules::ttl(AT, "ttl", ttl, MAX_STREAM_CLAIM)?;
    rules::check_list_limit(AT, limit)?;
    rules::instant(AT, "now", now)
}

/// True while a worker has it.
pub fn is_claimed(head: &StreamHead, now: DateTime<Utc>) -> bool {
    head.claimed_until.is_some_and(|until| now < until)
}

/// True when its deadline has passed and nobody is at it.
pub fn is_due(head: &StreamHead, now: DateTime<Utc>) -> bool {
    head.deadline.is_some_and(|at| at <= now) && !is_claimed(head, now)
}

/// A due stream after it is claimed.
///
/// # Errors
/// `InvalidInput` for a `ttl` out of range.
pub fn claim(head: &StreamHead, holder: &str, ttl: Duration, now: DateTime<Utc>) -> Result<StreamHead> {
    const AT: &str = "stream.claim_due";
    let ttl = rules::ttl(AT, "ttl", ttl, MAX_STREAM_CLAIM)?;
    Ok(StreamHead {
        fence: head.fence.next().unwrap_or(head.fence),
        holder: Some(holder.to_owned()),
        claimed_until: Some(now + ttl),
        updated_at: head.updated_at.max(now),
        ..head.clone()
    })
}

/// Where the body of an event is kept, for the seal; its number there is its version.
pub fn event_place(stream: &str) -> SecretName {
    SecretName::new(stream, "stream.event")
}

/// Where the body of a command is kept, for the seal; its number there is that of its item.
pub fn command_place(stream: &str) -> SecretName {
    SecretName::new(stream, "stream.command")
}

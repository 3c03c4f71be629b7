use std::future::Future;
use std::ops::Deref;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result, Status};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Clock;

/// A value out of a cache, with what is known of its age.
///
/// To show it, take [`Cached::value`] and say the age. To decide by it, take [`Cached::into_fresh`], or better
/// [`ReadCache::live`](crate::ReadCache::live).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cached<T> {
    value: T,
    freshness: Freshness,
    fetched_at: DateTime<Utc>,
}

/// Whether a value is still what its policy calls fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "freshness")]
pub enum Freshness {
    /// It is.
    Fresh,
    /// It is not.
    Stale {
        /// The time since the read that brought it began.
        age: Duration,
        /// Why it is given out all the same.
        reason: StaleReason,
    },
}

/// Why a stale value is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaleReason {
    /// A new one is being read meanwhile.
    Revalidating,
    /// The read for a new one timed out.
    Timeout,
    /// The other side could not be reached.
    Unreachable,
    /// The other side failed.
    ServerError,
    /// The other side turned the read away.
    RateLimited,
}

impl StaleReason {
    /// The stable code: `"revalidating"`, `"server_error"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revalidating => "revalidating",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::ServerError => "server_error",
            Self::RateLimited => "rate_limited",
        }
    }

    /// The reason a failed read is, if it is one: an outage, and not an answer such as "forbidden".
    pub(super) const fn of(kind: ErrorKind) -> Option<Self> {
        match kind {
            ErrorKind::Timeout => Some(Self::Timeout),
            ErrorKind::Unreachable => Some(Self::Unreachable),
            ErrorKind::Server => Some(Self::ServerError),
            ErrorKind::RateLimited => Some(Self::RateLimited),
            _ => None,
        }
    }
}

impl<T> Cached<T> {
    pub(super) fn new(value: T, freshness: Freshness, fetched_at: DateTime<Utc>) -> Self {
        Self {
            value,
            freshness,
            fetched_at,
        }
    }

    /// The value, however old.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, however old.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Whether it is fresh.
    pub fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// When the read that brought it began, by the wall clock.
    pub fn fetched_at(&self) -> DateTime<Utc> {
        self.fetched_at
    }

    /// The value if it is fresh.
    pub fn fresh(&self) -> Option<&T> {
        (self.freshness == Freshness::Fresh).then_some(&self.value)
    }

    /// The value as one that may be decided by.
    ///
    /// # Errors
    /// `Incomplete` when it is stale, with its age in the context `age_seconds` and the `reason`. It may help to ask
    /// again.
    pub fn into_fresh(self) -> Result<Fresh<T>> {
        match self.freshness {
            Freshness::Fresh => Ok(Fresh {
                value: self.value,
                fetched_at: self.fetched_at,
            }),
            Freshness::Stale { age, reason } => Err(Error::new(
                ErrorKind::Incomplete,
                "cache.fresh",
                "the value is no longer fresh and could not be confirmed; it must not be decided by",
            )
            .with("age_seconds", age.as_secs().to_string())
            .with("reason", reason.code())
            .with_status(Status::Temporary)),
        }
    }

    /// The same with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Cached<U> {
        Cached {
            value: change(self.value),
            freshness: self.freshness,
            fetched_at: self.fetched_at,
        }
    }
}

/// A value that was fresh when it was taken: what a function that decides asks for.
///
/// Only a cache makes one, or a [read](Fresh::read) that has no cache:
///
/// ```
/// use careweave_http::{Cached, Fresh};
/// fn assign(open: &Fresh<u32>) {}
/// fn decide(cached: Cached<u32>) -> careweave_types::Result<()> {
///     assign(&cached.into_fresh()?);
///     Ok(())
/// }
/// ```
///
/// ```compile_fail
/// use careweave_http::{Cached, Fresh};
/// fn assign(open: &Fresh<u32>) {}
/// fn show(cached: Cached<u32>) {
///     assign(&cached); // stale or not, nobody has looked
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fresh<T> {
    value: T,
    fetched_at: DateTime<Utc>,
}

impl<T> Fresh<T> {
    pub(super) fn new(value: T, fetched_at: DateTime<Utc>) -> Self {
        Self { value, fetched_at }
    }

    /// What `read` brings, where nothing is kept.
    ///
    /// # Errors
    /// What the read ended with.
    pub async fn read(clock: &dyn Clock, read: impl Future<Output = Result<T>>) -> Result<Self> {
        let fetched_at = clock.now();
        let value = read.await?;
        Ok(Self { value, fetched_at })
    }

    /// When the read that brought it began, by the wall clock.
    pub fn fetched_at(&self) -> DateTime<Utc> {
        self.fetched_at
    }

    /// The value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The same with another value, which must be made of this one alone.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Fresh<U> {
        Fresh {
            value: change(self.value),
            fetched_at: self.fetched_at,
        }
    }
}

impl<T> From<Fresh<T>> for Cached<T> {
    fn from(fresh: Fresh<T>) -> Self {
        Self {
            value: fresh.value,
            freshness: Freshness::Fresh,
            fetched_at: fresh.fetched_at,
        }
    }
}

impl<T> Deref for Fresh<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

use std::fmt;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

use crate::CacheClass;

/// Takes in what happens. Called inline: an implementation must be quick and must not block.
pub trait Metrics: Send + Sync + fmt::Debug {
    /// Takes in one event.
    fn record(&self, event: Event);
}

/// Takes in nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMetrics;

impl Metrics for NoMetrics {
    fn record(&self, _: Event) {}
}

/// One thing that happened. Every label comes from a closed set: operations are names in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// One request went over the network.
    Attempt {
        /// What was asked for.
        operation: &'static str,
        /// How it ended.
        outcome: Outcome,
        /// The class of the answer's status.
        status: StatusClass,
        /// From the first byte sent to the last received, without any time in line.
        elapsed: Duration,
    },
    /// A call ended, all attempts and pauses included.
    Call {
        /// What was asked for.
        operation: &'static str,
        /// How it ended for the caller.
        outcome: Outcome,
        /// How many requests were sent for it.
        attempts: u32,
        /// The whole time.
        elapsed: Duration,
    },
    /// A request is about to go again.
    Retry {
        /// What was asked for.
        operation: &'static str,
        /// Why.
        cause: Outcome,
    },
    /// A retry was due, and the budget could not pay for it.
    RetryUnpaid {
        /// What was asked for.
        operation: &'static str,
    },
    /// A token was asked for.
    TokenFetch {
        /// How it ended.
        outcome: Outcome,
    },
    /// A breaker changed.
    Breaker(BreakerMove),
    /// A request had stood in line at the limiter.
    Queued {
        /// How long.
        waited: Duration,
    },
    /// A cache was asked.
    Cache {
        /// Which.
        class: CacheClass,
        /// What it had.
        lookup: CacheLookup,
    },
}

macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// The label, the same in every exposition.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

labels! {
    /// How a call or an attempt ended.
    Outcome {
        /// With success.
        Success = "success",
        /// Answered, and refused for a reason that lies with the request (any 4xx but 401, 408 and 429).
        Refused = "refused",
        /// The token or the credentials were refused.
        Unauthenticated = "unauthenticated",
        /// Turned away for too many requests, or refused by the limiter of this side.
        RateLimited = "rate_limited",
        /// A time limit passed.
        Timeout = "timeout",
        /// No connection, or one that broke.
        Unreachable = "unreachable",
        /// Answered with 5xx.
        ServerError = "server_error",
        /// Refused by the breaker of this side.
        BreakerOpen = "breaker_open",
        /// Answered with something that could not be read.
        Undecodable = "undecodable",
        /// Anything else, on this side.
        Local = "local",
    }
}

impl Outcome {
    /// How a result ended.
    pub fn of<T>(result: &Result<T>) -> Self {
        result.as_ref().map_or_else(Self::of_error, |_| Self::Success)
    }

    /// How a failure ended.
    pub fn of_error(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Unreachable if error.get("breaker").is_some() => Self::BreakerOpen,
            ErrorKind::Unreachable => Self::Unreachable,
            ErrorKind::Timeout => Self::Timeout,
            ErrorKind::Server => Self::ServerError,
            ErrorKind::RateLimited => Self::RateLimited,
            ErrorKind::Unauthenticated => Self::Unauthenticated,
            ErrorKind::Decode => Self::Undecodable,
            ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::UnknownRoute
            | ErrorKind::Conflict
            | ErrorKind::Rejected => Self::Refused,
            ErrorKind::Unsupported if error.http_status().is_some() => Self::Refused,
            _ => Self::Local,
        }
    }

    pub(super) fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Success,
            401 => Self::Unauthenticated,
            408 => Self::Timeout,
            429 => Self::RateLimited,
            500..=599 => Self::ServerError,
            _ => Self::Refused,
        }
    }

    /// True when the other side, or the way to it, failed the caller. A refusal is an answer; what never left this
    /// side says nothing, except that the breaker was open.
    pub const fn is_failure(self) -> bool {
        !matches!(self, Self::Success | Self::Refused | Self::Local)
    }
}

labels! {
    /// The first digit of a status.
    StatusClass {
        /// 1xx.
        Informational = "1xx",
        /// 2xx.
        Success = "2xx",
        /// 3xx.
        Redirection = "3xx",
        /// 4xx.
        ClientError = "4xx",
        /// 5xx.
        ServerError = "5xx",
        /// Not answered, or with no status there is.
        None = "none",
    }
}

impl StatusClass {
    /// The class of `status`.
    pub const fn of(status: u16) -> Self {
        match status {
            100..=199 => Self::Informational,
            200..=299 => Self::Success,
            300..=399 => Self::Redirection,
            400..=499 => Self::ClientError,
            500..=599 => Self::ServerError,
            _ => Self::None,
        }
    }
}

labels! {
    /// How a breaker changed.
    BreakerMove {
        /// It opened.
        Opened = "opened",
        /// It lets a probe through.
        HalfOpened = "half_opened",
        /// It closed.
        Closed = "closed",
    }
}

labels! {
    /// What a cache had.
    CacheLookup {
        /// A value that is fresh.
        Fresh = "fresh",
        /// A value that is no longer fresh, and was given out marked so.
        Stale = "stale",
        /// The knowledge that there is nothing.
        Absent = "absent",
        /// Nothing: a read was made, or waited for.
        Miss = "miss",
    }
}

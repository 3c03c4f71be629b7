use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

/// Sends one request once. No retry, no authentication, no reading of the status: those are layers above.
///
/// An error says how far the request got ([`careweave_types::Delivery`]): `NotSent` only when nothing can have
/// left this process, `MaybeSent` in every other case without a complete answer.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends `request` and reads the whole answer, all of it `within` the given time; [`Timeouts::UNLIMITED`] is no
    /// limit.
    ///
    /// # Errors
    /// `Unreachable` or `Timeout` with the delivery, `Decode` for an answer over the size limit.
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>>;
}

/// The name of an operation (`"shifts.assign"`), carried in a request's extensions for errors and traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation(pub &'static str);

impl Operation {
    /// The operation a request carries, or a general name.
    pub fn of<B>(request: &http::Request<B>) -> &'static str {
        request.extensions().get::<Self>().map_or("http.send", |o| o.0)
    }
}

/// What a repetition of a request does, carried in its extensions. Without one, it is derived from the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Idempotency {
    /// Changes nothing.
    Safe,
    /// Changes something; done twice it leaves the same state.
    Idempotent,
    /// Done twice it may act twice.
    NotIdempotent,
}

impl Idempotency {
    /// What a request says of itself; else GET and HEAD are safe, and everything else is not idempotent.
    pub fn of<B>(request: &http::Request<B>) -> Self {
        request.extensions().get::<Self>().copied().unwrap_or({
            if request.method().is_safe() {
                Self::Safe
            } else {
                Self::NotIdempotent
            }
        })
    }
}

/// The time limits of a call. [`Timeouts::UNLIMITED`] turns one off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeouts {
    /// To find the host, connect and agree on TLS. Held to a little less than `attempt`, so that a host that never
    /// answered is told from a request that was not answered.
    pub connect: Duration,
    /// Between two pieces of the answer.
    pub read: Duration,
    /// For one attempt from start to the last byte of the answer.
    pub attempt: Duration,
    /// For all attempts of one operation with the pauses between them. A wait the other side asks for
    /// (`Retry-After`) is not counted here, see [`crate::RetryPolicy::retry_after_budget`].
    pub operation: Duration,
}

impl Default for Timeouts {
    /// Connect, read and attempt 5 s, operation 30 s.
    fn default() -> Self {
        let five = Duration::from_secs(5);
        Self {
            connect: five,
            read: five,
            attempt: five,
            operation: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    /// No limit.
    pub const UNLIMITED: Duration = Duration::MAX;

    /// No limit at all: a call ends when the other side ends it.
    pub const fn none() -> Self {
        Self {
            connect: Self::UNLIMITED,
            read: Self::UNLIMITED,
            attempt: Self::UNLIMITED,
            operation: Self::UNLIMITED,
        }
    }

    /// The same with another limit for connecting; `None` turns it off.
    #[must_use]
    pub fn with_connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into().unwrap_or(Self::UNLIMITED);
        self
    }

    /// The same with another limit between two pieces of an answer; `None` turns it off.
    #[must_use]
    pub fn with_read(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.read = limit.into().unwrap_or(Self::UNLIMITED);
        self
    }

    /// The same with another limit for an attempt; `None` turns it off.
    #[must_use]
    pub fn with_attempt(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = limit.into().unwrap_or(Self::UNLIMITED);
        self
    }

    /// The same with another limit for all attempts together; `None` turns it off.
    #[must_use]
    pub fn with_operation(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = limit.into().unwrap_or(Self::UNLIMITED);
        self
    }

    /// Checks that no limit is zero.
    ///
    /// # Errors
    /// `InvalidInput` naming the limit.
    pub fn validate(&self) -> Result<()> {
        for (field, limit) in [
            ("timeouts.connect", self.connect),
            ("timeouts.read", self.read),
            ("timeouts.attempt", self.attempt),
            ("timeouts.operation", self.operation),
        ] {
            if limit.is_zero() {
                return Err(Error::invalid(
                    "timeouts.validate",
                    field,
                    "must be longer than zero",
                ));
            }
        }
        Ok(())
    }
}

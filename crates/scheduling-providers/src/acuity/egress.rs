use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{Clock, Operation, RateLimit, RateLimiter, Sleep, SystemClock, TokioSleep, Transport};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use tokio::sync::Semaphore;

/// Requests per second that all accounts of a process make together unless told otherwise.
pub const DEFAULT_PER_SECOND: u32 = 6;
/// The most the vendor takes per second from one address.
pub const MOST_PER_SECOND: u32 = 10;
/// The most requests the vendor takes at once from one address.
pub const MOST_IN_FLIGHT: usize = 20;

/// The way out to the vendor, which all accounts behind one address share: the vendor counts by address, not by account.
///
/// After a 429 everybody who shares it waits.
#[derive(Debug)]
pub struct Egress {
    limiter: Arc<RateLimiter>,
    in_flight: Semaphore,
    /// How many wait for a place.
    in_line: AtomicU32,
}

impl Egress {
    /// A way out for `per_second` requests.
    ///
    /// # Errors
    /// `InvalidInput` for none, and for more than the vendor takes.
    pub fn new(per_second: u32, clock: Arc<dyn Clock>, sleep: Arc<dyn Sleep>) -> Result<Self> {
        if !(1..=MOST_PER_SECOND).contains(&per_second) {
            return Err(Error::invalid(
                "acuity.egress",
                "per_second",
                "must be between 1 and 10, the most Acuity takes from one address",
            ));
        }
        let limit = RateLimit {
            bare_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
            ..RateLimit::per_second(per_second)
        };
        Ok(Self {
            limiter: Arc::new(RateLimiter::new(limit, clock, sleep)?),
            in_flight: Semaphore::new(MOST_IN_FLIGHT),
            in_line: AtomicU32::new(0),
        })
    }

    /// The one of this process, made with the default budget when it is first asked for. It follows the clock of the machine.
    ///
    /// # Errors
    /// As [`new`](Self::new), which cannot fail for the default.
    pub fn of_the_process() -> Result<Arc<Self>> {
        static PROCESS: OnceLock<Arc<Egress>> = OnceLock::new();
        if let Some(egress) = PROCESS.get() {
            return Ok(Arc::clone(egress));
        }
        let fresh = Self::new(
            DEFAULT_PER_SECOND,
            Arc::new(SystemClock::new()),
            Arc::new(TokioSleep),
        )?;
        Ok(Arc::clone(PROCESS.get_or_init(|| Arc::new(fresh))))
    }

    /// The limiter, for what a host shows of it.
    pub fn limiter(&self) -> &Arc<RateLimiter> {
        &self.limiter
    }

    /// `transport`, which keeps to the limiter, with at most [`MOST_IN_FLIGHT`] requests at once. The place is taken before the
    /// turn: what waited for a place after its turn would leave together with others.
    pub(super) fn over(self: Arc<Self>, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
        Arc::new(Bounded {
            inner: transport,
            egress: self,
        })
    }

    /// Refuses what would wait for its place longer than the limiter lets anything wait for its turn.
    fn check_line(&self, operation: &'static str, ahead: u32) -> Result<()> {
        let limit = self.limiter.limit();
        let wait = limit.per * (ahead / limit.requests);
        if wait <= limit.longest_wait {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::RateLimited,
            operation,
            "too many requests stand in line; this one was not sent",
        )
        .with("rate_limit", "in_line")
        .with_delivery(Delivery::NotSent)
        .with_retry_after(wait))
    }
}

#[derive(Debug)]
struct Bounded {
    inner: Arc<dyn Transport>,
    egress: Arc<Egress>,
}

/// A request in line, for as long as this lives.
struct InLine<'a>(&'a AtomicU32);

impl<'a> InLine<'a> {
    /// The place, and how many are before it.
    fn take(line: &'a AtomicU32) -> (Self, u32) {
        let ahead = line.fetch_add(1, Ordering::AcqRel);
        (Self(line), ahead)
    }
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Transport for Bounded {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(&request);
        let (in_line, ahead) = InLine::take(&self.egress.in_line);
        self.egress.check_line(operation, ahead)?;
        let _place = self.egress.in_flight.acquire().await.map_err(|source| {
            Error::new(ErrorKind::Internal, operation, "the way out was closed").with_source(source)
        })?;
        drop(in_line);
        self.inner.send(request, within).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_refused_and_not_joined() {
        let egress = Egress::new(6, Arc::new(SystemClock::new()), Arc::new(TokioSleep)).unwrap();
        assert!(egress.check_line("t", 720).is_ok(), "two minutes");
        let error = egress.check_line("t", 726).unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::RateLimited, Delivery::NotSent)
        );
    }

    #[test]
    fn a_budget_is_within_what_the_vendor_takes() {
        for per_second in [0, 11] {
            let error =
                Egress::new(per_second, Arc::new(SystemClock::new()), Arc::new(TokioSleep)).unwrap_err();
            assert_eq!(error.get("field"), Some("per_second"));
        }
        assert!(Arc::ptr_eq(
            &Egress::of_the_process().unwrap(),
            &Egress::of_the_process().unwrap()
        ));
    }
}

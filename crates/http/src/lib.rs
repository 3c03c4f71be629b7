//! What every client of a vendor stands on.
//!
//! * [`Transport`] sends one request once; [`ReqwestTransport`] is the one for production.
//! * [`Retry`] sends it again where that cannot act twice, by a [`RetryPolicy`] and within [`Timeouts`].
//! * [`Authorized`] adds a bearer token out of a [`TokenCache`], and replaces it once when it is refused.
//! * [`ClientCredentials`] fetches tokens by the OAuth 2.0 grant of that name.
//! * [`status_error`] turns an answer that is no success into an [`Error`](careweave_types::Error).
//! * [`Layers`] puts a [`RateLimiter`], a [`CircuitBreaker`], a [`RetryBudget`] and [`Metrics`] in between, in order.
//! * [`ReadCache`] keeps what typed reads brought, by a [`CachePolicy`], and says when it is old.
//! * [`AlertRule`] judges what was counted; [`AlertStates`] remembers for how long; an [`AlertWatch`] does both, look by look.
//! * [`Clock`] and [`Sleep`] are injected; [`ManualClock`] and [`RecordedSleep`] let tests own the time.
//!
//! Traces (target `careweave_http`) name the operation, the method, the path, the status, the attempt and the time it
//! took; never a query, a header or a body.

mod again;
mod alerts;
mod authorized;
mod breaker;
mod cache;
mod client_credentials;
mod clock;
mod error_body;
mod layers;
mod masking;
mod metrics;
mod partition;
mod rate_limit;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod retry;
mod retry_budget;
mod sleep;
mod status;
mod token;
mod transport;

pub use alerts::{
    ALERT_RULES, AlertChange, AlertRule, AlertState, AlertStates, AlertWatch, Condition, Observation, Phase,
    RuleId, Severity, Verdict,
};
pub use authorized::Authorized;
pub use breaker::{BreakerPolicy, BreakerState, BreakerTransport, CircuitBreaker, Health, Pass};
pub use cache::{
    CacheClass, CachePolicy, Cached, Fresh, Freshness, REFRESH_MINUTE, ReadCache, StaleReason, next_refresh,
};
pub use client_credentials::ClientCredentials;
pub use clock::{Clock, ManualClock, SystemClock};
pub use layers::Layers;
pub use masking::mask;
pub use metrics::{
    BreakerMove, BreakerMoves, CacheLookup, CacheLookups, Event, Histogram, InMemoryMetrics,
    MeasuredTransport, Metrics, MetricsSnapshot, NoMetrics, OperationMetrics, Outcome, StatusClass,
};
pub use partition::{Partition, ResourceClass};
pub use rate_limit::{Admission, RateLimit, RateLimitedTransport, RateLimiter, Recovery};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{LARGEST_ERROR_BODY, LARGEST_RESPONSE, ReqwestConfig, ReqwestTransport};
pub use retry::{Jitter, Retry, RetryPolicy};
pub use retry_budget::{RetryBudget, RetryBudgetPolicy};
pub use sleep::{RecordedSleep, Sleep, TokioSleep};
pub use status::status_error;
pub use token::{AccessToken, REFRESH_MARGIN, TokenCache, TokenSource};
pub use transport::{Idempotency, Operation, Timeouts, Transport};

//! What every client of a vendor stands on.
//!
//! * [`Transport`] sends one request once; [`ReqwestTransport`] is the one for production.
//! * [`Retry`] sends it again where that cannot act twice, by a [`RetryPolicy`] and within [`Timeouts`].
//! * [`Authorized`] adds a bearer token out of a [`TokenCache`], and replaces it once when it is refused.
//! * [`ClientCredentials`] fetches tokens by the OAuth 2.0 grant of that name.
//! * [`status_error`] turns an answer that is no success into an [`Error`](careweave_types::Error).
//! * [`Clock`] and [`Sleep`] are injected; [`ManualClock`] and [`RecordedSleep`] let tests own the time.
//!
//! Traces (target `careweave_http`) name the operation, the method, the path, the status, the attempt and the time it
//! took; never a query, a header or a body.

mod authorized;
mod client_credentials;
mod clock;
mod masking;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod retry;
mod sleep;
mod status;
mod token;
mod transport;

pub use authorized::Authorized;
pub use client_credentials::ClientCredentials;
pub use clock::{Clock, ManualClock, SystemClock};
pub use masking::mask;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{LARGEST_RESPONSE, ReqwestConfig, ReqwestTransport};
pub use retry::{Jitter, Retry, RetryPolicy};
pub use sleep::{RecordedSleep, Sleep, TokioSleep};
pub use status::status_error;
pub use token::{AccessToken, REFRESH_MARGIN, TokenCache, TokenSource};
pub use transport::{Idempotency, Operation, Timeouts, Transport};

//! The one place that reads a real clock: tokens expire and requests are counted by the second while a program runs,
//! whatever the agency's clock says.

use std::time::Instant;

/// Now, for the age of a token and the rate of requests.
#[allow(
    clippy::disallowed_methods,
    reason = "tokens and rates are the only real time in the sandbox"
)]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

//! The one place that reads a real clock: tokens expire while a program runs, whatever the agency's clock says.

use std::time::Instant;

/// Now, for the age of a token.
#[allow(
    clippy::disallowed_methods,
    reason = "the age of a token is the only real time in the sandbox"
)]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

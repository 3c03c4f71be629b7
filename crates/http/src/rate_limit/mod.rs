//! How fast requests go out, all callers together.

mod gcra;
mod limiter;
mod rate;
mod transport;

pub use limiter::{Admission, RateLimiter};
pub use rate::{RateLimit, Recovery};
pub(crate) use transport::Queued;
pub use transport::RateLimitedTransport;

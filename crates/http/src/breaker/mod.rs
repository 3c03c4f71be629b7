//! Stops sending to a side that does not answer, and finds out when it does again.

mod circuit;
mod circuit_breaker;
mod transport;

pub use circuit::{BreakerPolicy, BreakerState};
pub use circuit_breaker::{CircuitBreaker, Health, Pass};
pub use transport::BreakerTransport;

//! What is counted and timed: closed labels only, nothing of a person, a host or an answer.

mod event;
mod histogram;
mod in_memory;
mod prometheus;
mod snapshot;
mod transport;

pub use event::{BreakerMove, CacheLookup, Event, Metrics, NoMetrics, Outcome, StatusClass};
pub use histogram::Histogram;
pub use in_memory::InMemoryMetrics;
pub use snapshot::{BreakerMoves, CacheLookups, MetricsSnapshot, OperationMetrics};
pub use transport::MeasuredTransport;

//! What the Python and the Node binding share.
//!
//! A binding translates and decides nothing; what both would otherwise write twice stands here:
//!
//! * [`runtime`]: one tokio runtime per process, rebuilt in a forked child, shut down within a limit;
//! * [`PerProcess`] and [`ForkAware`]: values that must not be carried over a fork (connections, threads);
//! * [`ErrorFields`]: the error table, the same in every language and tested by `vectors/errors`;
//! * [`guard`]: panics become [`ErrorKind::Internal`], not a crash;
//! * [`wait`]: blocking waits that let the host look for signals;
//! * [`operations`]: the table of what a host may ask of WellSky and of scheduling services, from which the methods of both hosts are generated;
//! * [`Call`]: one operation, not yet started; arguments and results are JSON text;
//! * [`WellSkySession`], [`ProviderSession`], [`StoreHandle`], [`RosterHandle`], [`FillSession`]: the product, as a host sees it.
//!
//! A method of a binding is then a few lines: take the host's arguments, get a [`Call`], hand it to the one
//! bridge of that host, which waits for it or awaits it and turns [`Error`] into [`ErrorFields`].

mod call;
pub mod error;
mod fill;
pub mod guard;
pub mod operations;
mod per_process;
mod provider;
mod roster;
pub mod runtime;
mod store;
#[doc(hidden)]
pub mod testing;
pub mod wait;
mod wellsky;

pub use call::{BoxFuture, Call, on_runtime};
pub use error::{ErrorFields, error_fields};
pub use fill::FillSession;
pub use operations::ZONE_VARIABLE;
pub use per_process::{ForkAware, PerProcess};
pub use provider::{ProviderSession, instant};
pub use roster::RosterHandle;
pub use store::StoreHandle;
pub use wellsky::{Pages, RosterPull, WellSkySession};

pub use careweave::{Error, ErrorKind, Result};

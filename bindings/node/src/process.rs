//! The end of the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use careweave_bindings_core::runtime;
use napi_derive::napi;

/// How long the process waits at its exit for work that cannot be dropped, such as a write to the store.
const EXIT_LIMIT: Duration = Duration::from_secs(5);

/// True for the first caller in this process.
#[napi]
pub fn claim_exit() -> bool {
    static CLAIMED: AtomicBool = AtomicBool::new(false);
    !CLAIMED.swap(true, Ordering::SeqCst)
}

/// Stops the runtime: calls that are running are dropped, and every later call is refused.
#[napi]
pub fn shutdown() -> bool {
    runtime::shutdown(EXIT_LIMIT)
}

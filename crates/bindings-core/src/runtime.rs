//! The runtime of the bindings: two workers, one per process, shut down on request.
//!
//! A host that exits while a worker is handing it a result crashes, so the host calls [`shutdown`] first, without
//! holding its own lock. A forked child makes a runtime of its own on first use.

use std::future::Future;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use careweave::types::{Error, ErrorKind, Result};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use crate::PerProcess;

/// How many worker threads the runtime has. The work is waiting for answers; two suffice.
pub const WORKERS: usize = 2;

struct Held {
    handle: Handle,
    /// Taken by the shutdown. A forked child has a `Held` of its own, so it never meets a lock that was
    /// held while it was forked.
    owned: Mutex<Option<Runtime>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Only the runtime that lost a race for the slot comes here: it has no tasks.
        let owned = self.owned.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = owned.take() {
            runtime.shutdown_background();
        }
    }
}

static SLOT: PerProcess<Held> = PerProcess::new();

fn start() -> Result<Held> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("careweave")
        .enable_all()
        .build()
        .map_err(|source| {
            Error::new(
                ErrorKind::Internal,
                "runtime.start",
                "the worker threads could not be started",
            )
            .with_source(source)
        })?;
    Ok(Held {
        handle: runtime.handle().clone(),
        owned: Mutex::new(Some(runtime)),
    })
}

/// The handle of this process's runtime, which is started on first use.
///
/// # Errors
/// `Internal` when the threads cannot be started, `Cancelled` after [`shutdown`].
pub fn handle() -> Result<Handle> {
    let held = SLOT.get_or_try_init(start)?;
    let running = held
        .owned
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .is_some();
    if !running {
        return Err(Error::new(
            ErrorKind::Cancelled,
            "runtime.handle",
            "careweave was shut down in this process, because the process is ending; call it earlier",
        ));
    }
    Ok(held.handle.clone())
}

/// Starts `future` on the runtime. Dropping the handle does not stop it; `abort` does.
///
/// # Errors
/// As [`handle`].
pub fn spawn<F>(future: F) -> Result<JoinHandle<F::Output>>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    Ok(handle()?.spawn(future))
}

/// Stops this process's runtime: tasks are dropped at their next await, and threads get up to `limit` to end.
/// Gives true when there was one to stop. Call it without any lock of the host that a task may wait for.
pub fn shutdown(limit: Duration) -> bool {
    let Some(held) = SLOT.get() else { return false };
    let taken = held.owned.lock().unwrap_or_else(PoisonError::into_inner).take();
    match taken {
        Some(runtime) => {
            runtime.shutdown_timeout(limit);
            true
        }
        None => false,
    }
}

//! Blocking waits for hosts whose calls are synchronous.

use std::borrow::Cow;
use std::future::Future;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use careweave::types::{Error, Result};
use tokio::task::JoinHandle;

use crate::{error, runtime};

/// How often a blocked caller looks for signals.
pub const SLICE: Duration = Duration::from_millis(50);

/// Runs `future` on the runtime, waits for it on the calling thread, and calls `between` after each [`SLICE`]. When
/// `between` gives an error the future is dropped and that error comes back: this is how Ctrl-C ends a call.
///
/// The caller must not hold a lock that `between` or the future needs. It waits on a plain channel, so that a
/// shutdown of the runtime reaches it as an error.
///
/// # Errors
/// What the future gives, what `between` gives, that of [`runtime::handle`], or `Cancelled` when the runtime is shut
/// down meanwhile, by `E::from`.
pub fn in_slices<T: Send + 'static, E: From<Error>>(
    operation: impl Into<Cow<'static, str>>,
    future: impl Future<Output = Result<T>> + Send + 'static,
    mut between: impl FnMut() -> Result<(), E>,
) -> Result<T, E> {
    let (done, ended) = mpsc::sync_channel(1);
    let _task = AbortOnDrop(runtime::spawn(async move {
        // A caller that gave up left nobody to tell.
        let _ = done.send(future.await);
    })?);
    loop {
        match ended.recv_timeout(SLICE) {
            Ok(result) => return Ok(result?),
            Err(RecvTimeoutError::Timeout) => between()?,
            Err(RecvTimeoutError::Disconnected) => return Err(error::cancelled(operation).into()),
        }
    }
}

/// A task that ends with its handle.
pub(crate) struct AbortOnDrop<T>(pub(crate) JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;

    #[test]
    fn a_value_comes_back() {
        let got: Result<u8> = in_slices("x", async { Ok(4) }, || Ok(()));
        assert_eq!(got.unwrap(), 4);
    }

    #[test]
    fn an_interrupted_wait_drops_the_future() {
        let (alive, dropped) = tokio::sync::oneshot::channel::<()>();
        let waited: Result<()> = in_slices(
            "x",
            async move {
                let _alive = alive;
                std::future::pending().await
            },
            || Err(Error::new(ErrorKind::Conflict, "x", "interrupted")),
        );
        assert_eq!(waited.unwrap_err().kind(), ErrorKind::Conflict);
        assert!(dropped.blocking_recv().is_err());
    }
}

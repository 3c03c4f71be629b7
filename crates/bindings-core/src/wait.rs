//! Blocking waits for hosts whose calls are synchronous.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use careweave::types::Error;

use crate::runtime;

/// How often a blocked caller looks for signals.
pub const SLICE: Duration = Duration::from_millis(50);

/// Waits for `future` on the calling thread and calls `between` after each [`SLICE`]. When `between` gives an
/// error the future is dropped and that error comes back: this is how Ctrl-C ends a call.
///
/// The caller must not hold a lock that `between` or the future needs.
///
/// # Errors
/// What the future gives, what `between` gives, or that of [`runtime::handle`], by `E::from`.
pub fn in_slices<T, E: From<Error>>(
    future: impl Future<Output = careweave::types::Result<T>>,
    mut between: impl FnMut() -> Result<(), E>,
) -> Result<T, E> {
    let handle = runtime::handle()?;
    let mut future = pin!(future);
    loop {
        match handle.block_on(async { tokio::time::timeout(SLICE, future.as_mut()).await }) {
            Ok(result) => return Ok(result?),
            Err(_elapsed) => between()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::{ErrorKind, Result};

    #[test]
    fn a_value_comes_back() {
        let got: Result<u8> = in_slices(async { Ok(4) }, || Ok(()));
        assert_eq!(got.unwrap(), 4);
    }

    #[test]
    fn an_interrupted_wait_drops_the_future() {
        let (alive, mut dropped) = tokio::sync::oneshot::channel::<()>();
        let waited: Result<()> = in_slices(
            async move {
                let _alive = alive;
                std::future::pending().await
            },
            || Err(Error::new(ErrorKind::Cancelled, "x", "interrupted")),
        );
        assert_eq!(waited.unwrap_err().kind(), ErrorKind::Cancelled);
        assert_eq!(
            dropped.try_recv(),
            Err(tokio::sync::oneshot::error::TryRecvError::Closed)
        );
    }
}

use std::fmt;
use std::future::Future;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};

use careweave::types::{Error, ErrorKind, Result};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{BoxFuture, Call, guard, runtime};

/// Work that goes on until a host stops it. One that is dropped is stopped as well.
pub struct Background {
    operation: &'static str,
    pid: u32,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<Result<()>>>,
}

/// Ready when the work is to end.
pub(crate) type Stop =
    futures_util::future::Map<oneshot::Receiver<()>, fn(std::result::Result<(), oneshot::error::RecvError>)>;

impl Background {
    /// Work that is not begun yet.
    pub(crate) fn new(operation: &'static str) -> Self {
        Self {
            operation,
            pid: process::id(),
            held: Arc::default(),
        }
    }

    /// Begins the work. What it fails with at once is the failure of this call; what it fails with later is told by
    /// [`stop`](Self::stop).
    pub(crate) fn start<F>(&self, work: impl FnOnce(Stop) -> Result<F> + Send + 'static) -> Call
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        use futures_util::FutureExt as _;
        let (operation, held) = (self.operation, Arc::clone(&self.held));
        Call::of(operation, async move {
            let (stop, stopped) = oneshot::channel();
            let ready: fn(std::result::Result<(), oneshot::error::RecvError>) = |_| ();
            let mut work: BoxFuture<()> = Box::pin(guard::future(operation, work(stopped.map(ready))?));
            // What it says at once is said before the caller goes on.
            if let Some(ended) = (&mut work).now_or_never() {
                return ended;
            }
            let mut held = lock(&held);
            if held.running.is_some() {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    operation,
                    "it is running already",
                ));
            }
            held.stop = Some(stop);
            held.running = Some(runtime::spawn(work)?);
            Ok(())
        })
    }

    /// True while the work goes on.
    pub fn is_running(&self) -> bool {
        // The task of a parent process is none of this one.
        self.pid == process::id()
            && lock(&self.held)
                .running
                .as_ref()
                .is_some_and(|task| !task.is_finished())
    }

    /// Ends the work and waits until it has ended; its failure, if it had one, is that of this call. Gives `null`. Doing it
    /// again changes nothing.
    pub fn stop(&self) -> Call {
        let (operation, pid, held) = (self.operation, self.pid, Arc::clone(&self.held));
        Call::of(operation, async move {
            if pid != process::id() {
                return Err(Error::new(
                    ErrorKind::Unsupported,
                    operation,
                    "this was started before a fork; start one in the child",
                ));
            }
            let running = {
                let mut held = lock(&held);
                if let Some(stop) = held.stop.take() {
                    let _ = stop.send(());
                }
                held.running.take()
            };
            match running {
                Some(task) => task
                    .await
                    .unwrap_or_else(|_aborted| Err(crate::error::cancelled(operation))),
                None => Ok(()),
            }
        })
    }
}

fn lock(held: &Mutex<Held>) -> std::sync::MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Background")
            .field("operation", &self.operation)
            .field("running", &self.is_running())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_goes_on_until_it_is_stopped_and_its_failure_is_told() {
        let background = Background::new("x");
        assert!(!background.is_running());
        background
            .start(|stop| {
                Ok(async move {
                    stop.await;
                    Err(Error::new(ErrorKind::Storage, "x", "at the end"))
                })
            })
            .await
            .unwrap();
        assert!(background.is_running());
        assert_eq!(background.stop().await.unwrap_err().kind(), ErrorKind::Storage);
        assert!(!background.is_running());
        assert_eq!(background.stop().await.unwrap(), "null");
    }

    #[tokio::test]
    async fn what_fails_at_once_is_not_started() {
        let background = Background::new("x");
        let failed = background
            .start(|_| Ok(async { Err(Error::new(ErrorKind::Config, "x", "no zone")) }))
            .await;
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Config);
        assert!(!background.is_running());
    }
}

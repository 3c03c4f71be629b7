use std::time::Duration;

use careweave::types::{Delivery, Error, ErrorKind, Result};
use futures_util::future::{BoxFuture, Either, select};
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::JoinHandle;

use crate::call::to_json;
use crate::operations::HostFlowStep;
use crate::{guard, runtime};

type Begin = Box<dyn FnOnce(mpsc::UnboundedSender<HostFlowStep>) -> BoxFuture<'static, Result<()>> + Send>;

/// Work that tells its steps to whoever asks for them, and ends with whoever began it.
pub(super) struct Work {
    operation: &'static str,
    state: Mutex<State>,
    /// True once it is closed: told to a `next` that waits.
    closed: watch::Sender<bool>,
}

enum State {
    NotBegun(Begin),
    Running(Running),
    Ended,
}

struct Running {
    steps: mpsc::UnboundedReceiver<HostFlowStep>,
    task: Task,
}

/// The task behind it; it ends with it.
struct Task(JoinHandle<Result<()>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Work {
    /// Work that begins with the first step that is asked for, and takes `limit` at most.
    pub(super) fn new(
        operation: &'static str,
        limit: Option<Duration>,
        begin: impl FnOnce(mpsc::UnboundedSender<HostFlowStep>) -> BoxFuture<'static, Result<()>> + Send + 'static,
    ) -> Self {
        let begin: Begin = Box::new(move |steps| {
            let work = guard::future(operation, begin(steps));
            Box::pin(async move {
                let Some(limit) = limit else { return work.await };
                tokio::time::timeout(limit, work).await.unwrap_or_else(|_| {
                    Err(Error::new(
                        ErrorKind::Timeout,
                        operation,
                        "the run took longer than it was given; the next one goes on where this one stopped",
                    )
                    .with_delivery(Delivery::MaybeSent))
                })
            })
        });
        Self {
            operation,
            state: Mutex::new(State::NotBegun(begin)),
            closed: watch::Sender::new(false),
        }
    }

    pub(super) async fn next(&self) -> Result<String> {
        let mut closed = self.closed.subscribe();
        let mut state = self.state.lock().await;
        if let State::NotBegun(_) = *state
            && let State::NotBegun(begin) = std::mem::replace(&mut *state, State::Ended)
        {
            let (sender, steps) = mpsc::unbounded_channel();
            *state = State::Running(Running {
                steps,
                task: Task(runtime::spawn(begin(sender))?),
            });
        }
        let State::Running(running) = &mut *state else {
            return Ok("null".to_owned());
        };
        let step = {
            let ended = std::pin::pin!(closed.wait_for(|closed| *closed));
            let next = std::pin::pin!(running.steps.recv());
            match select(ended, next).await {
                Either::Left(_) => None,
                Either::Right((step, _)) => Some(step),
            }
        };
        match step {
            Some(Some(step)) => return to_json(self.operation, &step),
            Some(None) => {}
            None => {
                *state = State::Ended;
                return Ok("null".to_owned());
            }
        }
        // The work has let go of its end of the channel: it is over.
        let ended = (&mut running.task.0).await;
        *state = State::Ended;
        match ended {
            Ok(result) => result.map(|()| "null".to_owned()),
            Err(_aborted) => Err(crate::error::cancelled(self.operation)),
        }
    }

    /// Ends it, and a `next` that waits.
    pub(super) fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Ready when it has ended.
    pub(super) async fn closed(&self) {
        *self.state.lock().await = State::Ended;
    }
}

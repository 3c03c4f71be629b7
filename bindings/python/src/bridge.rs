//! The one bridge between Rust futures and Python: blocking for the synchronous API, awaitable for the other.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use careweave_bindings_core as core;
use core::runtime;
use pyo3::prelude::*;
use pyo3_async_runtimes::{TaskLocals, generic};
use tokio::runtime::Handle;
use tokio::task::{self, JoinHandle};

use crate::call::Held;
use crate::errors::{self, Failure};

/// How long the interpreter waits at its exit for calls that are running.
const EXIT_LIMIT: Duration = Duration::from_secs(5);

/// Waits for a call on the calling thread with the interpreter released, and looks for signals meanwhile.
/// An interrupt drops the call and carries, as its cause, what that means for a write.
pub(crate) fn wait(py: Python<'_>, call: core::Call) -> PyResult<core::Told> {
    let operation = call.operation().to_owned();
    let waited = py.detach(|| call.wait(look_for_signals));
    waited.map_err(|failure| match failure {
        Failure::Careweave(error) => errors::to_py(py, &error),
        Failure::Signal(signal) => {
            signal.set_cause(py, Some(errors::to_py(py, &core::error::cancelled(operation))));
            signal
        }
    })
}

#[allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is not general over the lifetime"
)]
fn look_for_signals() -> Result<(), Failure> {
    Python::attach(|py| py.check_signals()).map_err(Failure::Signal)
}

/// Starts a call and gives an `asyncio.Future` of the running loop; `held` keeps what is left of the call. Cancelling the future
/// drops the call.
pub(crate) fn start(py: Python<'_>, call: core::Call, held: Held) -> PyResult<Bound<'_, PyAny>> {
    // The runtime is made here, where a failure can still be told.
    runtime::handle().map_err(|error| errors::to_py(py, &error))?;
    generic::future_into_py::<OwnRuntime, _, String>(py, async move {
        let told = call.step().await;
        told.map(|told| held.keep(told))
            .map_err(|error| Python::attach(|py| errors::to_py(py, &error)))
    })
}

/// Stops the runtime of this process: calls that are running are dropped, results on their way are delivered,
/// for at most `limit` seconds. After it, every call is refused.
#[pyfunction]
pub(crate) fn shutdown(py: Python<'_>, limit: f64) -> bool {
    let limit = Duration::try_from_secs_f64(limit).unwrap_or(EXIT_LIMIT);
    py.detach(|| runtime::shutdown(limit))
}

/// A worker that hands over a result while the interpreter is being torn down crashes the process, so the
/// runtime ends first.
pub(crate) fn shut_down_at_exit(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let atexit = module.py().import("atexit")?;
    atexit.call_method1(
        "register",
        (module.getattr("shutdown")?, EXIT_LIMIT.as_secs_f64()),
    )?;
    Ok(())
}

/// The runtime slot of bindings-core, in the terms of pyo3-async-runtimes.
struct OwnRuntime;

tokio::task_local! {
    static LOCALS: TaskLocals;
}

struct Lost(task::JoinError);

impl generic::JoinError for Lost {
    fn is_panic(&self) -> bool {
        self.0.is_panic()
    }

    fn into_panic(self) -> Box<dyn std::any::Any + Send + 'static> {
        self.0.into_panic()
    }
}

/// A task that may not have been started, because the process is ending.
struct Task(Option<JoinHandle<()>>);

impl Future for Task {
    type Output = Result<(), Lost>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
        match &mut self.0 {
            Some(handle) => Pin::new(handle).poll(cx).map_err(Lost),
            None => std::task::Poll::Ready(Ok(())),
        }
    }
}

impl Task {
    fn with(start: impl FnOnce(Handle) -> JoinHandle<()>) -> Self {
        Self(runtime::handle().ok().map(start))
    }
}

impl generic::Runtime for OwnRuntime {
    type JoinError = Lost;
    type JoinHandle = Task;

    fn spawn<F>(fut: F) -> Task
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Task::with(|handle| handle.spawn(fut))
    }

    fn spawn_blocking<F>(f: F) -> Task
    where
        F: FnOnce() + Send + 'static,
    {
        Task::with(|handle| handle.spawn_blocking(f))
    }
}

impl generic::ContextExt for OwnRuntime {
    fn scope<F, R>(locals: TaskLocals, fut: F) -> Pin<Box<dyn Future<Output = R> + Send>>
    where
        F: Future<Output = R> + Send + 'static,
    {
        Box::pin(LOCALS.scope(locals, fut))
    }

    fn get_task_locals() -> Option<TaskLocals> {
        LOCALS.try_with(Clone::clone).ok()
    }
}

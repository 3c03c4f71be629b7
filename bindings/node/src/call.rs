//! Calls become promises.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_bindings_core as core;
use core::{ErrorKind, runtime};
use futures_util::future::{AbortHandle, abortable};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use tokio::runtime::Handle;

use crate::failure::outcome;

/// One call of an operation, not yet started. Its result is JSON text. Where there is `more`, the text was an array with some
/// rows of a list, and starting it again gives further ones.
///
/// This is the one bridge between Rust futures and promises. It runs on the runtime slot of bindings-core and settles
/// the promise through a deferred of its own. napi's `async` feature would do the same on a second tokio runtime, which
/// starts a thread per core when the module is loaded and could not be shut down together with the first; its functions
/// also accept no errors but napi's, and its abort signal overlooks one that was aborted before.
#[napi]
pub struct Call {
    operation: String,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    rest: Option<core::Call>,
    afresh: bool,
    /// Ends what is running.
    abort: Option<AbortHandle>,
    cancelled: bool,
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl From<core::Call> for Call {
    fn from(call: core::Call) -> Self {
        Self {
            operation: call.operation().to_owned(),
            held: Arc::new(Mutex::new(Held {
                rest: Some(call),
                ..Held::default()
            })),
        }
    }
}

#[napi]
impl Call {
    /// The operation's name.
    #[napi(getter)]
    pub fn operation(&self) -> String {
        self.operation.clone()
    }

    /// Whether there is something to start: before the call, and between the parts of a list.
    #[napi(getter)]
    pub fn more(&self) -> bool {
        lock(&self.held).rest.is_some()
    }

    /// Whether the last text began the result: what came before it is void.
    #[napi(getter)]
    pub fn afresh(&self) -> bool {
        lock(&self.held).afresh
    }

    /// Starts the call, or what is left of it. The promise is never rejected.
    #[napi(ts_return_type = "Promise<string | Failure>")]
    pub fn start<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        let (deferred, promise) = env.create_deferred()?;
        let taken = lock(&self.held).rest.take();
        let started = match taken {
            Some(call) => self.ready(call),
            None => Err(core::Error::new(
                ErrorKind::InvalidInput,
                self.operation.clone(),
                "a call runs once",
            )),
        };
        let settle = |result| deferred.resolve(move |_env| Ok(outcome(result)));
        match started {
            Ok((runtime, future)) => drop(runtime.spawn(async move { settle(future.await) })),
            Err(error) => settle(Err(error)),
        }
        Ok(promise)
    }

    /// Drops the call where it stands; its promise then gives the error that says what may have happened.
    #[napi]
    pub fn cancel(&self) {
        let mut held = lock(&self.held);
        held.cancelled = true;
        if let Some(abort) = &held.abort {
            abort.abort();
        }
    }
}

impl Call {
    fn ready(&self, call: core::Call) -> core::Result<(Handle, core::BoxFuture<String>)> {
        let (operation, held) = (self.operation.clone(), Arc::clone(&self.held));
        let (call, abort) = abortable(call.step());
        {
            let mut held = lock(&held);
            if held.cancelled {
                abort.abort();
            }
            held.abort = Some(abort);
        }
        // The request is dropped at the end of this await, before its promise is settled.
        let future = async move {
            let told = call
                .await
                .unwrap_or_else(|_aborted| Err(core::error::cancelled(operation)))?;
            let mut held = lock(&held);
            held.rest = told.rest;
            held.afresh = told.afresh;
            Ok(told.text)
        };
        Ok((runtime::handle()?, Box::pin(future)))
    }
}

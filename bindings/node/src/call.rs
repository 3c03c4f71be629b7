//! Calls become promises.

use std::fmt;
use std::future::IntoFuture as _;
use std::sync::{Mutex, PoisonError};

use careweave_bindings_core as core;
use core::{ErrorKind, runtime};
use futures_util::future::{AbortHandle, AbortRegistration, Abortable};
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use tokio::runtime::Handle;

use crate::failure::outcome;

/// One call of an operation, not yet started. Its result is JSON text.
///
/// This is the one bridge between Rust futures and promises. It runs on the runtime slot of bindings-core and settles
/// the promise through a deferred of its own. napi's `async` feature would do the same on a second tokio runtime, which
/// starts a thread per core when the module is loaded and could not be shut down together with the first; its functions
/// also accept no errors but napi's, and its abort signal overlooks one that was aborted before.
#[napi]
pub struct Call {
    operation: String,
    held: Mutex<Option<(core::Call, AbortRegistration)>>,
    abort: AbortHandle,
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
        let (abort, registration) = AbortHandle::new_pair();
        Self {
            operation: call.operation().to_owned(),
            held: Mutex::new(Some((call, registration))),
            abort,
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

    /// Starts the call, once. The promise is never rejected.
    #[napi(ts_return_type = "Promise<string | Failure>")]
    pub fn start<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        let (deferred, promise) = env.create_deferred()?;
        let taken = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        let started = match taken {
            Some((call, registration)) => self.ready(call, registration),
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
        self.abort.abort();
    }
}

impl Call {
    fn ready(
        &self,
        call: core::Call,
        registration: AbortRegistration,
    ) -> core::Result<(Handle, core::BoxFuture<String>)> {
        let operation = self.operation.clone();
        let call = Abortable::new(call.into_future(), registration);
        // The request is dropped at the end of this await, before its promise is settled.
        let future = async move {
            call.await
                .unwrap_or_else(|_aborted| Err(core::error::cancelled(operation)))
        };
        Ok((runtime::handle()?, Box::pin(future)))
    }
}

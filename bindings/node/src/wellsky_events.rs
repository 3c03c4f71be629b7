//! What goes on beside the operations: deliveries, changes, alerts, the daily refresh.

use std::sync::{Arc, Mutex, PoisonError};

use careweave_bindings_core as core;
use napi::Either;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};
use crate::store::Store;
use crate::webhook::pairs;
use crate::wellsky::WellSky;

/// Checks deliveries, on the calling thread.
#[napi]
#[derive(Debug)]
pub struct EventReceiver(core::EventReceiver);

#[napi]
impl EventReceiver {
    /// A receiver from settings.
    #[napi]
    pub fn configure(settings: String) -> Either<EventReceiver, Failure> {
        outcome(core::EventReceiver::new(&settings).map(Self))
    }

    /// Takes a delivery: headers as names and values by turns, the body byte for byte; `now` is in seconds since 1970.
    #[napi]
    pub fn accept(&self, headers: Vec<String>, body: &[u8], now: Option<f64>) -> Either<String, Failure> {
        const AT: &str = "events.receive";
        let now = now.map(|seconds| core::instant(AT, "now", seconds));
        outcome(
            now.transpose()
                .and_then(|now| self.0.accept(&pairs(&headers), body, now)),
        )
    }
}

/// Changes, one at a time.
#[napi]
#[derive(Debug)]
pub struct Changes(core::ChangeStream);

#[napi]
impl Changes {
    /// What marks name.
    #[napi]
    pub fn feed(wellsky: &WellSky, store: &Store, arguments: String) -> Either<Changes, Failure> {
        let made = core::ChangeStream::feed(&wellsky.0, Arc::clone(&store.0), &arguments);
        outcome(made.map(Self))
    }

    /// What polling finds.
    #[napi]
    pub fn poll(wellsky: &WellSky, store: &Store, arguments: String) -> Either<Changes, Failure> {
        let made = core::ChangeStream::poll(&wellsky.0, Arc::clone(&store.0), &arguments);
        outcome(made.map(Self))
    }

    /// The next step; `taken` is the number of the one that was taken since.
    #[napi]
    pub fn next(&self, taken: Option<u32>) -> Call {
        self.0.next(taken.map(u64::from)).into()
    }

    /// Ends the work behind it.
    #[napi]
    pub fn close(&self) -> Call {
        self.0.close().into()
    }
}

/// A watch over what a client counts.
#[napi]
#[derive(Debug)]
pub struct AlertWatch(core::AlertSession);

#[napi]
impl AlertWatch {
    /// A watch over a client.
    #[napi]
    pub fn over(wellsky: &WellSky, arguments: String) -> Either<AlertWatch, Failure> {
        outcome(core::AlertSession::new(Arc::clone(&wellsky.0), &arguments).map(Self))
    }

    /// Looks at what was counted by now.
    #[napi]
    pub fn look(&self, arguments: String) -> Either<String, Failure> {
        outcome(self.0.look(&arguments))
    }
}

/// Work that goes on until it is stopped.
#[napi]
#[derive(Debug)]
pub struct Background {
    work: core::Background,
    begin: Mutex<Option<core::Call>>,
}

#[napi]
impl Background {
    /// The daily refresh of a client's caches, not begun yet.
    #[napi]
    pub fn refresh(wellsky: &WellSky) -> Background {
        let (work, begin) = wellsky.0.refresh();
        Self {
            work,
            begin: Mutex::new(Some(begin)),
        }
    }

    /// The call that begins it, which can be taken once.
    #[napi]
    pub fn begin(&self) -> Option<Call> {
        self.begin
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .map(Call::from)
    }

    /// True while it goes on.
    #[napi(getter)]
    pub fn running(&self) -> bool {
        self.work.is_running()
    }

    /// Ends it.
    #[napi]
    pub fn stop(&self) -> Call {
        self.work.stop().into()
    }
}

//! Reports from events.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use careweave_bindings_core as core;
use core::{AnswerHandle, GivenEvents, InquiryHandle};
use napi::Either;
use napi::bindgen_prelude::{Buffer, Uint8Array};
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};

/// Questions, and what has been taken in for them, held by Rust.
#[napi]
#[derive(Debug)]
pub struct Inquiry(Arc<InquiryHandle>);

/// Events that are handed over: one of the fields.
#[napi(object, object_to_js = false)]
pub struct Events {
    /// One event a line.
    pub lines: Option<String>,
    /// The same, written from records that are counted from here.
    pub first: Option<u32>,
    /// The text of a CSV file.
    pub csv: Option<String>,
    /// The bytes of an Arrow IPC stream or file.
    pub arrow: Option<Uint8Array>,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events")
            .field("first", &self.first)
            .finish_non_exhaustive()
    }
}

impl From<Events> for GivenEvents {
    fn from(events: Events) -> Self {
        match events {
            Events {
                arrow: Some(bytes), ..
            } => Self::ArrowIpc(bytes.to_vec()),
            Events { csv: Some(text), .. } => Self::Csv(text),
            Events {
                lines,
                first: Some(first),
                ..
            } => Self::Records(lines.unwrap_or_default(), first.into()),
            Events { lines, .. } => Self::Lines(lines.unwrap_or_default()),
        }
    }
}

/// How many events they were.
fn counted(taken: u64) -> u32 {
    u32::try_from(taken).unwrap_or(u32::MAX)
}

#[napi]
impl Inquiry {
    /// Asks; `questions` is a JSON array.
    #[napi]
    pub fn asking(questions: String, threads: Option<u32>) -> Either<Inquiry, Failure> {
        outcome(InquiryHandle::new(&questions, threads).map(|inquiry| Self(Arc::new(inquiry))))
    }

    /// Takes in events, and gives how many they were.
    #[napi]
    pub fn push(&self, events: Events) -> Either<u32, Failure> {
        outcome(self.0.push(events.into()).map(counted))
    }

    /// The same on another thread; the result is the number as text.
    #[napi]
    pub fn pushing(&self, events: Events) -> Call {
        self.0.pushing(events.into()).into()
    }

    /// The answer to the question at a place, as of an instant.
    #[napi]
    pub fn answer(&self, place: u32, as_of: String) -> Either<Answer, Failure> {
        let answer = self.0.answer(place as usize, &as_of);
        outcome(answer.map(|answer| Answer(Arc::new(answer))))
    }

    /// The same on another thread.
    #[napi]
    pub fn answering(&self, place: u32, as_of: String) -> AnswerPull {
        let core::AnswerPull { call, made } = self.0.answering(place as usize, as_of);
        AnswerPull {
            call: Mutex::new(Some(call)),
            made,
        }
    }

    /// Bytes of memory that hold what was taken in.
    #[napi(getter)]
    pub fn bytes(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "no machine has 2 to the 53rd bytes")]
        let bytes = self.0.bytes() as f64;
        bytes
    }
}

/// An answer on its way: run the call, then take the answer.
#[napi]
#[derive(Debug)]
pub struct AnswerPull {
    call: Mutex<Option<core::Call>>,
    made: Arc<OnceLock<Arc<AnswerHandle>>>,
}

#[napi]
impl AnswerPull {
    /// The call, which can be taken once.
    #[napi]
    pub fn call(&self) -> Option<Call> {
        self.call
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .map(Call::from)
    }

    /// The answer, after the call has ended well.
    #[napi]
    pub fn made(&self) -> Option<Answer> {
        self.made.get().map(|answer| Answer(Arc::clone(answer)))
    }
}

/// A report as of a moment.
#[napi]
#[derive(Debug)]
pub struct Answer(Arc<AnswerHandle>);

#[napi]
impl Answer {
    /// One line of JSON.
    #[napi]
    pub fn json(&self) -> String {
        self.0.json()
    }

    /// The names of its tables; the first is the main one.
    #[napi(getter)]
    pub fn tables(&self) -> Vec<String> {
        self.0.tables().into_iter().map(str::to_owned).collect()
    }

    /// A table as CSV.
    #[napi]
    pub fn csv(&self, table: Option<String>) -> Either<String, Failure> {
        outcome(self.0.csv(table.as_deref()))
    }

    /// The chart.
    #[napi]
    pub fn svg(&self) -> String {
        self.0.svg()
    }

    /// A table as the bytes of an Arrow IPC stream.
    #[napi]
    pub fn arrow(&self, table: Option<String>) -> Either<Buffer, Failure> {
        outcome(self.0.arrow_ipc(table.as_deref()).map(Buffer::from))
    }
}

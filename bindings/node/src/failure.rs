//! Errors on their way to TypeScript.

use careweave_bindings_core as core;
use napi::Either;
use napi_derive::napi;

/// The fields of an error on their way to the error classes in `ts/errors.ts`.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Failure {
    /// The stable code: `"not_found"`.
    pub code: String,
    /// The kind's name as Rust spells it: `"NotFound"`.
    pub kind: String,
    /// Where it went wrong, dotted.
    pub operation: String,
    /// The sentence for a person.
    pub message: String,
    /// Key and value, in order.
    #[napi(ts_type = "[string, string][]")]
    pub context: Vec<Vec<String>>,
    /// Whether trying again can help.
    #[napi(ts_type = "'permanent' | 'temporary' | 'persistent'")]
    pub status: String,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// The wait the other side asked for.
    pub retry_after_ms: Option<f64>,
    /// How far the request travelled.
    #[napi(ts_type = "'not_sent' | 'maybe_sent' | 'answered'")]
    pub delivery: String,
    /// The HTTP status of the answer.
    pub http_status: Option<u32>,
    /// The request id.
    pub request_id: Option<String>,
    /// The name of the error class.
    pub exception_class: String,
    /// The whole error on one line.
    pub line: String,
}

impl From<core::Error> for Failure {
    fn from(error: core::Error) -> Self {
        core::error_fields(&error).into()
    }
}

impl From<core::ErrorFields> for Failure {
    fn from(fields: core::ErrorFields) -> Self {
        Self {
            code: fields.code,
            kind: fields.kind,
            operation: fields.operation,
            message: fields.message,
            context: fields
                .context
                .into_iter()
                .map(|(key, value)| vec![key, value])
                .collect(),
            status: fields.status,
            retryable: fields.retryable,
            // A number of JavaScript is exact up to 285,000 years of milliseconds.
            #[allow(clippy::cast_precision_loss)]
            retry_after_ms: fields.retry_after_ms.map(|wait| wait as f64),
            delivery: fields.delivery,
            http_status: fields.http_status.map(u32::from),
            request_id: fields.request_id,
            exception_class: fields.exception_class,
            line: fields.line,
        }
    }
}

/// A result, or why there is none.
pub(crate) fn outcome<T>(result: core::Result<T>) -> Either<T, Failure> {
    match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(error.into()),
    }
}

/// The fields of the error for a call that its caller cancelled before it started.
#[napi]
pub fn cancelled_before_start(operation: String) -> Failure {
    core::Error::new(
        core::ErrorKind::Cancelled,
        operation,
        "the signal was aborted before the call; nothing was sent",
    )
    .into()
}

/// The fields of the error for an argument that TypeScript already refuses.
#[napi]
pub fn invalid_input(operation: String, field: String, rule: String) -> Failure {
    core::Error::invalid(operation, field, rule).into()
}

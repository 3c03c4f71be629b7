//! The error table: one error, field by field, for every language.

use std::borrow::Cow;

use careweave::types::{Delivery, Error, ErrorKind};
use serde::{Deserialize, Serialize};

/// The fields of an error as a host sees them. Python has them as attributes of the exception, Node as
/// properties of the `Error` object; `vectors/errors` holds one case per kind that all three languages read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorFields {
    /// The stable code to branch on: `"not_found"`.
    pub code: String,
    /// The kind's name as Rust spells it: `"NotFound"`.
    pub kind: String,
    /// Where it went wrong, dotted: `"shifts.assign"`.
    pub operation: String,
    /// The sentence for a person. Never personal data.
    pub message: String,
    /// Key and value in the order they were added; a key may occur twice.
    pub context: Vec<(String, String)>,
    /// `"permanent"`, `"temporary"` or `"persistent"`.
    pub status: String,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// The wait the other side asked for, in milliseconds, rounded up.
    pub retry_after_ms: Option<u64>,
    /// `"not_sent"`, `"maybe_sent"` or `"answered"`.
    pub delivery: String,
    /// The HTTP status of the answer.
    pub http_status: Option<u16>,
    /// The request id.
    pub request_id: Option<String>,
    /// The name of the exception class in Python and of the error's `name` in Node.
    pub exception_class: String,
    /// The whole error on one line, for a log.
    pub line: String,
}

/// The class of each kind; a kind this table does not know yet is the base class.
const CLASSES: &[(ErrorKind, &str)] = &[
    (ErrorKind::InvalidInput, "InvalidInputError"),
    (ErrorKind::Config, "ConfigError"),
    (ErrorKind::Unauthenticated, "AuthenticationError"),
    (ErrorKind::Forbidden, "PermissionDeniedError"),
    (ErrorKind::NotFound, "NotFoundError"),
    (ErrorKind::UnknownRoute, "UnknownRouteError"),
    (ErrorKind::Conflict, "ConflictError"),
    (ErrorKind::Rejected, "RejectedError"),
    (ErrorKind::Unsupported, "UnsupportedError"),
    (ErrorKind::RateLimited, "RateLimitedError"),
    (ErrorKind::Timeout, "RequestTimeoutError"),
    (ErrorKind::Unreachable, "UnreachableError"),
    (ErrorKind::Server, "ServerError"),
    (ErrorKind::Decode, "DecodeError"),
    (ErrorKind::Incomplete, "IncompleteError"),
    (ErrorKind::InDoubt, "InDoubtError"),
    (ErrorKind::KeyReuse, "KeyReuseError"),
    (ErrorKind::Storage, "StorageError"),
    (ErrorKind::Cancelled, "OperationCancelledError"),
    (ErrorKind::Internal, "InternalError"),
];

/// The base class of all errors in the hosts.
pub const BASE_CLASS: &str = "CareweaveError";

/// The exception class of a kind.
pub fn exception_class(kind: ErrorKind) -> &'static str {
    CLASSES
        .iter()
        .find(|(listed, _)| *listed == kind)
        .map_or(BASE_CLASS, |(_, class)| class)
}

/// Takes an error apart.
pub fn error_fields(error: &Error) -> ErrorFields {
    ErrorFields {
        code: error.kind().code().to_owned(),
        kind: format!("{:?}", error.kind()),
        operation: error.operation().to_owned(),
        message: error.message().to_owned(),
        context: error
            .context()
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
        status: error.status().code().to_owned(),
        retryable: error.is_retryable(),
        retry_after_ms: error
            .retry_after()
            .map(|wait| u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)),
        delivery: error.delivery().code().to_owned(),
        http_status: error.http_status(),
        request_id: error.request_id().map(str::to_owned),
        exception_class: exception_class(error.kind()).to_owned(),
        line: error.to_string(),
    }
}

/// The error a host reports for a call it cancelled while it ran: the request may have left.
pub fn cancelled(operation: impl Into<Cow<'static, str>>) -> Error {
    Error::new(
        ErrorKind::Cancelled,
        operation,
        "the caller cancelled while the call was running; a write may have happened, look before trying again",
    )
    .with_delivery(Delivery::MaybeSent)
}

impl From<&Error> for ErrorFields {
    fn from(error: &Error) -> Self {
        error_fields(error)
    }
}

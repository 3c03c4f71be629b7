//! One shape of failure for the whole house.
//!
//! An [`Error`] answers the questions a caller has to act on: what kind of failure it was, whether trying
//! again can help ([`Status`]), and whether the other side may already have acted ([`Delivery`]). The
//! same fields reach Python as attributes and Node as properties.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// The result of every fallible operation in careweave.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What went wrong, in terms a program can branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The caller gave something that breaks a documented rule; context names the field and the rule.
    InvalidInput,
    /// The configuration is missing or contradicts itself (an unset variable, a base URL that is none).
    Config,
    /// The credentials were refused, or the token was, after one re-authentication.
    Unauthenticated,
    /// The credentials are good but may not do this.
    Forbidden,
    /// The subject does not exist at the other side.
    NotFound,
    /// The other side has no such path; for WellSky a 403 from the gateway, not a missing permission.
    UnknownRoute,
    /// The other side's state forbids the change (already assigned, version moved on).
    Conflict,
    /// The other side validated the request and refused it.
    Rejected,
    /// This dialect, provider or store cannot do that; nothing was sent.
    Unsupported,
    /// Too many requests.
    RateLimited,
    /// A time limit passed.
    Timeout,
    /// No connection could be made, or it broke.
    Unreachable,
    /// The other side failed (5xx).
    Server,
    /// An answer could not be understood.
    Decode,
    /// A read could not be proved complete.
    Incomplete,
    /// A write may or may not have happened and has to be looked up before it is tried again.
    InDoubt,
    /// An idempotency key was used before for other content.
    KeyReuse,
    /// The store failed, is locked, or is of a newer version.
    Storage,
    /// The caller cancelled.
    Cancelled,
    /// A defect of careweave itself.
    Internal,
}

impl ErrorKind {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [Self] = &[
        Self::InvalidInput,
        Self::Config,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::UnknownRoute,
        Self::Conflict,
        Self::Rejected,
        Self::Unsupported,
        Self::RateLimited,
        Self::Timeout,
        Self::Unreachable,
        Self::Server,
        Self::Decode,
        Self::Incomplete,
        Self::InDoubt,
        Self::KeyReuse,
        Self::Storage,
        Self::Cancelled,
        Self::Internal,
    ];

    /// The stable code of the kind, the same in every language: `"not_found"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::Config => "config",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::UnknownRoute => "unknown_route",
            Self::Conflict => "conflict",
            Self::Rejected => "rejected",
            Self::Unsupported => "unsupported",
            Self::RateLimited => "rate_limited",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Server => "server",
            Self::Decode => "decode",
            Self::Incomplete => "incomplete",
            Self::InDoubt => "in_doubt",
            Self::KeyReuse => "key_reuse",
            Self::Storage => "storage",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }

    const fn default_status(self) -> Status {
        match self {
            Self::RateLimited | Self::Timeout | Self::Unreachable | Self::Server => Status::Temporary,
            _ => Status::Permanent,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The same call will fail the same way.
    Permanent,
    /// The same call may succeed later.
    Temporary,
    /// The call was retried until its budget was used up; outer layers must not retry again.
    Persistent,
}

impl Status {
    /// The stable code: `"permanent"`, `"temporary"`, `"persistent"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
            Self::Persistent => "persistent",
        }
    }
}

/// How far a request is known to have travelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Nothing left this process: safe to try again.
    NotSent,
    /// The other side may have acted: look before a write is tried again.
    MaybeSent,
    /// The other side answered; its answer is what this error reports.
    Answered,
}

impl Delivery {
    /// The stable code: `"not_sent"`, `"maybe_sent"`, `"answered"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::MaybeSent => "maybe_sent",
            Self::Answered => "answered",
        }
    }
}

/// A failure: its kind, where it happened, and what can be done about it.
///
/// `Display` gives one line for a log; the alternate form (`{:#}`) adds context and sources. Neither ever
/// holds personal data: context values are ids, field names and rules, and messages are written here or
/// come from an error body that was masked first.
///
/// ```
/// use careweave_types::{Error, ErrorKind};
/// let e = Error::new(ErrorKind::InvalidInput, "roster.load", "the interval ends before it starts")
///     .with("record", "shift 41")
///     .with("field", "scheduled_end");
/// assert_eq!(
///     e.to_string(),
///     "roster.load: the interval ends before it starts [invalid_input; record: shift 41; field: scheduled_end]"
/// );
/// assert!(!e.is_retryable());
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Cow<'static, str>,
    message: String,
    context: Vec<(&'static str, String)>,
    status: Status,
    delivery: Delivery,
    retry_after: Option<Duration>,
    http_status: Option<u16>,
    request_id: Option<String>,
    source: Option<Source>,
}

impl Error {
    /// A failure of `kind` in `operation` (dotted, `"shifts.assign"`), with a message that says what to do.
    pub fn new(kind: ErrorKind, operation: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: operation.into(),
            message: message.into(),
            context: Vec::new(),
            status: kind.default_status(),
            delivery: Delivery::NotSent,
            retry_after: None,
            http_status: None,
            request_id: None,
            source: None,
        }))
    }

    /// Shorthand for [`ErrorKind::InvalidInput`] that names the field.
    pub fn invalid(
        operation: impl Into<Cow<'static, str>>,
        field: impl Into<String>,
        rule: impl Into<String>,
    ) -> Self {
        Self::new(ErrorKind::InvalidInput, operation, rule).with("field", field)
    }

    /// Adds a context pair. Values must not be personal data.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.0.context.push((key, value.into()));
        self
    }

    /// Says whether trying again can help.
    #[must_use]
    pub fn with_status(mut self, status: Status) -> Self {
        self.0.status = status;
        self
    }

    /// Says how far the request travelled.
    #[must_use]
    pub fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.0.delivery = delivery;
        self
    }

    /// Keeps the wait the other side asked for.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Keeps the HTTP status of the answer.
    #[must_use]
    pub fn with_http_status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    /// Keeps the request id.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Keeps the underlying failure.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Replaces the operation, when an outer layer knows the better name.
    #[must_use]
    pub fn with_operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation = operation.into();
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where it went wrong, dotted: `"shifts.assign"`.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// The sentence for a person.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The context pairs in the order they were added.
    pub fn context(&self) -> &[(&'static str, String)] {
        &self.0.context
    }

    /// The first context value under `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .context
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, v)| v.as_str())
    }

    /// Whether trying again can help.
    pub fn status(&self) -> Status {
        self.0.status
    }

    /// True when the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.0.status == Status::Temporary
    }

    /// How far the request travelled.
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// The wait the other side asked for.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The HTTP status of the answer, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// The request id, if one is known.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &self.0;
        write!(f, "{}: {} [{}", e.operation, e.message, e.kind)?;
        if let Some(status) = e.http_status {
            write!(f, "; http: {status}")?;
        }
        for (key, value) in &e.context {
            write!(f, "; {key}: {value}")?;
        }
        if let Some(id) = &e.request_id {
            write!(f, "; request: {id}")?;
        }
        f.write_str("]")?;
        if f.alternate() {
            let mut source = std::error::Error::source(self);
            while let Some(cause) = source {
                write!(f, "\n  caused by: {cause}")?;
                source = cause.source();
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &self.0;
        f.debug_struct("Error")
            .field("kind", &e.kind)
            .field("operation", &e.operation)
            .field("message", &e.message)
            .field("context", &e.context)
            .field("status", &e.status)
            .field("delivery", &e.delivery)
            .field("retry_after", &e.retry_after)
            .field("http_status", &e.http_status)
            .field("request_id", &e.request_id)
            .field("source", &e.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|s| s as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_code() {
        let mut codes: Vec<_> = ErrorKind::ALL.iter().map(|k| k.code()).collect();
        codes.sort_unstable();
        let before = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), before);
    }

    #[test]
    fn alternate_form_walks_the_sources() {
        let io = std::io::Error::other("disk on fire");
        let e = Error::new(
            ErrorKind::Storage,
            "ledger.plan",
            "the store could not be written",
        )
        .with_source(io);
        assert!(!e.to_string().contains("disk"));
        assert!(format!("{e:#}").contains("caused by: disk on fire"));
    }

    #[test]
    fn an_error_is_one_pointer_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}

use std::time::Duration;

use careweave::types::{Delivery, Error, ErrorKind, Result};
use serde::Deserialize;

use crate::call::from_json;
use crate::error::{ErrorFields, error_fields};

/// What a host says when it cannot answer: a failure of its own making, or an exception.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HostFailure {
    /// The code of a kind of failure; without one it was an exception.
    code: Option<String>,
    message: Option<String>,
    field: Option<String>,
    delivery: Option<String>,
    retry_after_ms: Option<u64>,
    /// The name of the exception's class.
    exception: Option<String>,
}

const AT: &str = "host.refusal";

fn kind(code: &str) -> Result<ErrorKind> {
    let known = ErrorKind::ALL.iter().find(|kind| kind.code() == code);
    known
        .copied()
        .ok_or_else(|| Error::invalid(AT, "code", "must be the code of an error, such as not_found"))
}

fn delivery(code: &str) -> Result<Delivery> {
    let all = [Delivery::NotSent, Delivery::MaybeSent, Delivery::Answered];
    all.into_iter()
        .find(|one| one.code() == code)
        .ok_or_else(|| Error::invalid(AT, "delivery", "must be not_sent, maybe_sent or answered"))
}

impl HostFailure {
    /// The error of `operation`, the method that was asked.
    ///
    /// An exception says nothing about how far the method came: it is a failure of the other side, which may have acted.
    pub(super) fn into_error(self, operation: &'static str) -> Result<Error> {
        let error = match &self.code {
            Some(code) => {
                let message = self.message.unwrap_or_else(|| "the host refused".to_owned());
                Error::new(kind(code)?, operation, message).with_delivery(Delivery::Answered)
            }
            None => Error::new(
                ErrorKind::Server,
                operation,
                "a method of the host raised an exception",
            )
            .with_delivery(Delivery::MaybeSent),
        };
        let error = match &self.delivery {
            Some(code) => error.with_delivery(delivery(code)?),
            None => error,
        };
        let error = match self.retry_after_ms {
            Some(wait) => error.with_retry_after(Duration::from_millis(wait)),
            None => error,
        };
        let named = [("field", self.field), ("exception", self.exception)];
        Ok(named.into_iter().fold(error, |error, (key, value)| match value {
            Some(value) => error.with(key, value),
            None => error,
        }))
    }
}

/// The fields of an error that a host raises to refuse what a flow asks of it: `code`, `message` (never personal data) and
/// optionally `field`, `delivery` (`answered` unless said), `retry_after_ms`, as a JSON object.
///
/// # Errors
/// `InvalidInput` for a code or a delivery that is none.
pub fn refusal(given: &str) -> Result<ErrorFields> {
    let failure: HostFailure = from_json(AT, given)?;
    if failure.code.is_none() {
        return Err(Error::invalid(AT, "code", "is required"));
    }
    failure.into_error("host").map(|error| error_fields(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_no_and_an_exception_leaves_open_what_happened() {
        let refused =
            refusal(r#"{"code":"conflict","message":"the task changed","field":"version"}"#).unwrap();
        assert_eq!(
            (refused.exception_class.as_str(), refused.delivery.as_str()),
            ("ConflictError", "answered")
        );
        assert_eq!(refused.context, [("field".to_owned(), "version".to_owned())]);
        let raised: HostFailure = from_json(AT, r#"{"exception":"KeyError"}"#).unwrap();
        let error = raised.into_error("crm.apply").unwrap();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Server, Delivery::MaybeSent)
        );
        assert_eq!(
            (error.operation(), error.get("exception")),
            ("crm.apply", Some("KeyError"))
        );
    }

    #[test]
    fn a_refusal_that_is_none_names_its_field() {
        for (given, field) in [
            (r#"{"code":"nope","message":""}"#, "code"),
            (r#"{"message":""}"#, "code"),
            (
                r#"{"code":"conflict","message":"","delivery":"soon"}"#,
                "delivery",
            ),
        ] {
            assert_eq!(refusal(given).unwrap_err().get("field"), Some(field), "{given}");
        }
    }
}

//! What the vendor refuses, with its codes.

use serde_json::json;

use crate::answer::{Answer, Refusal};

/// A request that is not carried out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refused {
    /// A 400, as every refusal by a rule is.
    pub(super) fn rule(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: 400,
            code,
            message: message.into(),
        }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::rule("bad_request", message)
    }

    pub(super) fn unauthorized() -> Self {
        Self {
            status: 401,
            code: "unauthorized",
            message: "Unauthorized".to_owned(),
        }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self {
            status: 404,
            code: "not_found",
            message: format!("{what} does not exist."),
        }
    }

    pub(super) fn method() -> Self {
        Self {
            status: 405,
            code: "method_not_allowed",
            message: "Method not allowed".to_owned(),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Malformed(text) => Self::bad_request(text),
            _ => Self::bad_request("The request could not be read."),
        }
    }
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        let Refused {
            status,
            code,
            message,
        } = refused;
        Self::json(
            status,
            &json!({"status_code": status, "message": message, "error": code}),
        )
    }
}

//! A request that Calendly does not carry out, in its envelope of title, message and details.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Refusal};

/// Why a request was refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) status: u16,
    title: &'static str,
    message: String,
    details: Vec<(String, String)>,
    code: Option<&'static str>,
}

impl Refused {
    fn new(status: u16, title: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            title,
            message: message.into(),
            details: Vec::new(),
            code: None,
        }
    }

    /// 400 about one parameter.
    pub(super) fn invalid(parameter: impl Into<String>, rule: impl Into<String>) -> Self {
        let mut refused = Self::new(400, "Invalid Argument", "The supplied parameters are invalid.");
        refused.details.push((parameter.into(), rule.into()));
        refused
    }

    /// 400: somebody else has the time.
    pub(super) fn already_filled() -> Self {
        let mut refused = Self::invalid("start_time", "is no longer available");
        refused.code = Some("already_filled");
        refused
    }

    /// 401.
    pub(super) fn unauthenticated() -> Self {
        Self::new(401, "Unauthenticated", "The access token is invalid")
    }

    /// 403: the token lacks a scope.
    pub(super) fn scope(scope: &str) -> Self {
        Self::new(
            403,
            "Permission Denied",
            format!("You do not have permission: the token lacks the scope {scope}."),
        )
    }

    /// 403: somebody else's, or for an administrator only.
    pub(super) fn forbidden() -> Self {
        Self::new(
            403,
            "Permission Denied",
            "You do not have permission to access this resource.",
        )
    }

    /// 403: the plan does not hold it.
    pub(super) fn plan() -> Self {
        Self::new(
            403,
            "Permission Denied",
            "This user's plan does not include this feature. Please upgrade to a paid plan.",
        )
    }

    /// 403: it was done before.
    pub(super) fn already(what: &str) -> Self {
        Self::new(403, "Permission Denied", what)
    }

    /// 404.
    pub(super) fn not_found() -> Self {
        Self::new(
            404,
            "Resource Not Found",
            "The server could not find the requested resource.",
        )
    }

    /// 405.
    pub(super) fn method() -> Self {
        Self::new(405, "Method Not Allowed", "This path does not take this method.")
    }

    /// 409: the same subscription is there.
    pub(super) fn duplicate_hook() -> Self {
        Self::new(409, "Already Exists", "Hook with this url already exists")
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooLarge => Self::new(413, "Payload Too Large", "The body is over 1 MiB."),
            Refusal::Malformed(text) => Self::new(400, "Invalid Argument", text),
            _ => Self::new(400, "Invalid Argument", "The request could not be read."),
        }
    }
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        let mut body = Map::new();
        body.insert("title".to_owned(), refused.title.into());
        body.insert("message".to_owned(), refused.message.into());
        if !refused.details.is_empty() {
            let details: Vec<Value> = refused
                .details
                .iter()
                .map(|(parameter, message)| json!({"parameter": parameter, "message": message}))
                .collect();
            body.insert("details".to_owned(), details.into());
        }
        if let Some(code) = refused.code {
            body.insert("code".to_owned(), code.into());
        }
        Self::json(refused.status, &body)
    }
}

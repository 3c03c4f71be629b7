//! What the vendor says when it does not do something.

use serde_json::json;

use crate::answer::Answer;

/// A request that is not carried out.
#[derive(Debug)]
pub(super) enum Fault {
    /// 400 at the token endpoint, in the words of RFC 6749.
    Token(&'static str),
    /// 401.
    Unauthorized,
    /// 400: a field breaks a rule.
    Field(&'static str, &'static str),
    /// 404.
    NotFound,
    /// 405.
    Method,
    /// 413.
    TooLarge,
}

impl From<Fault> for Answer {
    fn from(fault: Fault) -> Self {
        let said = |status, message: &str| Self::json(status, &json!({ "message": message }));
        match fault {
            Fault::Token(error) => Self::json(400, &json!({ "error": error })),
            Fault::Unauthorized => said(401, "Authorization has been denied for this request."),
            Fault::Field(field, rule) => said(400, &format!("{field} {rule}")),
            Fault::NotFound => said(404, "No HTTP resource was found that matches the request."),
            Fault::Method => said(405, "The requested resource does not support this method."),
            Fault::TooLarge => said(413, "The request is too large."),
        }
    }
}

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::StreamExt as _;
use serde::Serialize;
use serde_json::json;

/// A complete answer, before it meets the socket.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) content_type: String,
    pub(crate) retry_after: Option<u64>,
    /// What the vendor says besides, such as its rate limits.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Say the whole length, send this many bytes, and close the connection.
    pub(crate) cut_after: Option<usize>,
    /// True when the request changed the agency.
    pub(crate) committed: bool,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        Self {
            // Models of strings, numbers and lists: this cannot fail.
            body: serde_json::to_vec(body).unwrap_or_default().into(),
            ..Self::empty(status)
        }
    }

    /// A failure as the vendor's web server shows it.
    pub(crate) fn html(status: u16) -> Self {
        Self {
            status,
            body: format!(
                "<!DOCTYPE html>\n<html><head><title>Server Error ({status})</title></head>\n\
                 <body><h1>Server Error ({status})</h1><p>Something went wrong.</p></body></html>\n"
            )
            .into(),
            content_type: "text/html; charset=utf-8".to_owned(),
            ..Self::empty(status)
        }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            body: Bytes::new(),
            content_type: "application/json".to_owned(),
            retry_after: None,
            headers: Vec::new(),
            cut_after: None,
            committed: false,
        }
    }

    /// The same answer, after a change of state.
    pub(crate) fn committed(mut self) -> Self {
        self.committed = true;
        self
    }

    /// The same answer with one more header.
    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn into_response(self, request_id: Option<&HeaderValue>) -> Response {
        let whole = self.body.len();
        let body = match self.cut_after {
            Some(sent) => cut_short(self.body.slice(..sent.min(whole))),
            None => Body::from(self.body),
        };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if self.cut_after.is_some() {
            headers.insert(header::CONTENT_LENGTH, whole.into());
        }
        if let Ok(value) = HeaderValue::from_str(&self.content_type) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.append(name, value);
            }
        }
        if let Some(id) = request_id {
            headers.insert("x-request-id", id.clone());
        }
        response
    }
}

/// A body that breaks off: what there is reaches the socket before the connection is given up.
fn cut_short(sent: Bytes) -> Body {
    let first = futures_util::stream::iter([Ok(sent)]);
    let broken = futures_util::stream::once(async {
        // The server writes what it holds whenever the stream has nothing ready.
        tokio::task::yield_now().await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(first.chain(broken))
}

/// A request that is not carried out, and why, in the words of the contract's table of errors.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 400: bad JSON, a bad query value.
    Malformed(String),
    /// 401: the token is missing, unknown or expired.
    InvalidToken,
    /// 403: the credentials do not own the agency.
    WrongAgency,
    /// 403 from the gateway: no such route. Holds the text the gateway says.
    UnknownRoute(String),
    /// 404.
    NotFound,
    /// 405: the path exists, the method does not.
    MethodNotAllowed,
    /// 409: the state forbids it.
    Conflict(&'static str),
    /// 413: over 1 MiB.
    TooLarge,
    /// 415: neither JSON nor FHIR's JSON.
    MediaType,
    /// A status with a text of the vendor's own.
    Said(u16, String),
    /// 500 from the vendor's own server: a page of HTML.
    ServerFailure,
    /// 422: a field breaks a rule.
    Invalid {
        /// The field's path, `address.zip_code`.
        field: String,
        /// The rule, as the rest of a sentence that begins with the field.
        rule: String,
    },
}

impl Refusal {
    pub(crate) fn invalid(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Invalid {
            field: field.into(),
            rule: rule.into(),
        }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let error = |status, text: &str| Self::json(status, &json!({ "error": text }));
        match refusal {
            Refusal::Malformed(text) => error(400, &text),
            Refusal::InvalidToken => error(401, "invalid_token"),
            Refusal::WrongAgency => error(403, "Access denied. Invalid agencyId."),
            Refusal::UnknownRoute(text) => Self::json(403, &json!({ "message": text })),
            Refusal::NotFound => error(404, "Resource not found"),
            Refusal::MethodNotAllowed => error(405, "Method not allowed"),
            Refusal::Conflict(text) => error(409, text),
            Refusal::TooLarge => error(413, "Request body is over 1 MiB"),
            Refusal::MediaType => error(415, "Unsupported media type"),
            Refusal::Said(status, text) => error(status, &text),
            Refusal::ServerFailure => Self::html(500),
            Refusal::Invalid { field, rule } => error(422, &format!("Validation failed: {field} {rule}")),
        }
    }
}

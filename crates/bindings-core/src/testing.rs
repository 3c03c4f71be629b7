//! Entry points for the bindings' own tests: they provoke what a test cannot provoke from outside.

use std::sync::LazyLock;
use std::time::Duration;

use careweave::types::{Delivery, Error, ErrorKind, Result, Status};
use serde::Deserialize;
use tokio::sync::watch;

use crate::Call;
use crate::call::ListPart;

const OPERATION: &str = "testing.error_from_vector";

/// The `given` part of a case in `vectors/errors`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    code: String,
    operation: String,
    message: String,
    context: Vec<(String, String)>,
    status: Option<String>,
    delivery: Option<String>,
    retry_after_ms: Option<u64>,
    http_status: Option<u16>,
    request_id: Option<String>,
}

fn by_code<T: Copy>(
    field: &'static str,
    code: &str,
    all: &[T],
    code_of: impl Fn(T) -> &'static str,
) -> Result<T> {
    all.iter()
        .copied()
        .find(|one| code_of(*one) == code)
        .ok_or_else(|| Error::invalid(OPERATION, field, "not a known code"))
}

/// Builds the error that the `given` part of a vector describes. Context keys are leaked: this is for tests.
///
/// # Errors
/// `InvalidInput` when the text is no such case.
pub fn error_from_vector(given: &str) -> Result<Error> {
    let given: Given = crate::call::from_json(OPERATION, given)?;
    let kind = by_code("code", &given.code, ErrorKind::ALL, ErrorKind::code)?;
    let mut error = Error::new(kind, given.operation, given.message);
    for (key, value) in given.context {
        error = error.with(key.leak(), value);
    }
    if let Some(code) = given.status {
        let all = [Status::Permanent, Status::Temporary, Status::Persistent];
        error = error.with_status(by_code("status", &code, &all, Status::code)?);
    }
    if let Some(code) = given.delivery {
        let all = [Delivery::NotSent, Delivery::MaybeSent, Delivery::Answered];
        error = error.with_delivery(by_code("delivery", &code, &all, Delivery::code)?);
    }
    if let Some(wait) = given.retry_after_ms {
        error = error.with_retry_after(Duration::from_millis(wait));
    }
    if let Some(status) = given.http_status {
        error = error.with_http_status(status);
    }
    if let Some(id) = given.request_id {
        error = error.with_request_id(id);
    }
    Ok(error)
}

/// A list that comes in four texts, of which the third makes the two before it void: `[3, 4, 5]`.
pub fn parts() -> Call {
    let texts = [("[1]", false), ("[2]", false), ("[3,4]", true), ("[5]", false)];
    let parts = texts.map(|(text, afresh)| {
        Ok(ListPart {
            text: text.to_owned(),
            afresh,
        })
    });
    Call::of_parts("testing.parts", futures_util::stream::iter(parts))
}

/// Panics with `message` at its first poll.
///
/// # Errors
/// Never: it panics.
#[allow(clippy::panic, reason = "the panic is the point")]
pub async fn panic(message: String) -> Result<()> {
    panic!("{message}")
}

static HANGING: LazyLock<watch::Sender<usize>> = LazyLock::new(|| watch::Sender::new(0));

struct Hanging;

impl Hanging {
    fn new() -> Self {
        HANGING.send_modify(|n| *n += 1);
        Self
    }
}

impl Drop for Hanging {
    fn drop(&mut self) {
        HANGING.send_modify(|n| *n -= 1);
    }
}

/// Hangs until it is dropped, and counts while it does.
///
/// # Errors
/// Never: it does not end.
pub async fn hang() -> Result<()> {
    let _counted = Hanging::new();
    std::future::pending().await
}

/// Waits until exactly `wanted` calls of [`hang`] are alive.
///
/// # Errors
/// Never.
pub async fn until_hanging(wanted: usize) -> Result<()> {
    let mut count = HANGING.subscribe();
    count
        .wait_for(|n| *n == wanted)
        .await
        .map_err(|_| Error::new(ErrorKind::Internal, OPERATION, "no count"))?;
    Ok(())
}

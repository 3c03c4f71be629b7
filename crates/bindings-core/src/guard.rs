//! Panics stay inside: a defect of careweave becomes an `Internal` error that keeps the panic's message.

use std::any::Any;
use std::borrow::Cow;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};

use careweave::types::{Error, ErrorKind, Result};
use futures_util::FutureExt;

/// Runs `future`; a panic in it becomes an error of `operation`.
///
/// # Errors
/// What the future gives, or `Internal`.
pub async fn future<T>(
    operation: impl Into<Cow<'static, str>>,
    future: impl Future<Output = Result<T>>,
) -> Result<T> {
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(result) => result,
        Err(payload) => Err(internal(operation, &*payload)),
    }
}

/// Calls `work`; a panic in it becomes an error of `operation`.
///
/// # Errors
/// What the closure gives, or `Internal`.
pub fn call<T>(operation: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(payload) => Err(internal(operation, &*payload)),
    }
}

fn internal(operation: impl Into<Cow<'static, str>>, payload: &(dyn Any + Send)) -> Error {
    let message = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned());
    Error::new(
        ErrorKind::Internal,
        operation,
        format!("a defect of careweave, please report it: {message}"),
    )
    // What the task had already sent is unknown.
    .with_delivery(careweave::types::Delivery::MaybeSent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::Delivery;

    #[tokio::test]
    async fn a_panic_in_a_future_becomes_an_internal_error_with_its_message() {
        let result: Result<()> = future("shifts.assign", async { panic!("slot {} is empty", 3) }).await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal);
        assert_eq!(error.operation(), "shifts.assign");
        assert!(error.message().contains("slot 3 is empty"), "{error}");
        assert_eq!(error.delivery(), Delivery::MaybeSent);
    }

    #[test]
    fn a_panic_in_a_call_becomes_an_internal_error_with_its_message() {
        let result: Result<()> = call("roster.load", || panic!("literal"));
        assert!(result.unwrap_err().message().contains("literal"));
    }

    #[test]
    fn a_payload_that_is_no_text_is_survived() {
        let result: Result<()> = call("roster.load", || panic::panic_any(7_u8));
        assert!(result.unwrap_err().message().contains("without a message"));
    }

    #[tokio::test]
    async fn what_does_not_panic_passes_through() {
        assert_eq!(future("x", async { Ok(5) }).await.unwrap(), 5);
        let refused = future("x", async {
            Err::<(), _>(Error::invalid("x", "limit", "at most 100"))
        })
        .await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
}

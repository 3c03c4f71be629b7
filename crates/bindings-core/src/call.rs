use std::borrow::Cow;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use careweave::types::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{guard, runtime, wait};

/// A boxed future that a runtime may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// One call of an operation, not yet started. Its result is JSON text; `null` where there is nothing to say.
///
/// A synchronous host [waits](Call::wait) for it, an asynchronous one awaits it on the [`runtime`]. A panic
/// inside is an `Internal` error. Dropping it before the end drops the request.
pub struct Call {
    operation: Cow<'static, str>,
    future: BoxFuture<String>,
}

impl Call {
    /// A call whose result is JSON text already: rankings and reports, whose bytes nobody may rewrite.
    pub fn of_text(
        operation: &'static str,
        future: impl Future<Output = Result<String>> + Send + 'static,
    ) -> Self {
        Self {
            operation: Cow::Borrowed(operation),
            future: Box::pin(guard::future(operation, future)),
        }
    }

    /// A call whose result is turned into JSON.
    pub fn of<T: Serialize>(
        operation: &'static str,
        future: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Self {
        Self::of_text(operation, async move { to_json(operation, &future.await?) })
    }

    /// A call that is known to fail.
    pub(crate) fn failed(operation: &'static str, error: Error) -> Self {
        Self::of_text(operation, async move { Err(error) })
    }

    /// The operation's name, for the error of a call that its caller cancelled.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Waits on the calling thread; see [`wait::in_slices`].
    ///
    /// # Errors
    /// As [`wait::in_slices`].
    pub fn wait<E: From<Error>>(self, between: impl FnMut() -> Result<(), E>) -> Result<String, E> {
        wait::in_slices(self.operation, self.future, between)
    }
}

impl IntoFuture for Call {
    type Output = Result<String>;
    type IntoFuture = BoxFuture<String>;

    fn into_future(self) -> BoxFuture<String> {
        self.future
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// Writes a result as JSON.
pub(crate) fn to_json(operation: &'static str, value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|source| {
        Error::new(
            careweave::types::ErrorKind::Internal,
            operation,
            "a result could not be written as JSON",
        )
        .with_source(source)
    })
}

/// Reads arguments that a host passed as JSON.
pub(crate) fn from_json<T: DeserializeOwned>(operation: &'static str, text: &str) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let (missing, rule) = rule_of(&error.into_inner());
        let field = match (missing, path.as_str()) {
            (Some(name), ".") => name,
            (Some(name), path) => format!("{path}.{name}"),
            (None, "." | "?") => "arguments".to_owned(),
            (None, _) => path,
        };
        Error::invalid(operation, field, rule)
    })?;
    let end = reader.end();
    end.map_err(|error| Error::invalid(operation, "arguments", rule_of(&error).1))?;
    Ok(value)
}

/// The rule that a value broke, without the value; and the name of the field where one is missing.
pub(crate) fn rule_of(error: &serde_json::Error) -> (Option<String>, String) {
    match missing_field(&error.to_string()) {
        Some(name) => (Some(name), "is required".to_owned()),
        None => (None, plain(error)),
    }
}

/// The field that is not there: the path of serde's error ends at the object that lacks it.
fn missing_field(message: &str) -> Option<String> {
    let (name, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    Some(name.to_owned())
}

/// serde names the offending value in some messages, which may be personal data; say the rule without it.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
    match (text.split_once("expected "), names_value(text)) {
        (Some((_, expected)), true) => format!("expected {expected}"),
        _ => text.to_owned(),
    }
}

fn names_value(message: &str) -> bool {
    message.starts_with("invalid ") || message.starts_with("unknown variant ")
}

/// Runs `call` on the runtime of this process and waits for it as a task, so that the caller's own executor never
/// polls it.
///
/// # Errors
/// What the call gives, or that of [`runtime::handle`].
pub async fn on_runtime(call: Call) -> Result<String> {
    let operation = call.operation.clone();
    let mut task = wait::AbortOnDrop(runtime::spawn(call.into_future())?);
    (&mut task.0)
        .await
        .unwrap_or_else(|_aborted| Err(crate::error::cancelled(operation)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Arguments {
        #[expect(dead_code)]
        limit: u32,
    }

    #[tokio::test]
    async fn a_result_crosses_as_json() {
        assert_eq!(Call::of("x", async { Ok(vec![1, 2]) }).await.unwrap(), "[1,2]");
        assert_eq!(Call::of("x", async { Ok(()) }).await.unwrap(), "null");
        assert_eq!(
            Call::of_text("x", async { Ok("{ }".to_owned()) }).await.unwrap(),
            "{ }"
        );
    }

    #[tokio::test]
    async fn a_call_runs_on_the_own_runtime_of_the_bindings() {
        let call = Call::of("x", async {
            Ok(std::thread::current().name() == Some("careweave"))
        });
        assert_eq!(on_runtime(call).await.unwrap(), "true");
    }

    #[test]
    fn wrong_arguments_name_the_field_and_never_the_value() {
        let wrong = from_json::<Arguments>("clients.list", r#"{"limit":"Alpha Testclient"}"#).unwrap_err();
        assert_eq!(
            (wrong.kind(), wrong.get("field")),
            (ErrorKind::InvalidInput, Some("limit"))
        );
        assert_eq!(wrong.message(), "expected u32");
        let unknown = from_json::<Arguments>("clients.list", r#"{"limti":1}"#).unwrap_err();
        assert!(unknown.message().contains("unknown field `limti`"), "{unknown}");
        let missing = from_json::<Arguments>("clients.list", "{}").unwrap_err();
        assert_eq!(
            (missing.get("field"), missing.message()),
            (Some("limit"), "is required")
        );
    }
}

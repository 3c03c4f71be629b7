use std::borrow::Cow;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use careweave::types::{Error, Result};
use futures_util::StreamExt as _;
use futures_util::stream::{BoxStream, Stream};
use serde::Serialize;
use serde::de::DeserializeOwned;

use tokio::sync::mpsc;

use crate::wait::AbortOnDrop;
use crate::{guard, runtime, wait};

/// A boxed future that a runtime may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// One call of an operation, not yet started. Its result is JSON text; `null` where there is nothing to say. A long list comes
/// in several texts, so that a host reads one while the next is on its way.
///
/// A synchronous host [waits](Call::wait) for it, an asynchronous one awaits it on the [`runtime`]. A panic
/// inside is an `Internal` error. Dropping it before the end drops the request.
pub struct Call {
    operation: Cow<'static, str>,
    work: Work,
}

enum Work {
    Once(BoxFuture<String>),
    Parts(BoxStream<'static, Result<ListPart>>),
    /// The stream is read by a task of its own.
    Begun(Begun),
}

/// A text of a list that comes in several.
#[derive(Debug)]
pub(crate) struct ListPart {
    /// A JSON array.
    pub(crate) text: String,
    /// True when the texts before are void.
    pub(crate) afresh: bool,
}

struct Begun {
    parts: mpsc::Receiver<Message>,
    /// Came with the text before.
    come: Option<Message>,
    _task: AbortOnDrop<()>,
}

/// The end is said: a channel that closes without it was cut off.
enum Message {
    Part(ListPart),
    Failed(Error),
    End,
}

/// How many texts wait for a host that is slower than the vendor.
const TEXTS_AHEAD: usize = 2;

/// What a call has told so far.
#[derive(Debug)]
pub struct Told {
    /// JSON text: the result, or an array with some rows of it.
    pub text: String,
    /// True when this text begins the result: the rows of those before are void.
    pub afresh: bool,
    /// Tells what comes after; nothing when this was the last text.
    pub rest: Option<Call>,
}

impl Call {
    /// A call whose result is JSON text already: rankings and reports, whose bytes nobody may rewrite.
    pub fn of_text(
        operation: &'static str,
        future: impl Future<Output = Result<String>> + Send + 'static,
    ) -> Self {
        Self {
            operation: Cow::Borrowed(operation),
            work: Work::Once(Box::pin(guard::future(operation, future))),
        }
    }

    /// A call whose result is a list that comes in parts.
    pub(crate) fn of_parts(
        operation: &'static str,
        parts: impl Stream<Item = Result<ListPart>> + Send + 'static,
    ) -> Self {
        Self {
            operation: Cow::Borrowed(operation),
            work: Work::Parts(Box::pin(parts)),
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

    /// Runs the call to its next text.
    ///
    /// # Errors
    /// What the call failed with; that of [`runtime::handle`]; `Cancelled` when the runtime is shut down meanwhile.
    pub fn step(self) -> BoxFuture<Told> {
        let Self { operation, work } = self;
        Box::pin(async move {
            let begun = match work {
                Work::Once(future) => {
                    return Ok(Told {
                        text: future.await?,
                        afresh: true,
                        rest: None,
                    });
                }
                Work::Parts(parts) => Begun::new(operation.clone(), parts)?,
                Work::Begun(begun) => begun,
            };
            begun.next(operation).await
        })
    }

    /// Waits for the next text on the calling thread; see [`wait::in_slices`].
    ///
    /// # Errors
    /// As [`wait::in_slices`].
    pub fn wait<E: From<Error>>(self, between: impl FnMut() -> Result<(), E>) -> Result<Told, E> {
        wait::in_slices(self.operation.clone(), self.step(), between)
    }
}

impl Begun {
    fn new(operation: Cow<'static, str>, mut parts: BoxStream<'static, Result<ListPart>>) -> Result<Self> {
        let (sender, receiver) = mpsc::channel(TEXTS_AHEAD);
        let told = sender.clone();
        let reading = guard::future(operation, async move {
            while let Some(part) = parts.next().await {
                if told.send(Message::Part(part?)).await.is_err() {
                    break;
                }
            }
            Ok(())
        });
        let task = runtime::spawn(async move {
            let last = match reading.await {
                Ok(()) => Message::End,
                Err(error) => Message::Failed(error),
            };
            // Nobody may be there any more.
            let _ = sender.send(last).await;
        })?;
        Ok(Self {
            parts: receiver,
            come: None,
            _task: AbortOnDrop(task),
        })
    }

    async fn next(mut self, operation: Cow<'static, str>) -> Result<Told> {
        let message = match self.come.take() {
            Some(message) => Some(message),
            None => self.parts.recv().await,
        };
        match message {
            Some(Message::Part(ListPart { text, afresh })) => {
                // A list that is at its end says so with its last text.
                self.come = self.parts.try_recv().ok();
                let ended = matches!(self.come, Some(Message::End));
                let rest = (!ended).then(|| Call {
                    operation,
                    work: Work::Begun(self),
                });
                Ok(Told { text, afresh, rest })
            }
            Some(Message::End) => Ok(Told {
                text: "[]".to_owned(),
                afresh: false,
                rest: None,
            }),
            Some(Message::Failed(error)) => Err(error),
            None => Err(crate::error::cancelled(operation)),
        }
    }
}

/// Arrays as one.
fn joined(texts: &[String]) -> String {
    let mut all = String::with_capacity(texts.iter().map(String::len).sum::<usize>() + 2);
    all.push('[');
    for rows in texts
        .iter()
        .filter_map(|text| text.strip_prefix('[')?.strip_suffix(']'))
    {
        if !rows.is_empty() {
            if all.len() > 1 {
                all.push(',');
            }
            all.push_str(rows);
        }
    }
    all.push(']');
    all
}

impl IntoFuture for Call {
    type Output = Result<String>;
    type IntoFuture = BoxFuture<String>;

    /// The whole result as one text.
    fn into_future(self) -> BoxFuture<String> {
        match self.work {
            Work::Once(future) => future,
            _ => Box::pin(async move {
                let (mut call, mut texts) = (Some(self), Vec::new());
                while let Some(rest) = call {
                    let told = rest.step().await?;
                    if told.afresh {
                        texts.clear();
                    }
                    texts.push(told.text);
                    call = told.rest;
                }
                Ok(joined(&texts))
            }),
        }
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

    fn parts(texts: &[(&str, bool)], end: Option<Error>) -> Call {
        let parts: Vec<Result<ListPart>> = texts
            .iter()
            .map(|(text, afresh)| {
                Ok(ListPart {
                    text: (*text).to_owned(),
                    afresh: *afresh,
                })
            })
            .chain(end.map(Err))
            .collect();
        Call::of_parts("x", futures_util::stream::iter(parts))
    }

    #[tokio::test]
    async fn a_list_in_parts_is_one_list_to_who_awaits_it() {
        let texts = [("[]", false), ("[1,2]", false), ("[]", false), ("[3]", false)];
        assert_eq!(on_runtime(parts(&texts, None)).await.unwrap(), "[1,2,3]");
        let again = [("[1,2]", false), ("[5]", true), ("[6]", false)];
        assert_eq!(on_runtime(parts(&again, None)).await.unwrap(), "[5,6]");
        assert_eq!(on_runtime(parts(&[("[]", false)], None)).await.unwrap(), "[]");
    }

    #[test]
    fn a_host_that_waits_gets_the_parts_one_after_another() {
        let mut told = Vec::new();
        let mut call = Some(parts(&[("[1]", false), ("[2]", true)], None));
        while let Some(rest) = call {
            let step = rest.wait::<Error>(|| Ok(())).unwrap();
            told.push((step.text, step.afresh));
            call = step.rest;
        }
        // The end comes with the last text or after it.
        told.retain(|(text, _)| text != "[]");
        let expected = [("[1]", false), ("[2]", true)];
        assert_eq!(told, expected.map(|(text, afresh)| (text.to_owned(), afresh)));
    }

    #[tokio::test]
    async fn a_list_that_fails_half_way_is_no_list() {
        let end = Error::new(ErrorKind::Incomplete, "x", "rows are missing");
        let failed = on_runtime(parts(&[("[1]", false)], Some(end))).await;
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Incomplete);
    }

    #[tokio::test]
    async fn a_panic_half_way_is_an_error() {
        let stream = futures_util::stream::iter(0..2).map(|n| match n {
            0 => Ok(ListPart {
                text: "[1]".to_owned(),
                afresh: false,
            }),
            _ => panic!("half way"),
        });
        let failed = on_runtime(Call::of_parts("x", stream)).await;
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Internal);
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

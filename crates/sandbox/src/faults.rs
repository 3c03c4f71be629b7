use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::journal::under;

/// A fault and the requests it meets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// The method, or `*` for any.
    method: String,
    path_prefix: String,
    /// How many requests it still meets.
    times: u32,
    action: Action,
}

/// What happens to a request that meets a fault.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Action {
    /// Holds the request back before it is carried out, or the answer after it was.
    Delay {
        #[serde(default)]
        before_ms: u64,
        #[serde(default)]
        after_commit_ms: u64,
    },
    /// Answers with a status instead of carrying the request out.
    Status {
        status: u16,
        #[serde(default)]
        body: Option<Value>,
        #[serde(default)]
        content_type: Option<String>,
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// Closes the connection without an answer.
    Drop { when: When },
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    BeforeCommit,
    AfterCommit,
}

/// The longest delay, in milliseconds: ten minutes.
const LONGEST_DELAY_MS: u64 = 600_000;

impl Fault {
    pub(crate) fn read(body: Value) -> Result<Self, Refusal> {
        let fault: Self = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
        if fault.times == 0 {
            return Err(Refusal::invalid("times", "must be at least 1"));
        }
        if !fault.path_prefix.starts_with('/') {
            return Err(Refusal::invalid("path_prefix", "must start with /"));
        }
        if fault.method != "*" && !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&fault.method.as_str())
        {
            return Err(Refusal::invalid(
                "method",
                "must be *, GET, POST, PUT, PATCH or DELETE",
            ));
        }
        match &fault.action {
            Action::Status {
                status, content_type, ..
            } => {
                if !(200..=599).contains(status) {
                    return Err(Refusal::invalid("action.status", "must be between 200 and 599"));
                }
                if content_type
                    .as_ref()
                    .is_some_and(|t| axum::http::HeaderValue::from_str(t).is_err())
                {
                    return Err(Refusal::invalid("action.content_type", "must be a header value"));
                }
            }
            Action::Delay {
                before_ms,
                after_commit_ms,
            } => {
                if *before_ms.max(after_commit_ms) > LONGEST_DELAY_MS {
                    return Err(Refusal::invalid(
                        "action",
                        "delays for at most 600000 milliseconds",
                    ));
                }
            }
            Action::Drop { .. } => {}
        }
        Ok(fault)
    }
}

/// The faults that are planned, in the order in which they were.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn plan(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) -> usize {
        let removed = self.0.len();
        self.0.clear();
        removed
    }

    /// The first planned fault that this request meets; it counts down by one.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Option<Action> {
        let index = self
            .0
            .iter()
            .position(|f| (f.method == "*" || f.method == method) && under(path, &f.path_prefix))?;
        let fault = self.0.get_mut(index)?;
        fault.times -= 1;
        let action = fault.action.clone();
        if fault.times == 0 {
            self.0.remove(index);
        }
        Some(action)
    }
}

/// The answer of an [`Action::Status`]. A body that is a string is sent as it stands, anything else as JSON.
pub(crate) fn answer(
    status: u16,
    body: Option<Value>,
    content_type: Option<String>,
    retry_after: Option<u64>,
) -> Answer {
    let mut answer = match body {
        Some(Value::String(text)) => Answer {
            body: text.into(),
            content_type: "text/plain; charset=utf-8".to_owned(),
            ..Answer::empty(status)
        },
        Some(value) => Answer::json(status, &value),
        None if status == 429 => Answer::json(status, &json!({"error": "Too many requests"})),
        None => Answer::json(status, &json!({"error": "Planned fault"})),
    };
    if let Some(content_type) = content_type {
        answer.content_type = content_type;
    }
    answer.retry_after = retry_after;
    answer
}

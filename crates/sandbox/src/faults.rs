use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::journal::under;
use crate::rate::Window;
use crate::rng::SplitMix64;

/// A fault and the requests it meets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// The method, or `*` for any.
    method: String,
    path_prefix: String,
    /// How many requests it still meets; `None` until it is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    action: Action,
    /// When the requests that a rate limit let through arrived.
    #[serde(skip)]
    passed: Window,
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
    /// Holds the request back for so long, or for a time in a range that the seed chooses.
    Latency { ms: Span },
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
    /// Answers 429 to what exceeds so many requests in any one second.
    RateLimit {
        per_second: usize,
        #[serde(default = "one_second")]
        retry_after: u64,
    },
    /// Answers with a page of HTML instead of carrying the request out.
    Html {
        #[serde(default = "server_error")]
        status: u16,
    },
    /// Carries the request out and sends half of the answer.
    Truncate { how: Cutoff },
    /// Answers with a status and a very long body.
    HugeBody {
        #[serde(default = "server_error")]
        status: u16,
        #[serde(default = "ten_megabytes")]
        bytes: usize,
    },
    /// Carries the request out and breaks the text of the answer.
    InvalidUtf8,
    /// Answers whatever page is asked for with the first.
    RepeatPage,
    /// Refuses the token of the request, now and for good.
    ExpiredToken,
    /// Closes the connection without an answer.
    Drop { when: When },
}

fn one_second() -> u64 {
    1
}

fn server_error() -> u16 {
    500
}

fn ten_megabytes() -> usize {
    10 * 1024 * 1024
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    BeforeCommit,
    AfterCommit,
}

/// How an answer is cut.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cutoff {
    /// Its length says what is sent: only the JSON is broken.
    ContentLength,
    /// Its length says what should have been sent, and the connection closes.
    Close,
}

/// Milliseconds, fixed or from a range.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Span {
    Fixed(u64),
    Range(u64, u64),
}

/// The longest delay, in milliseconds: ten minutes.
const LONGEST_DELAY_MS: u64 = 600_000;
/// The longest body of a fault.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

impl Action {
    fn kind(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::Latency { .. } => "latency",
            Self::Status { .. } => "status",
            Self::RateLimit { .. } => "rate_limit",
            Self::Html { .. } => "html",
            Self::Truncate { .. } => "truncate",
            Self::HugeBody { .. } => "huge_body",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::RepeatPage => "repeat_page",
            Self::ExpiredToken => "expired_token",
            Self::Drop { .. } => "drop",
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        let status_is_good = |status: &u16| {
            if (200..=599).contains(status) {
                Ok(())
            } else {
                Err(Refusal::invalid("action.status", "must be between 200 and 599"))
            }
        };
        let too_long = || {
            Err(Refusal::invalid(
                "action",
                "delays for at most 600000 milliseconds",
            ))
        };
        match self {
            Self::Status {
                status, content_type, ..
            } => {
                status_is_good(status)?;
                if content_type
                    .as_ref()
                    .is_some_and(|t| axum::http::HeaderValue::from_str(t).is_err())
                {
                    return Err(Refusal::invalid("action.content_type", "must be a header value"));
                }
            }
            Self::Delay {
                before_ms,
                after_commit_ms,
            } if *before_ms.max(after_commit_ms) > LONGEST_DELAY_MS => return too_long(),
            Self::Latency { ms: Span::Fixed(ms) } if *ms > LONGEST_DELAY_MS => return too_long(),
            Self::Latency {
                ms: Span::Range(low, high),
            } if low > high || *high > LONGEST_DELAY_MS => {
                return Err(Refusal::invalid(
                    "action.ms",
                    "must be [low, high], at most 600000 milliseconds",
                ));
            }
            Self::RateLimit { per_second: 0, .. } => {
                return Err(Refusal::invalid("action.per_second", "must be at least 1"));
            }
            Self::Html { status } => status_is_good(status)?,
            Self::HugeBody { status, bytes } => {
                status_is_good(status)?;
                if *bytes > LONGEST_BODY {
                    return Err(Refusal::invalid("action.bytes", "must be at most 67108864"));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Fault {
    pub(crate) fn read(body: Value) -> Result<Self, Refusal> {
        let fault: Self = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
        if fault.times == Some(0) {
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
        fault.action.check()?;
        Ok(fault)
    }

    /// False for a request that a rate limit lets through.
    fn takes_effect(&mut self, now: Instant) -> bool {
        let Action::RateLimit { per_second, .. } = self.action else {
            return true;
        };
        !self.passed.admit(now, per_second, Duration::from_secs(1))
    }
}

/// A fault that a request met.
pub(crate) struct Met {
    pub(crate) kind: &'static str,
    pub(crate) action: Action,
    /// How long the request is held back, of a latency.
    pub(crate) hold_ms: u64,
}

/// The faults that are planned, in the order in which they were.
#[derive(Default)]
pub(crate) struct Faults {
    planned: Vec<Fault>,
    met: u64,
}

impl Faults {
    pub(crate) fn plan(&mut self, fault: Fault) {
        self.planned.push(fault);
    }

    pub(crate) fn planned(&self) -> &[Fault] {
        &self.planned
    }

    pub(crate) fn clear(&mut self) -> usize {
        let removed = self.planned.len();
        self.planned.clear();
        removed
    }

    /// The first planned fault that this request meets; it counts down by one.
    pub(crate) fn meet(&mut self, seed: u64, method: &str, path: &str, now: Instant) -> Option<Met> {
        let index = (0..self.planned.len()).find(|index| {
            self.planned.get_mut(*index).is_some_and(|f| {
                (f.method == "*" || f.method == method) && under(path, &f.path_prefix) && f.takes_effect(now)
            })
        })?;
        let fault = self.planned.get_mut(index)?;
        let action = fault.action.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                self.planned.remove(index);
            }
        }
        self.met += 1;
        let hold_ms = match action {
            Action::Latency { ms: Span::Fixed(ms) } => ms,
            Action::Latency {
                ms: Span::Range(low, high),
            } => low + SplitMix64::new(seed, self.met).next() % (high - low + 1),
            _ => 0,
        };
        Some(Met {
            kind: action.kind(),
            action,
            hold_ms,
        })
    }
}

/// What is done to an answer after the request was carried out.
pub(crate) enum Damage {
    Cut(Cutoff),
    InvalidUtf8,
}

impl Damage {
    pub(crate) fn apply(&self, mut answer: Answer) -> Answer {
        let half = answer.body.len() / 2;
        match self {
            Self::Cut(Cutoff::ContentLength) => answer.body.truncate(half),
            Self::Cut(Cutoff::Close) => answer.cut_after = Some(half),
            Self::InvalidUtf8 => {
                // Into the first text value; a body without one gets it at its end.
                let text = answer.body.windows(2).position(|pair| pair == b":\"");
                let at = text.map_or(answer.body.len(), |position| position + 2);
                let mut broken = answer.body.to_vec();
                broken.splice(at..at, [0xFF, 0xFE]);
                answer.body = broken.into();
            }
        }
        answer
    }
}

/// An error whose body goes on and on.
pub(crate) fn huge(status: u16, bytes: usize) -> Answer {
    Answer {
        body: Bytes::from(vec![b'x'; bytes]),
        content_type: "text/plain; charset=utf-8".to_owned(),
        ..Answer::empty(status)
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

//! What a subscriber is told, before it is on its way.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::form;
use crate::wellsky::connect::Target;
use crate::wellsky::events::Event;

/// How long after a failure the next attempt is made where the wait is fixed, on the sandbox's clock.
const FIXED_WAIT: TimeDelta = TimeDelta::seconds(60);

/// One thing that happened, for one subscriber.
#[derive(Clone)]
pub(crate) struct Notice {
    /// As in the journal: `acuity`.
    pub(crate) surface: &'static str,
    /// The vendor's id of the subscription.
    pub(crate) subscription: Value,
    /// What happened, in the vendor's word.
    pub(crate) event: String,
    pub(crate) endpoint: String,
    pub(crate) content_type: String,
    pub(crate) content: Content,
    pub(crate) headers: Headers,
    pub(crate) retry: Retry,
}

/// The body of a delivery.
#[derive(Clone)]
pub(crate) enum Content {
    Json(Value),
    Form(Vec<(&'static str, String)>),
}

impl Content {
    /// As it is sent.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Json(value) => value.to_string(),
            Self::Form(pairs) => form::encode(pairs),
        }
    }

    /// As the control port shows it.
    pub(crate) fn shown(&self) -> Value {
        match self {
            Self::Json(value) => value.clone(),
            Self::Form(pairs) => pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
                .collect(),
        }
    }
}

/// The lines that go with a delivery, such as its signature: made from the body and the time of each attempt.
pub(crate) type Headers = Arc<dyn Fn(&str, DateTime<Utc>) -> Vec<String> + Send + Sync>;

/// When a delivery that was not received is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    /// After a minute, as often as the switch of the Connect surface says.
    Connect,
    /// After waits that double from `first`, until `span` after the first attempt.
    Doubling { first: TimeDelta, span: TimeDelta },
}

impl Retry {
    /// When the next attempt is due after `attempts`; `None` to give up.
    pub(crate) fn due(self, attempts: &[DateTime<Utc>], connect_retries: usize) -> Option<DateTime<Utc>> {
        let (first_at, last_at) = (*attempts.first()?, *attempts.last()?);
        match self {
            Self::Connect => (attempts.len() <= connect_retries).then(|| last_at + FIXED_WAIT),
            Self::Doubling { first, span } => {
                let doublings = u32::try_from(attempts.len() - 1).unwrap_or(u32::MAX).min(16);
                let due = last_at + first * 2_i32.pow(doublings);
                (due - first_at <= span).then_some(due)
            }
        }
    }
}

impl Notice {
    /// Who it is, and nothing else: so WellSky tells.
    pub(crate) fn of_wellsky(event: &Event, target: &Target) -> Self {
        let lines = target.headers.clone();
        Self {
            surface: "wellsky.connect",
            subscription: target.subscription.into(),
            event: event.criteria.to_owned(),
            endpoint: target.endpoint.clone(),
            content_type: target.payload.clone(),
            content: Content::Json(json!({"resourceType": event.resource, "id": event.id})),
            headers: Arc::new(move |_, _| lines.clone()),
            retry: Retry::Connect,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn waits_double_until_the_span_is_over() {
        let retry = Retry::Doubling {
            first: TimeDelta::seconds(60),
            span: TimeDelta::hours(24),
        };
        let mut attempts = vec![at(0)];
        while let Some(due) = retry.due(&attempts, 0) {
            attempts.push(due);
        }
        let seconds: Vec<i64> = attempts.iter().map(DateTime::timestamp).collect();
        assert_eq!(seconds[..5], [0, 60, 180, 420, 900]);
        assert!(
            seconds
                .last()
                .is_some_and(|last| (43_200..=86_400).contains(last)),
            "{seconds:?}"
        );
    }

    #[test]
    fn connect_tries_as_often_as_its_switch_says() {
        assert_eq!(Retry::Connect.due(&[at(0)], 0), None);
        assert_eq!(Retry::Connect.due(&[at(0)], 1), Some(at(60)));
        assert_eq!(Retry::Connect.due(&[at(0), at(60)], 1), None);
    }
}

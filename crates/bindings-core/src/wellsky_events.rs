use careweave::http::{Clock as _, SystemClock};
use careweave::types::Result;
use careweave::wellsky::events::{Announced, EventVerifier, Record};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::call::{from_json, to_json};
use crate::guard;

const OPERATION: &str = "events.receive";

/// Checks deliveries of WellSky for a host, on the calling thread: it reads and writes nothing.
#[derive(Debug)]
pub struct EventReceiver(EventVerifier);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    secrets: Vec<String>,
}

/// What a delivery says, and what to answer.
#[derive(Serialize)]
struct Receipt {
    status: u16,
    code: &'static str,
    record: Option<Record>,
    resource_type: Option<String>,
}

impl EventReceiver {
    /// A receiver from JSON: `{"secrets":[…]}`, those in force.
    ///
    /// # Errors
    /// `InvalidInput` without a secret, and for one that no subscription could have.
    pub fn new(settings: &str) -> Result<Self> {
        let settings: Settings = from_json("events.receiver", settings)?;
        EventVerifier::new(settings.secrets.into_iter().map(SecretString::from)).map(Self)
    }

    /// Takes a delivery: `{"status":200,"code":"marked","record":{"kind":…,"id":…},"resource_type":null}`, with the code
    /// `unknown_type` and no record for what this version does not know.
    ///
    /// # Errors
    /// `Unauthenticated` for a wrong header, `InvalidInput` for one that is too large, `Decode` for what is no delivery; each
    /// with the `reason` and the `answer` in its context, and without anything of the body.
    pub fn accept(
        &self,
        headers: &[(&str, &str)],
        body: &[u8],
        now: Option<DateTime<Utc>>,
    ) -> Result<String> {
        guard::call(OPERATION, || {
            let now = now.unwrap_or_else(|| SystemClock::new().now());
            let announced = self
                .0
                .check(headers, body, now)
                .map_err(|refused| refused.into_error().with_operation(OPERATION))?;
            let receipt = match announced {
                Announced::Record(record) => Receipt {
                    status: 200,
                    code: "marked",
                    record: Some(record),
                    resource_type: None,
                },
                Announced::UnknownType { resource_type } => Receipt {
                    status: 200,
                    code: "unknown_type",
                    record: None,
                    resource_type: Some(resource_type),
                },
            };
            to_json(OPERATION, &receipt)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;

    const OLD: &str = "0123456789-of-the-subscription";
    const NEW: &str = "abcdefghij-of-the-subscription";

    fn receiver() -> EventReceiver {
        EventReceiver::new(&format!(r#"{{"secrets":["{OLD}","{NEW}"]}}"#)).unwrap()
    }

    fn accept(secret: &str, body: &[u8]) -> Result<String> {
        let bearer = format!("Bearer {secret}");
        receiver().accept(&[("AUTHORIZATION", bearer.as_str())], body, None)
    }

    #[test]
    fn both_secrets_are_in_force_while_one_replaces_the_other() {
        for secret in [OLD, NEW] {
            let text = accept(secret, br#"{"resourceType":"Patient","id":500001}"#).unwrap();
            assert_eq!(
                text,
                r#"{"status":200,"code":"marked","record":{"kind":"Patient","id":"500001"},"resource_type":null}"#
            );
        }
    }

    #[test]
    fn a_refusal_says_what_to_answer_and_nothing_of_the_delivery() {
        let large = vec![b'x'; 65 * 1024];
        for (secret, body, kind, reason, answer) in [
            (
                "wrong-secret-of-somebody",
                &b"{}"[..],
                ErrorKind::Unauthenticated,
                "unauthenticated",
                "401",
            ),
            (OLD, b"Alpha Testclient", ErrorKind::Decode, "malformed", "400"),
            (OLD, &large, ErrorKind::InvalidInput, "too_large", "413"),
        ] {
            let error = accept(secret, body).unwrap_err();
            assert_eq!(
                (error.kind(), error.get("reason"), error.get("answer")),
                (kind, Some(reason), Some(answer))
            );
            let shown = format!("{error:#} {error:?}");
            assert!(!shown.contains("Alpha") && !shown.contains(secret), "{shown}");
        }
        let twice = [("authorization", "Bearer x"), ("Authorization", "Bearer y")];
        let error = receiver().accept(&twice, b"{}", None).unwrap_err();
        assert_eq!(error.get("reason"), Some("unauthenticated"));
    }

    #[test]
    fn an_unknown_type_is_acknowledged() {
        let text = accept(OLD, br#"{"resourceType":"Invoice","id":1}"#).unwrap();
        assert!(
            text.contains(r#""code":"unknown_type","record":null,"resource_type":"Invoice""#),
            "{text}"
        );
    }
}

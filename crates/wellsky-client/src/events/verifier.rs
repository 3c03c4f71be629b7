use std::fmt;

use careweave_types::{Error, Result};
use careweave_webhooks::wellsky::Hint;
use careweave_webhooks::{Delivery, Scheme, Secret, verify};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Record, RecordKind};
use crate::connect::bearer_rule;

const OPERATION: &str = "events.receive";

/// The most bytes a delivery may have. One is an id and a word; 64 KiB leave room for fields nobody has announced.
pub const LARGEST_DELIVERY: usize = 64 * 1024;

/// Tells whether a delivery is from the vendor and what it announces. It reads and writes nothing, and takes microseconds: for
/// hosts that keep marks in their own way. [`EventReceiver`](super::EventReceiver) keeps them in a store.
///
/// ```
/// use careweave_wellsky_client::events::{Announced, EventVerifier};
/// # fn example(now: chrono::DateTime<chrono::Utc>) -> careweave_wellsky_client::Result<()> {
/// let verifier = EventVerifier::new(["s3cret-of-the-subscription".into()])?;
/// let headers = [("Authorization", "Bearer s3cret-of-the-subscription")];
/// match verifier.check(&headers, br#"{"resourceType":"Patient","id":500001}"#, now) {
///     Ok(Announced::Record(record)) => println!("fetch {record}, answer 200"),
///     Ok(Announced::UnknownType { .. }) => println!("answer 200"),
///     Err(refused) => println!("answer {}: {}", refused.status(), refused.code()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct EventVerifier {
    scheme: Scheme,
}

impl fmt::Debug for EventVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventVerifier").finish_non_exhaustive()
    }
}

/// What a delivery from the vendor announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    /// This record changed.
    Record(Record),
    /// Something this version does not know changed. It is acknowledged, and nothing is done.
    UnknownType {
        /// The type, as it came.
        resource_type: String,
    },
}

/// Why a delivery was refused. No error here holds the secret or anything of the body.
#[derive(Debug)]
pub enum Refused {
    /// The shared header is missing, stands twice or holds no secret in force. Answer 401.
    Unauthenticated(Error),
    /// It is larger than a delivery can be. Answer 413.
    TooLarge(Error),
    /// It is from who it says and no delivery. Answer 400.
    Malformed(Error),
}

impl Refused {
    /// The HTTP status to answer with.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated(_) => 401,
            Self::TooLarge(_) => 413,
            Self::Malformed(_) => 400,
        }
    }

    /// The stable word for it: `"unauthenticated"`, `"too_large"`, `"malformed"`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated(_) => "unauthenticated",
            Self::TooLarge(_) => "too_large",
            Self::Malformed(_) => "malformed",
        }
    }

    /// The error, with `reason` and the `answer` to give in its context.
    pub fn into_error(self) -> Error {
        let (reason, answer) = (self.code(), self.status().to_string());
        let (Self::Unauthenticated(error) | Self::TooLarge(error) | Self::Malformed(error)) = self;
        error.with("reason", reason).with("answer", answer)
    }
}

impl EventVerifier {
    /// Deliveries have to carry one of these secrets in `Authorization: Bearer …`; two while one is replaced by another.
    ///
    /// # Errors
    /// `InvalidInput` without a secret, and for one that a subscription could not have been made with.
    pub fn new(secrets: impl IntoIterator<Item = SecretString>) -> Result<Self> {
        let secrets = secrets
            .into_iter()
            .map(|secret| {
                bearer_rule("events.receiver", "secrets", &secret)?;
                Secret::new(&format!("Bearer {}", secret.expose_secret()))
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            scheme: Scheme::static_header("Authorization", secrets)?,
        })
    }

    /// Checks one delivery. Headers are names and values as they came, names without regard to case; nothing of the body is
    /// looked at before the header is.
    ///
    /// # Errors
    /// What is to be answered instead of 200, and why.
    pub fn check(
        &self,
        headers: &[(&str, &str)],
        body: &[u8],
        now: DateTime<Utc>,
    ) -> std::result::Result<Announced, Refused> {
        if body.len() > LARGEST_DELIVERY {
            return Err(Refused::TooLarge(Error::invalid(
                OPERATION,
                "body",
                "must not be larger than 64 KiB",
            )));
        }
        verify(&self.scheme, &Delivery { headers, body }, now).map_err(Refused::Unauthenticated)?;
        let hint = Hint::parse(body).map_err(Refused::Malformed)?;
        if !hint.is_known() {
            tracing::info!("a delivery is about a type this version does not know");
            return Ok(Announced::UnknownType {
                resource_type: hint.resource_type,
            });
        }
        Ok(Announced::Record(Record {
            kind: RecordKind::from(hint.resource_type.as_str()),
            id: hint.id,
        }))
    }
}

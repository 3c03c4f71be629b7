use std::fmt;
use std::sync::Arc;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::verifier::{Announced, EventVerifier, Refused};
use super::{HintStore, Record};

/// Takes the vendor's deliveries, inside whatever HTTP server the host has: give it headers and body, answer the status of the
/// [`Receipt`]. It notes a mark and never asks the vendor anything, so that it answers at once.
///
/// ```
/// # use std::sync::Arc;
/// use careweave_wellsky_client::events::{EventReceiver, HintStore, MemoryHints, Receipt};
/// # async fn example(now: chrono::DateTime<chrono::Utc>) -> careweave_wellsky_client::Result<()> {
/// let hints = Arc::new(MemoryHints::new());
/// let receiver = EventReceiver::new(["s3cret-of-the-subscription".into()], hints.clone())?;
/// let headers = [("Authorization", "Bearer s3cret-of-the-subscription")];
/// let receipt = receiver.receive(&headers, br#"{"resourceType":"Patient","id":500001}"#, now).await;
/// assert_eq!(receipt.status(), 200);
/// assert_eq!(hints.waiting(10).await?.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct EventReceiver {
    verifier: EventVerifier,
    hints: Arc<dyn HintStore>,
}

impl fmt::Debug for EventReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventReceiver")
            .field("hints", &self.hints)
            .finish_non_exhaustive()
    }
}

/// What became of a delivery, and what to answer.
#[derive(Debug)]
#[must_use = "the sender waits for the status"]
pub enum Receipt {
    /// The record is marked: it will be fetched. Answer 200.
    Marked {
        /// Which.
        record: Record,
    },
    /// It is from the vendor and about a type this version does not know: acknowledged, and nothing is done. Answer 200.
    UnknownType {
        /// The type, as it came.
        resource_type: String,
    },
    /// The shared header is missing, stands twice or holds no secret in force. Answer 401; nothing was noted.
    Unauthenticated {
        /// Why, without the secret.
        error: Error,
    },
    /// It is larger than a delivery can be. Answer 413; nothing was noted.
    TooLarge {
        /// The limit.
        error: Error,
    },
    /// It is from who it says and no delivery. Answer 400; nothing was noted.
    Malformed {
        /// Which rule it breaks, without its content.
        error: Error,
    },
    /// The mark could not be kept. Answer 503, so that the sender tries again where it does; nothing was noted.
    NotKept {
        /// What the store failed with.
        error: Error,
    },
}

impl Receipt {
    /// The HTTP status to answer with.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Marked { .. } | Self::UnknownType { .. } => 200,
            Self::Malformed { .. } => 400,
            Self::Unauthenticated { .. } => 401,
            Self::TooLarge { .. } => 413,
            Self::NotKept { .. } => 503,
        }
    }

    /// The stable word for it, for counting: `"marked"`, `"unknown_type"`, `"unauthenticated"`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Marked { .. } => "marked",
            Self::UnknownType { .. } => "unknown_type",
            Self::Unauthenticated { .. } => "unauthenticated",
            Self::TooLarge { .. } => "too_large",
            Self::Malformed { .. } => "malformed",
            Self::NotKept { .. } => "not_kept",
        }
    }
}

impl EventReceiver {
    /// A receiver of deliveries that carry one of these secrets in `Authorization: Bearer …`; two while one is replaced by
    /// another.
    ///
    /// # Errors
    /// As [`EventVerifier::new`].
    pub fn new(secrets: impl IntoIterator<Item = SecretString>, hints: Arc<dyn HintStore>) -> Result<Self> {
        Ok(Self {
            verifier: EventVerifier::new(secrets)?,
            hints,
        })
    }

    /// Takes one delivery. Headers are names and values as they came, names without regard to case.
    pub async fn receive(&self, headers: &[(&str, &str)], body: &[u8], now: DateTime<Utc>) -> Receipt {
        let record = match self.verifier.check(headers, body, now) {
            Ok(Announced::Record(record)) => record,
            Ok(Announced::UnknownType { resource_type }) => return Receipt::UnknownType { resource_type },
            Err(refused) => return refused.into(),
        };
        match self.hints.mark(&record, now).await {
            Ok(()) => Receipt::Marked { record },
            // A store refuses what breaks its rules for good: sent again it would fail again.
            Err(error) if error.kind() == ErrorKind::InvalidInput => Receipt::Malformed { error },
            Err(error) => Receipt::NotKept { error },
        }
    }
}

impl From<Refused> for Receipt {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unauthenticated(error) => Self::Unauthenticated { error },
            Refused::TooLarge(error) => Self::TooLarge { error },
            Refused::Malformed(error) => Self::Malformed { error },
        }
    }
}

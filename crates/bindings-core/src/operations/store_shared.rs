//! What the operations of stores share: instants, spans, bytes, the guard of a lease.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave::http::{Clock as _, SystemClock};
use careweave::sync::{EffectId, Fence, FenceGuard, Fingerprint};
use careweave::types::{Error, Pii, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::providers_shared::shared;

/// How many records a listing gives unless it is told otherwise.
const LIMIT: u32 = 100;

shared! {
    /// A write is made only while this lease is live under this fence.
    LeaseGuard as "LeaseGuard" {
        /// The name of the lease.
        lease: String,
        /// The fence the writer was granted.
        fence: u64,
    }
}

impl From<LeaseGuard> for FenceGuard {
    fn from(guard: LeaseGuard) -> Self {
        Self {
            lease: guard.lease,
            fence: Fence::new(guard.fence),
        }
    }
}

/// The instant a host gave, or the present.
pub(crate) fn at(now: Option<DateTime<Utc>>) -> DateTime<Utc> {
    now.unwrap_or_else(|| SystemClock::new().now())
}

/// How many a host asked for.
pub(super) fn limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(LIMIT)
}

/// A span of seconds that a host gave.
pub(super) fn span(operation: &'static str, field: &'static str, seconds: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| Error::invalid(operation, field, "must be a number of seconds, zero or more"))
}

pub(super) fn effect_id(operation: &'static str, text: &str) -> Result<EffectId> {
    text.parse().map_err(|_| {
        Error::invalid(
            operation,
            "effect_id",
            "must be 32 lower-case hexadecimal digits: the id of an effect",
        )
    })
}

pub(super) fn fingerprint(operation: &'static str, field: &'static str, text: &str) -> Result<Fingerprint> {
    text.parse()
        .map_err(|_| Error::invalid(operation, field, "must be 64 lower-case hexadecimal digits"))
}

/// A word of one of the core's lists; the error names the host's field.
pub(crate) fn word<T: std::str::FromStr<Err = Error>>(
    operation: &'static str,
    field: &'static str,
    text: &str,
) -> Result<T> {
    text.parse()
        .map_err(|error: Error| Error::invalid(operation, field, error.message().to_owned()))
}

/// Bytes that cross the border as base64, both ways, and may be about a person.
#[derive(Clone, Debug)]
pub(crate) struct Content(pub(crate) Pii<Vec<u8>>);

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Pii::new(bytes))
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.serialize_str(&STANDARD.encode(self.0.expose()))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        super::arguments::Bytes::deserialize(d).map(|bytes| Self(bytes.0))
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    impl JsonSchema for super::Content {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            "Content".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            super::super::arguments::Bytes::json_schema(generator)
        }
    }
}

use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::LARGEST_BODY;
use crate::delivery::{Delivery, refused};
use crate::scheme::Scheme;

/// How a delivery can be told from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The sender gives every event an id and repeats it on every retry: keep ids, drop repeats.
    Keyed(String),
    /// The sender signs a time but no dependable id: tell events apart by what they say of their subject and when.
    Stamped,
    /// Nothing tells two deliveries apart, and equal bytes may mean two changes: mark the subject dirty and fetch it. Never drop one as
    /// a repeat.
    Hint,
}

/// A delivery that is from who it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How it can be told from others.
    pub identity: Identity,
    /// When the sender says it was sent, where that is signed.
    pub sent_at: Option<DateTime<Utc>>,
}

impl Verified {
    pub(crate) const fn hint() -> Self {
        Self {
            identity: Identity::Hint,
            sent_at: None,
        }
    }
}

/// Checks a delivery against a scheme.
///
/// # Errors
/// `InvalidInput` for a body over [`LARGEST_BODY`] (answer 413); `Unauthenticated` for everything else that does not hold: a missing or
/// doubled header, a signature that does not match, a time outside the replay window (answer 401).
pub fn verify(scheme: &Scheme, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
    if delivery.body.len() > LARGEST_BODY {
        return Err(Error::invalid(
            "webhooks.verify",
            "body",
            "must not be larger than 1 MiB",
        ));
    }
    scheme.check(delivery, now)
}

/// Reads seconds since 1970 and checks that they lie within `tolerance` of `now`, on either side.
pub(crate) fn within(seconds: &str, now: DateTime<Utc>, tolerance: Duration) -> Result<DateTime<Utc>> {
    let digits = !seconds.is_empty() && seconds.bytes().all(|b| b.is_ascii_digit());
    let sent_at = digits
        .then(|| seconds.parse::<i64>().ok())
        .flatten()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .ok_or_else(|| refused("the signed time is not seconds since 1970"))?;
    let tolerance = TimeDelta::from_std(tolerance).unwrap_or(TimeDelta::MAX);
    if (now - sent_at).abs() > tolerance {
        return Err(refused(
            "the signed time is outside the replay window; check the receiver's clock",
        ));
    }
    Ok(sent_at)
}

use std::time::Duration;

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::{EffectKey, Fingerprint};
use crate::rules::{self, MAX_QUIET};

/// One change that is to be made at another system.
///
/// No field may hold personal data: all of them appear in logs, errors and listings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// What the effect is claimed under.
    pub key: EffectKey,
    /// What would be done, dotted: `"shifts.assign"`. Up to 128 ASCII letters, digits, `.`, `_`, `-`.
    pub operation: String,
    /// The opaque id of what it would be done to (the shift). 1 to 512 bytes.
    pub subject: String,
    /// A further opaque id that tells a person what was claimed (the caregiver). Up to 512 bytes; may be
    /// empty.
    pub detail: String,
    /// The digest of everything the effect would do.
    pub fingerprint: Fingerprint,
    /// How one finds out whether it happened.
    pub strategy: Reconcile,
}

impl Intent {
    /// Checks every field. A store calls this when it plans.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "ledger.plan";
        rules::code(AT, "operation", &self.operation)?;
        rules::reference(AT, "subject", &self.subject)?;
        rules::optional_reference(AT, "detail", &self.detail)?;
        match self.strategy {
            Reconcile::ReadBack { quiet } | Reconcile::FindByNaturalKey { quiet } => {
                rules::span(AT, "quiet", quiet)?;
            }
            Reconcile::RemoteKey { ttl } => {
                rules::span(AT, "ttl", ttl)?;
                if ttl.is_zero() {
                    return Err(Error::invalid(AT, "ttl", "must be longer than zero"));
                }
            }
            Reconcile::Manual => {}
        }
        Ok(())
    }
}

/// How to find out, after a lost answer, whether an effect happened. There is no default: whoever declares
/// an operation has to know.
///
/// A quiet period is how long after the deadline of an attempt its request may still land: the longest the
/// other side works on a request, plus the delay until a look shows it, plus the difference of clocks. A look
/// that finds nothing counts only after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Reconcile {
    /// Fetch the subject and test whether it is as the effect would leave it.
    ReadBack {
        /// The quiet period. At most 366 days; kept in microseconds.
        #[serde(rename = "quiet_micros", with = "micros")]
        quiet: Duration,
    },
    /// Send again under the same idempotency key, which the other side keeps for `ttl` from the first
    /// attempt. After that only a person can decide that nothing happened.
    RemoteKey {
        /// How long the other side is sure to know the key, with a margin taken off.
        #[serde(rename = "ttl_micros", with = "micros")]
        ttl: Duration,
    },
    /// Search by what identifies the subject at the other side.
    FindByNaturalKey {
        /// The quiet period, with the lag of the search index. At most 366 days; kept in microseconds.
        #[serde(rename = "quiet_micros", with = "micros")]
        quiet: Duration,
    },
    /// Only a person can find out.
    Manual,
}

impl Reconcile {
    /// The word for it: `"read_back"`, `"remote_key"`, `"find_by_natural_key"`, `"manual"`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ReadBack { .. } => "read_back",
            Self::RemoteKey { .. } => "remote_key",
            Self::FindByNaturalKey { .. } => "find_by_natural_key",
            Self::Manual => "manual",
        }
    }

    /// The quiet period or lifetime in whole microseconds, rounded up, for a store; `None` for `Manual`.
    pub fn micros(&self) -> Option<i64> {
        match self {
            Self::ReadBack { quiet: span }
            | Self::RemoteKey { ttl: span }
            | Self::FindByNaturalKey { quiet: span } => Some(micros::of(*span)),
            Self::Manual => None,
        }
    }

    /// The strategy that [`code`](Self::code) and [`micros`](Self::micros) describe.
    ///
    /// # Errors
    /// `InvalidInput` when they describe none.
    pub fn from_parts(code: &str, micros: Option<i64>) -> Result<Self> {
        let span = || {
            micros
                .and_then(|m| u64::try_from(m).ok())
                .map(Duration::from_micros)
                .filter(|span| *span <= MAX_QUIET)
                .ok_or_else(|| Error::invalid("ledger.strategy", "micros", "must lie between 0 and 366 days"))
        };
        match code {
            "read_back" => Ok(Self::ReadBack { quiet: span()? }),
            "remote_key" => Ok(Self::RemoteKey { ttl: span()? }),
            "find_by_natural_key" => Ok(Self::FindByNaturalKey { quiet: span()? }),
            "manual" if micros.is_none() => Ok(Self::Manual),
            "manual" => Err(Error::invalid(
                "ledger.strategy",
                "micros",
                "must be absent for manual",
            )),
            _ => Err(Error::invalid(
                "ledger.strategy",
                "strategy",
                "must be read_back, remote_key, find_by_natural_key or manual",
            )),
        }
    }

    /// The same strategy with its span in whole microseconds, as stores keep it.
    pub(super) fn in_micros(self) -> Self {
        let whole = |span| Duration::from_micros(micros::of(span).unsigned_abs());
        match self {
            Self::ReadBack { quiet } => Self::ReadBack { quiet: whole(quiet) },
            Self::RemoteKey { ttl } => Self::RemoteKey { ttl: whole(ttl) },
            Self::FindByNaturalKey { quiet } => Self::FindByNaturalKey { quiet: whole(quiet) },
            Self::Manual => Self::Manual,
        }
    }
}

mod micros {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn of(span: Duration) -> i64 {
        i64::try_from(span.as_nanos().div_ceil(1_000)).unwrap_or(i64::MAX)
    }

    pub(super) fn serialize<S: Serializer>(span: &Duration, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_i64(of(*span))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Duration, D::Error> {
        u64::deserialize(d).map(Duration::from_micros)
    }
}

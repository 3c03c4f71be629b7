use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::line::LinePair;
use super::record::{ConsentSet, Means, Restoration, Revocation, RevocationScope};

/// What follows from a request not to be contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevocationPolicy {
    /// How far it reaches.
    pub scope: RevocationScope,
    /// From when it reaches everything; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_from: Option<DateTime<Utc>>,
    /// For how many minutes its one confirmation may still go out, 1 to 60.
    pub confirm_within_minutes: u32,
}

impl RevocationPolicy {
    /// Marketing and calls everywhere, and the pair it came over; everything from 2027-01-31 on, to when the FCC put off
    /// the rule that one revocation ends unrelated messages too (DA 26-12). The confirmation within five minutes.
    pub fn united_states() -> Self {
        Self {
            scope: RevocationScope::MarketingAndVoice,
            all_from: DateTime::from_timestamp(1_801_353_600, 0),
            confirm_within_minutes: 5,
        }
    }

    /// Checks what the types do not.
    ///
    /// # Errors
    /// `InvalidInput` for a time to confirm outside 1 to 60 minutes.
    pub fn check(&self) -> Result<()> {
        if (1..=60).contains(&self.confirm_within_minutes) {
            return Ok(());
        }
        Err(Error::invalid(
            "consent.policy",
            "revocation.confirm_within_minutes",
            "must be between 1 and 60",
        ))
    }

    /// How far a request that comes at `at` reaches.
    pub fn scope_at(&self, at: DateTime<Utc>) -> RevocationScope {
        match self.all_from {
            Some(from) if from <= at => RevocationScope::All,
            _ => self.scope,
        }
    }
}

/// What to do about a request not to be contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OptOut {
    /// The suppression to record, at once; absent when one in force says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Revocation>,
    /// Until when the one confirmation may go out, as a message of class compliance; absent when there is to be none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_until: Option<DateTime<Utc>>,
    /// True when a person should read what was written: it was in the sender's own words.
    pub needs_a_person: bool,
}

/// What follows when somebody asks not to be contacted. A second request changes nothing and is not confirmed again.
pub fn opt_out(
    policy: &RevocationPolicy,
    consent: &ConsentSet,
    lines: &LinePair,
    means: Means,
    now: DateTime<Utc>,
) -> OptOut {
    let scope = policy.scope_at(now);
    let in_force = consent.revocations.iter().any(|earlier| {
        earlier.lines == *lines
            && earlier.scope == scope
            && earlier.at <= now
            && !consent
                .restorations
                .iter()
                .any(|r| r.lines == *lines && r.at > earlier.at && r.at <= now)
    });
    let texted = matches!(means, Means::Keyword | Means::FreeText);
    OptOut {
        revocation: (!in_force).then(|| Revocation {
            lines: lines.clone(),
            scope,
            at: now,
            means,
        }),
        confirm_until: (texted && !in_force)
            .then(|| now + TimeDelta::minutes(i64::from(policy.confirm_within_minutes))),
        needs_a_person: matches!(means, Means::FreeText | Means::Spoken),
    }
}

/// What to record when somebody asks to be contacted again; nothing when nothing was closed over these lines.
pub fn opt_in(consent: &ConsentSet, lines: &LinePair, now: DateTime<Utc>) -> Option<Restoration> {
    let closed = consent.revocations.iter().any(|revocation| {
        revocation.lines == *lines
            && revocation.at <= now
            && !consent
                .restorations
                .iter()
                .any(|r| r.lines == *lines && r.at > revocation.at)
    });
    closed.then(|| Restoration {
        lines: lines.clone(),
        at: now,
    })
}

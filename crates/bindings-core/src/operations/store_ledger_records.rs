//! What the operations of a ledger take and give.

use std::time::Duration;

use careweave::sync::{
    Attempt, Effect, EffectFilter, EffectKey, EffectState, Fingerprint, Intent, Planned, Reconcile,
};
use careweave::types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::arguments::arguments;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::{effect_id, limit, span, word};

shared! {
    /// One change that is to be made at another system. Nothing in it but `content` may name a person: it appears in logs, errors
    /// and listings.
    EffectIntent as "EffectIntent" {
        /// What the effect is claimed under: text that names the one thing to be decided, without its outcome
        /// (``"wellsky/assign/agency-1/shift-41"``). 1 to 255 bytes. The first claim wins.
        key: String,
        /// What would be done, dotted: ``"shifts.assign"``.
        operation: String,
        /// The opaque id of what it would be done to.
        subject: String,
        /// Everything the effect would do, in parts of which only a digest is kept: under one key other content is refused.
        content: Vec<String>,
        /// How one finds out whether it happened, when an answer was lost. read_back: fetch the subject. find_by_natural_key:
        /// search for it. remote_key: the other side keeps the idempotency key, send again. manual: a person looks.
        reconcile: String,
        /// Of read_back and find_by_natural_key: for how many seconds after its deadline a request may still land, or not be found. Of
        /// remote_key: for how many the other side is sure to know the key. None of manual.
        span_seconds: Option<f64>,
        /// A further opaque id that tells a person what was claimed.
        detail: Option<String>,
    }
}

impl EffectIntent {
    pub(crate) fn read(self, operation: &'static str) -> Result<Intent> {
        let parts: Vec<&str> = self.content.iter().map(String::as_str).collect();
        let seconds = self
            .span_seconds
            .map(|seconds| span(operation, "intent.span_seconds", seconds))
            .transpose()?;
        let needed = |seconds: Option<Duration>| {
            seconds.ok_or_else(|| {
                Error::invalid(
                    operation,
                    "intent.span_seconds",
                    "is required unless reconcile is manual",
                )
            })
        };
        let strategy = match self.reconcile.as_str() {
            "read_back" => Reconcile::ReadBack {
                quiet: needed(seconds)?,
            },
            "find_by_natural_key" => Reconcile::FindByNaturalKey {
                quiet: needed(seconds)?,
            },
            "remote_key" => Reconcile::RemoteKey {
                ttl: needed(seconds)?,
            },
            "manual" if seconds.is_none() => Reconcile::Manual,
            "manual" => {
                let rule = "must be left out where reconcile is manual";
                return Err(Error::invalid(operation, "intent.span_seconds", rule));
            }
            _ => {
                let rule = "must be read_back, find_by_natural_key, remote_key or manual";
                return Err(Error::invalid(operation, "intent.reconcile", rule));
            }
        };
        Ok(Intent {
            key: EffectKey::new(self.key)?,
            operation: self.operation,
            subject: self.subject,
            detail: self.detail.unwrap_or_default(),
            fingerprint: Fingerprint::of(&parts),
            strategy,
        })
    }
}

arguments! {
    /// What is to be done.
    Plan {
        /// What is to be done.
        intent: EffectIntent,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// An attempt that is about to leave.
    Begin {
        /// The id of the effect.
        effect_id: String,
        /// How many attempts the caller saw.
        attempt_expected: u32,
        /// When the attempt ends at the latest: send nothing after it.
        deadline: DateTime<Utc>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// An attempt that had its effect.
    Confirm {
        /// The id of the effect.
        effect_id: String,
        /// The number of the attempt.
        attempt: u32,
        /// The id the other side gave it.
        remote_id: Option<String>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// An attempt that was refused.
    Reject {
        /// The id of the effect.
        effect_id: String,
        /// The number of the attempt.
        attempt: u32,
        /// Why: a code.
        reason: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// An attempt.
    OneAttempt {
        /// The id of the effect.
        effect_id: String,
        /// The number of the attempt.
        attempt: u32,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// An effect and a reason.
    WithReason {
        /// The id of the effect.
        effect_id: String,
        /// Why: a code.
        reason: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which effect.
    OneEffect {
        /// The id of the effect.
        effect_id: String,
    }

    /// What it is claimed under.
    OneKey {
        /// The key.
        key: String,
    }

    /// Which effects.
    EffectsAsked {
        /// Only these states: planned, sending, in_doubt, manual, confirmed, rejected, superseded, abandoned.
        states: Option<Vec<String>>,
        /// Only this operation.
        operation: Option<String>,
        /// Only subjects that begin so.
        subject_prefix: Option<String>,
        /// Only what follows this effect: the last one of the list before.
        after_id: Option<String>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// What has to be looked up.
    UnresolvedAsked {
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }
}

results! {
    /// One recorded intent and what became of it.
    HostEffect as "Effect" {
        /// 32 hexadecimal digits, computed from key and version: also the idempotency key to send with.
        id: String,
        /// What it is claimed under.
        key: String,
        /// Which intent under this key it is, from 1 on.
        version: u32,
        /// What is to be done.
        operation: String,
        /// The opaque id of what it is done to.
        subject: String,
        /// A further opaque id; may be empty.
        detail: String,
        /// The digest of everything it would do.
        fingerprint: String,
        /// read_back, find_by_natural_key, remote_key, manual.
        reconcile: &'static str,
        /// The quiet period, or the lifetime of the remote key; nothing of manual.
        span_seconds: Option<f64>,
        /// planned, sending, in_doubt, manual, confirmed, rejected, superseded, abandoned.
        state: &'static str,
        /// How many attempts have begun; the number of the last.
        attempt: u32,
        /// When the last attempt ends at the latest.
        deadline_at: Option<DateTime<Utc>>,
        /// From when on absence at the other side counts.
        not_before: Option<DateTime<Utc>>,
        /// The id the other side gave it.
        remote_id: Option<String>,
        /// Why it was rejected, handed to a person, superseded or abandoned: a code.
        note: Option<String>,
        /// When it was last planned.
        planned_at: DateTime<Utc>,
        /// When the first attempt began.
        first_sent_at: Option<DateTime<Utc>>,
        /// When the last attempt began.
        last_sent_at: Option<DateTime<Utc>>,
        /// When it was over.
        finished_at: Option<DateTime<Utc>>,
        /// When it was recorded.
        created_at: DateTime<Utc>,
        /// When it last changed.
        updated_at: DateTime<Utc>,
    }

    /// What planning found.
    HostPlanned as "PlannedEffect" {
        /// True when this call recorded it; else it was there, and this is how far it got.
        is_new: bool,
        /// The effect.
        effect: HostEffect,
    }

    /// One attempt at an effect.
    HostAttempt as "EffectAttempt" {
        /// Its number, from 1 on.
        number: u32,
        /// When it began.
        began_at: DateTime<Utc>,
        /// When it had to end.
        deadline_at: DateTime<Utc>,
        /// When it was answered or given up.
        ended_at: Option<DateTime<Utc>>,
        /// under_way, in_doubt, confirmed, rejected, absent.
        outcome: &'static str,
    }
}

impl From<Effect> for HostEffect {
    fn from(effect: Effect) -> Self {
        Self {
            id: effect.id.to_string(),
            key: effect.key.as_str().to_owned(),
            version: effect.version,
            operation: effect.operation,
            subject: effect.subject,
            detail: effect.detail,
            fingerprint: effect.fingerprint.to_string(),
            reconcile: effect.strategy.code(),
            span_seconds: effect
                .strategy
                .micros()
                .map(|micros| Duration::from_micros(micros.unsigned_abs()).as_secs_f64()),
            state: effect.state.as_str(),
            attempt: effect.attempt,
            deadline_at: effect.deadline_at,
            not_before: effect.not_before,
            remote_id: effect.remote_id,
            note: effect.note,
            planned_at: effect.planned_at,
            first_sent_at: effect.first_sent_at,
            last_sent_at: effect.last_sent_at,
            finished_at: effect.finished_at,
            created_at: effect.created_at,
            updated_at: effect.updated_at,
        }
    }
}

impl From<Planned> for HostPlanned {
    fn from(planned: Planned) -> Self {
        Self {
            is_new: planned.is_new(),
            effect: planned.into_effect().into(),
        }
    }
}

impl From<Attempt> for HostAttempt {
    fn from(attempt: Attempt) -> Self {
        Self {
            number: attempt.n,
            began_at: attempt.began_at,
            deadline_at: attempt.deadline_at,
            ended_at: attempt.ended_at,
            outcome: attempt.outcome.as_str(),
        }
    }
}

impl EffectsAsked {
    pub(super) fn filter(self) -> Result<EffectFilter> {
        const AT: &str = "ledger.list";
        let states = self.states.unwrap_or_default();
        Ok(EffectFilter {
            states: states
                .iter()
                .map(|state| word::<EffectState>(AT, "states", state))
                .collect::<Result<_>>()?,
            operation: self.operation,
            subject_prefix: self.subject_prefix,
            limit: limit(self.limit),
            after_id: self.after_id.map(|id| effect_id(AT, &id)).transpose()?,
        })
    }
}

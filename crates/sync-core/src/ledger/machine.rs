//! The rules of the ledger as pure, total functions: every store calls them inside its transaction.
//!
//! What they guarantee, and what the property tests here prove:
//!
//! * between two attempts at one effect lies a recorded absence, and that absence was recorded after the
//!   deadline of the attempt and its quiet period; only [`Reconcile::RemoteKey`] may send again without one,
//!   under the same key and inside its lifetime;
//! * attempt numbers only grow, and only the holder of the current number can finish it;
//! * `not_before` is never moved back;
//! * a terminal effect never changes, and a confirmed one can only be superseded.

use careweave_types::{Error, ErrorKind, Result, Status};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Attempt, AttemptOutcome, Effect, EffectId, EffectState, Intent, Planned, Reconcile};
use crate::rules::{self, MAX_DEADLINE, text};

/// One step of an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transition {
    /// An attempt is about to leave.
    Begin {
        /// How many attempts the caller believes to have begun before.
        attempt_expected: u32,
        /// When the attempt ends at the latest.
        deadline: DateTime<Utc>,
    },
    /// It happened.
    Confirm {
        /// The attempt that did it.
        attempt: u32,
        /// The id the other side gave it.
        remote_id: Option<String>,
    },
    /// The other side refused it.
    Reject {
        /// The attempt that was refused.
        attempt: u32,
        /// Why: a reason code.
        reason: String,
    },
    /// The sender got no answer.
    Doubt {
        /// The attempt without an answer.
        attempt: u32,
    },
    /// Nobody reported an outcome before the deadline.
    Expire {
        /// The attempt whose deadline passed.
        attempt: u32,
    },
    /// A look at the other side shows that it did not happen.
    Absent {
        /// The attempt that had no effect.
        attempt: u32,
    },
    /// A person has to find out.
    Manual {
        /// Why: a reason code.
        reason: String,
    },
    /// The other side shows a confirmed effect undone.
    Supersede {
        /// Why: a reason code.
        reason: String,
    },
    /// It is given up before it is sent.
    Abandon {
        /// Why: a reason code.
        reason: String,
    },
}

impl Transition {
    /// The name of the operation in errors: `"ledger.begin"`.
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::Begin { .. } => "ledger.begin",
            Self::Confirm { .. } => "ledger.confirm",
            Self::Reject { .. } => "ledger.reject",
            Self::Doubt { .. } => "ledger.doubt",
            Self::Expire { .. } => "ledger.expire",
            Self::Absent { .. } => "ledger.absent",
            Self::Manual { .. } => "ledger.manual",
            Self::Supersede { .. } => "ledger.supersede",
            Self::Abandon { .. } => "ledger.abandon",
        }
    }
}

/// What planning `intent` gives when `current` is the latest effect under its key: a new effect to record, or
/// the one that is held already.
///
/// # Errors
/// `InvalidInput` for an intent or time that breaks a rule. `KeyReuse` when the key is held, open or confirmed,
/// for another fingerprint; context `key`, `held_fingerprint`, `given_fingerprint`, `held_detail`, `state`.
pub fn plan(current: Option<&Effect>, intent: &Intent, now: DateTime<Utc>) -> Result<Planned> {
    const AT: &str = "ledger.plan";
    intent.validate()?;
    let now = rules::instant(AT, "now", now)?;
    let version = match current {
        None => 1,
        Some(held) if held.state.is_terminal() => next_number(AT, "version", held.version)?,
        Some(held) if held.fingerprint == intent.fingerprint => return Ok(Planned::Existing(held.clone())),
        Some(held) => {
            return Err(Error::new(
                ErrorKind::KeyReuse,
                AT,
                "the key is held by an effect with other content: the first claim wins",
            )
            .with("key", intent.key.as_str())
            .with("held_fingerprint", held.fingerprint.to_string())
            .with("given_fingerprint", intent.fingerprint.to_string())
            .with("held_detail", held.detail.clone())
            .with("state", held.state.as_str()));
        }
    };
    Ok(Planned::New(Effect {
        id: EffectId::of(&intent.key, version),
        key: intent.key.clone(),
        version,
        operation: intent.operation.clone(),
        subject: intent.subject.clone(),
        detail: intent.detail.clone(),
        fingerprint: intent.fingerprint,
        strategy: intent.strategy.in_micros(),
        state: EffectState::Planned,
        attempt: 0,
        deadline_at: None,
        not_before: None,
        remote_id: None,
        note: None,
        planned_at: now,
        first_sent_at: None,
        last_sent_at: None,
        finished_at: None,
        created_at: now,
        updated_at: now,
    }))
}

/// The effect after `transition`. Repeating the step that led to the present state changes nothing and
/// succeeds; `Begin` and `Absent` are the exceptions: each can be won once.
///
/// # Errors
/// * `InvalidInput` for a time, reason or remote id that breaks a rule;
/// * `Conflict` when the state does not allow the step or the attempt is not the current one; context `id`, `key`,
///   `state`, `attempt`;
/// * `InDoubt`, temporary, with `retry_after`, when it is too early: context `not_before` (absence, sending again
///   under a remote key) or `deadline_at` (expiry);
/// * `Unsupported` when the strategy cannot prove absence by itself: context `strategy`.
pub fn apply(effect: &Effect, transition: &Transition, now: DateTime<Utc>) -> Result<Effect> {
    let at = transition.operation();
    let now = rules::instant(at, "now", now)?;
    match transition {
        Transition::Begin {
            attempt_expected,
            deadline,
        } => begin(effect, *attempt_expected, *deadline, now),
        Transition::Confirm { attempt, remote_id } => confirm(effect, *attempt, remote_id.as_deref(), now),
        Transition::Reject { attempt, reason } => {
            rules::code(at, "reason", reason)?;
            holds_attempt(at, effect, *attempt)?;
            finish(
                at,
                effect,
                EffectState::Sending,
                EffectState::Rejected,
                reason,
                now,
            )
        }
        Transition::Doubt { attempt } => {
            holds_attempt(at, effect, *attempt)?;
            match effect.state {
                EffectState::Sending => doubt(at, effect, now),
                EffectState::InDoubt => Ok(effect.clone()),
                _ => Err(refused(at, effect)),
            }
        }
        Transition::Expire { attempt } => expire(effect, *attempt, now),
        Transition::Absent { attempt } => absent(effect, *attempt, now),
        Transition::Manual { reason } => {
            rules::code(at, "reason", reason)?;
            match effect.state {
                EffectState::Manual if effect.note.as_deref() == Some(reason) => Ok(effect.clone()),
                EffectState::InDoubt => Ok(Effect {
                    state: EffectState::Manual,
                    note: Some(reason.clone()),
                    updated_at: now,
                    ..effect.clone()
                }),
                _ => Err(refused(at, effect)),
            }
        }
        Transition::Supersede { reason } => {
            rules::code(at, "reason", reason)?;
            finish(
                at,
                effect,
                EffectState::Confirmed,
                EffectState::Superseded,
                reason,
                now,
            )
        }
        Transition::Abandon { reason } => {
            rules::code(at, "reason", reason)?;
            finish(
                at,
                effect,
                EffectState::Planned,
                EffectState::Abandoned,
                reason,
                now,
            )
        }
    }
}

/// The entry of the log of attempts that the step from `before` to `after` writes, if any; `held` is the entry
/// of `after.attempt` so far. A store inserts or replaces it by its number, in the transaction of the step.
pub fn log(held: Option<&Attempt>, before: &Effect, after: &Effect) -> Option<Attempt> {
    if before == after {
        return None;
    }
    let outcome = match after.state {
        EffectState::Sending => {
            return Some(Attempt {
                n: after.attempt,
                began_at: after.last_sent_at?,
                deadline_at: after.deadline_at?,
                ended_at: None,
                outcome: AttemptOutcome::UnderWay,
            });
        }
        EffectState::InDoubt => AttemptOutcome::InDoubt,
        EffectState::Confirmed => AttemptOutcome::Confirmed,
        EffectState::Rejected => AttemptOutcome::Rejected,
        EffectState::Planned => AttemptOutcome::Absent,
        EffectState::Manual | EffectState::Superseded | EffectState::Abandoned => return None,
    };
    let held = held?;
    Some(Attempt {
        outcome,
        ended_at: held.ended_at.or(Some(after.updated_at)),
        ..held.clone()
    })
}

fn begin(
    effect: &Effect,
    attempt_expected: u32,
    deadline: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Effect> {
    const AT: &str = "ledger.begin";
    let deadline = rules::limit(AT, "deadline", deadline)?;
    if deadline <= now {
        return Err(Error::invalid(AT, "deadline", "must be after now"));
    }
    if (deadline - now).to_std().is_ok_and(|ahead| ahead > MAX_DEADLINE) {
        return Err(Error::invalid(
            AT,
            "deadline",
            "must not be more than 24 hours ahead",
        ));
    }
    holds_attempt(AT, effect, attempt_expected)?;
    match (effect.state, effect.strategy) {
        (EffectState::Planned, _) => {}
        (EffectState::InDoubt, Reconcile::RemoteKey { ttl }) => {
            not_too_early(AT, effect, "not_before", effect.not_before, now)?;
            let forgotten_at =
                known(AT, effect, "first_sent_at", effect.first_sent_at)? + rules::span(AT, "ttl", ttl)?;
            if deadline > forgotten_at {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    AT,
                    "the other side may have forgotten the key by the deadline: hand the effect to a person",
                )
                .with("id", effect.id.to_string())
                .with("key", effect.key.as_str())
                .with("state", effect.state.as_str())
                .with("attempt", effect.attempt.to_string())
                .with("key_forgotten_at", text(forgotten_at)));
            }
        }
        _ => return Err(refused(AT, effect)),
    }
    Ok(Effect {
        state: EffectState::Sending,
        attempt: next_number(AT, "attempt", effect.attempt)?,
        deadline_at: Some(deadline),
        note: None,
        first_sent_at: effect.first_sent_at.or(Some(now)),
        last_sent_at: Some(now),
        updated_at: now,
        ..effect.clone()
    })
}

fn confirm(effect: &Effect, attempt: u32, remote_id: Option<&str>, now: DateTime<Utc>) -> Result<Effect> {
    const AT: &str = "ledger.confirm";
    if let Some(remote_id) = remote_id {
        rules::reference(AT, "remote_id", remote_id)?;
    }
    holds_attempt(AT, effect, attempt)?;
    match effect.state {
        EffectState::Sending | EffectState::InDoubt | EffectState::Manual => Ok(Effect {
            state: EffectState::Confirmed,
            remote_id: remote_id.map(str::to_owned),
            note: None,
            finished_at: Some(now),
            updated_at: now,
            ..effect.clone()
        }),
        EffectState::Confirmed if effect.remote_id.as_deref() == remote_id => Ok(effect.clone()),
        _ => Err(refused(AT, effect)),
    }
}

fn expire(effect: &Effect, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
    const AT: &str = "ledger.expire";
    holds_attempt(AT, effect, attempt)?;
    match effect.state {
        EffectState::Sending => {
            not_too_early(AT, effect, "deadline_at", effect.deadline_at, now)?;
            doubt(AT, effect, now)
        }
        EffectState::InDoubt => Ok(effect.clone()),
        _ => Err(refused(AT, effect)),
    }
}

fn doubt(at: &'static str, effect: &Effect, now: DateTime<Utc>) -> Result<Effect> {
    let quiet = match effect.strategy {
        Reconcile::ReadBack { quiet } | Reconcile::FindByNaturalKey { quiet } => {
            rules::span(at, "quiet", quiet)?
        }
        Reconcile::RemoteKey { .. } | Reconcile::Manual => TimeDelta::zero(),
    };
    let quiet_over = known(at, effect, "deadline_at", effect.deadline_at)? + quiet;
    Ok(Effect {
        state: EffectState::InDoubt,
        not_before: effect.not_before.max(Some(quiet_over)),
        updated_at: now,
        ..effect.clone()
    })
}

fn absent(effect: &Effect, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
    const AT: &str = "ledger.absent";
    holds_attempt(AT, effect, attempt)?;
    match (effect.state, effect.strategy) {
        // A person's word counts whatever the strategy.
        (EffectState::Manual, _)
        | (EffectState::InDoubt, Reconcile::ReadBack { .. } | Reconcile::FindByNaturalKey { .. }) => {}
        (EffectState::InDoubt, strategy @ (Reconcile::RemoteKey { .. } | Reconcile::Manual)) => {
            return Err(Error::new(
                ErrorKind::Unsupported,
                AT,
                "this strategy cannot show that nothing happened: hand the effect to a person first",
            )
            .with("id", effect.id.to_string())
            .with("key", effect.key.as_str())
            .with("strategy", strategy.code()));
        }
        _ => return Err(refused(AT, effect)),
    }
    not_too_early(AT, effect, "not_before", effect.not_before, now)?;
    Ok(Effect {
        state: EffectState::Planned,
        deadline_at: None,
        note: None,
        planned_at: now,
        updated_at: now,
        ..effect.clone()
    })
}

fn finish(
    at: &'static str,
    effect: &Effect,
    from: EffectState,
    to: EffectState,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Effect> {
    if effect.state == to && effect.note.as_deref() == Some(reason) {
        return Ok(effect.clone());
    }
    if effect.state != from {
        return Err(refused(at, effect));
    }
    Ok(Effect {
        state: to,
        note: Some(reason.to_owned()),
        finished_at: Some(now),
        updated_at: now,
        ..effect.clone()
    })
}

fn holds_attempt(at: &'static str, effect: &Effect, given: u32) -> Result<()> {
    if effect.attempt == given {
        return Ok(());
    }
    Err(refused(at, effect).with("given_attempt", given.to_string()))
}

fn not_too_early(
    at: &'static str,
    effect: &Effect,
    limit_name: &'static str,
    limit: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    let limit = known(at, effect, limit_name, limit)?;
    let Ok(wait) = (limit - now).to_std() else {
        return Ok(());
    };
    if wait.is_zero() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::InDoubt,
        at,
        "too early: a request may still be under way or land late; look again then",
    )
    .with("id", effect.id.to_string())
    .with("key", effect.key.as_str())
    .with("attempt", effect.attempt.to_string())
    .with(limit_name, text(limit))
    .with_status(Status::Temporary)
    .with_retry_after(wait))
}

fn refused(at: &'static str, effect: &Effect) -> Error {
    Error::new(
        ErrorKind::Conflict,
        at,
        "the effect has moved on: read it again and decide anew",
    )
    .with("id", effect.id.to_string())
    .with("key", effect.key.as_str())
    .with("state", effect.state.as_str())
    .with("attempt", effect.attempt.to_string())
}

/// A field that a record in this state always has; a store that lost it is broken.
fn known(
    at: &'static str,
    effect: &Effect,
    field: &'static str,
    value: Option<DateTime<Utc>>,
) -> Result<DateTime<Utc>> {
    value.ok_or_else(|| {
        Error::new(
            ErrorKind::Storage,
            at,
            "the stored effect lacks an instant its state needs",
        )
        .with("id", effect.id.to_string())
        .with("state", effect.state.as_str())
        .with("field", field)
    })
}

fn next_number(at: &'static str, field: &'static str, number: u32) -> Result<u32> {
    number.checked_add(1).ok_or_else(|| {
        Error::new(ErrorKind::Conflict, at, "the number of this effect is used up").with("field", field)
    })
}

#[cfg(test)]
mod tests;

//! The rules of latches as pure, total functions: every store calls them inside its transaction.
//!
//! What they guarantee, and what the property test here proves: a latch that fired stays as it is; from arming on its
//! document never changes; while it fires, only one effect can end it.

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Armed, Latch, LatchState, Proven};
use crate::EffectId;
use crate::rules;

/// Checks the name of a latch.
///
/// # Errors
/// `InvalidInput` for a kind that is no code or a subject that is no opaque id.
pub fn check(at: &'static str, kind: &str, subject: &str) -> Result<()> {
    rules::code(at, "kind", kind)?;
    rules::reference(at, "subject", subject)
}

/// The latch after it is armed. `held` is the latch of this kind and subject, `of_document` the one that the document
/// armed before, if any.
///
/// # Errors
/// As [`Latches::arm`](super::Latches::arm).
pub fn arm(
    held: Option<&Latch>,
    of_document: Option<&Latch>,
    proven: &Proven,
    now: DateTime<Utc>,
) -> Result<Armed> {
    const AT: &str = "latch.arm";
    let evidence = proven.evidence();
    check(AT, proven.kind(), &evidence.subject)?;
    let now = rules::instant(AT, "now", now)?;
    if let Some(other) = of_document.filter(|l| l.kind != proven.kind() || l.subject != evidence.subject) {
        return Err(Error::new(
            ErrorKind::Conflict,
            AT,
            "this document armed another latch: one document proves one thing",
        )
        .with("document", evidence.document.clone())
        .with("held_kind", other.kind.clone())
        .with("held_subject", other.subject.clone()));
    }
    Ok(match held {
        None => Armed::New(Latch {
            kind: proven.kind().to_owned(),
            subject: evidence.subject.clone(),
            evidence: evidence.clone(),
            state: LatchState::Armed,
            effect: None,
            remote_id: None,
            armed_at: now,
            fired_at: None,
            updated_at: now,
        }),
        Some(held)
            if held.evidence.source == evidence.source && held.evidence.document == evidence.document =>
        {
            Armed::Before(held.clone())
        }
        Some(held) => Armed::ByAnother(held.clone()),
    })
}

/// The latch when `effect` is about to fire it.
///
/// # Errors
/// As [`Latches::fire`](super::Latches::fire).
pub fn fire(held: &Latch, effect: EffectId, now: DateTime<Utc>) -> Result<Latch> {
    const AT: &str = "latch.fire";
    let now = rules::instant(AT, "now", now)?;
    match (held.state, held.effect) {
        (LatchState::Armed, _) => Ok(Latch {
            state: LatchState::Firing,
            effect: Some(effect),
            updated_at: now.max(held.updated_at),
            ..held.clone()
        }),
        (_, Some(of)) if of == effect => Ok(held.clone()),
        _ => Err(refused(AT, held, "another effect fires this latch, or did")),
    }
}

/// The latch when it happened.
///
/// # Errors
/// As [`Latches::fired`](super::Latches::fired).
pub fn fired(held: &Latch, effect: EffectId, remote_id: Option<&str>, now: DateTime<Utc>) -> Result<Latch> {
    const AT: &str = "latch.fired";
    let now = rules::instant(AT, "now", now)?.max(held.updated_at);
    if let Some(id) = remote_id {
        rules::reference(AT, "remote_id", id)?;
    }
    match held.state {
        LatchState::Firing if held.effect == Some(effect) => Ok(Latch {
            state: LatchState::Fired,
            remote_id: remote_id.map(str::to_owned),
            fired_at: Some(now),
            updated_at: now,
            ..held.clone()
        }),
        LatchState::Fired
            if held.effect == Some(effect)
                && (remote_id.is_none() || held.remote_id.as_deref() == remote_id) =>
        {
            Ok(held.clone())
        }
        LatchState::Fired if held.effect == Some(effect) => {
            Err(refused(AT, held, "the latch fired with another result"))
        }
        _ => Err(refused(AT, held, "this effect does not fire the latch")),
    }
}

/// The latch when its effect was refused or did not happen.
///
/// # Errors
/// As [`Latches::misfired`](super::Latches::misfired).
pub fn misfired(held: &Latch, effect: EffectId, now: DateTime<Utc>) -> Result<Latch> {
    const AT: &str = "latch.misfired";
    let now = rules::instant(AT, "now", now)?.max(held.updated_at);
    match held.state {
        LatchState::Firing if held.effect == Some(effect) => Ok(Latch {
            state: LatchState::Armed,
            effect: None,
            updated_at: now,
            ..held.clone()
        }),
        LatchState::Armed => Ok(held.clone()),
        _ => Err(refused(AT, held, "the latch fired, or another effect fires it")),
    }
}

/// The error of a latch that was never armed.
pub fn not_armed(at: &'static str, kind: &str, subject: &str) -> Error {
    Error::new(ErrorKind::NotFound, at, "this latch was never armed")
        .with("kind", kind.to_owned())
        .with("subject", subject.to_owned())
}

fn refused(at: &'static str, held: &Latch, message: &'static str) -> Error {
    let error = Error::new(ErrorKind::Conflict, at, message)
        .with("kind", held.kind.clone())
        .with("subject", held.subject.clone())
        .with("state", held.state.as_str());
    match held.effect {
        Some(effect) => error.with("effect", effect.to_string()),
        None => error,
    }
}

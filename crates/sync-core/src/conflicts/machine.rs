//! The rules of conflicts as pure, total functions: every store calls them inside its transaction.

use std::collections::BTreeSet;

use careweave_types::{Error, ErrorKind, Pii, Result};
use chrono::{DateTime, Utc};

use super::{
    Chosen, Conflict, ConflictDecision, ConflictReport, ConflictState, FoundConflict, Resolution, Sides,
};
use crate::canonical::Json;
use crate::mirror::ExternalRef;
use crate::rules;

/// The most conflicts one record may have at once.
pub const MAX_FOUND: usize = 1_000;
/// The most bytes of a value.
pub const MAX_VALUE: usize = 64 * 1024;

/// What recording comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What is to be written: new ones have numbers after the last.
    pub written: Vec<Conflict>,
    /// What is told.
    pub report: ConflictReport,
}

/// Records what a merge found in a record. `held` are all conflicts of the record; `last` is the number given last.
///
/// # Errors
/// `InvalidInput` that names the field.
pub fn record(
    held: &[Conflict],
    reference: &ExternalRef,
    found: &[FoundConflict],
    last: u64,
    now: DateTime<Utc>,
) -> Result<Recorded> {
    const AT: &str = "conflict.record";
    check_found(reference, found)?;
    let now = rules::instant(AT, "now", now)?;
    let mut recorded = Recorded {
        written: Vec::new(),
        report: ConflictReport::default(),
    };
    let mut number = last;
    let mut keys = BTreeSet::new();
    for one in found {
        if !keys.insert(&one.key) {
            continue;
        }
        let after = match held.iter().find(|conflict| conflict.key == one.key) {
            None => {
                number += 1;
                recorded.report.opened += 1;
                Conflict {
                    number,
                    reference: reference.clone(),
                    key: one.key.clone(),
                    state: ConflictState::Open,
                    sides: Some(one.sides.clone()),
                    resolution: None,
                    found: 1,
                    found_at: now,
                    last_found_at: now,
                    closed_at: None,
                }
            }
            Some(before) => {
                let again = Conflict {
                    found: before.found.saturating_add(1),
                    last_found_at: now.max(before.last_found_at),
                    ..before.clone()
                };
                if before.state == ConflictState::Obsolete {
                    recorded.report.opened += 1;
                    Conflict {
                        state: ConflictState::Open,
                        sides: Some(one.sides.clone()),
                        closed_at: None,
                        ..again
                    }
                } else {
                    recorded.report.known += 1;
                    again
                }
            }
        };
        recorded.report.conflicts.push(after.clone());
        recorded.written.push(after);
    }
    for open in held
        .iter()
        .filter(|conflict| conflict.state == ConflictState::Open)
    {
        if !keys.contains(&open.key) {
            recorded.report.obsolete += 1;
            recorded
                .written
                .push(closed(open, ConflictState::Obsolete, None, now));
        }
    }
    Ok(recorded)
}

/// The conflict after somebody decided. Deciding the same again changes nothing.
///
/// # Errors
/// `InvalidInput` for an actor that is no id, a reason that is no code, a value that is no JSON; `Conflict` when it is not
/// open (any more): context `conflict`, `state`.
pub fn resolve(
    held: &Conflict,
    decision: &ConflictDecision,
    actor: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Conflict> {
    const AT: &str = "conflict.resolve";
    rules::reference(AT, "actor", actor)?;
    rules::code(AT, "reason", reason)?;
    let now = rules::instant(AT, "now", now)?;
    let value = match decision {
        ConflictDecision::Value(value) => Some(checked_value(AT, value)?),
        ConflictDecision::Local | ConflictDecision::Remote => None,
    };
    let resolution = Resolution {
        chosen: decision.chosen(),
        value,
        actor: actor.to_owned(),
        reason: reason.to_owned(),
    };
    match held.state {
        ConflictState::Open => Ok(closed(held, ConflictState::Resolved, Some(resolution), now)),
        ConflictState::Resolved if held.resolution.as_ref() == Some(&resolution) => Ok(held.clone()),
        _ => Err(Error::new(
            ErrorKind::Conflict,
            AT,
            "the conflict is not open any more: look at what became of it",
        )
        .with("conflict", held.number.to_string())
        .with("state", held.state.as_str())),
    }
}

/// The conflict after the values of its record were erased; `None` when nothing of them is left.
pub fn erased(held: &Conflict, now: DateTime<Utc>) -> Option<Conflict> {
    match held.state {
        ConflictState::Open => Some(closed(held, ConflictState::Obsolete, None, now)),
        _ => {
            let resolution = held.resolution.as_ref().filter(|one| one.value.is_some())?;
            let resolution = Some(Resolution {
                value: None,
                ..resolution.clone()
            });
            Some(Conflict {
                resolution,
                ..held.clone()
            })
        }
    }
}

/// The error of a number that was never given, or was purged.
pub fn unknown(at: &'static str, number: u64) -> Error {
    Error::new(
        ErrorKind::NotFound,
        at,
        "no conflict with this number is recorded",
    )
    .with("conflict", number.to_string())
}

/// Where the values of a connection's conflicts lie, for a store that [seals](crate::vault::BodySeal) them under their numbers.
pub fn body_place(connection: &str) -> crate::vault::SecretName {
    crate::vault::SecretName::new(connection, "conflict.values")
}

/// The values of a conflict as bytes, for a store to seal and keep; `None` when it has none.
pub fn pack(conflict: &Conflict) -> Option<Vec<u8>> {
    let parts: Vec<Option<&str>> = match (&conflict.sides, &conflict.resolution) {
        (Some(sides), _) => [&sides.base, &sides.local, &sides.remote]
            .into_iter()
            .map(|value| value.as_ref().map(|value| value.expose().as_str()))
            .collect(),
        (None, Some(resolution)) => vec![Some(resolution.value.as_ref()?.expose().as_str())],
        (None, None) => return None,
    };
    let mut packed = Vec::new();
    for part in parts {
        // A length, plus one; 0 says that there is no value.
        let length = part.map_or(0, |part| part.len() as u64 + 1);
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(part.unwrap_or_default().as_bytes());
    }
    Some(packed)
}

/// Puts values that [`pack`] gave back into the conflict they are of.
///
/// # Errors
/// `Storage` when the bytes are others.
pub fn unpack(conflict: &mut Conflict, packed: &[u8]) -> Result<()> {
    let damaged = || {
        Error::new(
            ErrorKind::Storage,
            "conflict.read",
            "the values of a conflict cannot be understood: the store was changed by another program, or is damaged",
        )
        .with("conflict", conflict.number.to_string())
    };
    let mut rest = packed;
    let mut parts = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let Some(length) = u64::from_be_bytes(*length).checked_sub(1) else {
            parts.push(None);
            rest = after;
            continue;
        };
        let length = usize::try_from(length).map_err(|_| damaged())?;
        let (part, after) = after.split_at_checked(length).ok_or_else(damaged)?;
        let part = String::from_utf8(part.to_vec()).map_err(|_| damaged())?;
        parts.push(Some(Pii::new(part)));
        rest = after;
    }
    match (conflict.state, conflict.resolution.as_mut(), parts.as_mut_slice()) {
        (ConflictState::Open, None, [base, local, remote]) if rest.is_empty() => {
            conflict.sides = Some(Sides {
                base: base.take(),
                local: local.take(),
                remote: remote.take(),
            });
            Ok(())
        }
        (ConflictState::Resolved, Some(resolution), [value]) if rest.is_empty() => {
            resolution.value = value.take();
            Ok(())
        }
        _ => Err(damaged()),
    }
}

fn closed(
    held: &Conflict,
    state: ConflictState,
    resolution: Option<Resolution>,
    now: DateTime<Utc>,
) -> Conflict {
    Conflict {
        state,
        sides: None,
        resolution,
        closed_at: Some(now.max(held.last_found_at)),
        ..held.clone()
    }
}

/// Checks what is to be recorded. A store calls this before it copies anything.
///
/// # Errors
/// `InvalidInput` that names the field.
pub fn check_found(reference: &ExternalRef, found: &[FoundConflict]) -> Result<()> {
    const AT: &str = "conflict.record";
    reference.validate(AT)?;
    if found.len() > MAX_FOUND {
        return Err(Error::invalid(AT, "found", "must be at most 1000 of one record"));
    }
    for one in found {
        rules::optional_reference(AT, "field", &one.key.field)?;
        let sides = [&one.sides.base, &one.sides.local, &one.sides.remote];
        if sides
            .into_iter()
            .flatten()
            .any(|value| value.expose().len() > MAX_VALUE)
        {
            return Err(Error::invalid(AT, "sides", "must not be larger than 64 KiB each")
                .with("path", one.key.field.clone()));
        }
    }
    Ok(())
}

fn checked_value(at: &'static str, value: &Pii<String>) -> Result<Pii<String>> {
    if value.expose().len() > MAX_VALUE {
        return Err(Error::invalid(at, "value", "must not be larger than 64 KiB"));
    }
    match Json::parse(value.expose().as_bytes()) {
        Ok(json) => Ok(Pii::new(json.to_canonical())),
        // Its reason may quote the value.
        Err(_) => Err(Error::invalid(at, "value", "must be JSON")),
    }
}

/// Reads the parts of a resolution.
///
/// # Errors
/// `Storage` when a part is missing.
pub fn resolution(
    chosen: Option<Chosen>,
    actor: Option<String>,
    reason: Option<String>,
) -> Result<Option<Resolution>> {
    match (chosen, actor, reason) {
        (None, None, None) => Ok(None),
        (Some(chosen), Some(actor), Some(reason)) => Ok(Some(Resolution {
            chosen,
            value: None,
            actor,
            reason,
        })),
        _ => Err(Error::new(
            ErrorKind::Storage,
            "conflict.read",
            "a stored decision lacks a part: the store was changed by another program, or is damaged",
        )),
    }
}

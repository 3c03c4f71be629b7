//! The rules of erasing and of holds as pure functions: every store calls them inside its transaction.

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Erasure, ErasureReport, Hold, LegalHold};
use crate::Fingerprint;
use crate::audit::NewAudit;
use crate::inbox::{self, Message, Settlement};
use crate::rules;

/// The reason of a message that was settled because the person it was about was erased.
pub const ERASED: &str = "erased";

/// A message that waits, after it is erased.
///
/// # Errors
/// As [`settle`](inbox::machine::settle).
pub fn erased(message: &Message, now: DateTime<Utc>) -> Result<Message> {
    let settlement = Settlement::Rejected {
        reason: ERASED.to_owned(),
    };
    inbox::machine::settle(message, &settlement, now)
}

/// What the audit chain is told of an erasure: who asked, about whom, and a digest of what was removed.
pub fn entry(erasure: &Erasure, report: &ErasureReport) -> NewAudit {
    let counted = [
        report.references,
        report.bodies,
        report.messages,
        report.conflicts,
        report.audit_entries,
        report.audit_left,
        report.keys,
    ];
    let counted: Vec<String> = counted.iter().map(u64::to_string).collect();
    let parts: Vec<&str> = counted.iter().map(String::as_str).collect();
    NewAudit::new(&*erasure.actor, "subject.erased", &*erasure.token)
        .changed(None, Some(Fingerprint::of(&parts)))
}

/// What placing a hold comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The hold as it stands then.
    pub after: LegalHold,
    /// What the audit chain is told; `None` when nothing is written.
    pub entry: Option<NewAudit>,
}

/// The hold after it was placed. `held` is the one of the same chain, token and matter; `number` is given to a new one.
///
/// # Errors
/// `InvalidInput` for a bad time; `Conflict` with the context `held` when it stands with another id here.
pub fn place(held: Option<&LegalHold>, hold: &Hold, number: u64, now: DateTime<Utc>) -> Result<Placing> {
    const AT: &str = "hold.place";
    let now = rules::instant(AT, "now", now)?;
    let Some(held) = held else {
        let after = LegalHold {
            number,
            hold: sorted(hold.clone()),
            placed_at: now,
        };
        let entry =
            NewAudit::new(&*hold.actor, "hold.placed", &*hold.token).changed(None, Some(scope(&after.hold)));
        return Ok(Placing {
            after,
            entry: Some(entry),
        });
    };
    if let (Some(known), Some(given)) = (held.hold.local, hold.local)
        && known != given
    {
        return Err(Error::new(
            ErrorKind::Conflict,
            AT,
            "the hold stands with another id here: look at it, and give another matter to another person",
        )
        .with("held", known.to_string()));
    }
    let mut both = held.hold.clone();
    both.local = both.local.or(hold.local);
    both.references.extend(hold.references.iter().cloned());
    both.announced.extend(hold.announced.iter().cloned());
    let both = sorted(both);
    let entry = (both != held.hold).then(|| {
        NewAudit::new(&*hold.actor, "hold.widened", &*hold.token)
            .changed(Some(scope(&held.hold)), Some(scope(&both)))
    });
    Ok(Placing {
        after: LegalHold {
            hold: both,
            ..held.clone()
        },
        entry,
    })
}

/// What the audit chain is told of a hold that was lifted.
pub fn lifted(held: &LegalHold, actor: &str) -> NewAudit {
    NewAudit::new(actor, "hold.lifted", &*held.hold.token).changed(Some(scope(&held.hold)), None)
}

/// Checks who lifts what.
///
/// # Errors
/// `InvalidInput` that names the field.
pub fn check_lift(chain: &str, token: &str, matter: &str, actor: &str) -> Result<()> {
    const AT: &str = "hold.lift";
    for (field, text) in [
        ("chain", chain),
        ("token", token),
        ("matter", matter),
        ("actor", actor),
    ] {
        rules::reference(AT, field, text)?;
    }
    Ok(())
}

/// Checks which holds are asked for.
///
/// # Errors
/// `InvalidInput` that names the field.
pub fn check_holds(chain: &str, limit: u32) -> Result<()> {
    const AT: &str = "hold.list";
    rules::reference(AT, "chain", chain)?;
    rules::check_list_limit(AT, limit)
}

/// The error of an erasure of something that a hold covers.
pub fn kept_for(matter: &str) -> Error {
    Error::new(
        ErrorKind::Forbidden,
        "retention.erase",
        "a legal hold stands on what is to be erased: nothing was erased; lift the hold when its matter is closed",
    )
    .with("reason", LEGAL_HOLD)
    .with("matter", matter.to_owned())
}

/// The reason of an erasure that was refused because a hold stands.
pub const LEGAL_HOLD: &str = "legal_hold";

fn sorted(mut hold: Hold) -> Hold {
    hold.references.sort();
    hold.references.dedup();
    hold.announced.sort();
    hold.announced.dedup();
    hold
}

/// A digest of what a hold covers and of its matter.
fn scope(hold: &Hold) -> Fingerprint {
    let local = hold.local.map_or_else(String::new, |local| local.to_string());
    let counts = [
        hold.references.len().to_string(),
        hold.announced.len().to_string(),
    ];
    let mut parts: Vec<&str> = vec![&hold.matter, &local, &counts[0], &counts[1]];
    for reference in &hold.references {
        parts.extend([&*reference.connection, &*reference.kind, &*reference.external_id]);
    }
    for (source, subject) in &hold.announced {
        parts.extend([&**source, &**subject]);
    }
    Fingerprint::of(&parts)
}

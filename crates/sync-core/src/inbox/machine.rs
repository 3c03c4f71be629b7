//! The rules of the inbox as pure, total functions: every store calls them inside its transaction.

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Accepted, DirtyMark, Incoming, Message, MessageState, Subject};
use crate::rules;

/// The largest body: 1 MiB.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// What became of a message. Reasons are codes, never free text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Its change is in our records.
    Applied,
    /// A later state was known already.
    Superseded {
        /// Why: a reason code.
        reason: String,
    },
    /// Nothing of ours depends on it.
    Ignored {
        /// Why: a reason code.
        reason: String,
    },
    /// It cannot be understood.
    Rejected {
        /// Why: a reason code.
        reason: String,
    },
}

impl Settlement {
    /// The state it leads to.
    pub const fn state(&self) -> MessageState {
        match self {
            Self::Applied => MessageState::Applied,
            Self::Superseded { .. } => MessageState::Superseded,
            Self::Ignored { .. } => MessageState::Ignored,
            Self::Rejected { .. } => MessageState::Rejected,
        }
    }

    /// The reason, where there is one.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Applied => None,
            Self::Superseded { reason } | Self::Ignored { reason } | Self::Rejected { reason } => {
                Some(reason)
            }
        }
    }
}

/// What accepting `incoming` gives, when `held` is recorded under its id; `number` is for a new message.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn accept(
    held: Option<&Message>,
    number: u64,
    incoming: &Incoming,
    now: DateTime<Utc>,
) -> Result<Accepted> {
    const AT: &str = "inbox.accept";
    incoming.validate()?;
    let now = rules::instant(AT, "now", now)?;
    let fingerprint = incoming.fingerprint();
    let Some(held) = held else {
        let sent_at = incoming.sent_at.map(|at| rules::instant(AT, "sent_at", at));
        return Ok(Accepted::New(Message {
            number,
            source: incoming.source.clone(),
            class: incoming.identity.class(),
            message_id: incoming.message_id(),
            event: incoming.event.clone(),
            subject: incoming.subject.clone(),
            fingerprint,
            body: Some(incoming.body.clone()),
            state: MessageState::Received,
            reason: None,
            deliveries: 1,
            sent_at: sent_at.transpose()?,
            received_at: now,
            last_delivery_at: now,
            settled_at: None,
        }));
    };
    let again = Message {
        deliveries: held.deliveries.saturating_add(1),
        last_delivery_at: held.last_delivery_at.max(now),
        ..held.clone()
    };
    Ok(if held.fingerprint == fingerprint {
        Accepted::Repeated(again)
    } else {
        Accepted::Differing(again)
    })
}

/// The message after it is settled. Repeating the same settlement changes nothing.
///
/// # Errors
/// `InvalidInput` for a bad reason or time; `Conflict` when it was settled otherwise: context `message`, `state`.
pub fn settle(message: &Message, settlement: &Settlement, now: DateTime<Utc>) -> Result<Message> {
    const AT: &str = "inbox.settle";
    if let Some(reason) = settlement.reason() {
        rules::code(AT, "reason", reason)?;
    }
    let now = rules::instant(AT, "now", now)?;
    if message.state == MessageState::Received {
        return Ok(Message {
            state: settlement.state(),
            reason: settlement.reason().map(str::to_owned),
            body: None,
            settled_at: Some(now),
            ..message.clone()
        });
    }
    if message.state == settlement.state() && message.reason.as_deref() == settlement.reason() {
        return Ok(message.clone());
    }
    Err(Error::new(
        ErrorKind::Conflict,
        AT,
        "the message was settled otherwise: read it again",
    )
    .with("message", message.number.to_string())
    .with("state", message.state.as_str()))
}

/// The mark after a hint.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn hint(held: Option<&DirtyMark>, subject: &Subject, now: DateTime<Utc>) -> Result<DirtyMark> {
    const AT: &str = "inbox.hint";
    subject.validate(AT)?;
    let now = rules::instant(AT, "now", now)?;
    let Some(held) = held else {
        return Ok(DirtyMark {
            subject: subject.clone(),
            hints: 1,
            served: 0,
            dirty_since: now,
            last_hint_at: now,
        });
    };
    let hints = held.hints.checked_add(1).filter(|n| i64::try_from(*n).is_ok());
    Ok(DirtyMark {
        subject: held.subject.clone(),
        hints: hints
            .ok_or_else(|| Error::new(ErrorKind::Conflict, AT, "the numbers of this subject are used up"))?,
        served: held.served,
        dirty_since: if held.is_dirty() { held.dirty_since } else { now },
        last_hint_at: held.last_hint_at.max(now),
    })
}

/// The mark after a fetch by a worker that saw it at number `hints`.
///
/// # Errors
/// `NotFound` for a subject nobody named; `InvalidInput` for a number that no hint had yet.
pub fn fetched(
    held: Option<&DirtyMark>,
    subject: &Subject,
    hints: u64,
    now: DateTime<Utc>,
) -> Result<DirtyMark> {
    const AT: &str = "inbox.fetched";
    subject.validate(AT)?;
    rules::instant(AT, "now", now)?;
    let held = held.ok_or_else(|| {
        Error::new(ErrorKind::NotFound, AT, "no hint named this subject")
            .with("source", subject.source.clone())
            .with("kind", subject.kind.clone())
            .with("id", subject.id.clone())
    })?;
    if hints > held.hints {
        return Err(Error::invalid(
            AT,
            "hints",
            "must be a number the mark was seen at",
        ));
    }
    Ok(DirtyMark {
        served: held.served.max(hints),
        ..held.clone()
    })
}

/// Where the bodies of a source lie, for a store that [seals](crate::vault::BodySeal) them under the numbers of their messages.
pub fn body_place(source: &str) -> crate::vault::SecretName {
    crate::vault::SecretName::new(source, "inbox.body")
}

/// Checks the source and the limit of a listing.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn check_listing(at: &'static str, source: &str, limit: u32) -> Result<()> {
    check_source(at, source)?;
    rules::check_list_limit(at, limit)
}

/// Checks the name of a source.
///
/// # Errors
/// `InvalidInput` that names the rule.
pub fn check_source(at: &'static str, source: &str) -> Result<()> {
    rules::code(at, "source", source)
}

/// The error for a number that is not recorded (any more).
pub fn unknown(at: &'static str, number: u64) -> Error {
    Error::new(ErrorKind::NotFound, at, "no message with this number is recorded")
        .with("message", number.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    proptest! {
        /// Given hints and fetches in any order, a subject is clean only when a fetch began after its last hint.
        #[test]
        fn a_subject_is_clean_only_after_a_fetch_that_began_after_its_last_hint(
            steps in proptest::collection::vec((0_u8..3, 0_usize..4), 1..80)
        ) {
            let subject = Subject {
                source: "wellsky".to_owned(), kind: "Patient".to_owned(), id: "1".to_owned(),
            };
            let mut mark = hint(None, &subject, t(0)).unwrap();
            // Fetches under way: the number they saw, and whether a hint came since.
            let mut under_way: Vec<(u64, bool)> = Vec::new();
            let mut waits = true;
            for (n, (step, which)) in steps.into_iter().enumerate() {
                let now = t(i64::try_from(n).unwrap());
                match step {
                    0 => {
                        mark = hint(Some(&mark), &subject, now).unwrap();
                        waits = true;
                        under_way.iter_mut().for_each(|fetch| fetch.1 = true);
                    }
                    1 => under_way.push((mark.hints, false)),
                    _ if which < under_way.len() => {
                        let (seen, outrun) = under_way.swap_remove(which);
                        mark = fetched(Some(&mark), &subject, seen, now).unwrap();
                        waits &= outrun;
                    }
                    _ => {}
                }
                prop_assert_eq!(mark.is_dirty(), waits);
                prop_assert!(mark.served <= mark.hints);
            }
        }
    }
}

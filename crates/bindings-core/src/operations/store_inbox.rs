//! The inbox: what other systems announce, kept once each, or as marks on what has to be fetched.

use careweave::sync::{
    Accepted, DirtyMark, InboxCounts, Incoming, Message, MessageIdentity, Retention, Settlement, Subject,
};
use careweave::types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::arguments::{Bytes, arguments};
use super::operation::Operation;
use super::results::results;
use super::store_shared::{Content, LeaseGuard, at, limit, span};

arguments! {
    /// A verified delivery.
    Accept {
        /// Who sent it, as a code: ``"calendly.agency-1"``.
        source: String,
        /// What happened, as the source says: ``"invitee.created"``.
        event: String,
        /// The body as it came, up to 1 MiB; kept until the message is settled.
        body: Bytes,
        /// The id that the sender gave it and repeats on retries. This or `stamp` is required; what has neither is a hint.
        message_id: Option<String>,
        /// The time of the event as the sender wrote it, which retries repeat: with event and subject it tells messages apart.
        stamp: Option<String>,
        /// The opaque id of what it happened to.
        subject: Option<String>,
        /// When the sender says it was sent, where that is signed.
        sent_at: Option<DateTime<Utc>>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What became of a message.
    Settle {
        /// Its number.
        number: u64,
        /// applied: its change is in our records. superseded: a later state was known. ignored: nothing of ours depends on it.
        /// rejected: it cannot be understood.
        outcome: String,
        /// Why, as a code; required unless it was applied.
        reason: Option<String>,
        /// The lease under which it is settled.
        guard: Option<LeaseGuard>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which message.
    OneMessage {
        /// Its number.
        number: u64,
    }

    /// Which messages.
    ReceivedAsked {
        /// Who sent them.
        source: String,
        /// Only after this number.
        after: Option<u64>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// What was named.
    Hint {
        /// Who announces it, as a code: ``"wellsky.agency-1"``.
        source: String,
        /// What kind of thing it is, as the source spells it: ``"Patient"``.
        kind: String,
        /// Its id at the source.
        id: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What was fetched.
    Fetched {
        /// Who announced it.
        source: String,
        /// What kind of thing it is.
        kind: String,
        /// Its id at the source.
        id: String,
        /// The number of hints that its mark had before it was fetched.
        hints: u64,
        /// The lease under which it was fetched.
        guard: Option<LeaseGuard>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Whose dirty subjects.
    DirtyAsked {
        /// Who announced them.
        source: String,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// What may be forgotten.
    Forget {
        /// Who sent it.
        source: String,
        /// For how long after its last delivery a settled message is remembered, in seconds; 35 days by default.
        keep_seconds: Option<f64>,
        /// For how long after an event its sender may still deliver it, in seconds; 76 hours by default. `keep_seconds` must
        /// not be less.
        sender_horizon_seconds: Option<f64>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Whose counts.
    OneSource {
        /// Who announced it.
        source: String,
    }
}

results! {
    /// One recorded message and what became of it.
    HostMessage as "InboxMessage" {
        /// Its number, growing in the order of receipt.
        number: u64,
        /// Who sent it.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        source: String,
        /// keyed: told from others by the sender's id. stamped: by event, subject and stamp.
        identity: &'static str,
        /// The id it is recorded under.
        message_id: String,
        /// What happened.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        event: String,
        /// To what; may be empty.
        subject: String,
        /// The digest of the body.
        fingerprint: String,
        /// The body, until the message is settled.
        body: Option<Content>,
        /// received, applied, superseded, ignored, rejected.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        state: &'static str,
        /// Why it was superseded, ignored or rejected: a code.
        reason: Option<String>,
        /// How often it was delivered.
        deliveries: u32,
        /// When the sender says it was sent first.
        sent_at: Option<DateTime<Utc>>,
        /// When it was recorded.
        received_at: DateTime<Utc>,
        /// When it was last delivered.
        last_delivery_at: DateTime<Utc>,
        /// When it was settled.
        settled_at: Option<DateTime<Utc>>,
    }

    /// What accepting a delivery found. Whatever it is, acknowledge the delivery.
    HostAccepted as "AcceptedMessage" {
        /// new: it was recorded. repeated: it was before. differing: one with this id but other content was; nothing of this one
        /// is kept, fetch the subject.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        outcome: &'static str,
        /// The recorded message.
        message: HostMessage,
    }

    /// How many hints named a subject, and how many of them a fetch has served.
    HostMark as "DirtyMark" {
        /// Who announces it.
        source: String,
        /// What kind of thing it is.
        kind: String,
        /// Its id at the source.
        id: String,
        /// The number of the last hint.
        hints: u64,
        /// The number of the last hint that a fetch followed.
        served: u64,
        /// True while a hint waits for a fetch.
        dirty: bool,
        /// When it became dirty, or last was.
        dirty_since: DateTime<Utc>,
        /// When the last hint came.
        last_hint_at: DateTime<Utc>,
    }

    /// What became of everything one source announced.
    HostInboxCounts as "InboxCounts" {
        /// Messages recorded: the sum of the five states.
        accepted: u64,
        /// Deliveries of a message that was recorded before.
        repeated: u64,
        /// Deliveries under the id of a recorded message but with other content.
        differing: u64,
        /// Messages that wait to be worked on.
        received: u64,
        /// Messages applied.
        applied: u64,
        /// Messages superseded.
        superseded: u64,
        /// Messages ignored.
        ignored: u64,
        /// Messages rejected.
        rejected: u64,
        /// Hints taken: the sum of the two below.
        hints: u64,
        /// Hints followed by a fetch.
        hints_served: u64,
        /// Hints that wait for a fetch.
        hints_waiting: u64,
    }
}

impl From<Message> for HostMessage {
    fn from(message: Message) -> Self {
        Self {
            number: message.number,
            source: message.source,
            identity: message.class.as_str(),
            message_id: message.message_id,
            event: message.event,
            subject: message.subject,
            fingerprint: message.fingerprint.to_string(),
            body: message.body.map(Content),
            state: message.state.as_str(),
            reason: message.reason,
            deliveries: message.deliveries,
            sent_at: message.sent_at,
            received_at: message.received_at,
            last_delivery_at: message.last_delivery_at,
            settled_at: message.settled_at,
        }
    }
}

impl From<Accepted> for HostAccepted {
    fn from(accepted: Accepted) -> Self {
        let (outcome, message) = match accepted {
            Accepted::New(message) => ("new", message),
            Accepted::Repeated(message) => ("repeated", message),
            Accepted::Differing(message) => ("differing", message),
        };
        Self {
            outcome,
            message: message.into(),
        }
    }
}

impl From<DirtyMark> for HostMark {
    fn from(mark: DirtyMark) -> Self {
        Self {
            dirty: mark.is_dirty(),
            source: mark.subject.source,
            kind: mark.subject.kind,
            id: mark.subject.id,
            hints: mark.hints,
            served: mark.served,
            dirty_since: mark.dirty_since,
            last_hint_at: mark.last_hint_at,
        }
    }
}

impl From<InboxCounts> for HostInboxCounts {
    fn from(counts: InboxCounts) -> Self {
        Self {
            accepted: counts.accepted,
            repeated: counts.repeated,
            differing: counts.differing,
            received: counts.received,
            applied: counts.applied,
            superseded: counts.superseded,
            ignored: counts.ignored,
            rejected: counts.rejected,
            hints: counts.hints,
            hints_served: counts.hints_served,
            hints_waiting: counts.hints_waiting,
        }
    }
}

impl Accept {
    fn read(self) -> Result<Incoming> {
        let identity = match (self.message_id, self.stamp) {
            (Some(id), None) => MessageIdentity::Keyed(id),
            (None, Some(stamp)) => MessageIdentity::Stamped(stamp),
            _ => {
                let rule = "give this or stamp; a delivery without either is a hint";
                return Err(Error::invalid("inbox.accept", "message_id", rule));
            }
        };
        Ok(Incoming {
            source: self.source,
            identity,
            event: self.event,
            subject: self.subject.unwrap_or_default(),
            sent_at: self.sent_at,
            body: self.body.0,
        })
    }
}

fn settlement(outcome: &str, reason: Option<String>) -> Result<Settlement> {
    const AT: &str = "inbox.settle";
    let needed = |reason: Option<String>| {
        reason.ok_or_else(|| Error::invalid(AT, "reason", "is required unless the message was applied"))
    };
    match (outcome, reason) {
        ("applied", None) => Ok(Settlement::Applied),
        ("applied", Some(_)) => Err(Error::invalid(
            AT,
            "reason",
            "must be left out where it was applied",
        )),
        ("superseded", reason) => Ok(Settlement::Superseded {
            reason: needed(reason)?,
        }),
        ("ignored", reason) => Ok(Settlement::Ignored {
            reason: needed(reason)?,
        }),
        ("rejected", reason) => Ok(Settlement::Rejected {
            reason: needed(reason)?,
        }),
        _ => Err(Error::invalid(
            AT,
            "outcome",
            "must be applied, superseded, ignored or rejected",
        )),
    }
}

impl Forget {
    fn retention(&self) -> Result<Retention> {
        const AT: &str = "inbox.forget";
        const KEEP: f64 = 35.0 * 86_400.0;
        const HORIZON: f64 = 76.0 * 3_600.0;
        Retention::new(
            span(AT, "keep_seconds", self.keep_seconds.unwrap_or(KEEP))?,
            span(
                AT,
                "sender_horizon_seconds",
                self.sender_horizon_seconds.unwrap_or(HORIZON),
            )?,
        )
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [messages(), marks(), counts()].into_iter().flatten().collect()
}

fn messages() -> Vec<Operation> {
    vec![
        Operation::store(
            "inbox.accept",
            "accept",
            "Records a verified delivery, the first under its id; later ones are counted. Acknowledge once it returns.",
            |store, asked: Accept| async move {
                let now = at(asked.now);
                store.accept(&asked.read()?, now).await.map(HostAccepted::from)
            },
        ),
        Operation::store(
            "inbox.settle",
            "settle",
            "Says what became of a message, and erases its body. Repeating it is harmless.",
            |store, asked: Settle| async move {
                let guard = asked.guard.map(Into::into);
                let settlement = settlement(&asked.outcome, asked.reason)?;
                store.settle(asked.number, &settlement, guard.as_ref(), at(asked.now)).await.map(HostMessage::from)
            },
        )
        .raises(ErrorKind::Conflict, "it was settled otherwise, or the lease is gone"),
        Operation::store(
            "inbox.message",
            "message",
            "One message.",
            |store, asked: OneMessage| async move { store.message(asked.number).await.map(HostMessage::from) },
        )
        .raises(ErrorKind::NotFound, "it is not recorded (any more)"),
        Operation::store(
            "inbox.received",
            "received",
            "Messages of a source that wait to be worked on, in the order of receipt.",
            |store, asked: ReceivedAsked| async move {
                let found = store.received(&asked.source, asked.after, limit(asked.limit)).await?;
                Ok(found.into_iter().map(HostMessage::from).collect::<Vec<_>>())
            },
        ),
        Operation::store(
            "inbox.forget",
            "forget",
            "Forgets settled messages whose last delivery lies further back than the retention, and tells how many.",
            |store, asked: Forget| async move {
                let (retention, limit, now) = (asked.retention()?, limit(asked.limit), at(asked.now));
                store.forget(&asked.source, retention, now, limit).await
            },
        ),
    ]
}

fn marks() -> Vec<Operation> {
    vec![
        Operation::store(
            "inbox.hint",
            "hint",
            "Marks a subject dirty: something about it changed, it has to be fetched. No hint is ever taken for a repeat.",
            |store, asked: Hint| async move {
                let subject = Subject { source: asked.source, kind: asked.kind, id: asked.id };
                store.hint(&subject, at(asked.now)).await.map(HostMark::from)
            },
        ),
        Operation::store(
            "inbox.dirty",
            "dirty",
            "Dirty subjects of a source, the one that has been dirty longest first.",
            |store, asked: DirtyAsked| async move {
                let found = store.dirty(&asked.source, limit(asked.limit)).await?;
                Ok(found.into_iter().map(HostMark::from).collect::<Vec<_>>())
            },
        ),
        Operation::store(
            "inbox.fetched",
            "fetched",
            "Says that a subject was fetched and what was found recorded. A hint that came since keeps it dirty.",
            |store, asked: Fetched| async move {
                let subject = Subject { source: asked.source, kind: asked.kind, id: asked.id };
                let guard = asked.guard.map(Into::into);
                store.fetched(&subject, asked.hints, guard.as_ref(), at(asked.now)).await.map(HostMark::from)
            },
        )
        .raises(ErrorKind::NotFound, "nobody named it")
        .raises(ErrorKind::Conflict, "the lease is gone"),
    ]
}

fn counts() -> Vec<Operation> {
    vec![Operation::store(
        "inbox.counts",
        "counts",
        "What became of everything a source announced.",
        |store, asked: OneSource| async move {
            store.inbox_counts(&asked.source).await.map(HostInboxCounts::from)
        },
    )]
}

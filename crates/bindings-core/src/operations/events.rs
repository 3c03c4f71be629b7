//! What happens at WellSky, as it becomes known: marks, the records behind them, and polling.

use careweave::http::{Clock as _, SystemClock};
use careweave::types::{Error, ErrorKind, Result};
use careweave::wellsky::connect::{
    AdminTask, Document, Encounter, Patient, Practitioner, ProfileTag, ReferralSource, RelatedPerson,
};
use careweave::wellsky::events::{
    self, Change, Feed, HintStore as _, MemoryHints, PollPolicy, Polled, Reach, Record,
};
use careweave::wellsky::{Failure, Shift};
use chrono::{DateTime, Utc};

use super::arguments::arguments;
use super::operation::Operation;
use super::results::{HostError, results};
use crate::wellsky_changes::{Rounds, hints};
use crate::wellsky_settings::seconds;

arguments! {
    /// Which record.
    OneRecord {
        /// The record: its type as WellSky spells it, and its id.
        record: Record,
    }

    /// How many.
    MarkedAsked {
        /// The most, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// How marks are worked through.
    FeedAsked {
        /// How many records are fetched at the same time, 1 to 64; 8 by default.
        concurrency: Option<usize>,
    }

    /// What is polled, and how often.
    PollAsked {
        /// due (the default): the readings that are due. now: all of them, once. endless: one after the other, each when it is
        /// due, until it is ended.
        rounds: Option<String>,
        /// How long after a reading began the next one is due, in seconds; 900 by default.
        every_seconds: Option<f64>,
        /// How long after a reading that failed or had holes, in seconds; 60 by default.
        retry_after_seconds: Option<f64>,
        /// How long people are read by what changed before they are read whole again, which alone shows who is gone, in
        /// seconds; 86400 by default.
        whole_every_seconds: Option<f64>,
        /// How far a reading by what changed reaches back behind the one before, in seconds; 600 by default.
        overlap_seconds: Option<f64>,
        /// How many days back shifts are read; 1 by default, at most 31.
        shift_days_back: Option<u32>,
        /// How many days ahead shifts are read; 14 by default, at most 92.
        shift_days_ahead: Option<u32>,
    }
}

results! {
    /// A record as it is now, or that it is no longer there. What it was before is not known.
    HostChange as "Change" {
        /// client, prospect, caregiver, applicant, shift, visit, admin_task, referral_source, related_person, document,
        /// profile_tag: that field, or the one it is a kind of, holds the record. gone: WellSky has no such record any more.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        kind: &'static str,
        /// Which record it is about.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        record: Record,
        /// A client or prospect.
        patient: Option<Patient>,
        /// A caregiver or applicant.
        practitioner: Option<Practitioner>,
        /// A shift, with what was clocked.
        shift: Option<Shift>,
        /// A visit that took place or is under way.
        encounter: Option<Encounter>,
        /// A task for the office.
        admin_task: Option<AdminTask>,
        /// Where clients come from.
        referral_source: Option<ReferralSource>,
        /// Family, doctors, neighbours.
        related_person: Option<RelatedPerson>,
        /// A document.
        document: Option<Document>,
        /// A certification or a skill.
        profile_tag: Option<ProfileTag>,
    }

    /// What working through the marks did.
    Drained as "FeedReport" {
        /// Records fetched and taken, those that are gone among them.
        applied: u64,
        /// How many of them are gone.
        gone: u64,
        /// How many were fetched once more, because a hint came while they were fetched.
        again: u64,
        /// What could not be fetched. Their marks are kept for the next time.
        failed: Vec<FailedRecord>,
    }

    /// A record that could not be fetched.
    FailedRecord as "FailedRecord" {
        /// Which.
        record: Record,
        /// Why.
        error: HostError,
    }

    /// What one reading of a poll did.
    PolledSweep as "Polled" {
        /// patients, practitioners, related_persons, shifts.
        sweep: &'static str,
        /// Everything was read from here on; nothing when everything there is was read.
        since: Option<DateTime<Utc>>,
        /// True when everything was read and taken. Otherwise the same is read again soon.
        complete: bool,
        /// How many records the reading had.
        read: u64,
        /// How many differed and were taken.
        changed: u64,
        /// How many are gone.
        gone: u64,
        /// How many a list that counted itself complete lacked, and that are there all the same.
        overlooked: u64,
        /// What could not be read or taken.
        failures: Vec<PollFailure>,
    }

    /// A subject that could not be read or taken.
    PollFailure as "PollFailure" {
        /// Which: its id, or the name of the reading.
        subject: String,
        /// Why.
        error: HostError,
    }

    /// A step of a stream of changes.
    ChangeStep as "ChangeStep" {
        /// Its number, from 1.
        number: u64,
        /// A change.
        change: Option<HostChange>,
        /// What working through the marks did, at its end.
        drained: Option<Drained>,
        /// What a round of polling did, at its end.
        polled: Option<Vec<PolledSweep>>,
    }
}

impl From<Change> for HostChange {
    fn from(change: Change) -> Self {
        let none = Self {
            kind: "gone",
            record: change.record(),
            patient: None,
            practitioner: None,
            shift: None,
            encounter: None,
            admin_task: None,
            referral_source: None,
            related_person: None,
            document: None,
            profile_tag: None,
        };
        macro_rules! holding {
            ($kind:literal, $field:ident, $record:ident) => {
                Self {
                    kind: $kind,
                    $field: Some(*$record),
                    ..none
                }
            };
        }
        match change {
            Change::Client(one) => holding!("client", patient, one),
            Change::Prospect(one) => holding!("prospect", patient, one),
            Change::Caregiver(one) => holding!("caregiver", practitioner, one),
            Change::Applicant(one) => holding!("applicant", practitioner, one),
            Change::Shift(one) => holding!("shift", shift, one),
            Change::Visit(one) => holding!("visit", encounter, one),
            Change::AdminTask(one) => holding!("admin_task", admin_task, one),
            Change::ReferralSource(one) => holding!("referral_source", referral_source, one),
            Change::RelatedPerson(one) => holding!("related_person", related_person, one),
            Change::Document(one) => holding!("document", document, one),
            Change::ProfileTag(one) => holding!("profile_tag", profile_tag, one),
            Change::Gone(_) => none,
            // A kind that the client learns later is told by its record until this table has it.
            _ => Self {
                kind: "other",
                ..none
            },
        }
    }
}

impl From<events::Drained> for Drained {
    fn from(drained: events::Drained) -> Self {
        let failed = drained.failed.into_iter().map(|failed| FailedRecord {
            error: HostError::from(&failed.error),
            record: failed.record,
        });
        Self {
            applied: drained.applied,
            gone: drained.gone,
            again: drained.again,
            failed: failed.collect(),
        }
    }
}

impl From<&Polled> for PolledSweep {
    fn from(polled: &Polled) -> Self {
        let told = |failure: &Failure| PollFailure {
            subject: failure.subject.clone(),
            error: HostError::from(&failure.error),
        };
        Self {
            sweep: polled.sweep.code(),
            since: match polled.reach {
                Reach::Whole => None,
                Reach::Since(instant) => Some(instant),
            },
            complete: polled.is_complete(),
            read: polled.read,
            changed: polled.changed,
            gone: polled.gone,
            overlooked: polled.overlooked,
            failures: polled.failures.iter().map(told).collect(),
        }
    }
}

impl ChangeStep {
    const fn empty(number: u64) -> Self {
        Self {
            number,
            change: None,
            drained: None,
            polled: None,
        }
    }

    pub(crate) fn change(number: u64, change: HostChange) -> Self {
        Self {
            change: Some(change),
            ..Self::empty(number)
        }
    }

    pub(crate) fn drained(number: u64, drained: Drained) -> Self {
        Self {
            drained: Some(drained),
            ..Self::empty(number)
        }
    }

    pub(crate) fn polled(number: u64, polled: Vec<PolledSweep>) -> Self {
        Self {
            polled: Some(polled),
            ..Self::empty(number)
        }
    }
}

const POLL: &str = "events.poll";

impl PollAsked {
    pub(crate) fn rounds(&self) -> Result<Rounds> {
        match self.rounds.as_deref() {
            None | Some("due") => Ok(Rounds::Due),
            Some("now") => Ok(Rounds::Now),
            Some("endless") => Ok(Rounds::Endless),
            Some(_) => Err(Error::invalid(POLL, "rounds", "must be one of due, now, endless")),
        }
    }

    pub(crate) fn policy(&self) -> Result<PollPolicy> {
        let mut policy = PollPolicy::default();
        for (field, asked, held) in [
            ("every_seconds", self.every_seconds, &mut policy.every),
            (
                "retry_after_seconds",
                self.retry_after_seconds,
                &mut policy.retry_after,
            ),
            (
                "whole_every_seconds",
                self.whole_every_seconds,
                &mut policy.whole_every,
            ),
            ("overlap_seconds", self.overlap_seconds, &mut policy.overlap),
        ] {
            if let Some(asked) = asked {
                *held = seconds(POLL, field, asked)?;
            }
        }
        policy.shift_days_back = self.shift_days_back.unwrap_or(policy.shift_days_back);
        policy.shift_days_ahead = self.shift_days_ahead.unwrap_or(policy.shift_days_ahead);
        Ok(policy)
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::with_store(
            "events.mark",
            "mark_changed",
            "Notes in the store that something about a record changed. When this has returned, the mark outlives the process, and the delivery that told of it may be acknowledged. Any number of marks on one record are one.",
            |wellsky, store, asked: OneRecord| async move {
                let record = Record::new(asked.record.kind, asked.record.id)?;
                let hints = hints(&wellsky, &store).await?;
                hints.mark(&record, SystemClock::new().now()).await
            },
        )
        .raises(ErrorKind::Storage, "it could not be noted: the sender must hear so"),
        Operation::with_store(
            "events.marked",
            "marked_records",
            "The records that are marked and not fetched yet, the one that has waited longest first. Asking changes nothing.",
            |wellsky, store, asked: MarkedAsked| async move {
                let marks = hints(&wellsky, &store).await?.waiting(asked.limit.unwrap_or(100)).await?;
                Ok(marks.into_iter().map(|mark| mark.record).collect::<Vec<_>>())
            },
        ),
        Operation::call(
            "events.fetch",
            "fetch_record",
            "One record as it is now, or that it is gone. Nothing is marked or unmarked. Over Connect.",
            |wellsky, asked: OneRecord| async move {
                // Fetching touches no marks, so the feed gets a set of its own.
                let feed = Feed::new(&wellsky, std::sync::Arc::new(MemoryHints::new()))?;
                let record = Record::new(asked.record.kind, asked.record.id)?;
                Ok(HostChange::from(feed.fetch(&record).await?))
            },
        )
        .raises(ErrorKind::Unsupported, "this version does not know the record's type"),
        Operation::handle_giving::<FeedAsked, ChangeStep>(
            "events.feed",
            "feed",
            "Fetches every marked record and gives it as it is now; ends when none is left. A mark is forgotten when its change was taken.",
        )
        .raises(ErrorKind::Unsupported, "the client does not speak Connect"),
        Operation::handle_giving::<PollAsked, ChangeStep>(
            "events.poll",
            "poll",
            "Reads what has no event (shifts, clock-ins) and what deliveries missed, and gives what differs from the reading before, which the store remembers over restarts.",
        )
        .raises(ErrorKind::Unsupported, "the client does not speak Connect"),
    ]
}

//! Latches: what may happen once in the life of a subject, and only with proof.

use std::collections::{BTreeMap, BTreeSet};

use careweave::sync::{Armed, Evidence, Latch, LatchRule};
use careweave::types::{ErrorKind, Result};
use chrono::{DateTime, Utc};

use serde::{Deserialize, Serialize};

use super::arguments::arguments;
use super::operation::Operation;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::{at, effect_id, fingerprint, limit, span};

shared! {
    /// What proves that a latch of a kind may be armed.
    LatchRuleGiven as "LatchRule" {
        /// The kind of latch, as a code: ``"prospect.convert"``.
        kind: String,
        /// The templates that count; a document of any other proves nothing.
        templates: Vec<String>,
        /// The statuses of the source that mean complete.
        complete: Vec<String>,
        /// The signature fields that must be signed.
        signatures: Vec<String>,
        /// How old evidence may be, in seconds, up to 24 hours.
        max_age_seconds: f64,
    }

    /// A fact about a document, as the system that holds it told it to an authenticated request. It names nobody.
    EvidenceGiven as "LatchEvidence" {
        /// The system that holds the document, as a code: ``"goformz"``.
        source: String,
        /// The id of the document there.
        document: String,
        /// The id of the template it was made from.
        template: String,
        /// Whether it is complete, in the words of the source.
        status: String,
        /// Every signature field by its code, and whether it is signed.
        signatures: BTreeMap<String, bool>,
        /// Whom it is about: the opaque id under which it was made for them. Names are no match.
        subject: String,
        /// When it was fetched.
        fetched_at: DateTime<Utc>,
        /// SHA-256 of the answer it was read from, as 64 hexadecimal digits.
        digest: String,
    }
}

impl LatchRuleGiven {
    fn read(self) -> Result<LatchRule> {
        let set = |ids: Vec<String>| ids.into_iter().collect::<BTreeSet<_>>();
        Ok(LatchRule {
            kind: self.kind,
            templates: set(self.templates),
            complete: set(self.complete),
            signatures: set(self.signatures),
            max_age: span("latch.arm", "rule.max_age_seconds", self.max_age_seconds)?,
        })
    }
}

impl EvidenceGiven {
    fn read(self) -> Result<Evidence> {
        Ok(Evidence {
            source: self.source,
            document: self.document,
            template: self.template,
            status: self.status,
            signatures: self.signatures,
            subject: self.subject,
            fetched_at: self.fetched_at,
            digest: fingerprint("latch.arm", "evidence.digest", &self.digest)?,
        })
    }
}

impl From<Evidence> for EvidenceGiven {
    fn from(evidence: Evidence) -> Self {
        Self {
            source: evidence.source,
            document: evidence.document,
            template: evidence.template,
            status: evidence.status,
            signatures: evidence.signatures,
            subject: evidence.subject,
            fetched_at: evidence.fetched_at,
            digest: evidence.digest.to_string(),
        }
    }
}

arguments! {
    /// A latch and what proves that it may be armed.
    Arm {
        /// What is asked of the proof.
        rule: LatchRuleGiven,
        /// The proof.
        evidence: EvidenceGiven,
        /// The opaque id of whom it happens to.
        subject: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A latch and the effect that fires it.
    Fire {
        /// The kind of latch.
        kind: String,
        /// Whom it happens to.
        subject: String,
        /// The id of the effect.
        effect_id: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A latch that fired.
    Fired {
        /// The kind of latch.
        kind: String,
        /// Whom it happened to.
        subject: String,
        /// The id of the effect.
        effect_id: String,
        /// What the other side calls the result.
        remote_id: Option<String>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which latch.
    OneLatch {
        /// The kind of latch.
        kind: String,
        /// Whom it happens to.
        subject: String,
    }

    /// How many.
    Unfired {
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }
}

results! {
    /// What may happen once in the life of a subject.
    HostLatch as "Latch" {
        /// What may happen once.
        kind: String,
        /// Whom it happens to.
        subject: String,
        /// What armed it.
        evidence: EvidenceGiven,
        /// armed: proved, and nothing was sent. firing: an effect is under way or in doubt. fired: it happened, and never again.
        state: &'static str,
        /// The effect that fires it; nothing while it is armed.
        effect_id: Option<String>,
        /// What the other side calls the result.
        remote_id: Option<String>,
        /// When it was armed.
        armed_at: DateTime<Utc>,
        /// When it fired.
        fired_at: Option<DateTime<Utc>>,
        /// When it last changed.
        updated_at: DateTime<Utc>,
    }

    /// What arming found.
    HostArmed as "ArmedLatch" {
        /// new: it was armed now. before: by the same document, before. by_another: by another document, which counts; nothing of this
        /// one was kept.
        outcome: &'static str,
        /// The latch.
        latch: HostLatch,
    }
}

impl From<Latch> for HostLatch {
    fn from(latch: Latch) -> Self {
        Self {
            kind: latch.kind,
            subject: latch.subject,
            evidence: latch.evidence.into(),
            state: latch.state.as_str(),
            effect_id: latch.effect.map(|effect| effect.to_string()),
            remote_id: latch.remote_id,
            armed_at: latch.armed_at,
            fired_at: latch.fired_at,
            updated_at: latch.updated_at,
        }
    }
}

impl From<Armed> for HostArmed {
    fn from(armed: Armed) -> Self {
        let (outcome, latch) = match armed {
            Armed::New(latch) => ("new", latch),
            Armed::Before(latch) => ("before", latch),
            Armed::ByAnother(latch) => ("by_another", latch),
        };
        Self {
            outcome,
            latch: latch.into(),
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::store(
            "latch.arm",
            "arm",
            "Proves that a latch may fire, and arms it. The first document counts.",
            |store, asked: Arm| async move {
                let now = at(asked.now);
                let proven = asked
                    .rule
                    .read()?
                    .examine(asked.evidence.read()?, &asked.subject, now)?;
                store.arm(&proven, now).await.map(HostArmed::from)
            },
        )
        .raises(
            ErrorKind::Rejected,
            "the evidence does not prove it; the context has the reason",
        )
        .raises(ErrorKind::Conflict, "the document armed another latch"),
        Operation::store(
            "latch.fire",
            "fire",
            "Says that an effect is about to fire it. Repeating it with the same effect is harmless.",
            |store, asked: Fire| async move {
                let effect = effect_id("latch.fire", &asked.effect_id)?;
                store
                    .fire(&asked.kind, &asked.subject, effect, at(asked.now))
                    .await
                    .map(HostLatch::from)
            },
        )
        .raises(ErrorKind::Conflict, "another effect fires it or did"),
        Operation::store(
            "latch.fired",
            "fired",
            "Says that it happened. Repeating it is harmless.",
            |store, asked: Fired| async move {
                let effect = effect_id("latch.fired", &asked.effect_id)?;
                let remote = asked.remote_id.as_deref();
                store
                    .fired(&asked.kind, &asked.subject, effect, remote, at(asked.now))
                    .await
                    .map(HostLatch::from)
            },
        ),
        Operation::store(
            "latch.misfired",
            "misfired",
            "Says that the effect was refused, or is proved not to have happened. Repeating it is harmless.",
            |store, asked: Fire| async move {
                let effect = effect_id("latch.misfired", &asked.effect_id)?;
                store
                    .misfired(&asked.kind, &asked.subject, effect, at(asked.now))
                    .await
                    .map(HostLatch::from)
            },
        ),
        Operation::store(
            "latch.get",
            "get",
            "One latch; nothing when it was never armed.",
            |store, asked: OneLatch| async move {
                Ok(store
                    .latch(&asked.kind, &asked.subject)
                    .await?
                    .map(HostLatch::from))
            },
        ),
        Operation::store(
            "latch.unfired",
            "unfired",
            "Latches that are armed or firing, in the order of arming.",
            |store, asked: Unfired| async move {
                let found = store.unfired(limit(asked.limit)).await?;
                Ok(found.into_iter().map(HostLatch::from).collect::<Vec<_>>())
            },
        ),
    ]
}

//! Retention: what is let go of by age and of one person, and what is kept until a matter is closed.

use std::collections::BTreeMap;
use std::time::Duration;

use careweave::sync::{
    Erasure, ErasureReport, ExternalRef, Hold, Horizons, Kept, LegalHold, LocalId, PurgeReport,
    RetentionRules, SecretName,
};
use careweave::types::{ErrorKind, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::arguments::arguments;
use super::operation::Operation;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::{at, limit, span, word};

shared! {
    /// One record of another system, by name.
    RecordName as "RecordName" {
        /// One tenant's account at one source: ``"wellsky/agency-1"``.
        connection: String,
        /// The kind of record, as a code.
        kind: String,
        /// The id of the record there.
        external_id: String,
    }

    /// What messages of a source are about.
    MessageSubject as "MessageSubject" {
        /// Who sends them, as a code.
        source: String,
        /// The opaque id of what they are about.
        subject: String,
    }

    /// The name of a secret in the vault.
    KeyName as "SecretKey" {
        /// What the secret belongs to.
        connection: String,
        /// Its name, as a code.
        name: String,
    }

    /// How long something is kept after it ended.
    RetentionRule as "RetentionRule" {
        /// messages: settled ones. tombstones: records that are gone, 35 days at least. conflicts: closed ones. attempts: logs of the
        /// attempts at effects that ended. audit_sealed: sealed bytes of audit entries.
        kept: String,
        /// For how long, in seconds; at most ten years.
        keep_seconds: f64,
    }
}

arguments! {
    /// A person whose contents are removed.
    Erase {
        /// The person as the audit log names them: an opaque token.
        token: String,
        /// The chain of the audit log, in which the erasure is written down.
        chain: String,
        /// Who asks for it: an opaque id.
        actor: String,
        /// Their id here: every record that is tied to it.
        local_id: Option<u64>,
        /// Further records of other systems, up to 1000.
        references: Option<Vec<RecordName>>,
        /// Subjects of messages, up to 1000.
        announced: Option<Vec<MessageSubject>>,
        /// Keys that were made for them alone, up to 1000: what is sealed under one is lost with it.
        keys: Option<Vec<KeyName>>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What is kept of a person until a matter is closed.
    PlaceHold {
        /// The person as the audit log names them: an opaque token.
        token: String,
        /// The chain of the audit log that has their entries.
        chain: String,
        /// What it is kept for, as the opaque id of a case.
        matter: String,
        /// Who places it: an opaque id.
        actor: String,
        /// Their id here: every record that is tied to it, also later.
        local_id: Option<u64>,
        /// Further records of other systems, up to 1000.
        references: Option<Vec<RecordName>>,
        /// Subjects of messages, up to 1000.
        announced: Option<Vec<MessageSubject>>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A hold that is lifted.
    LiftHold {
        /// The person.
        token: String,
        /// The chain of the audit log.
        chain: String,
        /// The matter.
        matter: String,
        /// Who lifts it: an opaque id.
        actor: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which holds.
    HoldsAsked {
        /// The chain of the audit log.
        chain: String,
        /// Only after this number.
        after: Option<u64>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// What is to be counted.
    PreviewAsked {
        /// How long what is kept; what has no rule stays for good.
        rules: Vec<RetentionRule>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What is to go.
    PurgeAsked {
        /// How long what is kept; what has no rule stays for good.
        rules: Vec<RetentionRule>,
        /// At most so many of each, 1 to 1000; 100 by default.
        limit: Option<u32>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }
}

results! {
    /// What an erasure removed, and what it left.
    HostErasureReport as "ErasureReport" {
        /// Records that are about the person.
        references: u64,
        /// Of those, contents that were removed.
        bodies: u64,
        /// Messages that waited: they were settled as rejected with the reason erased.
        messages: u64,
        /// Conflicts whose values were removed.
        conflicts: u64,
        /// Audit entries whose sealed bytes were replaced by a tombstone.
        audit_entries: u64,
        /// Audit entries whose sealed bytes stay: only the loss of their key makes them unreadable.
        audit_left: u64,
        /// Keys that were forgotten.
        keys: u64,
    }

    /// A hold that stands.
    HostHold as "LegalHold" {
        /// Its number: it grows in the order of placing.
        number: u64,
        /// The person.
        token: String,
        /// The chain of the audit log.
        chain: String,
        /// What it is kept for.
        matter: String,
        /// Their id here.
        local_id: Option<u64>,
        /// The records that are named.
        references: Vec<RecordName>,
        /// The subjects of messages that are named.
        announced: Vec<MessageSubject>,
        /// Who placed it first.
        actor: String,
        /// When it was placed first.
        placed_at: DateTime<Utc>,
    }

    /// What went, or would go.
    HostPurgeReport as "PurgeReport" {
        /// How much of what, for everything that has a rule.
        counts: BTreeMap<String, u64>,
        /// True when the limit was reached: there may be more.
        more: bool,
    }
}

impl From<RecordName> for ExternalRef {
    fn from(name: RecordName) -> Self {
        Self::new(name.connection, name.kind, name.external_id)
    }
}

impl From<ExternalRef> for RecordName {
    fn from(external: ExternalRef) -> Self {
        Self {
            connection: external.connection,
            kind: external.kind,
            external_id: external.external_id,
        }
    }
}

fn records(given: Option<Vec<RecordName>>) -> Vec<ExternalRef> {
    given
        .unwrap_or_default()
        .into_iter()
        .map(ExternalRef::from)
        .collect()
}

fn subjects(given: Option<Vec<MessageSubject>>) -> Vec<(String, String)> {
    let given = given.unwrap_or_default().into_iter();
    given.map(|about| (about.source, about.subject)).collect()
}

fn rules(operation: &'static str, given: Vec<RetentionRule>) -> Result<RetentionRules> {
    let read = |rule: RetentionRule| -> Result<(Kept, Duration)> {
        let keep = span(operation, "keep_seconds", rule.keep_seconds)?;
        Ok((word(operation, "kept", &rule.kept)?, keep))
    };
    let rules = given.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    RetentionRules::new(rules, Horizons::default())
}

impl From<ErasureReport> for HostErasureReport {
    fn from(report: ErasureReport) -> Self {
        Self {
            references: report.references,
            bodies: report.bodies,
            messages: report.messages,
            conflicts: report.conflicts,
            audit_entries: report.audit_entries,
            audit_left: report.audit_left,
            keys: report.keys,
        }
    }
}

impl From<LegalHold> for HostHold {
    fn from(held: LegalHold) -> Self {
        let announced = held.hold.announced.into_iter();
        Self {
            number: held.number,
            token: held.hold.token,
            chain: held.hold.chain,
            matter: held.hold.matter,
            local_id: held.hold.local.map(LocalId::get),
            references: held.hold.references.into_iter().map(RecordName::from).collect(),
            announced: announced
                .map(|(source, subject)| MessageSubject { source, subject })
                .collect(),
            actor: held.hold.actor,
            placed_at: held.placed_at,
        }
    }
}

impl From<PurgeReport> for HostPurgeReport {
    fn from(report: PurgeReport) -> Self {
        let counts = report.counts.into_iter();
        Self {
            counts: counts
                .map(|(kept, count)| (kept.as_str().to_owned(), count))
                .collect(),
            more: report.more,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [letting_go(), holds()].into_iter().flatten().collect()
}

fn letting_go() -> Vec<Operation> {
    vec![
        Operation::store(
            "retention.preview",
            "preview",
            "Counts what a purge would let go of, without a limit. Changes nothing.",
            |store, asked: PreviewAsked| async move {
                let rules = rules("retention.preview", asked.rules)?;
                store
                    .purge_preview(&rules, at(asked.now))
                    .await
                    .map(HostPurgeReport::from)
            },
        ),
        Operation::store(
            "retention.purge",
            "purge",
            "Lets go of what is older than its rule says, the oldest first, a limited number at a time: call it until there is no \
             more. What a legal hold covers stays.",
            |store, asked: PurgeAsked| async move {
                let rules = rules("retention.purge", asked.rules)?;
                store
                    .purge(&rules, limit(asked.limit), at(asked.now))
                    .await
                    .map(HostPurgeReport::from)
            },
        ),
        Operation::store(
            "retention.erase",
            "erase",
            "Removes what is kept of one person, all of it or nothing, and writes down that it did. Erase at the other side first, or \
             the next sync reads it again.",
            |store, asked: Erase| async move {
                let keys = asked.keys.unwrap_or_default().into_iter();
                let erasure = Erasure {
                    token: asked.token,
                    chain: asked.chain,
                    local: asked.local_id.map(LocalId::new),
                    references: records(asked.references),
                    announced: subjects(asked.announced),
                    keys: keys.map(|key| SecretName::new(key.connection, key.name)).collect(),
                    actor: asked.actor,
                };
                store
                    .erase(&erasure, at(asked.now))
                    .await
                    .map(HostErasureReport::from)
            },
        )
        .raises(ErrorKind::Forbidden, "a legal hold covers some of it: the context has the matter"),
    ]
}

fn holds() -> Vec<Operation> {
    vec![
        Operation::store(
            "retention.place_hold",
            "place_hold",
            "Keeps what is about a person from being erased or let go of until the hold is lifted, and writes down that it does. \
             Placed again it is widened.",
            |store, asked: PlaceHold| async move {
                let hold = Hold {
                    token: asked.token,
                    chain: asked.chain,
                    matter: asked.matter,
                    local: asked.local_id.map(LocalId::new),
                    references: records(asked.references),
                    announced: subjects(asked.announced),
                    actor: asked.actor,
                };
                store.place_hold(&hold, at(asked.now)).await.map(HostHold::from)
            },
        )
        .raises(ErrorKind::Conflict, "it stands with another id here"),
        Operation::store(
            "retention.lift_hold",
            "lift_hold",
            "Lifts the hold of a matter and writes down who did; false when none stands.",
            |store, asked: LiftHold| async move {
                let LiftHold {
                    token,
                    chain,
                    matter,
                    actor,
                    now,
                } = asked;
                store.lift_hold(&chain, &token, &matter, &actor, at(now)).await
            },
        ),
        Operation::store(
            "retention.holds",
            "holds",
            "The holds of a chain that stand, in the order in which they were placed.",
            |store, asked: HoldsAsked| async move {
                let after = asked.after.unwrap_or(0);
                let found = store.holds(&asked.chain, after, limit(asked.limit)).await?;
                Ok(found.into_iter().map(HostHold::from).collect::<Vec<_>>())
            },
        ),
    ]
}

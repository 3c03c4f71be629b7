//! The audit log: who did what, in a chain of hashes that shows every change.

use careweave::sync::{Anchor, AuditEntry, AuditHead, NewAudit, Verification, verify_log};
use careweave::types::{ErrorKind, Result};
use chrono::{DateTime, Utc};

use serde::{Deserialize, Serialize};

use super::arguments::{Bytes, arguments};
use super::operation::Operation;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::{Content, at, effect_id, fingerprint, limit};

shared! {
    /// What is to be written down. Nothing in it names a person.
    NewAuditEntry as "NewAuditEntry" {
        /// Who acted: ``"worker.poll"``, or the opaque id of a user.
        actor: String,
        /// What was done, as a code: ``"clients.read"``.
        action: String,
        /// What it was done to, as an opaque token.
        subject: String,
        /// The fingerprint of the content before, where there was one.
        before: Option<String>,
        /// The fingerprint of the content after, where there is one.
        after: Option<String>,
        /// The id of the effect that carried it out.
        effect_id: Option<String>,
        /// Up to 64 KiB that only the holder of a key can read.
        sealed: Option<Content>,
    }

    /// The end of a chain.
    Head as "AuditHead" {
        /// The number of the last entry; 0 for a chain without any.
        seq: u64,
        /// Its hash.
        hash: String,
        /// When it was written.
        at: DateTime<Utc>,
    }

    /// How far a chain had reached, signed: keep it outside the store.
    SignedAnchor as "AuditAnchor" {
        /// The chain.
        chain: String,
        /// How far it had reached.
        head: Head,
        /// The signature over both, as hexadecimal digits.
        signature: String,
    }
}

arguments! {
    /// What is to be written down.
    Append {
        /// The chain, as a name: ``"agency-1"``.
        chain: String,
        /// The entries, all or none.
        entries: Vec<NewAuditEntry>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which chain.
    OneChain {
        /// The chain.
        chain: String,
    }

    /// Which entries.
    EntriesAsked {
        /// The chain.
        chain: String,
        /// Only after this number.
        after: Option<u64>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// A chain that is to be proved whole.
    Verify {
        /// The chain.
        chain: String,
        /// From here on: the head of an earlier verification. From the beginning by default.
        from_head: Option<Head>,
        /// Anchors that were kept outside the store.
        anchors: Option<Vec<SignedAnchor>>,
        /// The key they were signed under, 32 bytes or more; required with anchors.
        key: Option<Bytes>,
    }

    /// A chain whose end is to be signed.
    SignAnchor {
        /// The chain.
        chain: String,
        /// The key, 32 bytes or more.
        key: Bytes,
    }
}

results! {
    /// One entry as it was written.
    HostEntry as "AuditEntry" {
        /// Its number in the chain, from 1 on.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        seq: u64,
        /// When it was written.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        at: DateTime<Utc>,
        /// What was written.
        written: NewAuditEntry,
        /// The hash of the entry before.
        previous: String,
        /// The hash of this one.
        hash: String,
    }

    /// What a verification saw.
    HostVerification as "AuditVerification" {
        /// Where the entries lead to.
        head: Head,
        /// How many were read.
        entries: u64,
    }
}

impl NewAuditEntry {
    fn read(self) -> Result<NewAudit> {
        const AT: &str = "audit.append";
        let print = |field, text: Option<String>| text.map(|text| fingerprint(AT, field, &text)).transpose();
        Ok(NewAudit {
            actor: self.actor,
            action: self.action,
            subject: self.subject,
            before: print("before", self.before)?,
            after: print("after", self.after)?,
            effect: self.effect_id.map(|id| effect_id(AT, &id)).transpose()?,
            sealed: self
                .sealed
                .map(|sealed| sealed.0.into_exposed())
                .unwrap_or_default(),
        })
    }
}

impl From<NewAudit> for NewAuditEntry {
    fn from(written: NewAudit) -> Self {
        Self {
            actor: written.actor,
            action: written.action,
            subject: written.subject,
            before: written.before.map(|print| print.to_string()),
            after: written.after.map(|print| print.to_string()),
            effect_id: written.effect.map(|id| id.to_string()),
            sealed: Some(written.sealed)
                .filter(|sealed| !sealed.is_empty())
                .map(Content::from),
        }
    }
}

impl From<AuditHead> for Head {
    fn from(head: AuditHead) -> Self {
        Self {
            seq: head.seq,
            hash: head.hash.to_string(),
            at: head.at,
        }
    }
}

impl Head {
    fn read(self, operation: &'static str) -> Result<AuditHead> {
        Ok(AuditHead {
            seq: self.seq,
            hash: fingerprint(operation, "hash", &self.hash)?,
            at: self.at,
        })
    }
}

impl From<Anchor> for SignedAnchor {
    fn from(anchor: Anchor) -> Self {
        Self {
            chain: anchor.chain,
            head: anchor.head.into(),
            signature: anchor.signature.to_string(),
        }
    }
}

impl SignedAnchor {
    fn read(self) -> Result<Anchor> {
        const AT: &str = "audit.verify";
        Ok(Anchor {
            chain: self.chain,
            head: self.head.read(AT)?,
            signature: fingerprint(AT, "signature", &self.signature)?,
        })
    }
}

impl Verify {
    /// The anchors, each of which was signed under the key.
    fn authenticated(anchors: Vec<SignedAnchor>, key: Option<&Bytes>) -> Result<Vec<Anchor>> {
        let mut read = Vec::with_capacity(anchors.len());
        for anchor in anchors {
            let anchor = anchor.read()?;
            let key = key.ok_or_else(|| {
                careweave::types::Error::invalid("audit.verify", "key", "is required with anchors")
            })?;
            anchor.authenticate(key.0.expose())?;
            read.push(anchor);
        }
        Ok(read)
    }
}

impl From<AuditEntry> for HostEntry {
    fn from(entry: AuditEntry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            written: entry.written.into(),
            previous: entry.previous.to_string(),
            hash: entry.hash.to_string(),
        }
    }
}

impl From<Verification> for HostVerification {
    fn from(seen: Verification) -> Self {
        Self {
            head: seen.head.into(),
            entries: seen.entries,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::store(
            "audit.append",
            "append",
            "Appends entries to a chain, all or none, and gives its new end. Nothing is ever changed or deleted.",
            |store, asked: Append| async move {
                let entries = asked
                    .entries
                    .into_iter()
                    .map(NewAuditEntry::read)
                    .collect::<Result<Vec<_>>>()?;
                store
                    .audit(&asked.chain, &entries, at(asked.now))
                    .await
                    .map(Head::from)
            },
        ),
        Operation::store(
            "audit.head",
            "head",
            "Where a chain ends.",
            |store, asked: OneChain| async move { store.audit_head(&asked.chain).await.map(Head::from) },
        ),
        Operation::store(
            "audit.entries",
            "entries",
            "Entries of a chain, in order.",
            |store, asked: EntriesAsked| async move {
                let after = asked.after.unwrap_or(0);
                let found = store
                    .audit_entries(&asked.chain, after, limit(asked.limit))
                    .await?;
                Ok(found.into_iter().map(HostEntry::from).collect::<Vec<_>>())
            },
        ),
        Operation::store(
            "audit.verify",
            "verify",
            "Reads a chain to its end and holds it against the head of the store and against anchors.",
            |store, asked: Verify| async move {
                let anchors = Verify::authenticated(asked.anchors.unwrap_or_default(), asked.key.as_ref())?;
                let from = asked
                    .from_head
                    .map(|head| head.read("audit.verify"))
                    .transpose()?;
                let primitives = store.primitives();
                verify_log(&*primitives, &asked.chain, from, &anchors)
                    .await
                    .map(HostVerification::from)
            },
        )
        .raises(
            ErrorKind::Conflict,
            "the chain was changed, cut or written anew: the context says where",
        )
        .raises(
            ErrorKind::Unauthenticated,
            "an anchor was not signed under this key, or was changed",
        ),
        Operation::store(
            "audit.anchor",
            "anchor",
            "Signs how far a chain has reached. Keep the anchor outside the store.",
            |store, asked: SignAnchor| async move {
                let head = store.audit_head(&asked.chain).await?;
                Anchor::sign(&asked.chain, head, asked.key.0.expose()).map(SignedAnchor::from)
            },
        ),
    ]
}

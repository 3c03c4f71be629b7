use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Anchor, AuditEntry, AuditHead, NewAudit, machine};
use crate::rules::MAX_LIST;

/// A durable audit log of any number of chains, with the rules of [`machine`].
///
/// Appending is one atomic, durable change. Nothing is ever changed or deleted. Every method fails with `Storage` when the
/// store does, and with `InvalidInput` that names the field.
#[async_trait]
pub trait AuditLog: Debug + Send + Sync {
    /// Appends all of `entries` to the chain, or none, and gives the new head. An empty list gives the head as it is.
    ///
    /// # Errors
    /// As above.
    async fn audit(&self, chain: &str, entries: &[NewAudit], now: DateTime<Utc>) -> Result<AuditHead>;

    /// Where the chain ends.
    ///
    /// # Errors
    /// As above.
    async fn audit_head(&self, chain: &str) -> Result<AuditHead>;

    /// Entries after number `after`, in order, up to `limit` (1 to 1000).
    ///
    /// # Errors
    /// As above.
    async fn audit_entries(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<AuditEntry>>;
}

/// What a verification saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The head that the entries lead to.
    pub head: AuditHead,
    /// How many entries were read.
    pub entries: u64,
}

/// Reads a chain from `from` (an earlier verification; `None`: its beginning) to its end, and holds it against the head
/// of the store and against anchors, which the caller has [authenticated](Anchor::authenticate).
///
/// # Errors
/// `Conflict` with the context `seq` and `found`: as [`machine::follow`], and `"end_cut_off"` where the store's head or an
/// anchor lies beyond the last entry, `"written_anew"` where an anchor has another hash.
pub async fn verify_log(
    log: &dyn AuditLog,
    chain: &str,
    from: Option<AuditHead>,
    anchors: &[Anchor],
) -> Result<Verification> {
    let start = from.unwrap_or_else(|| machine::origin(chain));
    let held_at_first = log.audit_head(chain).await?;
    let mut anchors: Vec<AuditHead> = anchors
        .iter()
        .filter(|anchor| anchor.chain == chain && anchor.head.seq > start.seq)
        .map(|anchor| anchor.head)
        .chain([held_at_first].into_iter().filter(|held| held.seq > start.seq))
        .collect();
    anchors.sort_by_key(|head| head.seq);
    let mut anchors = anchors.into_iter().peekable();
    let mut head = start;
    loop {
        let page = log.audit_entries(chain, head.seq, MAX_LIST).await?;
        let whole = page.len() < usize::try_from(MAX_LIST).unwrap_or(usize::MAX);
        for entry in &page {
            head = machine::follow(head, entry)?;
            while let Some(anchor) = anchors.next_if(|anchor| anchor.seq == head.seq) {
                if anchor.hash != head.hash {
                    return Err(broken(head.seq, "written_anew"));
                }
            }
        }
        if whole {
            break;
        }
    }
    match anchors.next() {
        Some(_) => Err(broken(head.seq + 1, "end_cut_off")),
        None => Ok(Verification {
            head,
            entries: head.seq - start.seq,
        }),
    }
}

fn broken(seq: u64, found: &'static str) -> Error {
    Error::new(
        ErrorKind::Conflict,
        "audit.verify",
        "the audit chain does not reach to where it once did: keep the store as it is, and compare it with a backup",
    )
    .with("seq", seq.to_string())
    .with("found", found)
}

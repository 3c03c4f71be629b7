use std::collections::HashMap;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::audit::{AuditEntry, AuditHead, AuditLog, NewAudit, machine};
use crate::rules::check_list_limit;

/// The entries of every chain.
pub(super) type Chains = HashMap<String, Vec<AuditEntry>>;

fn head(chain: &str, entries: &[AuditEntry]) -> AuditHead {
    entries.last().map_or_else(
        || machine::origin(chain),
        |last| AuditHead {
            seq: last.seq,
            hash: last.hash,
            at: last.at,
        },
    )
}

impl MemoryStore {
    pub(super) fn append(&self, chain: &str, entries: &[NewAudit], now: DateTime<Utc>) -> Result<AuditHead> {
        machine::check_chain("audit.append", chain)?;
        let mut chains = locked(&self.chains);
        let held = chains.get(chain).map_or(&[][..], Vec::as_slice);
        let appended = machine::append(head(chain, held), entries, now)?;
        if appended.is_empty() {
            return Ok(head(chain, held));
        }
        let held = chains.entry(chain.to_owned()).or_default();
        held.extend(appended);
        Ok(head(chain, held))
    }
}

#[async_trait]
impl AuditLog for MemoryStore {
    async fn audit(&self, chain: &str, entries: &[NewAudit], now: DateTime<Utc>) -> Result<AuditHead> {
        self.append(chain, entries, now)
    }

    async fn audit_head(&self, chain: &str) -> Result<AuditHead> {
        machine::check_chain("audit.head", chain)?;
        let chains = locked(&self.chains);
        Ok(head(chain, chains.get(chain).map_or(&[], Vec::as_slice)))
    }

    async fn audit_entries(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<AuditEntry>> {
        const AT: &str = "audit.entries";
        machine::check_chain(AT, chain)?;
        check_list_limit(AT, limit)?;
        let chains = locked(&self.chains);
        let held = chains.get(chain).map_or(&[][..], Vec::as_slice);
        Ok(held
            .iter()
            .filter(|entry| entry.seq > after)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .cloned()
            .collect())
    }
}

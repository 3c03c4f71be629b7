pub(crate) mod rows;

use async_trait::async_trait;
use careweave_sync_core::audit::machine;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{AuditEntry, AuditHead, AuditLog, NewAudit};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::fault::Fault;
use crate::store::SqliteStore;
use crate::transaction::write;

#[async_trait]
impl AuditLog for SqliteStore {
    async fn audit(&self, chain: &str, entries: &[NewAudit], now: DateTime<Utc>) -> Result<AuditHead> {
        const AT: &str = "audit.append";
        machine::check_chain(AT, chain)?;
        let (chain, entries) = (chain.to_owned(), entries.to_vec());
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let head = append_in(&tx, &chain, &entries, now)?;
            tx.commit()?;
            Ok(head)
        })
        .await
    }

    async fn audit_head(&self, chain: &str) -> Result<AuditHead> {
        const AT: &str = "audit.head";
        machine::check_chain(AT, chain)?;
        let chain = chain.to_owned();
        self.run(AT, move |conn| rows::head(conn, &chain)).await
    }

    async fn audit_entries(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<AuditEntry>> {
        const AT: &str = "audit.entries";
        machine::check_chain(AT, chain)?;
        check_list_limit(AT, limit)?;
        let chain = chain.to_owned();
        self.run(AT, move |conn| rows::entries(conn, &chain, after, limit))
            .await
    }
}

/// Appends within a transaction of the caller, who commits it.
pub(crate) fn append_in(
    tx: &Connection,
    chain: &str,
    entries: &[NewAudit],
    now: DateTime<Utc>,
) -> Result<AuditHead, Fault> {
    let head = rows::head(tx, chain)?;
    let appended = machine::append(head, entries, now)?;
    let Some(last) = appended.last() else {
        return Ok(head);
    };
    rows::append(tx, chain, &appended)?;
    Ok(AuditHead {
        seq: last.seq,
        hash: last.hash,
        at: last.at,
    })
}

pub(crate) mod rows;

use async_trait::async_trait;
use careweave_sync_core::audit::machine;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{AuditEntry, AuditHead, AuditLog, NewAudit};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;
use crate::transaction::Transaction;

#[async_trait]
impl AuditLog for PostgresStore {
    async fn audit(&self, chain: &str, entries: &[NewAudit], now: DateTime<Utc>) -> Result<AuditHead> {
        const AT: &str = "audit.append";
        machine::check_chain(AT, chain)?;
        let (chain, entries) = (chain.to_owned(), entries.to_vec());
        self.transact(AT, move |tx| {
            async move { append_in(tx, &chain, &entries, now).await }.boxed()
        })
        .await
    }

    async fn audit_head(&self, chain: &str) -> Result<AuditHead> {
        const AT: &str = "audit.head";
        machine::check_chain(AT, chain)?;
        let chain = chain.to_owned();
        self.run(AT, move |db| async move {
            let held = rows::head(&db, AT, &chain).await?;
            Ok(held.unwrap_or_else(|| machine::origin(&chain)))
        })
        .await
    }

    async fn audit_entries(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<AuditEntry>> {
        const AT: &str = "audit.entries";
        machine::check_chain(AT, chain)?;
        check_list_limit(AT, limit)?;
        let chain = chain.to_owned();
        self.run(AT, move |db| async move {
            rows::entries(&db, AT, &chain, after, limit).await
        })
        .await
    }
}

/// Appends within a transaction of the caller.
pub(crate) async fn append_in(
    tx: &mut Transaction,
    chain: &str,
    entries: &[NewAudit],
    now: DateTime<Utc>,
) -> Result<AuditHead> {
    for _ in 0..MAX_RACES {
        // The head is locked, so that whoever appends next follows what is appended here.
        let held = rows::head_for_update(tx, chain).await?;
        let head = held.unwrap_or_else(|| machine::origin(chain));
        let appended = machine::append(head, entries, now)?;
        let Some(last) = appended.last() else {
            return Ok(head);
        };
        let head = AuditHead {
            seq: last.seq,
            hash: last.hash,
            at: last.at,
        };
        if let Some(id) = rows::put_head(tx, chain, held, head).await? {
            rows::append(tx, id, &appended).await?;
            return Ok(head);
        }
    }
    Err(outrun(tx.at()).with("chain", chain.to_owned()))
}

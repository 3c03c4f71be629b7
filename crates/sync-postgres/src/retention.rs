//! Letting go: by age, and of one person.

use std::collections::BTreeSet;

use async_trait::async_trait;
use careweave_sync_core::audit::machine::{Tombstone, tombstone};
use careweave_sync_core::conflicts::machine as conflicts;
use careweave_sync_core::ledger::{check_list_limit, check_now};
use careweave_sync_core::retention::machine;
use careweave_sync_core::{
    AuditEntry, Bodies, Erasure, ErasureReport, ExternalRef, Kept, Purge, PurgeReport, RetentionRules,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use tokio_postgres::types::Type;

use crate::audit::{append_in, rows as audit};
use crate::column::{column, key, number, only};
use crate::database::Given;
use crate::holds;
use crate::inbox::{messages, tallies};
use crate::mirror::{sources, take_changes};
use crate::schema::Schema;
use crate::store::PostgresStore;
use crate::transaction::Transaction;
use crate::vault::forget_in;

// What is locked, in this order: whether there are holds; the connections and kinds of records, by name; messages, by number; conflicts, by record and
// number; the tallies of sources, by name; entries, and the end of the audit chain.
#[async_trait]
impl Purge for PostgresStore {
    async fn purge_preview(&self, rules: &RetentionRules, now: DateTime<Utc>) -> Result<PurgeReport> {
        const AT: &str = "retention.preview";
        let until = rules.until(AT, now)?;
        self.run(AT, move |db| async move {
            let mut report = PurgeReport::default();
            for (kept, until) in until {
                let sql = format!("SELECT count(*) AS n FROM {}", old(kept, db.schema()));
                let rows = db
                    .read(AT, &sql, &[(&until.timestamp_micros(), Type::INT8)])
                    .await?;
                report.counts.insert(kept, number(only(&rows, "n")?, "n")?);
            }
            Ok(report)
        })
        .await
    }

    async fn purge(&self, rules: &RetentionRules, limit: u32, now: DateTime<Utc>) -> Result<PurgeReport> {
        const AT: &str = "retention.purge";
        check_list_limit(AT, limit)?;
        let until = rules.until(AT, now)?;
        self.transact(AT, move |tx| {
            async move {
                let mut report = PurgeReport::default();
                holds::share(tx).await?;
                if let Some(until) = until.get(&Kept::Tombstones) {
                    lock_sources_of_tombstones(tx, *until).await?;
                }
                for (kept, until) in until {
                    let count = let_go(tx, kept, until, limit).await?;
                    report.more |= count == u64::from(limit);
                    report.counts.insert(kept, count);
                }
                Ok(report)
            }
            .boxed()
        })
        .await
    }

    async fn erase(&self, erasure: &Erasure, now: DateTime<Utc>) -> Result<ErasureReport> {
        const AT: &str = "retention.erase";
        erasure.validate()?;
        let now = check_now(AT, now)?;
        let (erasure, bodies) = (erasure.clone(), self.bodies());
        self.transact(AT, move |tx| {
            async move {
                let mut report = ErasureReport::default();
                holds::share(tx).await?;
                let references = erase_records(tx, &erasure, now, &mut report).await?;
                holds::check(tx, &erasure, &references).await?;
                let sources = erase_messages(tx, &bodies, &erasure, now, &mut report).await?;
                for reference in &references {
                    for conflict in crate::conflicts::rows::of_record(tx, &bodies, reference).await? {
                        if let Some(after) = conflicts::erased(&conflict, now) {
                            crate::conflicts::rows::put(tx, &bodies, &after).await?;
                            report.conflicts += 1;
                        }
                    }
                }
                for source in &sources {
                    tallies::add(tx, source, "rejected").await?;
                }
                for entry in audit::sealed_about(tx, &erasure.chain, &erasure.token).await? {
                    erase_entry(tx, &erasure.chain, &entry, &mut report).await?;
                }
                for key in &erasure.keys {
                    report.keys += u64::from(forget_in(tx, key).await?);
                }
                append_in(tx, &erasure.chain, &[machine::entry(&erasure, &report)], now).await?;
                Ok(report)
            }
            .boxed()
        })
        .await
    }
}

/// The table, under a letter, and the condition of what ended at or before `$1` and that no hold covers.
fn old(kept: Kept, schema: &Schema) -> String {
    let table = |name| schema.table(name);
    match kept {
        Kept::Messages => format!(
            "{} m WHERE state <> 'received' AND last_delivery_at <= $1 AND {}",
            table("inbox_message"),
            holds::message_is_free(schema)
        ),
        Kept::Tombstones => format!(
            "{} r WHERE state = 'tombstone' AND changed_at <= $1 AND {}",
            table("mirror_record"),
            holds::record_is_free(schema)
        ),
        Kept::Conflicts => format!(
            "{} c WHERE closed_at IS NOT NULL AND closed_at <= $1 AND {}",
            table("conflict"),
            holds::conflict_is_free(schema)
        ),
        Kept::Attempts => format!(
            "{} e WHERE finished_at IS NOT NULL AND finished_at <= $1 \
             AND EXISTS (SELECT 1 FROM {} WHERE effect_seq = e.seq)",
            table("effect"),
            table("effect_attempt")
        ),
        Kept::AuditSealed => format!(
            "{} a WHERE format = 2 AND octet_length(sealed) > 0 AND at <= $1 AND {}",
            table("audit_entry"),
            holds::entry_is_free(schema)
        ),
    }
}

/// What reads a page holds its connection and kind; so does what lets go of records, so that no page writes over one that is
/// not there any more.
async fn lock_sources_of_tombstones(tx: &mut Transaction, until: DateTime<Utc>) -> Result<()> {
    let sql = format!(
        "SELECT id FROM {} WHERE id IN (SELECT source FROM {}) ORDER BY connection, kind FOR NO KEY UPDATE",
        tx.table("mirror_source"),
        old(Kept::Tombstones, tx.schema()),
    );
    tx.read(&sql, &[(&until.timestamp_micros(), Type::INT8)])
        .await
        .map(drop)
}

async fn let_go(tx: &mut Transaction, kept: Kept, until: DateTime<Utc>, limit: u32) -> Result<u64> {
    let old = old(kept, tx.schema());
    let until = until.timestamp_micros();
    let given: [Given<'_>; 2] = [(&until, Type::INT8), (&i64::from(limit), Type::INT8)];
    let gone = |table: String, id: &str, by: &str| {
        format!(
            "DELETE FROM {table} WHERE {id} IN (SELECT {id} FROM {old} ORDER BY {by}, {id} LIMIT $2 \
             FOR UPDATE SKIP LOCKED) RETURNING 1"
        )
    };
    let sql = match kept {
        Kept::Messages => gone(tx.table("inbox_message"), "seq", "last_delivery_at"),
        Kept::Tombstones => gone(tx.table("mirror_record"), "id", "changed_at"),
        Kept::Conflicts => gone(tx.table("conflict"), "number", "closed_at"),
        Kept::Attempts => format!(
            "WITH ended AS (SELECT seq FROM {old} ORDER BY finished_at, seq LIMIT $2 FOR UPDATE SKIP LOCKED), \
             gone AS (DELETE FROM {} a USING ended WHERE a.effect_seq = ended.seq) SELECT 1 FROM ended",
            tx.table("effect_attempt")
        ),
        Kept::AuditSealed => {
            let sql = format!(
                "SELECT (SELECT name FROM {} c WHERE c.id = a.chain) AS name, seq FROM {old} \
                 ORDER BY at, chain, seq LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
                tx.table("audit_chain")
            );
            let mut report = ErasureReport::default();
            for row in tx.read(&sql, &given).await? {
                let chain: String = column(&row, "name")?;
                for entry in audit::entry_in(tx, &chain, number(&row, "seq")?).await? {
                    erase_entry(tx, &chain, &entry, &mut report).await?;
                }
            }
            return Ok(report.audit_entries);
        }
    };
    Ok(tx.write(&sql, &given).await?.len() as u64)
}

/// Puts a tombstone in the place of the sealed bytes of an entry, where its hash allows that.
async fn erase_entry(
    tx: &mut Transaction,
    chain: &str,
    entry: &AuditEntry,
    report: &mut ErasureReport,
) -> Result<()> {
    match tombstone(entry) {
        Tombstone::None => {}
        Tombstone::Left => report.audit_left += 1,
        Tombstone::Digest(digest) => {
            let sql = format!(
                "UPDATE {} SET sealed = '', erased = $3 WHERE chain = (SELECT id FROM {} WHERE name = $1) AND seq = $2",
                tx.table("audit_entry"),
                tx.table("audit_chain"),
            );
            let given: [Given<'_>; 3] = [
                (&chain, Type::TEXT),
                (&key(entry.seq), Type::INT8),
                (&digest.as_bytes().as_slice(), Type::BYTEA),
            ];
            tx.write(&sql, &given).await?;
            report.audit_entries += 1;
        }
    }
    Ok(())
}

/// Removes what is kept of the records; gives all of them. One of which something was kept changes by that.
async fn erase_records(
    tx: &mut Transaction,
    erasure: &Erasure,
    now: DateTime<Utc>,
    report: &mut ErasureReport,
) -> Result<BTreeSet<ExternalRef>> {
    let mut references: BTreeSet<ExternalRef> = erasure.references.iter().cloned().collect();
    if let Some(local) = erasure.local {
        let sql = format!(
            "SELECT connection, kind, external_id FROM {} r JOIN {} s ON s.id = r.source WHERE local = $1",
            tx.table("mirror_record"),
            tx.table("mirror_source"),
        );
        for row in tx.read(&sql, &[(&key(local.get()), Type::INT8)]).await? {
            references.insert(ExternalRef {
                connection: column(&row, "connection")?,
                kind: column(&row, "kind")?,
                external_id: column(&row, "external_id")?,
            });
        }
    }
    // In the order of connection and kind, as whoever locks two.
    let mut source = None;
    let mut kept: Vec<i64> = Vec::new();
    for reference in &references {
        let name = (&reference.connection, &reference.kind);
        let id = match source {
            Some((locked, id)) if locked == name => id,
            _ => sources::lock(tx, &reference.connection, &reference.kind).await?,
        };
        source = Some((name, id));
        let find = format!(
            "SELECT id, body IS NOT NULL AS has_body, body IS NOT NULL OR fingerprint IS NOT NULL AS has_any FROM {} \
             WHERE source = $1 AND external_id = $2",
            tx.table("mirror_record")
        );
        let rows = tx
            .read(&find, &[(&id, Type::INT8), (&reference.external_id, Type::TEXT)])
            .await?;
        if let Some(row) = rows.first() {
            report.references += 1;
            if column(row, "has_any")? {
                report.bodies += u64::from(column::<bool>(row, "has_body")?);
                kept.push(column(row, "id")?);
            }
        }
    }
    remove(tx, &kept, now).await?;
    Ok(references)
}

/// Removes the contents of records, whose connections and kinds are locked.
async fn remove(tx: &mut Transaction, records: &[i64], now: DateTime<Utc>) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let before = take_changes(tx, records.len()).await?;
    let sql = format!(
        "UPDATE {} AS r SET body = NULL, fingerprint = NULL, change = $2 + g.n, changed_at = greatest(r.changed_at, $3) \
         FROM unnest($1::bigint[]) WITH ORDINALITY AS g (id, n) WHERE r.id = g.id",
        tx.table("mirror_record")
    );
    let given: [Given<'_>; 3] = [
        (&records, Type::INT8_ARRAY),
        (&before, Type::INT8),
        (&now.timestamp_micros(), Type::INT8),
    ];
    tx.write(&sql, &given).await.map(drop)
}

/// Settles what waits about the subjects; gives the source of each message, in order. All are locked before any is written.
async fn erase_messages(
    tx: &mut Transaction,
    bodies: &Bodies,
    erasure: &Erasure,
    now: DateTime<Utc>,
    report: &mut ErasureReport,
) -> Result<Vec<String>> {
    let mut named: Vec<&(String, String)> = erasure.announced.iter().collect();
    named.sort();
    named.dedup();
    let mut about = Vec::new();
    for (source, subject) in named {
        about.extend(messages::waiting_about(tx, bodies, source, subject).await?);
    }
    let mut sources = Vec::with_capacity(about.len());
    for message in &about {
        let after = machine::erased(message, now)?;
        messages::set(tx, &after).await?;
        report.messages += 1;
        sources.push(after.source);
    }
    sources.sort();
    Ok(sources)
}

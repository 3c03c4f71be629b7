//! Legal holds, and what asks for them.

use std::collections::BTreeSet;

use async_trait::async_trait;
use careweave_sync_core::retention::machine;
use careweave_sync_core::{Erasure, ExternalRef, Hold, LegalHold, LegalHolds, LocalId};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::audit::append_in;
use crate::column::{column, instant, key, number, only};
use crate::database::Given;
use crate::schema::Schema;
use crate::store::PostgresStore;
use crate::transaction::Transaction;

#[async_trait]
impl LegalHolds for PostgresStore {
    async fn place_hold(&self, hold: &Hold, now: DateTime<Utc>) -> Result<LegalHold> {
        hold.validate()?;
        let hold = hold.clone();
        self.transact("hold.place", move |tx| {
            async move {
                let last = lock(tx).await?;
                let held = by_matter(tx, &hold.chain, &hold.token, &hold.matter).await?;
                let placing = machine::place(held.as_ref(), &hold, last + 1, now)?;
                if let Some(entry) = placing.entry {
                    put(tx, &placing.after).await?;
                    append_in(tx, &hold.chain, &[entry], now).await?;
                }
                Ok(placing.after)
            }
            .boxed()
        })
        .await
    }

    async fn lift_hold(
        &self,
        chain: &str,
        token: &str,
        matter: &str,
        actor: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        machine::check_lift(chain, token, matter, actor)?;
        let [chain, token, matter, actor] = [chain, token, matter, actor].map(str::to_owned);
        self.transact("hold.lift", move |tx| {
            async move {
                lock(tx).await?;
                let Some(held) = by_matter(tx, &chain, &token, &matter).await? else {
                    return Ok(false);
                };
                let sql = format!("DELETE FROM {} WHERE number = $1", tx.table("legal_hold"));
                tx.write(&sql, &[(&key(held.number), Type::INT8)]).await?;
                append_in(tx, &chain, &[machine::lifted(&held, &actor)], now).await?;
                Ok(true)
            }
            .boxed()
        })
        .await
    }

    async fn holds(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<LegalHold>> {
        const AT: &str = "hold.list";
        machine::check_holds(chain, limit)?;
        let chain = chain.to_owned();
        self.run(AT, move |db| async move {
            let sql = select(
                db.schema(),
                "WHERE chain = $1 AND number > $2 ORDER BY number LIMIT $3",
            );
            let given: [Given<'_>; 3] = [
                (&chain, Type::TEXT),
                (&key(after), Type::INT8),
                (&i64::from(limit), Type::INT8),
            ];
            let rows = db.read(AT, &sql, &given).await?;
            rows.iter().map(legal_hold).collect()
        })
        .await
    }
}

/// Waits for whoever places or lifts a hold, and lets nobody do so until the transaction ends. Locked before everything else.
pub(crate) async fn share(tx: &mut Transaction) -> Result<()> {
    let sql = format!("SELECT 1 FROM {} FOR SHARE", tx.table("legal_hold_count"));
    tx.read(&sql, &[]).await.map(drop)
}

/// Waits for whoever erases or lets go; gives the number that was given last.
async fn lock(tx: &mut Transaction) -> Result<u64> {
    let sql = format!(
        "SELECT last FROM {} FOR NO KEY UPDATE",
        tx.table("legal_hold_count")
    );
    let rows = tx.read(&sql, &[]).await?;
    number(only(&rows, "last")?, "last")
}

/// The condition of a row `m` of `inbox_message` that no hold covers.
pub(crate) fn message_is_free(schema: &Schema) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {} h WHERE h.source = m.source AND h.subject = m.subject)",
        schema.table("legal_hold_subject")
    )
}

/// The condition of a row `r` of `mirror_record` that no hold covers.
pub(crate) fn record_is_free(schema: &Schema) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {hold} h WHERE h.local = r.local) \
         AND NOT EXISTS (SELECT 1 FROM {record} h JOIN {source} s ON s.connection = h.connection AND s.kind = h.kind \
                         WHERE s.id = r.source AND h.external_id = r.external_id)",
        hold = schema.table("legal_hold"),
        record = schema.table("legal_hold_record"),
        source = schema.table("mirror_source"),
    )
}

/// The condition of a row `c` of `conflict` about a record that no hold covers.
pub(crate) fn conflict_is_free(schema: &Schema) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {named} h WHERE h.connection = c.connection AND h.kind = c.kind \
                     AND h.external_id = c.external_id) \
         AND NOT EXISTS (SELECT 1 FROM {source} s JOIN {record} r ON r.source = s.id JOIN {hold} h ON h.local = r.local \
                         WHERE s.connection = c.connection AND s.kind = c.kind AND r.external_id = c.external_id)",
        named = schema.table("legal_hold_record"),
        source = schema.table("mirror_source"),
        record = schema.table("mirror_record"),
        hold = schema.table("legal_hold"),
    )
}

/// The condition of a row `a` of `audit_entry` about a person on whom no hold stands.
pub(crate) fn entry_is_free(schema: &Schema) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {} h JOIN {} c ON c.name = h.chain WHERE c.id = a.chain AND h.token = a.subject)",
        schema.table("legal_hold"),
        schema.table("audit_chain"),
    )
}

/// Refuses an erasure of something that a hold covers; `references` are all records it is about, and their connections and kinds
/// are locked.
pub(crate) async fn check(
    tx: &mut Transaction,
    erasure: &Erasure,
    references: &BTreeSet<ExternalRef>,
) -> Result<()> {
    let sql = format!(
        "WITH named AS (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]) AS n (connection, kind, external_id)), \
              about AS (SELECT * FROM unnest($7::text[], $8::text[]) AS n (source, subject)) \
         SELECT matter FROM {hold} WHERE (chain = $1 AND token = $2) OR local = $3 \
         OR local IN (SELECT r.local FROM named JOIN {source} s USING (connection, kind) \
                      JOIN {record} r ON r.source = s.id AND r.external_id = named.external_id) \
         OR number IN (SELECT h.hold FROM named JOIN {held} h USING (connection, kind, external_id)) \
         OR number IN (SELECT h.hold FROM about JOIN {subject} h USING (source, subject)) \
         ORDER BY number LIMIT 1",
        hold = tx.table("legal_hold"),
        source = tx.table("mirror_source"),
        record = tx.table("mirror_record"),
        held = tx.table("legal_hold_record"),
        subject = tx.table("legal_hold_subject"),
    );
    let named = Named::of(references, &erasure.announced);
    let local = erasure.local.map(|local| key(local.get()));
    let given: [Given<'_>; 8] = [
        (&erasure.chain, Type::TEXT),
        (&erasure.token, Type::TEXT),
        (&local, Type::INT8),
        (&named.connections, Type::TEXT_ARRAY),
        (&named.kinds, Type::TEXT_ARRAY),
        (&named.external_ids, Type::TEXT_ARRAY),
        (&named.sources, Type::TEXT_ARRAY),
        (&named.subjects, Type::TEXT_ARRAY),
    ];
    match tx.read(&sql, &given).await?.first() {
        Some(row) => Err(machine::kept_for(column(row, "matter")?)),
        None => Ok(()),
    }
}

/// Names as lists, each for a column.
struct Named<'n> {
    connections: Vec<&'n str>,
    kinds: Vec<&'n str>,
    external_ids: Vec<&'n str>,
    sources: Vec<&'n str>,
    subjects: Vec<&'n str>,
}

impl<'n> Named<'n> {
    fn of(references: impl IntoIterator<Item = &'n ExternalRef>, announced: &'n [(String, String)]) -> Self {
        let mut named = Self {
            connections: Vec::new(),
            kinds: Vec::new(),
            external_ids: Vec::new(),
            sources: Vec::new(),
            subjects: Vec::new(),
        };
        for reference in references {
            named.connections.push(&reference.connection);
            named.kinds.push(&reference.kind);
            named.external_ids.push(&reference.external_id);
        }
        for (source, subject) in announced {
            named.sources.push(source);
            named.subjects.push(subject);
        }
        named
    }
}

/// The holds under a condition, each with what it names in lists of the same order.
fn select(schema: &Schema, condition: &str) -> String {
    format!(
        "SELECT number, chain, token, matter, local, actor, placed_at, \
         ARRAY(SELECT connection FROM {record} WHERE hold = number ORDER BY connection, kind, external_id) AS connections, \
         ARRAY(SELECT kind FROM {record} WHERE hold = number ORDER BY connection, kind, external_id) AS kinds, \
         ARRAY(SELECT external_id FROM {record} WHERE hold = number ORDER BY connection, kind, external_id) AS external_ids, \
         ARRAY(SELECT source FROM {subject} WHERE hold = number ORDER BY source, subject) AS sources, \
         ARRAY(SELECT subject FROM {subject} WHERE hold = number ORDER BY source, subject) AS subjects \
         FROM {hold} {condition}",
        record = schema.table("legal_hold_record"),
        subject = schema.table("legal_hold_subject"),
        hold = schema.table("legal_hold"),
    )
}

async fn by_matter(
    tx: &mut Transaction,
    chain: &str,
    token: &str,
    matter: &str,
) -> Result<Option<LegalHold>> {
    let sql = select(tx.schema(), "WHERE chain = $1 AND token = $2 AND matter = $3");
    let given: [Given<'_>; 3] = [(&chain, Type::TEXT), (&token, Type::TEXT), (&matter, Type::TEXT)];
    let rows = tx.read(&sql, &given).await?;
    rows.first().map(legal_hold).transpose()
}

fn legal_hold(row: &Row) -> Result<LegalHold> {
    let (connections, kinds, ids): (Vec<String>, Vec<String>, Vec<String>) = (
        column(row, "connections")?,
        column(row, "kinds")?,
        column(row, "external_ids")?,
    );
    let (sources, subjects): (Vec<String>, Vec<String>) = (column(row, "sources")?, column(row, "subjects")?);
    let named = connections.into_iter().zip(kinds).zip(ids);
    let local: Option<i64> = column(row, "local")?;
    Ok(LegalHold {
        number: number(row, "number")?,
        hold: Hold {
            token: column(row, "token")?,
            chain: column(row, "chain")?,
            matter: column(row, "matter")?,
            local: local.map(|local| LocalId::new(local.cast_unsigned())),
            references: named
                .map(|((connection, kind), id)| ExternalRef::new(connection, kind, id))
                .collect(),
            announced: sources.into_iter().zip(subjects).collect(),
            actor: column(row, "actor")?,
        },
        placed_at: instant(row, "placed_at")?,
    })
}

/// Writes a hold and what it names that was not named before.
async fn put(tx: &mut Transaction, held: &LegalHold) -> Result<()> {
    let (number, hold) = (key(held.number), &held.hold);
    let counted = format!(
        "UPDATE {} SET last = greatest(last, $1)",
        tx.table("legal_hold_count")
    );
    let written = format!(
        "INSERT INTO {} (number, chain, token, matter, local, actor, placed_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (number) DO UPDATE SET local = excluded.local",
        tx.table("legal_hold")
    );
    let named = format!(
        "INSERT INTO {} (hold, connection, kind, external_id) SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::text[]) n \
         ON CONFLICT DO NOTHING",
        tx.table("legal_hold_record")
    );
    let about = format!(
        "INSERT INTO {} (hold, source, subject) SELECT $1, n.* FROM unnest($2::text[], $3::text[]) n ON CONFLICT DO NOTHING",
        tx.table("legal_hold_subject")
    );
    let local = hold.local.map(|local| key(local.get()));
    let of_hold: [Given<'_>; 7] = [
        (&number, Type::INT8),
        (&hold.chain, Type::TEXT),
        (&hold.token, Type::TEXT),
        (&hold.matter, Type::TEXT),
        (&local, Type::INT8),
        (&hold.actor, Type::TEXT),
        (&held.placed_at.timestamp_micros(), Type::INT8),
    ];
    tx.write(&counted, &[(&number, Type::INT8)]).await?;
    tx.write(&written, &of_hold).await?;
    let each = Named::of(&hold.references, &hold.announced);
    let of_records: [Given<'_>; 4] = [
        (&number, Type::INT8),
        (&each.connections, Type::TEXT_ARRAY),
        (&each.kinds, Type::TEXT_ARRAY),
        (&each.external_ids, Type::TEXT_ARRAY),
    ];
    tx.write(&named, &of_records).await?;
    let of_subjects: [Given<'_>; 3] = [
        (&number, Type::INT8),
        (&each.sources, Type::TEXT_ARRAY),
        (&each.subjects, Type::TEXT_ARRAY),
    ];
    tx.write(&about, &of_subjects).await.map(drop)
}

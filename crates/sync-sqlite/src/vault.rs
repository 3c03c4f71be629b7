use async_trait::async_trait;
use careweave_sync_core::ledger::{check_list_limit, check_now};
use careweave_sync_core::vault::machine;
use careweave_sync_core::{Sealed, SecretName, StoredSecret, Vault};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use crate::column::{column, instant, number, unreadable};
use crate::fault::Fault;
use crate::store::SqliteStore;
use crate::transaction::write;

#[async_trait]
impl Vault for SqliteStore {
    async fn put_secret(
        &self,
        name: &SecretName,
        expected: u64,
        sealed: &Sealed,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret> {
        let (name, sealed) = (name.clone(), sealed.clone());
        self.run("vault.put", move |conn| {
            let tx = write(conn)?;
            let stored = machine::put(last_version(&tx, &name)?, &name, expected, &sealed, now)?;
            tx.prepare_cached(
                "INSERT INTO secret (connection, name, version, key, wrapped, sealed, stored_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (connection, name) DO UPDATE SET \
                 version = excluded.version, key = excluded.key, wrapped = excluded.wrapped, sealed = excluded.sealed, \
                 stored_at = excluded.stored_at",
            )?
            .execute(params![
                stored.name.connection,
                stored.name.name,
                stored.version.cast_signed(),
                stored.sealed.key,
                stored.sealed.wrapped,
                stored.sealed.secret,
                stored.stored_at.timestamp_micros(),
            ])?;
            tx.commit()?;
            Ok(stored)
        })
        .await
    }

    async fn secret(&self, name: &SecretName) -> Result<Option<StoredSecret>> {
        const AT: &str = "vault.secret";
        name.validate(AT)?;
        let name = name.clone();
        self.run(AT, move |conn| by_name(conn, &name)).await
    }

    async fn secrets_under(&self, key: &str, limit: u32) -> Result<Vec<StoredSecret>> {
        const AT: &str = "vault.secrets_under";
        machine::check_key(AT, key)?;
        check_list_limit(AT, limit)?;
        let key = key.to_owned();
        self.run(AT, move |conn| {
            secrets(
                conn,
                "key = ?1 ORDER BY connection, name LIMIT ?2",
                params![key, limit],
            )
        })
        .await
    }

    async fn rewrap_secret(&self, name: &SecretName, version: u64, sealed: &Sealed) -> Result<StoredSecret> {
        let (name, sealed) = (name.clone(), sealed.clone());
        self.run("vault.rewrap", move |conn| {
            let tx = write(conn)?;
            let held = by_name(&tx, &name)?;
            let stored = machine::rewrap(held.as_ref(), &name, version, &sealed)?;
            tx.prepare_cached(
                "UPDATE secret SET key = ?3, wrapped = ?4 WHERE connection = ?1 AND name = ?2",
            )?
            .execute(params![name.connection, name.name, sealed.key, sealed.wrapped])?;
            tx.commit()?;
            Ok(stored)
        })
        .await
    }

    async fn forget_secret(&self, name: &SecretName, now: DateTime<Utc>) -> Result<bool> {
        const AT: &str = "vault.forget";
        name.validate(AT)?;
        check_now(AT, now)?;
        let name = name.clone();
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let forgotten = forget_in(&tx, &name)?;
            tx.commit()?;
            Ok(forgotten)
        })
        .await
    }
}

/// Forgets within a transaction of the caller, who commits it.
pub(crate) fn forget_in(tx: &Connection, name: &SecretName) -> Result<bool, Fault> {
    let forgotten = tx.execute(
        "UPDATE secret SET key = NULL, wrapped = NULL, sealed = NULL \
         WHERE connection = ?1 AND name = ?2 AND key IS NOT NULL",
        [&name.connection, &name.name],
    )?;
    Ok(forgotten > 0)
}

/// The version that was given last under a name; 0 for none.
fn last_version(conn: &Connection, name: &SecretName) -> Result<u64, Fault> {
    let version: Option<i64> = conn
        .prepare_cached("SELECT version FROM secret WHERE connection = ?1 AND name = ?2")?
        .query_row([&name.connection, &name.name], |row| row.get(0))
        .optional()?;
    u64::try_from(version.unwrap_or(0)).map_err(|e| unreadable("version", e))
}

fn by_name(conn: &Connection, name: &SecretName) -> Result<Option<StoredSecret>, Fault> {
    let found = secrets(
        conn,
        "connection = ?1 AND name = ?2 AND key IS NOT NULL",
        params![name.connection, name.name],
    )?;
    Ok(found.into_iter().next())
}

fn secrets(conn: &Connection, condition: &str, with: impl Params) -> Result<Vec<StoredSecret>, Fault> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT connection, name, version, key, wrapped, sealed, stored_at FROM secret WHERE {condition}"
    ))?;
    let mut rows = select.query(with)?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(secret(row)?);
    }
    Ok(read)
}

fn secret(row: &Row<'_>) -> Result<StoredSecret, Fault> {
    Ok(StoredSecret {
        name: SecretName {
            connection: column(row, "connection")?,
            name: column(row, "name")?,
        },
        version: number(row, "version")?,
        sealed: Sealed {
            key: column(row, "key")?,
            wrapped: column(row, "wrapped")?,
            secret: column(row, "sealed")?,
        },
        stored_at: instant(row, "stored_at")?,
    })
}

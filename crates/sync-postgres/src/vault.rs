use async_trait::async_trait;
use careweave_sync_core::ledger::{check_list_limit, check_now};
use careweave_sync_core::vault::machine;
use careweave_sync_core::{Sealed, SecretName, StoredSecret, Vault};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{column, instant, key, number};
use crate::database::{Database, Given};
use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;
use crate::transaction::Transaction;

// Every step is one statement that commits by itself, and only over the version it was decided on: nothing is locked.
#[async_trait]
impl Vault for PostgresStore {
    async fn put_secret(
        &self,
        name: &SecretName,
        expected: u64,
        sealed: &Sealed,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret> {
        const AT: &str = "vault.put";
        name.validate(AT)?;
        let (name, sealed) = (name.clone(), sealed.clone());
        self.run(AT, move |db| async move {
            for _ in 0..MAX_RACES {
                let last = last_version(&db, AT, &name).await?;
                let stored = machine::put(last, &name, expected, &sealed, now)?;
                if put(&db, AT, &stored).await? {
                    return Ok(stored);
                }
            }
            Err(outrun(AT))
        })
        .await
    }

    async fn secret(&self, name: &SecretName) -> Result<Option<StoredSecret>> {
        const AT: &str = "vault.secret";
        name.validate(AT)?;
        let name = name.clone();
        self.run(AT, move |db| async move { by_name(&db, AT, &name).await })
            .await
    }

    async fn secrets_under(&self, key: &str, limit: u32) -> Result<Vec<StoredSecret>> {
        const AT: &str = "vault.secrets_under";
        machine::check_key(AT, key)?;
        check_list_limit(AT, limit)?;
        let key = key.to_owned();
        self.run(AT, move |db| async move {
            let given: [Given<'_>; 2] = [(&key, Type::TEXT), (&i64::from(limit), Type::INT8)];
            secrets(&db, AT, "key = $1 ORDER BY connection, name LIMIT $2", &given).await
        })
        .await
    }

    async fn rewrap_secret(&self, name: &SecretName, version: u64, sealed: &Sealed) -> Result<StoredSecret> {
        const AT: &str = "vault.rewrap";
        name.validate(AT)?;
        let (name, sealed) = (name.clone(), sealed.clone());
        self.run(AT, move |db| async move {
            for _ in 0..MAX_RACES {
                let held = by_name(&db, AT, &name).await?;
                let stored = machine::rewrap(held.as_ref(), &name, version, &sealed)?;
                if rewrap(&db, AT, &stored).await? {
                    return Ok(stored);
                }
            }
            Err(outrun(AT))
        })
        .await
    }

    async fn forget_secret(&self, name: &SecretName, now: DateTime<Utc>) -> Result<bool> {
        const AT: &str = "vault.forget";
        name.validate(AT)?;
        check_now(AT, now)?;
        let name = name.clone();
        self.run(AT, move |db| async move {
            let sql = forget_sql(&db.schema().table("secret"));
            let given: [Given<'_>; 2] = [(&name.connection, Type::TEXT), (&name.name, Type::TEXT)];
            Ok(!db.write(AT, &sql, &given).await?.is_empty())
        })
        .await
    }
}

fn forget_sql(table: &str) -> String {
    format!(
        "UPDATE {table} SET key = NULL, wrapped = NULL, sealed = NULL \
         WHERE connection = $1 AND name = $2 AND key IS NOT NULL RETURNING id"
    )
}

/// Forgets within a transaction of the caller; true when there was a secret.
pub(crate) async fn forget_in(tx: &mut Transaction, name: &SecretName) -> Result<bool> {
    let given: [Given<'_>; 2] = [(&name.connection, Type::TEXT), (&name.name, Type::TEXT)];
    let sql = forget_sql(&tx.table("secret"));
    Ok(!tx.write(&sql, &given).await?.is_empty())
}

/// The version that was given last under a name; 0 for none.
async fn last_version(db: &Database, at: &'static str, name: &SecretName) -> Result<u64> {
    let sql = format!(
        "SELECT version FROM {} WHERE connection = $1 AND name = $2",
        db.schema().table("secret")
    );
    let given: [Given<'_>; 2] = [(&name.connection, Type::TEXT), (&name.name, Type::TEXT)];
    let rows = db.read(at, &sql, &given).await?;
    rows.first().map_or(Ok(0), |row| number(row, "version"))
}

/// Puts a secret over the version before it; false when another is there.
async fn put(db: &Database, at: &'static str, stored: &StoredSecret) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} AS s (connection, name, version, key, wrapped, sealed, stored_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (connection, name) DO UPDATE SET \
         version = excluded.version, key = excluded.key, wrapped = excluded.wrapped, sealed = excluded.sealed, \
         stored_at = excluded.stored_at WHERE s.version = excluded.version - 1 RETURNING s.id",
        db.schema().table("secret")
    );
    let given: [Given<'_>; 7] = [
        (&stored.name.connection, Type::TEXT),
        (&stored.name.name, Type::TEXT),
        (&key(stored.version), Type::INT8),
        (&stored.sealed.key, Type::TEXT),
        (&stored.sealed.wrapped, Type::BYTEA),
        (&stored.sealed.secret, Type::BYTEA),
        (&stored.stored_at.timestamp_micros(), Type::INT8),
    ];
    Ok(!db.write(at, &sql, &given).await?.is_empty())
}

/// Replaces how the data key of a version is sealed; false when the version is not there any more.
async fn rewrap(db: &Database, at: &'static str, stored: &StoredSecret) -> Result<bool> {
    let sql = format!(
        "UPDATE {} SET key = $4, wrapped = $5 \
         WHERE connection = $1 AND name = $2 AND version = $3 AND key IS NOT NULL RETURNING id",
        db.schema().table("secret")
    );
    let given: [Given<'_>; 5] = [
        (&stored.name.connection, Type::TEXT),
        (&stored.name.name, Type::TEXT),
        (&key(stored.version), Type::INT8),
        (&stored.sealed.key, Type::TEXT),
        (&stored.sealed.wrapped, Type::BYTEA),
    ];
    Ok(!db.write(at, &sql, &given).await?.is_empty())
}

async fn by_name(db: &Database, at: &'static str, name: &SecretName) -> Result<Option<StoredSecret>> {
    let given: [Given<'_>; 2] = [(&name.connection, Type::TEXT), (&name.name, Type::TEXT)];
    let found = secrets(
        db,
        at,
        "connection = $1 AND name = $2 AND key IS NOT NULL",
        &given,
    )
    .await?;
    Ok(found.into_iter().next())
}

async fn secrets(
    db: &Database,
    at: &'static str,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<StoredSecret>> {
    let sql = format!(
        "SELECT connection, name, version, key, wrapped, sealed, stored_at FROM {} WHERE {condition}",
        db.schema().table("secret")
    );
    db.read(at, &sql, given).await?.iter().map(secret).collect()
}

fn secret(row: &Row) -> Result<StoredSecret> {
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

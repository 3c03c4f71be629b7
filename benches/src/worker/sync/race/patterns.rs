//! What programs do instead of keeping a ledger.

use std::path::Path;

use rusqlite::{Connection, params};

use super::super::schema::connect;
use super::sender::OtherSide;
use super::subject;
use crate::failure::Failure;
use crate::sync::Pattern;

/// Notes in a file: a subject and how far it got.
struct Notes(Connection);

impl Notes {
    fn open(folder: &Path) -> Result<Self, Failure> {
        let file = Connection::open(folder.join("notes.db"))?;
        file.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             CREATE TABLE IF NOT EXISTS note (subject TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT",
        )?;
        Ok(Self(file))
    }

    fn state(&self, n: usize) -> Result<Option<String>, Failure> {
        let mut statement = self
            .0
            .prepare_cached("SELECT state FROM note WHERE subject = ?1")?;
        let mut rows = statement.query([subject(n)])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    fn put(&self, n: usize, state: &str) -> Result<(), Failure> {
        self.0
            .prepare_cached(
                "INSERT INTO note (subject, state) VALUES (?1, ?2) \
                 ON CONFLICT (subject) DO UPDATE SET state = excluded.state",
            )?
            .execute(params![subject(n), state])?;
        Ok(())
    }

    /// Whether anything is known of it.
    fn has(&self, n: usize) -> Result<bool, Failure> {
        Ok(self.state(n)?.is_some())
    }
}

pub(super) async fn with_notes(
    pattern: Pattern,
    folder: &Path,
    other: &mut OtherSide,
    creates: usize,
) -> Result<(), Failure> {
    let notes = Notes::open(folder)?;
    if pattern == Pattern::StatusColumn {
        notes
            .0
            .execute("UPDATE note SET state = 'pending' WHERE state = 'processing'", [])?;
    }
    for n in 0..creates {
        match pattern {
            Pattern::CheckThenInsert => {
                if !notes.has(n)? {
                    other.create(n).await?;
                    notes.put(n, "done")?;
                }
            }
            Pattern::StatusColumn => {
                if !notes.has(n)? {
                    notes.put(n, "pending")?;
                }
                if notes.state(n)?.as_deref() == Some("pending") {
                    notes.put(n, "processing")?;
                    other.create(n).await?;
                    notes.put(n, "done")?;
                }
            }
            Pattern::FlagBefore => {
                if !notes.has(n)? {
                    notes.put(n, "sent")?;
                    other.create(n).await?;
                }
            }
            Pattern::FlagAfter => {
                if !notes.has(n)? {
                    notes.put(n, "unsent")?;
                }
                if notes.state(n)?.as_deref() == Some("unsent") {
                    other.create(n).await?;
                    notes.put(n, "sent")?;
                }
            }
            Pattern::SearchThenCreate => {
                if !notes.has(n)? {
                    if other.look(n).await? == 0 {
                        other.create(n).await?;
                    }
                    notes.put(n, "done")?;
                }
            }
            Pattern::IntentThenSearch => match notes.state(n)?.as_deref() {
                Some("done") => {}
                intended => {
                    notes.put(n, "intended")?;
                    if intended.is_none() || other.look(n).await? == 0 {
                        other.create(n).await?;
                    }
                    notes.put(n, "done")?;
                }
            },
            Pattern::Ledger { .. } | Pattern::AdvisoryLock => {
                return Err(Failure::new(format!("{pattern:?} keeps no notes")));
            }
        }
    }
    Ok(())
}

/// A transaction for each create, which holds a lock of its own while the other side is called.
pub(super) async fn under_advisory_locks(
    url: &str,
    schema: &str,
    other: &mut OtherSide,
    creates: usize,
) -> Result<(), Failure> {
    let mut client = connect(url).await?;
    client
        .batch_execute(&format!(
            "CREATE SCHEMA IF NOT EXISTS {schema}; CREATE TABLE IF NOT EXISTS {schema}.note (subject text PRIMARY KEY)"
        ))
        .await?;
    let lock = client
        .prepare("SELECT pg_advisory_xact_lock(hashtext($1)::bigint)")
        .await?;
    let insert = client
        .prepare(&format!("INSERT INTO {schema}.note (subject) VALUES ($1)"))
        .await?;
    // Under the lock: the commit of a sender that was killed may land after another has begun.
    let known = client
        .prepare(&format!("SELECT FROM {schema}.note WHERE subject = $1"))
        .await?;
    for n in 0..creates {
        let subject = subject(n);
        let transaction = client.transaction().await?;
        transaction.query(&lock, &[&subject]).await?;
        if transaction.query_opt(&known, &[&subject]).await?.is_some() {
            continue;
        }
        other.create(n).await?;
        transaction.execute(&insert, &[&subject]).await?;
        transaction.commit().await?;
    }
    Ok(())
}

//! How the store writes: steps that wait at the same time share one transaction, and each can be undone alone.

use std::ops::Deref;

use rusqlite::Connection;

use crate::fault::Fault;

/// One step. What it read stays true until it commits; dropped without, nothing of it is kept. It is durable once the thread
/// has committed the group it is in, which is before its caller is answered.
pub(crate) struct Step<'c> {
    conn: &'c Connection,
    committed: bool,
}

/// Begins a step: in the group that is open, or in a new one, which holds the write lock from the start.
pub(crate) fn write(conn: &mut Connection) -> Result<Step<'_>, Fault> {
    if conn.is_autocommit() {
        conn.execute_batch("BEGIN IMMEDIATE")?;
    }
    conn.execute_batch("SAVEPOINT step")?;
    Ok(Step {
        conn,
        committed: false,
    })
}

impl Step<'_> {
    /// Keeps it.
    pub(crate) fn commit(mut self) -> Result<(), Fault> {
        self.conn.execute_batch("RELEASE step")?;
        self.committed = true;
        Ok(())
    }
}

impl Deref for Step<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if !self.committed && !self.conn.is_autocommit() {
            // When this fails too the group cannot be committed either, and everybody in it is told.
            let _ = self.conn.execute_batch("ROLLBACK TO step; RELEASE step");
        }
    }
}

/// Numbers that are read together belong together.
pub(crate) struct Snapshot<'c> {
    conn: &'c Connection,
    own: bool,
}

pub(crate) fn snapshot(conn: &mut Connection) -> Result<Snapshot<'_>, Fault> {
    // In a group nobody else writes.
    let own = conn.is_autocommit();
    if own {
        conn.execute_batch("BEGIN DEFERRED")?;
    }
    Ok(Snapshot { conn, own })
}

impl Deref for Snapshot<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if self.own && !self.conn.is_autocommit() {
            // Nothing was written.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
    }
}

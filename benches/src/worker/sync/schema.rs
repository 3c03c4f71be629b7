//! A schema of PostgreSQL that a turn has to itself.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls};

use crate::failure::Failure;
use crate::task::Place;

/// A connection with plain SQL.
pub(in crate::worker) async fn connect(url: &str) -> Result<Client, Failure> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(async move {
        // Whoever uses the client is told.
        let _ = connection.await;
    });
    Ok(client)
}

/// A schema under a name that no other turn has.
#[derive(Debug)]
pub(in crate::worker) struct Schema {
    pub(in crate::worker) url: String,
    pub(in crate::worker) name: String,
}

impl Schema {
    pub(in crate::worker) fn new(place: &Place) -> Result<Self, Failure> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            url: place.postgres()?.to_owned(),
            name: format!("bench_{}_{number}", std::process::id()),
        })
    }

    pub(in crate::worker) async fn connect(&self) -> Result<Client, Failure> {
        connect(&self.url).await
    }

    /// A table in it.
    pub(in crate::worker) fn table(&self, name: &str) -> String {
        format!("{}.{name}", self.name)
    }

    /// Drops it with all that is in it.
    pub(in crate::worker) async fn end(self) -> Result<(), Failure> {
        let client = self.connect().await?;
        client
            .batch_execute(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name))
            .await?;
        Ok(())
    }
}

//! A session at the server past the store, to hold a lock that a worker runs into.

use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use super::cluster::Cluster;
use super::fresh::sql;

/// Beyond it a test fails instead of waiting on.
const PATIENCE: Duration = Duration::from_secs(25);

pub(crate) struct Session {
    runtime: Runtime,
    client: Client,
}

impl Session {
    pub(crate) fn open() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(Cluster::get().url(), NoTls)
                .await
                .unwrap();
            // Ends with the client.
            drop(tokio::spawn(connection));
            client
        });
        Self { runtime, client }
    }

    pub(crate) fn run(&self, statements: &str) {
        self.runtime
            .block_on(self.client.batch_execute(statements))
            .unwrap();
    }
}

/// Returns when so many wait for a lock in a statement that names the schema.
#[allow(clippy::disallowed_methods, reason = "the limit of a test that would hang")]
pub(crate) fn wait_for_waiters(schema: &str, waiters: u32) {
    let waiting = format!(
        "SELECT count(*) >= {waiters} FROM pg_stat_activity \
         WHERE wait_event_type = 'Lock' AND query LIKE '%\"{schema}\"%'"
    );
    let began = Instant::now();
    while sql(&waiting).as_deref() != Some("t") {
        assert!(began.elapsed() < PATIENCE, "nobody waits for the lock");
        std::thread::yield_now();
    }
}

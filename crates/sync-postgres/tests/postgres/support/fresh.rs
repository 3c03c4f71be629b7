//! A schema of its own for a test.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use careweave_sync_postgres::{PostgresOptions, PostgresStore};
use tokio_postgres::NoTls;

use super::cluster::Cluster;

/// Beyond it a test fails instead of waiting on.
const PATIENCE: Duration = Duration::from_secs(25);

/// A schema that no other test uses; dropped with this value when the server outlives the tests.
#[derive(Debug)]
pub(crate) struct Fresh {
    pub(crate) schema: String,
}

impl Fresh {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        Self {
            schema: format!("test_{}_{n}", std::process::id()),
        }
    }

    /// Options for this schema, with a small pool.
    pub(crate) fn options(&self) -> PostgresOptions {
        PostgresOptions::new().schema(&self.schema).pool_size(4)
    }

    /// A store in this schema.
    pub(crate) async fn store(&self) -> PostgresStore {
        self.options().open_url(Cluster::get().url()).await.unwrap()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !Cluster::get().is_own() {
            sql(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema));
        }
    }
}

/// Returns when no session at the server is of the schema any more: those of a process that was killed do first what it had sent.
pub(crate) fn wait_until_left(schema: &str) {
    wait_until_none(&format!("query LIKE '%\"{schema}\"%'"));
}

/// Returns when no session at the server has this `application_name` any more.
pub(crate) fn wait_until_gone(application_name: &str) {
    wait_until_none(&format!("application_name = '{application_name}'"));
}

#[allow(clippy::disallowed_methods, reason = "the limit of a test that would hang")]
fn wait_until_none(session: &str) {
    let left =
        format!("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND {session}");
    let began = Instant::now();
    while sql(&left).as_deref() != Some("t") {
        assert!(began.elapsed() < PATIENCE, "a session stays: {session}");
        std::thread::yield_now();
    }
}

/// Runs statements as the owner of the server, past the store; gives the first column of the first row as text.
pub(crate) fn sql(statements: &str) -> Option<String> {
    ask(Cluster::get().url(), statements).unwrap()
}

/// As [`sql`], at another URL.
pub(crate) fn ask(url: &str, statements: &str) -> Result<Option<String>, tokio_postgres::Error> {
    // A thread of its own, so that it may be called wherever futures run.
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
                    let served = tokio::spawn(connection);
                    let answers = client.simple_query(statements).await;
                    drop(client);
                    served.await.unwrap()?;
                    Ok(answers?.into_iter().find_map(|answer| match answer {
                        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                        _ => None,
                    }))
                })
            })
            .join()
            .unwrap()
    })
}

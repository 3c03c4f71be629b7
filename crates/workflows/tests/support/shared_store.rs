//! A store on PostgreSQL, where a server is named for the tests.

use std::sync::atomic::{AtomicU32, Ordering};

use careweave_sync_postgres::{PostgresOptions, PostgresStore};

use crate::cluster::{Cluster, GIVEN};

/// A store in a schema of its own; `None` where no server is named.
pub(crate) async fn on_postgres(flow: &str) -> Option<PostgresStore> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    std::env::var_os(GIVEN)?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let schema = format!("{flow}_{}_{number}", std::process::id());
    let options = PostgresOptions::new().schema(schema).pool_size(4);
    Some(options.open_url(Cluster::get().url()).await.unwrap())
}

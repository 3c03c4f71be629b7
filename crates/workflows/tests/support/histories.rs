//! Random histories, each from its own beginning, on every store they are played on.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use careweave_sync_postgres::PostgresOptions;
use careweave_sync_sqlite::SqliteStore;
use careweave_workflows::flow::FlowStore;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::cluster::{Cluster, GIVEN};

/// How many there are where there is time, and how many in every other run.
const ALL: u32 = 1_000;
const FEW: u32 = 16;

/// Where a history is played: a store that others use too, and a connection that nobody else does.
pub(crate) struct Place {
    pub(crate) store: Arc<dyn FlowStore>,
    pub(crate) connection: String,
}

/// Plays histories in a file, and on PostgreSQL where a server is named or there is time; says how many.
#[allow(
    clippy::print_stdout,
    reason = "how many there were is part of what a run says"
)]
pub(crate) fn play<S: Debug>(flow: &str, step: impl Strategy<Value = S>, plays: impl AsyncFn(Place, Vec<S>)) {
    let soaks = std::env::var_os("CAREWEAVE_SOAK").is_some_and(|value| value == "1");
    let cases = if soaks { ALL } else { FEW };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = runtime
        .block_on(SqliteStore::open(folder.path().join("histories.db")))
        .unwrap();
    let mut stores: Vec<(&str, Arc<dyn FlowStore>)> = vec![("SQLite", Arc::new(file))];
    if soaks || std::env::var_os(GIVEN).is_some() {
        let schema = format!("histories_{flow}_{}", std::process::id());
        let options = PostgresOptions::new().schema(schema).pool_size(4);
        let server = runtime.block_on(options.open_url(Cluster::get().url())).unwrap();
        stores.push(("PostgreSQL", Arc::new(server)));
    }
    let steps = proptest::collection::vec(step, 1..16);
    for (name, store) in stores {
        let begun = AtomicU32::new(0);
        let config = Config {
            cases,
            failure_persistence: None,
            max_shrink_iters: 40,
            ..Config::default()
        };
        TestRunner::new(config)
            .run(&steps, |steps| {
                let number = begun.fetch_add(1, Ordering::Relaxed);
                let place = Place {
                    store: Arc::clone(&store),
                    connection: format!("wellsky/history-{number}"),
                };
                runtime.block_on(plays(place, steps));
                Ok(())
            })
            .unwrap();
        println!("{flow}: {cases} random histories on {name} end as one clean run does");
    }
}

/// What may go wrong with an answer of WellSky.
pub(crate) fn fault(kind: u8) -> Value {
    match kind % 6 {
        0 => json!({"kind": "drop", "when": "after_commit"}),
        1 => json!({"kind": "drop", "when": "before_commit"}),
        2 => json!({"kind": "status", "status": 503}),
        3 => json!({"kind": "html"}),
        4 => json!({"kind": "truncate", "how": "close"}),
        _ => json!({"kind": "status", "status": 429, "retry_after": 1}),
    }
}

//! Latches in SQLite: the behaviour suite, a file touched from outside, and workers that are killed at every step.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/script.rs"]
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_sync_core::{EffectId, Evidence, Fingerprint, LatchRule, Latches, Proven};
use careweave_sync_sqlite::SqliteStore;
use chrono::{DateTime, Utc};

mod in_a_file {
    careweave_sync_core::latch_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::latch_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::latch_suite!(crate::alternating::through_two_handles());
}

type At = DateTime<Utc>;

const KIND: &str = "prospect.convert";

fn proven(subject: &str, at: At) -> Proven {
    let set = |id: &str| BTreeSet::from([id.to_owned()]);
    let rule = LatchRule {
        kind: KIND.to_owned(),
        templates: set("template-1"),
        complete: set("complete"),
        signatures: set("client_signature"),
        max_age: Duration::from_secs(600),
    };
    let evidence = Evidence {
        source: "goformz".to_owned(),
        document: format!("form-of-{subject}"),
        template: "template-1".to_owned(),
        status: "complete".to_owned(),
        signatures: BTreeMap::from([("client_signature".to_owned(), true)]),
        subject: subject.to_owned(),
        fetched_at: at,
        digest: Fingerprint::of(&["answer"]),
    };
    rule.examine(evidence, subject, at).unwrap()
}

/// Given somebody with the file, a latch that fired is neither deleted nor armed again, and keeps its evidence.
#[test]
fn the_file_itself_keeps_what_fired() {
    use careweave_sync_core::suite::block_on;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let store = block_on(SqliteStore::open(&path)).unwrap();
    let effect = EffectId::from_bytes([1; 16]);
    block_on(store.arm(&proven("p-1", now), now)).unwrap();
    block_on(store.fire(KIND, "p-1", effect, now)).unwrap();
    let held = block_on(store.fired(KIND, "p-1", effect, None, now)).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    for statement in [
        "DELETE FROM latch",
        "UPDATE latch SET state = 'armed', effect = NULL, fired_at = NULL",
        "UPDATE latch SET evidence = '{}'",
    ] {
        let error = raw.execute_batch(statement).unwrap_err().to_string();
        assert!(error.contains("latch"), "{error}");
    }
    assert_eq!(block_on(store.latch(KIND, "p-1")).unwrap(), Some(held));
}

/// A worker arms, plans, fires, calls a remote that counts, confirms; it is killed at every step.
#[cfg(unix)]
mod crash {
    use careweave_sync_core::suite::crash::LATCH;

    use super::script::{child, kill_everywhere};

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn worker() {
        child(&LATCH);
    }

    #[test]
    fn a_worker_killed_at_any_step_converts_exactly_once() {
        kill_everywhere("crash::worker", &LATCH, 4);
    }
}

//! Latches in SQLite: the behaviour suite, a file touched from outside, and workers that are killed at every step.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/killed.rs"]
mod killed;

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

/// A worker arms, plans, fires, calls a remote that counts, confirms; it is killed at every step, and one after it carries on
/// as a worker does that knows nothing but the store and the remote.
#[cfg(unix)]
mod crash {
    use std::fs::{self, OpenOptions};
    use std::io::Write as _;
    use std::path::Path;
    use std::time::Duration;

    use careweave_sync_core::suite::block_on;
    use careweave_sync_core::{
        EffectKey, EffectLedger, EffectState, Fingerprint, Intent, LatchState, Latches, Reconcile,
    };
    use careweave_sync_sqlite::SqliteStore;
    use careweave_types::ErrorKind;
    use chrono::{DateTime, Utc};

    use super::killed::{Orders, assert_whole, kill_at};
    use super::{KIND, proven};

    const POINTS: [&str; 7] = [
        "starting",
        "armed",
        "planned",
        "firing",
        "sending",
        "sent",
        "confirmed",
    ];
    const QUIET: Duration = Duration::from_secs(60);

    fn t(trial: usize, seconds: i64) -> DateTime<Utc> {
        let start = 1_800_000_000 + 10_000 * i64::try_from(trial).unwrap();
        DateTime::from_timestamp(start + seconds, 0).unwrap()
    }

    fn store(folder: &Path) -> SqliteStore {
        block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
    }

    /// The other system: a line per conversion it carried out.
    fn convert(folder: &Path, subject: &str) {
        let mut remote = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("conversions"))
            .unwrap();
        remote.write_all(format!("{subject}\n").as_bytes()).unwrap();
    }

    fn conversions(folder: &Path, subject: &str) -> usize {
        let remote = fs::read_to_string(folder.join("conversions")).unwrap_or_default();
        remote.lines().filter(|line| *line == subject).count()
    }

    /// One run of the flow, from wherever it was left, up to where it has to wait. `report` is told every step.
    async fn run(folder: &Path, subject: &str, now: DateTime<Utc>, report: impl Fn(&str)) {
        let store = SqliteStore::open(folder.join("careweave.db")).await.unwrap();
        report("starting");
        let latch = store
            .arm(&proven(subject, now), now)
            .await
            .unwrap()
            .latch()
            .clone();
        report("armed");
        if latch.state == LatchState::Fired {
            return;
        }
        let intent = Intent {
            key: EffectKey::new(format!("{KIND}/{subject}")).unwrap(),
            operation: KIND.to_owned(),
            subject: subject.to_owned(),
            detail: String::new(),
            fingerprint: Fingerprint::of(&[KIND, subject]),
            strategy: Reconcile::ReadBack { quiet: QUIET },
        };
        let mut effect = store.plan(&intent, now).await.unwrap().into_effect();
        report("planned");
        store.fire(KIND, subject, effect.id, now).await.unwrap();
        report("firing");
        if effect.state == EffectState::Sending {
            effect = store.expire(effect.id, effect.attempt, now).await.unwrap();
        }
        if effect.state == EffectState::InDoubt {
            effect = match conversions(folder, subject) {
                0 => match store.absent(effect.id, effect.attempt, now).await {
                    // Not yet: the request may still land.
                    Err(error) if error.kind() == ErrorKind::InDoubt => return,
                    absent => absent.unwrap(),
                },
                _ => store.confirm(effect.id, effect.attempt, None, now).await.unwrap(),
            };
        }
        if effect.state == EffectState::Planned {
            let deadline = now + Duration::from_secs(30);
            effect = store
                .begin(effect.id, effect.attempt, deadline, now)
                .await
                .unwrap();
            report("sending");
            convert(folder, subject);
            report("sent");
            effect = store.confirm(effect.id, effect.attempt, None, now).await.unwrap();
            report("confirmed");
        }
        assert_eq!(effect.state, EffectState::Confirmed);
        store.fired(KIND, subject, effect.id, None, now).await.unwrap();
    }

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn worker() {
        let orders = Orders::read();
        let subject = format!("prospect-{}", orders.trial);
        block_on(run(&orders.folder, &subject, t(orders.trial, 0), |point| {
            orders.report(point);
        }));
    }

    #[test]
    fn a_worker_killed_at_any_step_converts_exactly_once() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut trial = 0;
        for _ in 0..4 {
            for point in POINTS {
                for held in [true, false] {
                    let subject = format!("prospect-{trial}");
                    kill_at("crash::worker", folder, trial, point, held);
                    // Past the deadline for what was under way, then past the quiet period for what is in doubt.
                    let place = format!("killed at {point}, held: {held}");
                    let mut later = t(trial, 40);
                    for _ in 0..2 {
                        block_on(run(folder, &subject, later, |_| {}));
                        later += Duration::from_secs(100);
                    }
                    let latch = block_on(store(folder).latch(KIND, &subject)).unwrap().unwrap();
                    assert_eq!(latch.state, LatchState::Fired, "{place}");
                    assert_eq!(conversions(folder, &subject), 1, "{place}");
                    // A packet that is completed again converts nothing.
                    block_on(run(folder, &subject, later, |_| {}));
                    assert_eq!(conversions(folder, &subject), 1, "{place}");
                    trial += 1;
                }
            }
        }
        assert_whole(folder);
        assert_eq!(trial, 56);
    }
}

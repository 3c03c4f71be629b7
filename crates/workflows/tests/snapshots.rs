//! Snapshots of polls in a store: whole or not at all, and read back by the process after.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use careweave_http::{
    Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy, TokioSleep,
};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_sync_core::{MemoryStore, Mirror};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{AgencyId, ClientId, Error, ErrorKind, Phone, Result};
use careweave_wellsky_client::events::{
    Change, ChangeSink, Fingerprint, PollPolicy, Polled, Poller, Record, RecordKind, Seen, Snapshot,
    SnapshotStore, Sweep, Timing,
};
use careweave_wellsky_client::{Api, ClientPatch, Config, IdempotencyKey, WellSky};
use careweave_workflows::MirrorSnapshots;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

fn start() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_775_476_800)
}

fn snapshots(mirror: Arc<dyn Mirror>) -> MirrorSnapshots {
    let clock = Arc::new(ManualClock::new(start()));
    MirrorSnapshots::new(mirror, "wellsky/agency-9001", clock).unwrap()
}

fn snapshot(sweep: Sweep, ids: impl IntoIterator<Item = u32>, content: &str) -> Snapshot {
    let seen = |id: u32| Seen {
        fingerprint: Fingerprint::of(&format!("{id}/{content}")).unwrap(),
        starts_at: (sweep == Sweep::Shifts).then(|| start() + TimeDelta::minutes(i64::from(id))),
    };
    Snapshot {
        sweep,
        timing: Timing {
            attempted_at: Some(start()),
            complete_at: Some(start()),
            whole_at: None,
        },
        records: ids.into_iter().map(|id| (id.to_string(), seen(id))).collect(),
    }
}

/// What every store of snapshots promises.
async fn promises(store: &dyn SnapshotStore) {
    assert_eq!(store.load(Sweep::Shifts).await.unwrap(), None);
    // More than one part, then fewer, then nothing: what was before leaves no trace.
    for ids in [0..4_000, 0..1, 5..1_700, 0..0] {
        for content in ["a", "b"] {
            let wanted = snapshot(Sweep::Shifts, ids.clone(), content);
            store.save(&wanted).await.unwrap();
            assert_eq!(store.load(Sweep::Shifts).await.unwrap(), Some(wanted));
        }
    }
    assert_eq!(
        store.load(Sweep::Patients).await.unwrap(),
        None,
        "of another sweep"
    );
    let patients = snapshot(Sweep::Patients, 1..3, "a");
    store.save(&patients).await.unwrap();
    assert_eq!(store.load(Sweep::Patients).await.unwrap(), Some(patients));
    assert!(
        store
            .load(Sweep::Shifts)
            .await
            .unwrap()
            .unwrap()
            .records
            .is_empty()
    );
}

#[tokio::test]
async fn a_snapshot_comes_back_as_it_was_kept_in_memory_and_in_a_file() {
    promises(&snapshots(Arc::new(MemoryStore::new()))).await;
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("polls.db")).await.unwrap();
    promises(&snapshots(Arc::new(store))).await;
}

#[tokio::test]
async fn two_agencies_of_one_store_have_snapshots_of_their_own() {
    let store = Arc::new(MemoryStore::new());
    let of = |name: &str| {
        MirrorSnapshots::new(
            Arc::<MemoryStore>::clone(&store),
            name,
            Arc::new(ManualClock::new(start())),
        )
        .unwrap()
    };
    of("wellsky/agency-1")
        .save(&snapshot(Sweep::Patients, 0..3, "a"))
        .await
        .unwrap();
    assert_eq!(of("wellsky/agency-2").load(Sweep::Patients).await.unwrap(), None);
    let refused = MirrorSnapshots::new(store, "", Arc::new(ManualClock::new(start())));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidInput);
}

/// A host's records; it stops taking changes at a record, as a process that is killed there does.
#[derive(Default)]
struct View {
    records: Mutex<BTreeMap<Record, bool>>,
    taken: Mutex<u32>,
    dies_after: Option<u32>,
    /// Told when it has stopped.
    stopped: Notify,
}

#[async_trait]
impl ChangeSink for View {
    async fn apply(&self, change: Change) -> Result<()> {
        let number = {
            let mut taken = self.taken.lock().unwrap();
            *taken += 1;
            *taken
        };
        if self.dies_after.is_some_and(|last| number > last) {
            // Nobody comes back from here: whoever runs this is dropped.
            self.stopped.notify_one();
            std::future::pending::<()>().await;
        }
        self.records
            .lock()
            .unwrap()
            .insert(change.record(), change.is_gone());
        Ok(())
    }
}

struct Agency {
    sandbox: Sandbox,
    wellsky: WellSky,
    clock: Arc<ManualClock>,
}

impl Agency {
    async fn start() -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let ready = sandbox.ready();
        let clock = Arc::new(ManualClock::new(ready.now));
        let credentials = &ready.credentials.wellsky;
        let config = Config::new(
            credentials.api_key.as_str(),
            credentials.api_secret.as_str(),
            AgencyId::new(credentials.agency_id.as_str()).unwrap(),
        )
        .with_api(Api::Connect)
        .with_base_url(&ready.wellsky.connect)
        .unwrap()
        .with_rate_limit(None)
        .with_retry(RetryPolicy::never());
        let wellsky = WellSky::with_transport(
            config,
            Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(RecordedSleep::new()),
        )
        .unwrap();
        Self {
            sandbox,
            wellsky,
            clock,
        }
    }

    /// The poller of one process, over a file.
    async fn process(&self, path: &Path) -> Poller {
        let store = SqliteStore::open(path).await.unwrap();
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let snapshots =
            MirrorSnapshots::new(Arc::new(store), "wellsky/agency-9001", Arc::clone(&clock)).unwrap();
        let policy = PollPolicy::default();
        Poller::new(
            &self.wellsky,
            policy,
            Arc::new(snapshots),
            clock,
            Arc::new(TokioSleep),
        )
        .unwrap()
    }

    async fn change_phone(&self, id: &str, number: &str) {
        let patch = ClientPatch {
            phone: Phone::parse(number).unwrap().into(),
            ..ClientPatch::default()
        };
        let key = IdempotencyKey::new(&format!("phone/{number}")).unwrap();
        let id = ClientId::new(id).unwrap();
        self.wellsky.clients().update(&id, &patch, &key).await.unwrap();
    }
}

fn of(polled: &[Polled], sweep: Sweep) -> (u64, u64) {
    let polled = polled.iter().find(|polled| polled.sweep == sweep).unwrap();
    (polled.changed, polled.gone)
}

#[tokio::test]
async fn a_poll_after_a_restart_gives_what_changed_in_between_and_no_more() {
    let agency = Agency::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("polls.db");

    // The first process is killed in the middle of its first poll, with seven changes taken.
    let first = View {
        dies_after: Some(7),
        ..View::default()
    };
    let poller = agency.process(&path).await;
    tokio::select! {
        _ = poller.poll_now(&first) => panic!("the poll ended although its host did not take a change"),
        () = first.stopped.notified() => {}
    }
    assert_eq!(first.records.lock().unwrap().len(), 7);
    drop(poller);

    // The second takes everything: what the first took may come again, and nothing is missing.
    let second = View::default();
    let polled = agency.process(&path).await.poll_now(&second).await.unwrap();
    assert!(polled.iter().all(Polled::is_complete), "{polled:?}");
    let (people, _) = of(&polled, Sweep::Patients);
    assert!(people >= 10, "{people}");

    // The third knows what the second saw: two changes, and no more.
    agency.change_phone("500001", "3035550177").await;
    agency.change_phone("500002", "3035550178").await;
    let third = View::default();
    let polled = agency.process(&path).await.poll_now(&third).await.unwrap();
    assert_eq!(of(&polled, Sweep::Patients), (2, 0));
    let changed: Vec<String> = {
        let records = third.records.lock().unwrap();
        let patients = records.keys().filter(|record| record.kind == RecordKind::Patient);
        patients.map(|record| record.id.clone()).collect()
    };
    assert_eq!(changed, ["500001", "500002"]);
    drop(agency.sandbox);
}

#[tokio::test]
async fn a_store_that_cannot_be_read_stops_the_poll_and_loses_nothing() {
    #[derive(Debug)]
    struct Broken;

    #[async_trait]
    impl SnapshotStore for Broken {
        async fn load(&self, _: Sweep) -> Result<Option<Snapshot>> {
            Err(Error::new(ErrorKind::Storage, "test", "no disk"))
        }

        async fn save(&self, _: &Snapshot) -> Result<()> {
            Ok(())
        }
    }

    let agency = Agency::start().await;
    let clock = Arc::clone(&agency.clock) as Arc<dyn Clock>;
    let policy = PollPolicy::default();
    let poller = Poller::new(
        &agency.wellsky,
        policy,
        Arc::new(Broken),
        clock,
        Arc::new(TokioSleep),
    )
    .unwrap();
    let view = View::default();
    let error = poller.poll_now(&view).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(view.records.lock().unwrap().is_empty());
}

//! Notes and documents in a store: the behaviour every outbox has, and that they outlive crashes without being written twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{
    Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy, Transport as _,
};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_sync_core::{Inbox as _, MemoryStore};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{AgencyId, ClientId, Error, ErrorKind, Pii, Result, ShiftStatus, TimeWindow};
use careweave_wellsky_client::connect::{
    Claimed, Connect, DocumentOutcome, DocumentOwner, EncounterFilter, NewDocument, NewTaskLog, NoteOutcome,
    Outbox, OutboxItem, OutboxTicket, Redelivered, RedeliveryOutcome, Settled, outbox_suite,
};
use careweave_wellsky_client::{Api, Config, IdempotencyKey, ShiftFilter, WellSky};
use careweave_workflows::QueuedNotes;
use chrono::TimeDelta;
use serde_json::{Value, json};

fn agency_id() -> AgencyId {
    AgencyId::new("9001").unwrap()
}

#[tokio::test]
async fn an_outbox_over_a_store_in_memory_behaves_as_an_outbox_does() {
    outbox_suite::outbox(|clock| async move {
        QueuedNotes::new(Arc::new(MemoryStore::new()), agency_id(), "worker-1", clock).unwrap()
    })
    .await;
}

#[tokio::test]
async fn an_outbox_over_a_file_behaves_as_an_outbox_does() {
    let folder = tempfile::tempdir().unwrap();
    let number = AtomicU32::new(0);
    outbox_suite::outbox(|clock| {
        let path = folder
            .path()
            .join(format!("{}.db", number.fetch_add(1, Ordering::Relaxed)));
        async move {
            let store = SqliteStore::open(path).await.unwrap();
            QueuedNotes::new(Arc::new(store), agency_id(), "worker-1", clock).unwrap()
        }
    })
    .await;
}

/// A sandbox's agency, and a clock that a test turns.
struct Agency {
    sandbox: Sandbox,
    connect: Connect,
    clock: Arc<ManualClock>,
    client: ClientId,
    window: TimeWindow,
}

impl Agency {
    async fn start() -> Self {
        let mut config = SandboxConfig::default();
        config.switches.set("task_log_refusals", "none").unwrap();
        let sandbox = Sandbox::start(config).await.unwrap();
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
        .with_retry(RetryPolicy::never());
        let wellsky = WellSky::with_transport(
            config,
            Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(RecordedSleep::new()),
        )
        .unwrap();
        let window = TimeWindow::new(ready.now - TimeDelta::days(31), ready.now).unwrap();
        let completed = ShiftFilter {
            status: Some(ShiftStatus::Completed),
            ..ShiftFilter::in_window(window)
        };
        let shifts = wellsky.shifts().list(completed).all().await.unwrap();
        Self {
            connect: wellsky.connect().unwrap(),
            client: shifts[0].client_id.clone(),
            window,
            clock,
            sandbox,
        }
    }

    async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.sandbox.ready().control))
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
        let answer = transport.send(request, Duration::from_secs(5)).await.unwrap();
        assert!(answer.status().is_success());
        serde_json::from_slice(answer.body()).unwrap()
    }

    async fn fault(&self, plan: Value) {
        self.control("POST", "/_sandbox/faults", plan).await;
    }

    /// The idempotency keys under which notes were sent.
    async fn keys_sent(&self) -> Vec<String> {
        let journal = self
            .control("GET", "/_sandbox/journal?method=POST", Value::Null)
            .await;
        let entries = journal["entries"].as_array().unwrap();
        entries
            .iter()
            .filter(|entry| entry["path"].as_str().unwrap().contains("/tasklog"))
            .map(|entry| entry["idempotency_key"].as_str().unwrap().to_owned())
            .collect()
    }

    /// One process's outbox on the file.
    async fn process(&self, path: &Path) -> (SqliteStore, QueuedNotes<SqliteStore>) {
        let store = SqliteStore::open(path).await.unwrap();
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let outbox = QueuedNotes::new(Arc::new(store.clone()), agency_id(), "worker", clock).unwrap();
        (store, outbox)
    }

    fn note(&self) -> NewTaskLog {
        NewTaskLog::note("Call", "Daughter called about Friday", self.sandbox.ready().now)
    }

    async fn attach(&self, outbox: &dyn Outbox) -> NoteOutcome {
        let key = IdempotencyKey::new("note/1").unwrap();
        self.connect
            .task_logs()
            .attach(&self.client, self.window, &self.note(), &key, outbox)
            .await
            .unwrap()
    }

    /// How often the note is on the client's visits.
    async fn written(&self) -> usize {
        let filter = EncounterFilter {
            client_id: Some(self.client.clone()),
            caregiver_id: None,
            from: self.window.start().date_naive(),
            to: self.window.end().date_naive(),
        };
        let visits = self.connect.encounters().list(&filter).all().await.unwrap();
        let mut times = 0;
        for visit in visits {
            let logs = self.connect.task_logs().of(&visit.id).await.unwrap();
            times += logs
                .iter()
                .filter(|log| log.description.as_ref() == Some(&self.note().description))
                .count();
        }
        times
    }

    fn later(&self, minutes: u64) {
        self.clock.advance(Duration::from_secs(minutes * 60));
    }
}

/// Contents that wait in the inbox of a store: personal data that is not erased yet.
async fn contents(store: &SqliteStore) -> usize {
    store
        .received("careweave.outbox", None, 1000)
        .await
        .unwrap()
        .len()
}

fn only(redelivered: Vec<Redelivered>) -> RedeliveryOutcome {
    let [one] = <[Redelivered; 1]>::try_from(redelivered).expect("one item");
    one.outcome
}

const NOTES: &str = "/v1/encounter/1";

#[tokio::test]
async fn a_note_that_could_not_be_attached_outlives_the_process_and_is_written_once() {
    let agency = Agency::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let (store, outbox) = agency.process(&path).await;
    agency
        .fault(json!({"method": "POST", "path_prefix": NOTES, "times": 1, "action": {"kind": "html"}}))
        .await;
    let queued = agency.attach(&outbox).await;
    assert!(matches!(queued, NoteOutcome::Queued { .. }), "{queued:?}");
    assert_eq!(contents(&store).await, 1);
    store.close().await.unwrap();
    drop((store, outbox));

    let (store, outbox) = agency.process(&path).await;
    // The 500 may have come after the note was taken: absence counts after the quiet period only.
    let early = only(agency.connect.redeliver(&outbox, 10).await.unwrap());
    assert!(matches!(early, RedeliveryOutcome::InDoubt), "{early:?}");
    assert_eq!(agency.written().await, 0);
    agency.later(10);
    let written = only(agency.connect.redeliver(&outbox, 10).await.unwrap());
    assert!(
        matches!(written, RedeliveryOutcome::Attached { .. }),
        "{written:?}"
    );
    assert_eq!((agency.written().await, contents(&store).await), (1, 0));
    agency.later(60 * 24);
    assert!(agency.connect.redeliver(&outbox, 10).await.unwrap().is_empty());
    assert_eq!(agency.written().await, 1);
    assert_eq!(
        agency.keys_sent().await,
        ["note/1", "note/1"],
        "one key, before and after"
    );
}

/// An outbox whose process dies when it would write down what came of an attempt, or that it is about to send.
#[derive(Debug)]
struct Dies<'a> {
    outbox: &'a QueuedNotes<SqliteStore>,
    before_sending: bool,
}

fn died() -> Error {
    Error::new(ErrorKind::Storage, "test.died", "the process was killed")
}

#[async_trait]
impl Outbox for Dies<'_> {
    async fn keep(&self, item: OutboxItem) -> Result<OutboxTicket> {
        self.outbox.keep(item).await
    }
    async fn claim(&self) -> Result<Option<Claimed>> {
        self.outbox.claim().await
    }
    async fn sending(&self, claimed: &Claimed) -> Result<()> {
        self.outbox.sending(claimed).await?;
        if self.before_sending { Err(died()) } else { Ok(()) }
    }
    async fn settle(&self, _: &Claimed, _: &Settled) -> Result<()> {
        Err(died())
    }
}

#[tokio::test]
async fn a_process_killed_between_writing_a_note_and_saying_so_leaves_one_note() {
    for before_sending in [false, true] {
        let agency = Agency::start().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.db");
        let (store, outbox) = agency.process(&path).await;
        let refused = json!({"method": "POST", "path_prefix": "/v1/encounter/_search", "times": 1,
                             "action": {"kind": "status", "status": 503}});
        agency.fault(refused).await;
        let queued = agency.attach(&outbox).await;
        assert!(matches!(queued, NoteOutcome::Queued { .. }), "{queued:?}");
        let dies = Dies {
            outbox: &outbox,
            before_sending,
        };
        let error = agency.connect.redeliver(&dies, 10).await.unwrap_err();
        assert_eq!(error.operation(), "test.died");
        assert_eq!(agency.written().await, usize::from(!before_sending));
        store.close().await.unwrap();

        let (store, outbox) = agency.process(&path).await;
        let nothing = agency.connect.redeliver(&outbox, 10).await.unwrap();
        assert!(nothing.is_empty(), "the claim of the dead is still live");
        agency.later(20);
        let outcome = only(agency.connect.redeliver(&outbox, 10).await.unwrap());
        match outcome {
            RedeliveryOutcome::Found { .. } => assert!(!before_sending),
            RedeliveryOutcome::Attached { .. } => assert!(before_sending),
            other => panic!("{other:?}"),
        }
        assert_eq!((agency.written().await, contents(&store).await), (1, 0));
    }
}

#[tokio::test]
async fn a_lost_answer_is_looked_for_and_not_sent_again() {
    let agency = Agency::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (store, outbox) = agency.process(&folder.path().join("notes.db")).await;
    // The note is taken, its answer is lost, and the look right after it fails too.
    agency
        .fault(json!({"method": "POST", "path_prefix": NOTES, "times": 1,
                      "action": {"kind": "drop", "when": "after_commit"}}))
        .await;
    agency
        .fault(json!({"method": "GET", "path_prefix": NOTES, "times": 1, "action": {"kind": "html"}}))
        .await;
    let queued = agency.attach(&outbox).await;
    assert!(matches!(queued, NoteOutcome::Queued { .. }), "{queued:?}");
    let found = only(agency.connect.redeliver(&outbox, 10).await.unwrap());
    assert!(matches!(found, RedeliveryOutcome::Found { .. }), "{found:?}");
    assert_eq!((agency.written().await, contents(&store).await), (1, 0));
}

#[tokio::test]
async fn what_the_vendor_refuses_is_given_up_and_waits_for_a_person() {
    let agency = Agency::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (store, outbox) = agency.process(&folder.path().join("notes.db")).await;
    let down = json!({"method": "POST", "path_prefix": "/v1/encounter/_search", "times": 1,
                      "action": {"kind": "status", "status": 503}});
    agency.fault(down).await;
    let NoteOutcome::Queued { ticket, .. } = agency.attach(&outbox).await else {
        panic!("the vendor is down");
    };
    agency
        .fault(json!({"method": "POST", "path_prefix": NOTES,
                      "action": {"kind": "status", "status": 422, "body": {"error": "encounter does not accept task logs"}}}))
        .await;
    let refused = only(agency.connect.redeliver(&outbox, 10).await.unwrap());
    let RedeliveryOutcome::Refused { error } = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(error.kind(), ErrorKind::Rejected);
    let given_up = outbox.given_up(10).await.unwrap();
    assert_eq!(
        (&given_up[0].ticket, given_up[0].reason.as_deref()),
        (&ticket, Some("rejected"))
    );
    assert_eq!(contents(&store).await, 1, "kept, so that it can be tried again");
    agency.later(60 * 24);
    assert!(agency.connect.redeliver(&outbox, 10).await.unwrap().is_empty());
    outbox.discard(&ticket).await.unwrap();
    assert_eq!((agency.written().await, contents(&store).await), (0, 0));
    let unknown = outbox.discard(&OutboxTicket("99".to_owned())).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_large_document_outlives_the_process_and_is_filed_once() {
    let agency = Agency::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.db");
    let (store, outbox) = agency.process(&path).await;
    let document = NewDocument {
        owner: DocumentOwner::Client(agency.client.clone()),
        kind: "General".to_owned(),
        title: "scan.pdf".into(),
        content_type: "application/pdf".to_owned(),
        bytes: Pii::new((0..3_000_000_u32).map(|n| (n % 251) as u8).collect()),
    };
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/documentReferences", "times": 1, "action": {"kind": "html"}}))
        .await;
    let key = IdempotencyKey::new("document/1").unwrap();
    let documents = agency.connect.documents();
    let queued = documents.file(&document, &key, &outbox).await.unwrap();
    assert!(matches!(queued, DocumentOutcome::Queued { .. }), "{queued:?}");
    assert_eq!(contents(&store).await, 4, "the head and three parts");
    store.close().await.unwrap();

    agency.later(10);
    let (store, outbox) = agency.process(&path).await;
    let filed = only(agency.connect.redeliver(&outbox, 10).await.unwrap());
    let RedeliveryOutcome::Filed { id } = filed else {
        panic!("{filed:?}");
    };
    let shown = documents.of(&document.owner).await.unwrap();
    assert_eq!((shown.len(), &shown[0].id), (1, &id));
    let file = &shown[0].content.as_ref().unwrap().attachment;
    assert_eq!(file.size, Some(3_000_000));
    assert_eq!(contents(&store).await, 0);
}

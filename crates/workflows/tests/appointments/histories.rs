use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use careweave_http::Clock;
use careweave_scheduling_providers::model::{CancelledBy, ProviderKind};
use careweave_scheduling_providers::request::{Cancellation, NewTime};
use careweave_sync_core::MemoryStore;
use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};
use careweave_workflows::appointments::{
    AppointmentStore, AppointmentSync, MemoryBoard, SyncOptions, Task, TaskBoard, TaskChange, TaskDraft,
    TaskId, TaskPage, TaskSource,
};
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::desk::{Desk, key};
use crate::hints::{accept, listen};
use crate::shared_store::on_postgres;

/// A board whose n-th write fails before, or after, it was made.
#[derive(Debug)]
struct Failing {
    inner: Arc<MemoryBoard>,
    left: AtomicU32,
    made_first: bool,
}

#[async_trait]
impl TaskBoard for Failing {
    async fn find(&self, external: &TaskSource) -> Result<Option<Task>> {
        tokio::task::yield_now().await;
        self.inner.find(external).await
    }

    async fn get(&self, id: &TaskId) -> Result<Task> {
        self.inner.get(id).await
    }

    async fn changed(&self, after: Option<&str>, limit: u32) -> Result<TaskPage> {
        self.inner.changed(after, limit).await
    }

    async fn apply(&self, change: &TaskChange, key: &IdempotencyKey) -> Result<Task> {
        tokio::task::yield_now().await;
        let lost = self.left.fetch_sub(1, Ordering::SeqCst) == 1;
        if lost && !self.made_first {
            return Err(Error::new(ErrorKind::Unreachable, "test.apply", "it was lost"));
        }
        let made = self.inner.apply(change, key).await;
        tokio::task::yield_now().await;
        match lost {
            true => Err(Error::new(
                ErrorKind::Timeout,
                "test.apply",
                "the answer was lost",
            )),
            false => made,
        }
    }
}

fn with_board(
    desk: &Desk,
    board: Arc<dyn TaskBoard>,
    store: Arc<dyn AppointmentStore>,
    worker: &str,
) -> AppointmentSync {
    AppointmentSync::new(
        desk.provider.clone(),
        board,
        store,
        Arc::clone(&desk.clock) as Arc<dyn Clock>,
        worker,
        SyncOptions::default(),
    )
    .unwrap()
}

/// What the tasks say of the appointments the service has, by the record that stands.
fn told(desk: &Desk, board: &MemoryBoard) -> BTreeMap<TaskSource, TaskDraft> {
    let there: Vec<_> = desk
        .control
        .appointments()
        .iter()
        .map(|a| desk.source(a.id()))
        .collect();
    let tasks = board.tasks().into_iter();
    tasks
        .filter_map(|task| Some((task.external.filter(|e| there.contains(e))?, task.draft)))
        .collect()
}

/// What one run over an empty board and an empty store comes to.
async fn clean(desk: &Desk) -> BTreeMap<TaskSource, TaskDraft> {
    let (board, store) = (Arc::new(MemoryBoard::new()), Arc::new(MemoryStore::new()));
    let sync = with_board(
        desk,
        Arc::clone(&board) as Arc<_>,
        Arc::clone(&store) as Arc<_>,
        "worker-1",
    );
    allow(&sync, &store).await;
    sync.sync().await.unwrap();
    told(desk, &board)
}

async fn allow(sync: &AppointmentSync, store: &MemoryStore) {
    use careweave_sync_core::{GateScope, Gates as _, Level};
    let scope = GateScope::connection(sync.connection());
    store
        .set_level(&scope, Level::Inbound, "user-1", "rollout", crate::desk::now())
        .await
        .unwrap();
    sync.switch_on().await.unwrap();
}

/// A few histories on the store that many workers share, where a server is named; 1,000 with `CAREWEAVE_SOAK=1`.
#[test]
fn any_history_on_postgres_ends_as_one_clean_run() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let histories = (
        proptest::collection::vec((0_u8..9, 0_usize..6), 1..40),
        any::<bool>(),
        1_u32..12,
        any::<bool>(),
    );
    let config = ProptestConfig {
        cases: if cases() > 64 { cases() } else { 4 },
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&histories, |(steps, replaces, lost_at, made_first)| {
            let history = History {
                steps,
                replaces,
                lost_at,
                made_first,
            };
            runtime.block_on(async {
                if let Some(store) = on_postgres("appointment_histories").await {
                    plays(history, Arc::new(store)).await;
                }
            });
            Ok(())
        })
        .unwrap();
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// Given any history of bookings, moves, cancellations and deletions, with deliveries lost, repeated, late and out of order, with
    /// a board whose answers get lost and two workers, the tasks end as one clean run would have them.
    #[test]
    fn any_history_ends_as_one_clean_run(
        steps in proptest::collection::vec((0_u8..9, 0_usize..6), 1..40),
        replaces in any::<bool>(),
        lost_at in 1_u32..12,
        made_first in any::<bool>(),
    ) {
        let history = History { steps, replaces, lost_at, made_first };
        run(plays(history, Arc::new(MemoryStore::new())));
    }
}

/// What happens: steps by their kind and whom they concern.
#[derive(Clone, Debug)]
struct History {
    steps: Vec<(u8, usize)>,
    /// Whether the service makes a new record of what is moved.
    replaces: bool,
    /// Which write at the board fails, and whether it is made all the same.
    lost_at: u32,
    made_first: bool,
}

async fn plays(history: History, store: Arc<dyn AppointmentStore>) {
    let History {
        steps,
        replaces,
        lost_at,
        made_first,
    } = history;
    let vendor = if replaces {
        ProviderKind::Ninsaude
    } else {
        ProviderKind::Memory
    };
    let desk = Desk::like(Arc::clone(&store), Some(vendor)).await;
    // The service that makes new records sends no webhooks.
    if !replaces {
        listen(&desk).await;
    }
    let failing = Failing {
        inner: Arc::clone(&desk.board),
        left: AtomicU32::new(lost_at),
        made_first,
    };
    let failing: Arc<dyn TaskBoard> = Arc::new(failing);
    let workers = ["worker-1", "worker-2"]
        .map(|worker| with_board(&desk, Arc::clone(&failing), Arc::clone(&store), worker));
    let (mut free, mut number) = (0, 0);
    let mut pending = Vec::new();
    for (what, which) in steps {
        number += 1;
        let records = desk.control.appointments();
        let chosen = records.get(which % records.len().max(1)).map(|a| a.id().clone());
        match (what, chosen) {
            (0 | 1, _) if free < 30 => {
                desk.book(free).await;
                free += 1;
            }
            (2, Some(id)) if free < 30 => {
                let to = NewTime::at(desk.slot(free).window.start());
                free += 1;
                // One that was called off, or replaced, cannot be moved.
                let _ = desk
                    .provider
                    .reschedule(&id, &to, &key(&format!("move/{number}")))
                    .await;
            }
            (3, Some(id)) => {
                let off = Cancellation::by(CancelledBy::Client);
                let _ = desk
                    .provider
                    .cancel(&id, &off, &key(&format!("cancel/{number}")))
                    .await;
            }
            (4, Some(id)) => {
                let ends_a_chain = records
                    .iter()
                    .all(|a| a.reschedule_of.as_ref() != Some(&id) && a.rescheduled_to.as_ref() != Some(&id));
                if ends_a_chain {
                    desk.control.erase(&id);
                }
            }
            (5, _) => {
                let _ = workers[which % 2].sync().await;
            }
            (6, _) => {
                let _ = workers[which % 2].serve(100).await;
            }
            (7, _) => pending.extend(desk.control.take_deliveries()),
            (8, _) if !pending.is_empty() => {
                let delivery = pending.remove(which % pending.len());
                if which % 2 == 0 {
                    accept(&desk, &delivery).await.unwrap();
                }
                accept(&desk, &delivery).await.unwrap();
            }
            _ => {}
        }
    }
    // Whatever is in doubt can be told by now; what was announced comes or does not; one run ends it.
    desk.clock.advance(TimeDelta::minutes(5).to_std().unwrap());
    let last = workers[0].sync().await.unwrap();
    let last = if last.failed.is_empty() && last.in_doubt.is_empty() {
        last
    } else {
        workers[1].sync().await.unwrap()
    };
    assert!(last.failed.iter().all(|f| f.kind == "rejected"), "{last:?}");
    assert_eq!(told(&desk, &desk.board), clean(&desk).await);
    let writes = desk.board.writes();
    let again = workers[1].sync().await.unwrap();
    assert_eq!((again.written, desk.board.writes()), (0, writes), "{again:?}");
}

/// 64 in the default run, 1,000 with `CAREWEAVE_SOAK=1`.
fn cases() -> u32 {
    match std::env::var_os("CAREWEAVE_SOAK").is_some_and(|soak| soak == "1") {
        true => 1_000,
        false => 64,
    }
}

#[tokio::test]
async fn a_run_that_is_dropped_anywhere_is_made_good_by_the_next_one() {
    for stop_after in 1.. {
        let store = Arc::new(MemoryStore::new());
        let desk = Desk::like(Arc::clone(&store) as Arc<_>, Some(ProviderKind::Ninsaude)).await;
        let (old, _second) = (desk.book(0).await, desk.book(1).await);
        desk.sync.sync().await.unwrap();
        let to = NewTime::at(desk.slot(5).window.start());
        desk.provider
            .reschedule(old.id(), &to, &key("move/1"))
            .await
            .unwrap();
        desk.book(2).await;
        let failing = Failing {
            inner: Arc::clone(&desk.board),
            left: AtomicU32::new(u32::MAX),
            made_first: false,
        };
        let sync = with_board(&desk, Arc::new(failing), Arc::clone(&store) as Arc<_>, "worker-1");
        let mut work = Box::pin(sync.sync());
        let mut ended = false;
        for _ in 0..stop_after {
            let polled = std::future::poll_fn(|context| std::task::Poll::Ready(work.as_mut().poll(context)));
            if polled.await.is_ready() {
                ended = true;
                break;
            }
        }
        drop(work);
        desk.clock.advance(TimeDelta::minutes(5).to_std().unwrap());
        let report = desk.sync.sync().await.unwrap();
        assert!(
            report.failed.is_empty() && report.in_doubt.is_empty(),
            "{stop_after}: {report:?}"
        );
        assert_eq!(told(&desk, &desk.board), clean(&desk).await, "{stop_after}");
        assert_eq!(desk.board.tasks().len(), 3, "{stop_after}");
        if ended {
            assert!(stop_after > 5, "it stops at several places");
            return;
        }
    }
}

//! A service in memory, a board, a store, and what a test does to them.

use std::sync::Arc;

use careweave_http::{Clock, ManualClock, RecordedSleep};
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::memory::{Memory, MemoryConfig, MemoryControl};
use careweave_scheduling_providers::model::{Appointment, Client, ProviderKind, Slot};
use careweave_scheduling_providers::request::{Consent, NewAppointment, SlotQuery};
use careweave_sync_core::{GateScope, Level, MemoryStore};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::ids::ExternalId;
use careweave_types::{AgencyZone, IdempotencyKey, TimeWindow};
use careweave_workflows::appointments::{
    AppointmentStore, AppointmentSync, MemoryBoard, SyncOptions, Task, TaskSource,
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::shared_store::on_postgres;

pub(crate) fn now() -> DateTime<Utc> {
    "2026-04-06T12:00:00Z".parse().unwrap()
}

pub(crate) fn zone() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

pub(crate) fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

/// Every store the flow is proved on; the folder is removed with the second value.
pub(crate) async fn stores() -> (Vec<Arc<dyn AppointmentStore>>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = SqliteStore::open(folder.path().join("sync.db")).await.unwrap();
    let mut stores: Vec<Arc<dyn AppointmentStore>> = vec![Arc::new(MemoryStore::new()), Arc::new(file)];
    if let Some(shared) = on_postgres("appointments").await {
        stores.push(Arc::new(shared));
    }
    (stores, folder)
}

pub(crate) struct Desk {
    pub(crate) provider: Provider,
    pub(crate) control: MemoryControl,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) board: Arc<MemoryBoard>,
    pub(crate) store: Arc<dyn AppointmentStore>,
    pub(crate) sync: AppointmentSync,
    slots: Vec<Slot>,
}

impl Desk {
    /// A desk that may apply what changed at the service, and is switched on.
    pub(crate) async fn open(store: Arc<dyn AppointmentStore>) -> Self {
        Self::like(store, None).await
    }

    pub(crate) async fn like(store: Arc<dyn AppointmentStore>, vendor: Option<ProviderKind>) -> Self {
        let mut config = MemoryConfig::weekdays("main", zone()).unwrap();
        if let Some(vendor) = vendor {
            config = config.imitating(&vendor);
        }
        let visit = config.types[0].id.clone();
        let clock = Arc::new(ManualClock::new(now()));
        let (provider, control) = Memory::open(
            config,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(RecordedSleep::new()),
        );
        let week = TimeWindow::new(now() + TimeDelta::hours(1), now() + TimeDelta::days(7)).unwrap();
        let query = SlotQuery::new(visit, week, zone());
        let mut slots: Vec<Slot> = Vec::new();
        for slot in provider.slots(&query).await.unwrap() {
            if slots
                .last()
                .is_none_or(|last| last.window.end() <= slot.window.start())
            {
                slots.push(slot);
            }
        }
        let board = Arc::new(MemoryBoard::new());
        let sync = AppointmentSync::new(
            provider.clone(),
            Arc::clone(&board) as Arc<_>,
            Arc::clone(&store),
            Arc::clone(&clock) as Arc<dyn Clock>,
            "worker-1",
            SyncOptions::default(),
        )
        .unwrap();
        sync.switch_on().await.unwrap();
        let desk = Self {
            provider,
            control,
            clock,
            board,
            store,
            sync,
            slots,
        };
        desk.allow(Level::Inbound).await;
        desk
    }

    pub(crate) async fn allow(&self, level: Level) {
        let scope = GateScope::connection(self.sync.connection());
        let set = self
            .store
            .set_level(&scope, level, "user-1", "rollout", self.clock.now());
        set.await.unwrap();
    }

    pub(crate) fn slot(&self, number: usize) -> &Slot {
        &self.slots[number]
    }

    pub(crate) async fn book(&self, number: usize) -> Appointment {
        let client = Client::of_parts("Alpha", format!("Testclient{number}"))
            .with_email(format!("alpha{number}@example.invalid"))
            .with_phone(format!("30355501{number:02}"));
        let new = NewAppointment::in_slot(self.slot(number), zone(), client).with_consent(Consent {
            given_at: now(),
            terms: "terms of 2026".to_owned(),
        });
        let written = self.provider.create(&new, &key(&format!("book/{number}"))).await;
        written.unwrap().appointment
    }

    pub(crate) fn source(&self, id: &ExternalId) -> TaskSource {
        TaskSource::of(&self.provider.identity().key(id.clone()))
    }

    pub(crate) fn task(&self, id: &ExternalId) -> Option<Task> {
        let source = self.source(id);
        let mut tasks = self.board.tasks().into_iter();
        tasks.find(|task| task.external.as_ref() == Some(&source))
    }
}

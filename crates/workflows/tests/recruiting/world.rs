//! A sandbox's agency, a CRM, a store, and a clock that a test turns.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{Clock, ManualClock};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_sync_core::{GateScope, Level, MemoryStore};
use careweave_sync_postgres::PostgresOptions;
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{CaregiverId, IdempotencyKey};
use careweave_wellsky_client::{
    Api, Applicant, ApplicantFilter, ApplicantPatch, Caregiver, CaregiverPatch, WellSky,
};
use careweave_workflows::flow::{FlowContext, FlowReport, FlowStore};
use careweave_workflows::recruiting::{RecruitingCrm, RecruitingFlow, RecruitingMaps};
use serde_json::{Value, json};

use crate::agency;
use crate::cluster::Cluster;
use crate::crm::{MemoryCrm, lead};

pub(crate) const CONNECTION: &str = "wellsky/agency-9001";

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) wellsky: WellSky,
    pub(crate) crm: Arc<MemoryCrm>,
    pub(crate) store: Arc<dyn FlowStore>,
    pub(crate) clock: Arc<ManualClock>,
    connection: String,
}

/// Each store, with what has to outlive it.
pub(crate) async fn stores(test: &str) -> (Vec<Arc<dyn FlowStore>>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = SqliteStore::open(folder.path().join("leads.db")).await.unwrap();
    let schema = format!("recruiting_{}_{test}", std::process::id());
    let options = PostgresOptions::new().schema(schema).pool_size(4);
    let postgres = options.open_url(Cluster::get().url()).await.unwrap();
    (
        vec![Arc::new(MemoryStore::new()), Arc::new(sqlite), Arc::new(postgres)],
        folder,
    )
}

impl World {
    /// Everything is allowed, and there is one lead, `l-1`.
    pub(crate) async fn over(store: Arc<dyn FlowStore>) -> Self {
        Self::at(Api::Rest, store, CONNECTION).await
    }

    pub(crate) async fn at(api: Api, store: Arc<dyn FlowStore>, connection: &str) -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let clock = Arc::new(ManualClock::new(sandbox.ready().now));
        let world = Self {
            wellsky: agency::wellsky(sandbox.ready(), api, &clock),
            crm: Arc::new(MemoryCrm::default()),
            sandbox,
            store,
            clock,
            connection: connection.to_owned(),
        };
        world.level(Level::TwoWay).await;
        world.crm.put(lead("l-1", world.clock.now()));
        world
    }

    pub(crate) async fn start() -> Self {
        Self::over(Arc::new(MemoryStore::new())).await
    }

    pub(crate) async fn level(&self, level: Level) {
        let (scope, now) = (GateScope::connection(&*self.connection), self.clock.now());
        self.store
            .set_level(&scope, level, "user-1", "rollout", now)
            .await
            .unwrap();
    }

    pub(crate) fn flow(&self) -> RecruitingFlow {
        self.flow_by("worker-1", false)
    }

    pub(crate) fn flow_by(&self, worker: &str, dry: bool) -> RecruitingFlow {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let context = FlowContext::new(Arc::clone(&self.store), clock, &*self.connection, worker)
            .unwrap()
            .dry_run(dry);
        let crm = Arc::clone(&self.crm) as Arc<dyn RecruitingCrm>;
        let maps = RecruitingMaps::for_api(self.wellsky.config().api());
        RecruitingFlow::new(context, self.wellsky.clone(), crm, maps).unwrap()
    }

    pub(crate) async fn outbound(&self) -> FlowReport {
        self.flow().outbound().await.unwrap()
    }

    pub(crate) async fn inbound(&self) -> FlowReport {
        self.flow().inbound().await.unwrap()
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// As [`wait`](Self::wait), for WellSky too.
    pub(crate) async fn pass(&self, seconds: u64) {
        self.wait(seconds);
        self.control("POST", "clock", json!({"advance_seconds": seconds}))
            .await;
    }

    pub(crate) async fn applicant(&self, lead: &str) -> Applicant {
        let filter = ApplicantFilter {
            external_id: Some(lead.to_owned()),
            ..ApplicantFilter::default()
        };
        let mut all = self.wellsky.applicants().list(filter).all().await.unwrap();
        assert_eq!(all.len(), 1, "one applicant per lead");
        all.remove(0)
    }

    /// Somebody edits an applicant in WellSky.
    pub(crate) async fn edit_there(&self, lead: &str, patch: ApplicantPatch) {
        let id = self.applicant(lead).await.id;
        let key = IdempotencyKey::new("test/edit").unwrap();
        self.wellsky.applicants().update(&id, &patch, &key).await.unwrap();
    }

    /// Somebody makes a caregiver of the applicant of a lead who is hired.
    pub(crate) async fn convert(&self, lead: &str) -> CaregiverId {
        let id = self.applicant(lead).await.id;
        let key = IdempotencyKey::new("test/hire").unwrap();
        let applicants = self.wellsky.applicants();
        let made = applicants.convert_to_caregiver(&id, None, &key).await.unwrap();
        made.caregiver.id
    }

    /// A lead is hired and becomes a caregiver, and hears of it.
    pub(crate) async fn hire(&self, lead: &str) -> CaregiverId {
        self.crm.edit(lead, |lead| lead.stage = "hired".to_owned());
        self.outbound().await;
        let caregiver = self.convert(lead).await;
        self.inbound().await;
        caregiver
    }

    pub(crate) async fn caregiver(&self, id: &CaregiverId) -> Caregiver {
        self.wellsky.caregivers().get(id).await.unwrap()
    }

    /// Somebody edits a caregiver in WellSky.
    pub(crate) async fn edit_caregiver(&self, id: &CaregiverId, patch: CaregiverPatch) {
        let key = IdempotencyKey::new("test/caregiver").unwrap();
        self.wellsky.caregivers().update(id, &patch, &key).await.unwrap();
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        agency::control(self.sandbox.ready(), method, path, body).await
    }

    pub(crate) async fn fault(&self, method: &str, path: &str, action: Value) {
        let plan = json!({"method": method, "path_prefix": path, "times": 1, "action": action});
        self.control("POST", "faults", plan).await;
    }

    /// How many requests changed something in WellSky.
    pub(crate) async fn writes(&self) -> usize {
        let journal = self.control("GET", "journal?surface=wellsky", Value::Null).await;
        let entries = journal["entries"].as_array().unwrap();
        entries.iter().filter(|entry| entry["committed"] == true).count()
    }
}

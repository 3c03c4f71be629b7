//! A sandbox's agency, a CRM, a store, and a clock that a test turns.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{Clock, ManualClock};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_sync_core::{ConflictFilter, GateScope, Level, MemoryStore};
use careweave_types::{Currency, IdempotencyKey, Money};
use careweave_wellsky_client::{Api, Prospect, ProspectFilter, ProspectPatch, WellSky};
use careweave_workflows::flow::{FlowContext, FlowReport, FlowStore};
use careweave_workflows::sales::{SalesCrm, SalesFlow, SalesMaps};
use serde_json::{Value, json};

use crate::agency;
use crate::crm::{MemoryCrm, deal};

pub(crate) const CONNECTION: &str = "wellsky/agency-9001";

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) wellsky: WellSky,
    pub(crate) crm: Arc<MemoryCrm>,
    pub(crate) store: Arc<dyn FlowStore>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) maps: SalesMaps,
    connection: String,
}

impl World {
    /// Everything is allowed, and there is one deal, `d-1`.
    pub(crate) async fn start() -> Self {
        Self::over(Api::Rest, Arc::new(MemoryStore::new())).await
    }

    /// The fields that wait for a person.
    pub(crate) async fn fields_in_conflict(&self) -> Vec<String> {
        let filter = ConflictFilter::open(&*self.connection);
        let open = self.store.conflicts(&filter).await.unwrap();
        open.into_iter().map(|conflict| conflict.key.field).collect()
    }

    pub(crate) async fn over(api: Api, store: Arc<dyn FlowStore>) -> Self {
        Self::at(api, store, CONNECTION).await
    }

    pub(crate) async fn at(api: Api, store: Arc<dyn FlowStore>, connection: &str) -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let ready = sandbox.ready();
        let clock = Arc::new(ManualClock::new(ready.now));
        let wellsky = agency::wellsky(ready, api, &clock);
        let mut maps = SalesMaps::for_api(api);
        maps.hourly_rate = Some(Money::new(3_600, Currency::Usd));
        let world = Self {
            crm: Arc::new(MemoryCrm::default()),
            sandbox,
            wellsky,
            store,
            clock,
            maps,
            connection: connection.to_owned(),
        };
        world.level(Level::TwoWay).await;
        world.crm.put(deal("d-1", world.clock.now()));
        world
    }

    pub(crate) async fn level(&self, level: Level) {
        let scope = GateScope::connection(&*self.connection);
        self.store
            .set_level(&scope, level, "user-1", "rollout", self.clock.now())
            .await
            .unwrap();
    }

    pub(crate) fn flow(&self) -> SalesFlow {
        self.flow_of(false)
    }

    pub(crate) fn flow_of(&self, dry: bool) -> SalesFlow {
        self.flow_by("worker-1", dry)
    }

    pub(crate) fn flow_by(&self, worker: &str, dry: bool) -> SalesFlow {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let context = FlowContext::new(Arc::clone(&self.store), clock, &*self.connection, worker)
            .unwrap()
            .dry_run(dry);
        let crm = Arc::clone(&self.crm) as Arc<dyn SalesCrm>;
        SalesFlow::new(context, self.wellsky.clone(), crm, self.maps.clone()).unwrap()
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
        let step = json!({"advance_seconds": seconds});
        self.control("POST", "/_sandbox/clock", step).await;
    }

    /// The prospects of a deal.
    pub(crate) async fn prospects(&self, deal: &str) -> Vec<Prospect> {
        let filter = ProspectFilter {
            external_id: Some(deal.to_owned()),
            ..ProspectFilter::default()
        };
        self.wellsky.prospects().list(filter).all().await.unwrap()
    }

    pub(crate) async fn prospect(&self, deal: &str) -> Prospect {
        let mut all = self.prospects(deal).await;
        assert_eq!(all.len(), 1, "one prospect per deal");
        all.remove(0)
    }

    /// Somebody edits a prospect in WellSky.
    pub(crate) async fn edit_there(&self, deal: &str, patch: ProspectPatch) {
        let id = self.prospect(deal).await.id;
        let key = IdempotencyKey::new("test/edit").unwrap();
        self.wellsky.prospects().update(&id, &patch, &key).await.unwrap();
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let path = path.strip_prefix("/_sandbox/").unwrap();
        agency::control(self.sandbox.ready(), method, path, body).await
    }

    pub(crate) async fn fault(&self, method: &str, path: &str, times: u32, action: Value) {
        let plan = json!({"method": method, "path_prefix": path, "times": times, "action": action});
        self.control("POST", "/_sandbox/faults", plan).await;
    }

    pub(crate) async fn forget_journal(&self) {
        self.control("DELETE", "/_sandbox/journal", Value::Null).await;
    }

    /// The requests to prospects and clients since the journal was forgotten.
    pub(crate) async fn calls(&self) -> Vec<Value> {
        let journal = self.control("GET", "/_sandbox/journal", Value::Null).await;
        let of_people = |entry: &&Value| {
            let path = entry["path"].as_str().unwrap();
            path.contains("/prospects") || path.contains("/clients") || path.contains("/patients")
        };
        journal["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(of_people)
            .cloned()
            .collect()
    }

    /// Those of them that write.
    pub(crate) async fn writes(&self) -> Vec<Value> {
        let searches = |entry: &Value| entry["path"].as_str().unwrap().contains("_search");
        let all = self.calls().await;
        all.into_iter()
            .filter(|entry| entry["method"] != "GET" && !searches(entry))
            .collect()
    }
}

//! A sandbox's agency and its forms, a store, and a clock that a test turns.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy};
use careweave_messaging::forms::{FormId, FormService as _, NewFormWebhook, Target, TemplateId};
use careweave_messaging::goformz;
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_sync_core::{GateScope, Level, MemoryStore};
use careweave_sync_postgres::PostgresOptions;
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{
    ApplicantId, ApplicantStatus, BackgroundCheck, IdempotencyKey, Phone, ProspectId, ProspectStatus,
};
use careweave_wellsky_client::{
    Address, Api, ApplicantPatch, NewApplicant, NewProspect, Patch, ProspectPatch, WellSky,
};
use careweave_workflows::flow::FlowReport;
use careweave_workflows::packets::{PacketFlow, PacketMaps, PacketRule, PacketStore};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::agency;
use crate::cluster::Cluster;

pub(crate) const CONNECTION: &str = "wellsky/agency-9001";
pub(crate) const CLIENT_PACKET: &str = "template-client-packet";
pub(crate) const EMPLOYEE_PACKET: &str = "template-employee-packet";

pub(crate) struct World {
    sandbox: Sandbox,
    pub(crate) wellsky: WellSky,
    pub(crate) store: Arc<dyn PacketStore>,
    pub(crate) clock: Arc<ManualClock>,
    forms: Arc<goformz::GoFormz>,
    pub(crate) maps: PacketMaps,
}

/// Each store, with what has to outlive it.
pub(crate) async fn stores(test: &str) -> (Vec<Arc<dyn PacketStore>>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = SqliteStore::open(folder.path().join("packets.db")).await.unwrap();
    let schema = format!("packets_{}_{test}", std::process::id());
    let options = PostgresOptions::new().schema(schema).pool_size(4);
    let postgres = options.open_url(Cluster::get().url()).await.unwrap();
    (
        vec![Arc::new(MemoryStore::new()), Arc::new(sqlite), Arc::new(postgres)],
        folder,
    )
}

impl World {
    /// Everything is allowed, and deliveries of both packets are subscribed to.
    pub(crate) async fn over(store: Arc<dyn PacketStore>) -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let ready = sandbox.ready();
        let clock = Arc::new(ManualClock::new(ready.now));
        let wire = Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap());
        let wellsky = agency::wellsky(ready, Api::Rest, &clock);
        let keys = &ready.credentials.goformz;
        let config = goformz::Config::new(&keys.client_id, SecretString::from(keys.client_secret.as_str()))
            .unwrap()
            .with_base_url(&ready.goformz.base)
            .unwrap()
            .with_token_url(&ready.goformz.token)
            .unwrap()
            .with_retry(RetryPolicy::never());
        let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(&clock)));
        let forms = goformz::GoFormz::new(config, wire, Arc::clone(&clock) as Arc<dyn Clock>, sleep).unwrap();
        let world = Self {
            maps: PacketMaps {
                rules: vec![
                    PacketRule::client(CLIENT_PACKET),
                    PacketRule::caregiver(EMPLOYEE_PACKET),
                ],
            },
            wellsky,
            store,
            clock,
            forms: Arc::new(forms),
            sandbox,
        };
        world.level(Level::TwoWay).await;
        for template in [CLIENT_PACKET, EMPLOYEE_PACKET] {
            let hook = NewFormWebhook {
                template: TemplateId::new(template).unwrap(),
                // Nobody listens: the tests take what was posted from the sandbox's own record.
                target: Target("http://127.0.0.1:9/hooks/forms".parse().unwrap()),
            };
            world.forms.subscribe(&hook).await.unwrap();
        }
        world
    }

    pub(crate) async fn start() -> Self {
        Self::over(Arc::new(MemoryStore::new())).await
    }

    pub(crate) async fn level(&self, level: Level) {
        let scope = GateScope::connection(CONNECTION);
        let now = self.clock.now();
        self.store
            .set_level(&scope, level, "user-1", "rollout", now)
            .await
            .unwrap();
    }

    pub(crate) fn flow(&self) -> PacketFlow {
        PacketFlow::new(
            Arc::clone(&self.store),
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            (CONNECTION, "worker-1"),
            self.wellsky.clone(),
            (Arc::clone(&self.forms) as _, "main"),
            self.maps.clone(),
        )
        .unwrap()
    }

    /// Serves what was marked, and converts whom it can.
    pub(crate) async fn run(&self) -> (FlowReport, FlowReport) {
        let flow = self.flow();
        (flow.serve(100).await.unwrap(), flow.convert().await.unwrap())
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        agency::control(self.sandbox.ready(), method, path, body).await
    }

    pub(crate) async fn fault(&self, method: &str, path: &str, times: u32, action: Value) {
        let plan = json!({"method": method, "path_prefix": path, "times": times, "action": action});
        self.control("POST", "faults", plan).await;
    }

    /// A prospect who is won.
    pub(crate) async fn prospect(&self) -> ProspectId {
        let mut new = NewProspect::new("Alpha", "Testclient", Phone::parse("3035550100").unwrap());
        // A client needs one.
        new.address = Some(Address {
            line1: "1 Test Street".into(),
            line2: None,
            city: "Denver".into(),
            state: "CO".to_owned(),
            zip_code: "80202".into(),
        });
        let key = IdempotencyKey::new("test/prospect").unwrap();
        let id = self.wellsky.prospects().create(&new, &key).await.unwrap().id;
        self.prospect_stands(&id, ProspectStatus::Won).await;
        id
    }

    pub(crate) async fn prospect_stands(&self, id: &ProspectId, status: ProspectStatus) {
        let patch = ProspectPatch {
            status: Patch::Set(status),
            ..ProspectPatch::default()
        };
        let key = IdempotencyKey::new("test/status").unwrap();
        self.wellsky.prospects().update(id, &patch, &key).await.unwrap();
    }

    /// An applicant who is hired, with a background check.
    pub(crate) async fn applicant(&self, check: BackgroundCheck) -> ApplicantId {
        let new = NewApplicant::new("Beta", "Testworker", Phone::parse("3035550111").unwrap());
        let key = IdempotencyKey::new("test/applicant").unwrap();
        let id = self.wellsky.applicants().create(&new, &key).await.unwrap().id;
        let patch = ApplicantPatch {
            status: Patch::Set(ApplicantStatus::Hired),
            ..ApplicantPatch::default()
        };
        self.wellsky.applicants().update(&id, &patch, &key).await.unwrap();
        self.checked(&id, check).await;
        id
    }

    pub(crate) async fn checked(&self, id: &ApplicantId, check: BackgroundCheck) {
        let patch = ApplicantPatch {
            background_check_status: Patch::Set(check),
            ..ApplicantPatch::default()
        };
        let key = IdempotencyKey::new("test/check").unwrap();
        self.wellsky.applicants().update(id, &patch, &key).await.unwrap();
    }

    /// A form that is begun for somebody, and not signed.
    pub(crate) async fn begun(&self, template: &str, person: &str) -> FormId {
        let body = json!({"template_id": template, "fields": {"CareweaveId": {"text": person}}});
        let form = self.control("POST", "goformz/forms", body).await;
        FormId::new(form["id"].as_str().unwrap()).unwrap()
    }

    pub(crate) async fn fill(&self, form: &FormId, fields: Value) {
        self.control("POST", &format!("goformz/forms/{form}/fields"), fields)
            .await;
    }

    pub(crate) async fn complete(&self, form: &FormId) {
        self.control("POST", &format!("goformz/forms/{form}/complete"), Value::Null)
            .await;
    }

    /// A packet that somebody signed and completed.
    pub(crate) async fn signed(&self, template: &str, person: &str) -> FormId {
        let form = self.begun(template, person).await;
        self.fill(&form, json!({"Signature": {"value": "drawing-1"}}))
            .await;
        self.complete(&form).await;
        form
    }

    /// The bodies that were posted so far, in the order of posting.
    pub(crate) async fn deliveries(&self) -> Vec<Vec<u8>> {
        let log = self.control("GET", "deliveries", Value::Null).await;
        let of_forms = |one: &&Value| one["surface"] == "goformz";
        let all = log["deliveries"].as_array().unwrap().iter().filter(of_forms);
        all.map(|one| one["body"].to_string().into_bytes()).collect()
    }

    /// Takes every delivery that was posted so far.
    pub(crate) async fn accept_all(&self) {
        for body in self.deliveries().await {
            self.flow().accept(&body).await.unwrap();
        }
    }

    /// How many conversions WellSky made.
    pub(crate) async fn conversions(&self) -> usize {
        let journal = self
            .control("GET", "journal?method=POST&surface=wellsky", Value::Null)
            .await;
        let entries = journal["entries"].as_array().unwrap();
        entries
            .iter()
            .filter(|entry| entry["path"].as_str().unwrap().contains("/convert-to-"))
            .filter(|entry| entry["committed"] == true)
            .count()
    }

    /// The decisions in the audit log, in order.
    pub(crate) async fn decisions(&self) -> Vec<String> {
        let entries = self.store.audit_entries(CONNECTION, 0, 1000).await.unwrap();
        let actions = entries.into_iter().map(|entry| entry.written.action);
        actions
            .filter_map(|action| action.strip_prefix("packets.").map(str::to_owned))
            .collect()
    }
}

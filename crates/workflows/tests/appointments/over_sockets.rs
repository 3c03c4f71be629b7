use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::{
    Clock, ManualClock, RateLimit, RecordedSleep, ReqwestConfig, ReqwestTransport, Transport,
};
use careweave_sandbox::{Ready, Sandbox, SandboxConfig};
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::acuity::{self, AcuityConfig, DEFAULT_PER_SECOND, Egress};
use careweave_scheduling_providers::calendly::{self, Access, CalendlyConfig, Reach};
use careweave_scheduling_providers::ninsaude::{self, SignIn};
use careweave_scheduling_providers::registry::Effects;
use careweave_scheduling_providers::request::SlotQuery;
use careweave_sync_core::{GateScope, Gates as _, IntegrationState, Level, MemoryStore};
use careweave_types::ids::{AppointmentTypeId, ExternalId, IntegrationId};
use careweave_types::{AgencyZone, TimeWindow};
use careweave_workflows::appointments::{AppointmentSync, MemoryBoard, SyncOptions, TaskSource, TaskStatus};
use chrono::TimeDelta;
use secrecy::SecretString;
use serde_json::{Value, json};

struct Office {
    sandbox: Sandbox,
    ready: Ready,
    clock: Arc<ManualClock>,
    wire: Arc<ReqwestTransport>,
    board: Arc<MemoryBoard>,
}

impl Office {
    async fn open() -> Self {
        let mut config = SandboxConfig::default();
        // The limiter of the adapter follows the test's clock, so the sandbox's, which follows the machine's, is off.
        config.switches.set("acuity.rate_limit", "off").unwrap();
        let sandbox = Sandbox::start(config).await.unwrap();
        let ready = sandbox.ready().clone();
        Self {
            clock: Arc::new(ManualClock::new(ready.now)),
            wire: Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
            board: Arc::new(MemoryBoard::new()),
            ready,
            sandbox,
        }
    }

    fn effects(&self) -> Effects {
        Effects::new(
            Arc::clone(&self.wire) as Arc<dyn Transport>,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            Arc::new(RecordedSleep::advancing(Arc::clone(&self.clock))),
        )
    }

    fn acuity(&self) -> Provider {
        let sleep = RecordedSleep::advancing(Arc::clone(&self.clock));
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let egress = Egress::new(DEFAULT_PER_SECOND, clock, Arc::new(sleep)).unwrap();
        let keys = &self.ready.credentials.acuity;
        let config = AcuityConfig::api_key(
            IntegrationId::new("main").unwrap(),
            &keys.user_id,
            SecretString::from(keys.api_key.clone()),
        )
        .unwrap()
        .at(&self.ready.acuity)
        .unwrap()
        .with_egress(Arc::new(egress));
        acuity::connect(config, &self.effects()).unwrap()
    }

    fn calendly(&self) -> Provider {
        let token = SecretString::from(self.ready.credentials.calendly.token.clone());
        let config = CalendlyConfig::new(IntegrationId::new("main").unwrap(), Access::PersonalToken(token))
            .unwrap()
            .with_base_url(&self.ready.calendly)
            .unwrap()
            .with_reach(Reach::Organization);
        calendly::provider(config, &self.effects()).unwrap()
    }

    fn ninsaude(&self) -> Provider {
        let keys = &self.ready.credentials.ninsaude;
        let sign_in = SignIn::Password {
            account: keys.account.clone(),
            username: keys.username.clone(),
            password: SecretString::from(keys.password.clone()),
            account_unit: keys.account_unit.clone(),
        };
        let zone = |name: &str| AgencyZone::new(name).unwrap();
        let config = ninsaude::Config::new(IntegrationId::new("clinic").unwrap(), sign_in)
            .unwrap()
            .with_base_url(&self.ready.ninsaude)
            .unwrap()
            .with_unit("1", zone("America/Sao_Paulo"))
            .with_unit("2", zone("America/Rio_Branco"))
            .with_unit("3", self.ready.zone.clone())
            // The clock of a test stands still, so a line would never move.
            .with_rate_limit(RateLimit {
                requests: 1_000_000,
                burst: 1_000_000,
                ..RateLimit::default()
            });
        ninsaude::connect(config, &self.effects()).unwrap()
    }

    async fn sync(&self, provider: Provider) -> AppointmentSync {
        let store = Arc::new(MemoryStore::new());
        let sync = AppointmentSync::new(
            provider,
            Arc::clone(&self.board) as Arc<_>,
            Arc::clone(&store) as Arc<_>,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            "worker-1",
            SyncOptions::default(),
        )
        .unwrap();
        let scope = GateScope::connection(sync.connection());
        let now = self.clock.now();
        store
            .set_level(&scope, Level::TwoWay, "user-1", "rollout", now)
            .await
            .unwrap();
        sync.switch_on().await.unwrap();
        sync
    }

    async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}/_sandbox/{path}", self.ready.control))
            .header("content-type", "application/json")
            .body(Bytes::from(text))
            .unwrap();
        let answer = self.wire.send(request, Duration::from_secs(20)).await.unwrap();
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(answer.status().is_success(), "{path}: {} {body}", answer.status());
        serde_json::from_str(&body).unwrap()
    }

    /// How many requests of a surface were no reading.
    async fn written(&self, surface: &str) -> usize {
        let mut written = 0;
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let path = format!("journal?surface={surface}&method={method}");
            let body = self.control("GET", &path, &Value::Null).await;
            written += body["entries"].as_array().unwrap().len();
        }
        written
    }
}

#[tokio::test]
async fn acuity_many_appointments_of_one_week_become_tasks_once_and_nothing_is_written_there() {
    let office = Office::open().await;
    let from = (office.ready.now + TimeDelta::days(30)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let to = (office.ready.now + TimeDelta::days(37)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let bulk = json!({"count": 250, "from": from, "to": to, "calendar_id": 7_100_001});
    office.control("POST", "acuity/appointments", &bulk).await;
    let sync = office.sync(office.acuity()).await;
    let first = sync.sync().await.unwrap();
    assert!(first.written >= 250 && first.failed.is_empty(), "{first:?}");
    assert_eq!(office.board.tasks().len() as u64, first.written);
    let second = sync.sync().await.unwrap();
    assert_eq!((second.written, second.unchanged), (0, second.read));
    assert_eq!(office.written("acuity").await, 0);
    office.sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn calendly_a_client_who_reschedules_keeps_the_task() {
    for order in ["canceled_first", "created_first"] {
        let office = Office::open().await;
        let provider = office.calendly();
        let sync = office.sync(provider.clone()).await;
        let first = sync.sync().await.unwrap();
        assert!(first.written > 0 && first.failed.is_empty(), "{first:?}");
        let open = office
            .board
            .tasks()
            .into_iter()
            .find(|task| task.draft.status.is_open() && task.draft.start > office.ready.now)
            .unwrap();
        let source = open.external.clone().unwrap();
        let kind = AppointmentTypeId::new(&*open.draft.metadata["appointment_type"]).unwrap();
        let from = office.ready.now + TimeDelta::days(2);
        let range = TimeWindow::new(from, from + TimeDelta::days(7)).unwrap();
        let zone = AgencyZone::new("America/Denver").unwrap();
        let slots = provider.slots(&SlotQuery::new(kind, range, zone)).await.unwrap();
        let to = slots.last().unwrap().window.start();
        let body = json!({"invitee": source.id, "start_time": to, "order": order});
        office.control("POST", "calendly/reschedule", &body).await;
        let writes = office.written("calendly").await;
        let report = sync.sync().await.unwrap();
        assert_eq!((report.written, report.failed.len()), (1, 0), "{report:?}");
        let kept = office
            .board
            .tasks()
            .into_iter()
            .find(|task| task.id == open.id)
            .unwrap();
        let now_for = kept.external.unwrap();
        assert_ne!(now_for, source);
        assert_eq!((kept.draft.start, kept.draft.status), (to, TaskStatus::Pending));
        assert_eq!(sync.sync().await.unwrap().written, 0);
        assert_eq!(office.written("calendly").await, writes);
        let stands = provider
            .get(&ExternalId::new(&*now_for.id).unwrap())
            .await
            .unwrap();
        assert_eq!(TaskSource::of(&stands.key), now_for);
        office.sandbox.stop().await.unwrap();
    }
}

#[tokio::test]
async fn acuity_a_plan_that_refuses_puts_the_integration_in_error_until_a_complete_reading() {
    let office = Office::open().await;
    let sync = office.sync(office.acuity()).await;
    sync.sync().await.unwrap();
    let (tasks, state) = (office.board.tasks(), || async {
        sync.status().await.unwrap().unwrap()
    });
    assert_eq!(state().await.state, IntegrationState::Active);
    let refusal = json!({"kind": "status", "status": 403, "body": "{\"status_code\":403,\"message\":\"upgrade\",\"error\":\"forbidden\"}"});
    let fault = json!({"method": "GET", "path_prefix": "/appointments", "times": 2, "action": refusal});
    office.control("POST", "faults", &fault).await;
    for failures in 1..=2 {
        let error = sync.sync().await.unwrap_err();
        assert_eq!(error.kind(), careweave_types::ErrorKind::Forbidden);
        let now = state().await;
        assert_eq!((now.state, now.failures), (IntegrationState::Error, failures));
        assert_eq!(now.reason.as_deref(), Some("forbidden"));
    }
    assert_eq!(office.board.tasks(), tasks);
    sync.sync().await.unwrap();
    assert_eq!(state().await.state, IntegrationState::Active);
    assert_eq!(office.board.tasks(), tasks);
    office.sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn ninsaude_a_clinic_is_read_in_full_and_a_second_run_writes_nothing() {
    let office = Office::open().await;
    let sync = office.sync(office.ninsaude()).await;
    let body = json!({
        "unit": 1, "professional": 11, "patient": 5001, "date": "2026-04-10", "from": "08:00:00", "minutes": 5,
        "per_day": 60, "count": 60, "status": 0,
    });
    office.control("POST", "ninsaude/appointments", &body).await;
    let first = sync.sync().await.unwrap();
    assert!(first.written >= 60, "{first:?}");
    let (tasks, failed) = (office.board.tasks(), first.failed.len());
    assert_eq!(tasks.len() as u64, first.written);
    let second = sync.sync().await.unwrap();
    assert_eq!((second.written, second.failed.len()), (0, failed), "{second:?}");
    assert_eq!(office.board.tasks(), tasks);
    // What is in the journal beside readings asks for tokens.
    let path = "journal?surface=ninsaude&method=POST&path_prefix=/v1/atendimento";
    let journal = office.control("GET", path, &Value::Null).await;
    assert_eq!(journal["entries"].as_array().unwrap().len(), 0);
    office.sandbox.stop().await.unwrap();
}

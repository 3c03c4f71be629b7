//! Who is calling, by the kept roster: a WellSky over sockets, stores in memory and in a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use careweave_http::{Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_sync_core::{ExternalRef, GateScope, Level, MemoryStore};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{AgencyId, AgencyZone, CaregiverId, ClientId, IdempotencyKey, Phone};
use careweave_wellsky_client::{
    Address, CaregiverPatch, ClientStatus, Config, EmergencyContact, NewCaregiver, NewClient, Patch, WellSky,
};
use careweave_workflows::RosterOptions;
use careweave_workflows::callers::{Caller, CallerLookup, FRESH_FOR, RosterPerson, who};
use careweave_workflows::daily::{DailyTime, Turn};
use careweave_workflows::flow::{FlowContext, FlowReport, FlowStore};
use careweave_workflows::kept_roster::RosterSync;

const CONNECTION: &str = "wellsky/agency-9001";

struct World {
    _sandbox: Sandbox,
    wellsky: WellSky,
    store: Arc<dyn FlowStore>,
    clock: Arc<ManualClock>,
}

fn phone(text: &str) -> Phone {
    Phone::parse(text).unwrap()
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

/// A key for each write.
fn fresh_key() -> IdempotencyKey {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    key(&format!("test/{}", NUMBER.fetch_add(1, Ordering::Relaxed)))
}

fn address() -> Address {
    Address {
        line1: "1 Test Street".into(),
        line2: None,
        city: "Denver".into(),
        state: "CO".to_owned(),
        zip_code: "80202".into(),
    }
}

fn zone() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

impl World {
    async fn over(store: Arc<dyn FlowStore>) -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let ready = sandbox.ready();
        let keys = &ready.credentials.wellsky;
        let config = Config::new(
            keys.api_key.as_str(),
            keys.api_secret.as_str(),
            AgencyId::new(keys.agency_id.as_str()).unwrap(),
        )
        .with_base_url(&ready.wellsky.rest)
        .unwrap()
        .with_rate_limit(None)
        .with_breaker(None)
        .with_retry(RetryPolicy::never());
        let clock = Arc::new(ManualClock::new(ready.now));
        let wellsky = WellSky::with_transport(
            config,
            Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(RecordedSleep::new()),
        )
        .unwrap();
        let scope = GateScope::connection(CONNECTION);
        store
            .set_level(&scope, Level::ReadOnly, "user-1", "rollout", clock.now())
            .await
            .unwrap();
        Self {
            _sandbox: sandbox,
            wellsky,
            store,
            clock,
        }
    }

    fn context(&self) -> FlowContext {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        FlowContext::new(Arc::clone(&self.store), clock, CONNECTION, "worker-1").unwrap()
    }

    fn sync(&self) -> RosterSync {
        RosterSync::new(self.context(), self.wellsky.clone(), RosterOptions::new(zone()))
    }

    async fn pull(&self) -> FlowReport {
        let (roster, report) = self.sync().pull().await.unwrap();
        assert!(roster.is_some() && report.failed.is_empty(), "{report:?}");
        report
    }

    async fn lookup(&self, text: &str) -> CallerLookup {
        let found = who(&self.context(), &phone(text), FRESH_FOR).await.unwrap();
        found.expect("a roster was pulled")
    }

    async fn caregiver(&self, number: &str) -> CaregiverId {
        let new = NewCaregiver::new("Alpha", "Testworker", phone(number));
        let key = fresh_key();
        self.wellsky.caregivers().create(&new, &key).await.unwrap().id
    }

    async fn client(&self, name: &str, number: &str, contacts: &[&str]) -> ClientId {
        let mut new = NewClient::new(name, "Testclient", phone(number), address());
        new.status = Some(ClientStatus::Active);
        new.emergency_contacts = contacts
            .iter()
            .map(|number| EmergencyContact {
                name: "Beta Testcontact".into(),
                relationship: None,
                phone: phone(number).into(),
            })
            .collect();
        let key = fresh_key();
        self.wellsky.clients().create(&new, &key).await.unwrap().id
    }
}

async fn a_number_is_found_however_it_is_written(store: Arc<dyn FlowStore>) {
    let world = World::over(store).await;
    let found = who(&world.context(), &phone("9705550191"), FRESH_FOR)
        .await
        .unwrap();
    assert_eq!(found, None, "no roster was pulled yet");
    let caregiver = world.caregiver("970-555-0191").await;
    let client = world
        .client("Gamma", "970-555-0192 x12", &["970-555-0193", "970-555-0194"])
        .await;
    world.pull().await;
    let one = |person| Caller::One { person };
    for written in [
        "+19705550191",
        "(970) 555-0191",
        "1-970-555-0191",
        "970.555.0191 x9",
    ] {
        let lookup = world.lookup(written).await;
        let Caller::One {
            person: RosterPerson::Caregiver { id, .. },
        } = &lookup.caller
        else {
            panic!("{written}: {lookup:?}")
        };
        assert_eq!((id, lookup.stale), (&caregiver, false));
    }
    let who_is = async |number: &str| world.lookup(number).await.caller;
    let person = RosterPerson::Client {
        id: client.clone(),
        status: "active".to_owned(),
        primary_caregiver: None,
    };
    assert_eq!(who_is("9705550192").await, one(person));
    for (place, number) in ["9705550193", "9705550194"].into_iter().enumerate() {
        let client = client.clone();
        let contact = RosterPerson::ClientContact { client, place };
        assert_eq!(who_is(number).await, one(contact));
    }
    assert_eq!(who_is("9705550199").await, Caller::Nobody);
    let again = world.pull().await;
    assert_eq!((again.written, again.planned.len()), (0, 0));
}

#[tokio::test]
async fn a_number_is_found_however_it_is_written_in_memory_and_in_a_file() {
    a_number_is_found_however_it_is_written(Arc::new(MemoryStore::new())).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("callers.db");
    let store = SqliteStore::open(&file).await.unwrap();
    a_number_is_found_however_it_is_written(Arc::new(store.clone())).await;
    store.close().await.unwrap();
    // Neither a number nor a name of the roster lies in the file.
    let bytes = std::fs::read(&file).unwrap();
    for personal in ["9705550191", "9705550193", "Testworker", "Testcontact"] {
        let found = bytes
            .windows(personal.len())
            .any(|part| part == personal.as_bytes());
        assert!(!found, "{personal}");
    }
}

#[tokio::test]
async fn two_people_at_one_telephone_are_both_named_and_nobody_is_guessed() {
    let world = World::over(Arc::new(MemoryStore::new())).await;
    let him = world.client("Alpha", "9705550191", &["9705550192"]).await;
    let her = world.client("Beta", "9705550191", &["9705550191"]).await;
    world.pull().await;
    let Caller::Several { people } = world.lookup("9705550191").await.caller else {
        panic!("one of them was guessed")
    };
    let client = |id: &ClientId| RosterPerson::Client {
        id: id.clone(),
        status: "active".to_owned(),
        primary_caregiver: None,
    };
    let contact = RosterPerson::ClientContact {
        client: her.clone(),
        place: 0,
    };
    assert_eq!(people.len(), 3);
    for person in [client(&him), client(&her), contact] {
        assert!(people.contains(&person), "{person:?}");
    }
}

#[tokio::test]
async fn a_number_that_moved_is_its_new_holders_only() {
    let world = World::over(Arc::new(MemoryStore::new())).await;
    let caregiver = world.caregiver("9705550191").await;
    world.pull().await;
    let patch = CaregiverPatch {
        phone: Patch::Set(phone("9705550192")),
        ..CaregiverPatch::default()
    };
    let caregivers = world.wellsky.caregivers();
    caregivers
        .update(&caregiver, &patch, &key("test/moves"))
        .await
        .unwrap();
    let other = world.caregiver("9705550191").await;
    world.pull().await;
    let holder = async |number: &str| match world.lookup(number).await.caller {
        Caller::One {
            person: RosterPerson::Caregiver { id, .. },
        } => id,
        other => panic!("{other:?}"),
    };
    assert_eq!(holder("9705550191").await, other);
    assert_eq!(holder("9705550192").await, caregiver);
}

#[tokio::test]
async fn what_is_older_than_it_may_be_is_marked() {
    let world = World::over(Arc::new(MemoryStore::new())).await;
    world.caregiver("9705550191").await;
    world.pull().await;
    world.clock.advance(FRESH_FOR);
    assert!(!world.lookup("9705550191").await.stale);
    world.clock.advance(Duration::from_secs(1));
    let lookup = world.lookup("9705550191").await;
    assert!(lookup.stale && matches!(lookup.caller, Caller::One { .. }));
    // Who is not found in old data may be found in new ones.
    assert!(world.lookup("9705550199").await.stale);
    world.pull().await;
    assert!(!world.lookup("9705550199").await.stale);
}

#[tokio::test]
async fn a_dry_run_keeps_nobody() {
    let world = World::over(Arc::new(MemoryStore::new())).await;
    let dry = world.context().dry_run(true);
    let sync = RosterSync::new(dry, world.wellsky.clone(), RosterOptions::new(zone()));
    let (_, report) = sync.pull().await.unwrap();
    let numbers = |report: &FlowReport| {
        let rows = report.planned.iter();
        rows.filter(|row| row.reference.starts_with("roster.number/"))
            .count()
    };
    assert!(numbers(&report) > 0);
    let head = ExternalRef::new(CONNECTION, "roster", "head");
    assert_eq!(world.store.body(&head).await.unwrap(), None);
    assert_eq!(numbers(&world.pull().await), numbers(&report));
}

#[tokio::test]
async fn a_roster_is_due_once_a_day_also_after_a_night_without_a_process() {
    let world = World::over(Arc::new(MemoryStore::new())).await;
    let daily = DailyTime::new(zone(), 180).unwrap();
    let turn = async || world.sync().turn(&daily).await.unwrap();
    assert!(matches!(turn().await, Turn::Due { .. }));
    world.pull().await;
    let Turn::Waits { until } = turn().await else {
        panic!("it was taken")
    };
    let local = zone().local(until);
    assert_eq!((local.minute_of_day(), until > world.clock.now()), (180, true));
    // The process was down for three nights; one pull makes up for them.
    world.clock.advance(Duration::from_secs(3 * 86_400));
    assert!(matches!(turn().await, Turn::Due { .. }));
    world.pull().await;
    assert!(matches!(turn().await, Turn::Waits { .. }));
}

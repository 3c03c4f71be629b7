//! The Connect dialect against the sandbox, which was written from the contract alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, Transport as _};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_wellsky_client::connect::derive::status_changes;
use careweave_wellsky_client::connect::{
    AppointmentDays, AppointmentFilter, ClockOut, Connect, DocumentOutcome, DocumentOwner, EncounterFilter,
    EncounterId, NewDocument, NewTaskLog, NoteOutcome, Occurrence, Outbox, OutboxItem, OutboxTicket,
    Position, TaskOutcome, TaskStatus, Week,
};
use careweave_wellsky_client::{
    AgencyId, Api, ApplicantFilter, ApplicantPatch, ApplicantStatus, CaregiverFilter, CaregiverId,
    CaregiverStatus, ClientFilter, ClientId, ClientStatus, Config, Delivery, ErrorKind, Feature,
    IdempotencyKey, NewApplicant, NewProspect, Phone, Pii, ProspectFilter, ProspectPatch, ProspectStatus,
    Reading, Result, RetryPolicy, Row, Scope, Shift, ShiftFilter, ShiftId, ShiftStatus, Support, TimeWindow,
    WITHHELD, WellSky,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

struct Agency {
    sandbox: Sandbox,
    rest: WellSky,
    wellsky: WellSky,
    now: DateTime<Utc>,
}

impl Agency {
    async fn start() -> Self {
        Self::with(&[]).await
    }

    /// An agency whose Connect surface has these switches set.
    async fn with(switches: &[(&str, &str)]) -> Self {
        let mut config = SandboxConfig::default();
        for (name, value) in switches {
            config.switches.set(name, value).unwrap();
        }
        let sandbox = Sandbox::start(config).await.unwrap();
        let refuses_slash = switches.contains(&("by_id_slash", "refused"));
        let client = |api| over(&sandbox, api, !refuses_slash);
        let (rest, wellsky) = (client(Api::Rest), client(Api::Connect));
        let now = sandbox.ready().now;
        Self {
            sandbox,
            rest,
            wellsky,
            now,
        }
    }

    fn connect(&self) -> Connect {
        self.wellsky.connect().unwrap()
    }

    fn days(&self, from: i64, to: i64) -> TimeWindow {
        TimeWindow::new(self.now + TimeDelta::days(from), self.now + TimeDelta::days(to)).unwrap()
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
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        serde_json::from_slice(answer.body()).unwrap_or(Value::Null)
    }

    async fn switch(&self, name: &str, value: &str) {
        self.control("PUT", "/_sandbox/switches", json!({name: value}))
            .await;
    }

    async fn fault(&self, plan: Value) {
        self.control("POST", "/_sandbox/faults", plan).await;
    }

    /// What the Connect surface was asked, without tokens: method and path.
    async fn asked(&self) -> Vec<String> {
        let journal = self
            .control("GET", "/_sandbox/journal?surface=wellsky.connect", Value::Null)
            .await;
        let entries = journal["entries"].as_array().expect("a journal").clone();
        entries
            .iter()
            .map(|e| {
                format!(
                    "{} {}",
                    e["method"].as_str().unwrap(),
                    e["path"].as_str().unwrap()
                )
            })
            .filter(|line| !line.contains("accesstoken"))
            .collect()
    }

    async fn open_shift(&self) -> Shift {
        let open = self.wellsky.shifts().open(self.days(0, 8)).all().await.unwrap();
        open.into_iter()
            .next()
            .expect("the documented agency has open shifts")
    }

    async fn free_caregiver(&self, shift: &Shift) -> CaregiverId {
        let filter = CaregiverFilter {
            status: Some(CaregiverStatus::Active),
            ..CaregiverFilter::default()
        };
        for caregiver in self.wellsky.caregivers().list(filter).all().await.unwrap() {
            let booked = self
                .wellsky
                .caregivers()
                .schedule(&caregiver.id, shift.window().unwrap())
                .all()
                .await
                .unwrap();
            if booked.iter().all(|shift| !shift.status.occupies_caregiver()) {
                return caregiver.id;
            }
        }
        panic!("nobody is free");
    }
}

fn over(sandbox: &Sandbox, api: Api, slash: bool) -> WellSky {
    let credentials = &sandbox.ready().credentials.wellsky;
    let endpoints = &sandbox.ready().wellsky;
    let config = Config::new(
        credentials.api_key.as_str(),
        credentials.api_secret.as_str(),
        AgencyId::new(credentials.agency_id.as_str()).unwrap(),
    )
    .with_api(api)
    .with_slash_after_ids(slash)
    .with_base_url(match api {
        Api::Rest => &endpoints.rest,
        Api::Connect => &endpoints.connect,
    })
    .unwrap()
    .with_retry(RetryPolicy::never());
    WellSky::with_transport(
        config,
        Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
        Arc::new(ManualClock::new(sandbox.ready().now)),
        Arc::new(RecordedSleep::new()),
    )
    .unwrap()
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

fn phone() -> Phone {
    Phone::parse("3035550177").unwrap()
}

fn place() -> Position {
    Position::new(39.74, -104.99).unwrap()
}

/// An outbox that keeps what it is given, in the order it was given it.
#[derive(Debug, Default)]
struct Kept(Mutex<Vec<IdempotencyKey>>);

#[async_trait]
impl Outbox for Kept {
    async fn keep(&self, item: OutboxItem) -> Result<OutboxTicket> {
        let (OutboxItem::Note { key, .. } | OutboxItem::Document { key, .. }) = item;
        let mut kept = self.0.lock().unwrap();
        kept.push(key);
        Ok(OutboxTicket(kept.len().to_string()))
    }
}

/// What a portal reads and writes, over either dialect. It gives what must be the same over both.
async fn a_portals_day(
    wellsky: &WellSky,
    name: &str,
    window: TimeWindow,
) -> (Vec<String>, Vec<String>, usize) {
    let verified = wellsky.verify().await.unwrap();
    assert!(verified.client_total >= 10);
    let clients: BTreeSet<ClientId> = wellsky
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap()
        .into_iter()
        .map(|client| client.id)
        .collect();
    let prospects = wellsky.prospects();
    let new = NewProspect {
        external_id: Some(format!("crm-{name}")),
        status: Some(ProspectStatus::AssessmentScheduled),
        address: Some(
            serde_json::from_value(
                json!({"line1": "1 Test Street", "city": "Denver", "state": "CO", "zip_code": "80202"}),
            )
            .unwrap(),
        ),
        ..NewProspect::new("Alpha", "Testprospect", phone())
    };
    let first = prospects.upsert(&new, &key(&format!("{name}/1"))).await.unwrap();
    assert!(first.is_new());
    let again = prospects.upsert(&new, &key(&format!("{name}/2"))).await.unwrap();
    assert_eq!((again.is_new(), &again.record().id), (false, &first.record().id));
    let id = first.record().id.clone();
    let call = ProspectPatch {
        phone: Phone::parse("3035550178").unwrap().into(),
        ..ProspectPatch::default()
    };
    let called = prospects
        .update(&id, &call, &key(&format!("{name}/3")))
        .await
        .unwrap();
    assert_eq!(called.status, ProspectStatus::AssessmentScheduled);
    assert_eq!(called.phone.to_wire().expose(), "3035550178");
    let early = prospects
        .convert_to_client(&id, None, &key(&format!("{name}/4")))
        .await
        .unwrap_err();
    assert_eq!(early.kind(), ErrorKind::Conflict, "{early}");
    let won = ProspectPatch {
        status: ProspectStatus::Won.into(),
        ..ProspectPatch::default()
    };
    prospects
        .update(&id, &won, &key(&format!("{name}/5")))
        .await
        .unwrap();
    let converted = prospects
        .convert_to_client(&id, None, &key(&format!("{name}/6")))
        .await
        .unwrap();
    assert_eq!(
        converted.prospect.converted_client_id.as_ref(),
        Some(&converted.client.id)
    );
    assert!(
        wellsky
            .clients()
            .get(&converted.client.id)
            .await
            .unwrap()
            .first_name
            .expose()
            == "Alpha"
    );
    let late = prospects.upsert(&new, &key(&format!("{name}/7"))).await.unwrap();
    assert!(!late.is_new(), "a converted prospect is not created again");

    let shifts = wellsky
        .shifts()
        .list(ShiftFilter::in_window(window))
        .all()
        .await
        .unwrap();
    assert_eq!(
        shifts.iter().map(Row::key).collect::<BTreeSet<_>>().len(),
        shifts.len()
    );
    let mut plan: Vec<String> = shifts
        .iter()
        .map(|shift| {
            format!(
                "{} {} {} {:?} {} {} {:?}",
                shift.scheduled_start,
                shift.scheduled_end,
                shift.client_id,
                shift.caregiver_id,
                shift.status,
                shift.visit_type,
                shift.actual_start,
            )
        })
        .collect();
    plan.sort();
    let mut open: Vec<String> = wellsky
        .shifts()
        .open(window)
        .all()
        .await
        .unwrap()
        .iter()
        .map(|shift| format!("{} {}", shift.client_id, shift.scheduled_start))
        .collect();
    open.sort();
    let visits = wellsky
        .visits()
        .in_window(window)
        .await
        .unwrap()
        .complete("visits")
        .unwrap();
    let clocked = visits.iter().filter(|visit| visit.evv.is_some()).count();
    assert!(clocked > 0 && clients.len() == 10);
    (plan, open, clocked)
}

#[tokio::test]
async fn the_same_program_runs_on_both_surfaces_and_sees_the_same_agency() {
    let (agency, twin) = (Agency::start().await, Agency::start().await);
    let window = agency.days(-31, 10);
    let rest = a_portals_day(&agency.rest, "alpha", window).await;
    let connect = a_portals_day(&twin.wellsky, "alpha", window).await;
    assert_eq!(rest.0.len(), 30);
    assert_eq!(rest.0, connect.0);
    assert_eq!((rest.1, rest.2), (connect.1, connect.2));
}

#[tokio::test]
async fn every_shift_the_agency_has_is_read_whatever_the_quirks() {
    for switches in [
        &[][..],
        &[
            ("first_page", "1"),
            ("first_page_encounter", "1"),
            ("entry_wrapping", "bare"),
            ("empty_total", "zero"),
        ],
        &[
            ("open_caregiver", "null"),
            ("count_over_100", "refuse"),
            ("missing_slash", "403"),
        ],
        &[
            ("open_caregiver", "empty_object"),
            ("completed_status", "completed"),
            ("by_id_slash", "required"),
        ],
        &[
            ("open_caregiver", "empty_id"),
            ("week_numbering", "us"),
            ("by_id_slash", "refused"),
        ],
    ] {
        let agency = Agency::with(switches).await;
        let window = agency.days(-31, 10);
        let expected = agency
            .rest
            .shifts()
            .list(ShiftFilter::default())
            .all()
            .await
            .unwrap();
        for size in [3, 100] {
            let found = agency
                .wellsky
                .shifts()
                .list(ShiftFilter::in_window(window))
                .page_size(size)
                .unwrap()
                .all()
                .await
                .unwrap();
            assert_eq!(found.len(), 30, "{switches:?}");
            let summary = |shifts: &[Shift]| -> BTreeSet<(DateTime<Utc>, String, String)> {
                shifts
                    .iter()
                    .map(|s| (s.scheduled_start, s.client_id.to_string(), s.status.to_string()))
                    .collect()
            };
            assert_eq!(summary(&found), summary(&expected), "{switches:?}");
        }
        let shift = agency.open_shift().await;
        assert_eq!(
            agency.wellsky.shifts().get(&shift.id).await.unwrap().id,
            shift.id,
            "{switches:?}"
        );
    }
}

#[tokio::test]
async fn people_are_read_whole_by_pages_of_any_size_wherever_pages_count_from() {
    for first in ["0", "1"] {
        let agency = Agency::with(&[("first_page", first)]).await;
        for size in [1, 3, 100] {
            let clients = agency
                .wellsky
                .clients()
                .list(ClientFilter::default())
                .page_size(size)
                .unwrap();
            let caregivers = agency
                .wellsky
                .caregivers()
                .list(CaregiverFilter::default())
                .page_size(size)
                .unwrap();
            let (clients, caregivers) = (clients.all().await.unwrap(), caregivers.all().await.unwrap());
            assert_eq!(
                (clients.len(), caregivers.len()),
                (10, 8),
                "pages of {size} from {first}"
            );
            let discharged = clients
                .iter()
                .filter(|c| c.status == ClientStatus::Discharged)
                .count();
            assert_eq!(discharged, 2);
            // On hold cannot be told from active over Connect.
            assert_eq!(
                clients
                    .iter()
                    .filter(|c| c.status == ClientStatus::Active)
                    .count(),
                8
            );
        }
        let rest = agency
            .rest
            .caregivers()
            .list(CaregiverFilter::default())
            .all()
            .await
            .unwrap();
        let connect = agency
            .wellsky
            .caregivers()
            .list(CaregiverFilter::default())
            .all()
            .await
            .unwrap();
        for (rest, connect) in rest.iter().zip(&connect) {
            assert_eq!(
                (&rest.id, &rest.first_name, &rest.last_name),
                (&connect.id, &connect.first_name, &connect.last_name)
            );
            assert_eq!((&rest.phone, &rest.status), (&connect.phone, &connect.status));
            assert_eq!(rest.certifications, connect.certifications);
            assert_eq!(rest.service_area, connect.service_area);
        }
        assert_eq!(
            agency
                .wellsky
                .prospects()
                .list(ProspectFilter::default())
                .all()
                .await
                .unwrap()
                .len(),
            4
        );
        assert_eq!(
            agency
                .wellsky
                .applicants()
                .list(ApplicantFilter::default())
                .all()
                .await
                .unwrap()
                .len(),
            4
        );
    }
}

#[tokio::test]
async fn emergency_contacts_are_the_related_persons_marked_so() {
    let agency = Agency::start().await;
    let rest = agency
        .rest
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap();
    let connect = agency
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap();
    let contacts = |clients: &[careweave_wellsky_client::Client]| -> Vec<(ClientId, Vec<String>)> {
        clients
            .iter()
            .map(|c| {
                let phones = c
                    .emergency_contacts
                    .iter()
                    .map(|e| e.phone.to_wire().expose().clone());
                (c.id.clone(), phones.collect())
            })
            .collect()
    };
    assert!(rest.iter().any(|client| !client.emergency_contacts.is_empty()));
    assert_eq!(contacts(&rest), contacts(&connect));
    let one = agency.wellsky.clients().get(&rest[0].id).await.unwrap();
    assert_eq!(one.emergency_contacts.len(), rest[0].emergency_contacts.len());
}

#[tokio::test]
async fn what_connect_cannot_do_is_unsupported_before_anything_is_sent() {
    let agency = Agency::start().await;
    let id = CaregiverId::new("700001").unwrap();
    let wellsky = &agency.wellsky;
    let errors = [
        wellsky
            .caregivers()
            .set_availability(&id, &[], &key("1"))
            .await
            .unwrap_err(),
        wellsky
            .clients()
            .status_changes(agency.now)
            .all()
            .await
            .unwrap_err(),
        wellsky
            .shifts()
            .list(ShiftFilter::default())
            .all()
            .await
            .unwrap_err(),
        wellsky
            .caregivers()
            .list(CaregiverFilter {
                available_on: Some(agency.now.date_naive()),
                ..CaregiverFilter::default()
            })
            .all()
            .await
            .unwrap_err(),
        wellsky
            .clients()
            .list(ClientFilter {
                status: Some(ClientStatus::OnHold),
                ..ClientFilter::default()
            })
            .all()
            .await
            .unwrap_err(),
        agency.rest.connect().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Unsupported, Delivery::NotSent),
            "{error}"
        );
    }
    let plain = ShiftId::new("109000001").unwrap();
    let error = wellsky.shifts().get(&plain).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("shift_id"))
    );
    assert_eq!(agency.asked().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_probe_finds_out_whether_appointments_can_be_written_and_changes_nothing() {
    let agency = Agency::start().await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    assert_eq!(
        agency.wellsky.capabilities().support(Feature::AssignShift),
        Support::Unproven
    );
    assert_eq!(
        agency
            .wellsky
            .probe()
            .await
            .unwrap()
            .support(Feature::AssignShift),
        Support::Unsupported
    );
    let before = agency.asked().await.len();
    let error = agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(agency.asked().await.len(), before, "nothing was sent");
    agency.switch("appointment_writes", "on").await;
    assert_eq!(
        agency
            .wellsky
            .probe()
            .await
            .unwrap()
            .support(Feature::AssignShift),
        Support::Native
    );
    agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap();
    assert_eq!(
        agency.rest.capabilities().support(Feature::AssignShift),
        Support::Native
    );
}

#[tokio::test]
async fn without_a_probe_the_first_refused_assignment_teaches_the_same() {
    let agency = Agency::start().await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    let error = agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unsupported, Delivery::Answered),
        "{error}"
    );
    assert!(!agency.wellsky.capabilities().allows(Feature::AssignShift));
}

#[tokio::test]
async fn an_assignment_is_checked_written_and_read_back_whether_put_replaces_or_merges() {
    for put in ["replace", "merge"] {
        let agency = Agency::with(&[("appointment_writes", "on"), ("appointment_put", put)]).await;
        let shift = agency.open_shift().await;
        let caregiver = agency.free_caregiver(&shift).await;
        let assignment = agency
            .wellsky
            .shifts()
            .assign(&shift.id, &caregiver, &key("a"))
            .await
            .unwrap();
        assert_eq!(assignment.shift.caregiver_id.as_ref(), Some(&caregiver));
        let shown = agency.wellsky.shifts().get(&shift.id).await.unwrap();
        assert_eq!(
            (shown.caregiver_id, shown.status),
            (Some(caregiver.clone()), ShiftStatus::Scheduled)
        );
        assert_eq!(
            shown.visit_type, shift.visit_type,
            "what was not named is still there"
        );
        // The other surface sees it too.
        let rest = agency
            .rest
            .shifts()
            .list(ShiftFilter::in_window(shift.window().unwrap()))
            .all()
            .await
            .unwrap();
        let same = rest
            .iter()
            .find(|s| s.client_id == shift.client_id && s.scheduled_start == shift.scheduled_start);
        assert_eq!(same.unwrap().caregiver_id.as_ref(), Some(&caregiver));

        let error = agency
            .wellsky
            .shifts()
            .assign(&shift.id, &caregiver, &key("b"))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Conflict, Delivery::Answered)
        );

        let appointments = agency.connect().appointments();
        let occurrence = Occurrence::of_shift(&shift.id).unwrap();
        assert_eq!(
            appointments
                .assign(&occurrence, &caregiver, &key("c"))
                .await
                .unwrap()
                .caregiver_id
                .as_ref(),
            Some(&caregiver)
        );
        let other = CaregiverId::new("999999").unwrap();
        assert_eq!(
            appointments
                .unassign(&occurrence, &other, &key("d"))
                .await
                .unwrap_err()
                .kind(),
            ErrorKind::Conflict
        );
        let freed = appointments
            .unassign(&occurrence, &caregiver, &key("e"))
            .await
            .unwrap();
        assert!(freed.is_open(), "PUT {put}");
        assert!(agency.wellsky.shifts().get(&shift.id).await.unwrap().is_open());
    }
}

#[tokio::test]
async fn a_caregiver_with_an_overlapping_visit_is_refused_and_one_that_touches_is_not() {
    let agency = Agency::with(&[("appointment_writes", "on")]).await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    let appointments = agency.connect().appointments();
    let around = |from: i64, to: i64| {
        TimeWindow::new(
            shift.scheduled_end + TimeDelta::minutes(from),
            shift.scheduled_end + TimeDelta::minutes(to),
        )
        .unwrap()
    };
    let next = appointments
        .create(&shift.client_id, None, around(0, 60), &key("n"))
        .await
        .unwrap();
    let overlapping = appointments
        .create(&shift.client_id, None, around(-1, 60), &key("o"))
        .await
        .unwrap();
    agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap();
    let error = appointments
        .assign(&overlapping, &caregiver, &key("b"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("overlaps")),
        (ErrorKind::Conflict, Some(shift.id.as_str())),
        "{error}"
    );
    assert!(appointments.get(&overlapping).await.unwrap().is_open());
    assert_eq!(
        appointments
            .assign(&next, &caregiver, &key("c"))
            .await
            .unwrap()
            .caregiver_id,
        Some(caregiver)
    );
}

#[tokio::test]
async fn an_assignment_that_the_vendor_does_not_show_is_in_doubt() {
    let agency = Agency::with(&[("appointment_writes", "on")]).await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    agency
        .fault(
            json!({"method": "PUT", "path_prefix": "/v1/appointment", "times": 1,
                      "action": {"kind": "drop", "when": "after_commit"}}),
        )
        .await;
    let error = agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::MaybeSent, "{error:#}");
    assert_eq!(
        agency.wellsky.shifts().get(&shift.id).await.unwrap().caregiver_id,
        Some(caregiver)
    );
}

#[tokio::test]
async fn a_read_that_breaks_before_the_write_leaves_no_doubt() {
    let agency = Agency::with(&[("appointment_writes", "on")]).await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    for (method, path) in [("GET", "/v1/appointment"), ("POST", "/v1/appointment/_search")] {
        agency
            .fault(json!({"method": method, "path_prefix": path, "times": 1,
                          "action": {"kind": "drop", "when": "before_commit"}}))
            .await;
        let error = agency
            .wellsky
            .shifts()
            .assign(&shift.id, &caregiver, &key("a"))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Unreachable, Delivery::NotSent),
            "{error:#}"
        );
    }
    assert!(agency.wellsky.shifts().get(&shift.id).await.unwrap().is_open());
}

#[tokio::test]
async fn credentials_that_are_refused_fail_the_reading_and_not_each_client() {
    let agency = Agency::start().await;
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/appointment/_search",
                      "action": {"kind": "status", "status": 401, "body": {"error": "invalid_token"}}}))
        .await;
    let window = ShiftFilter::in_window(agency.days(0, 8));
    let error = agency.wellsky.shifts().read(window).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error}");
}

#[tokio::test]
async fn a_client_that_cannot_be_read_makes_the_reading_incomplete_and_not_shorter() {
    let agency = Agency::start().await;
    let window = agency.days(0, 8);
    let whole = agency
        .wellsky
        .shifts()
        .read(ShiftFilter::in_window(window))
        .await
        .unwrap();
    assert!(whole.is_complete());
    let plan = json!({"method": "POST", "path_prefix": "/v1/appointment/_search", "times": 1,
                      "action": {"kind": "html"}});
    agency.fault(plan.clone()).await;
    let reading = agency
        .wellsky
        .shifts()
        .read(ShiftFilter::in_window(window))
        .await
        .unwrap();
    let Reading::Incomplete { found, failures } = reading else {
        panic!("a client is missing");
    };
    assert_eq!((failures.len(), failures[0].error.kind()), (1, ErrorKind::Server));
    assert!(
        failures[0].subject.starts_with("client 5"),
        "{}",
        failures[0].subject
    );
    assert!(found.len() <= whole.found().len());
    agency.fault(plan).await;
    let error = agency
        .wellsky
        .shifts()
        .list(ShiftFilter::in_window(window))
        .all()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("failed")),
        (ErrorKind::Incomplete, Some("1"))
    );
}

#[tokio::test]
async fn a_list_of_clients_that_fails_ends_nobodys_care() {
    let agency = Agency::start().await;
    let clients = agency.wellsky.clients();
    let before = clients.snapshot(agency.now).await.unwrap();
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/patients/_search", "action": {"kind": "repeat_page"}}))
        .await;
    let error = clients
        .list(ClientFilter::default())
        .page_size(2)
        .unwrap()
        .all()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("expected"), error.get("got")),
        (ErrorKind::Incomplete, Some("14"), Some("2"))
    );
    agency.control("DELETE", "/_sandbox/faults", Value::Null).await;
    let id = before
        .statuses
        .iter()
        .find(|(_, s)| **s == ClientStatus::Active)
        .unwrap()
        .0
        .clone();
    let patch = careweave_wellsky_client::ClientPatch {
        status: ClientStatus::Discharged.into(),
        ..Default::default()
    };
    clients.update(&id, &patch, &key("d")).await.unwrap();
    let after = clients.snapshot(agency.now + TimeDelta::hours(1)).await.unwrap();
    let found = status_changes(&before, &after);
    assert_eq!(found.changes.len(), 1);
    assert_eq!(
        (&found.changes[0].client_id, &found.changes[0].to),
        (&id, &ClientStatus::Discharged)
    );
    assert!(found.gone.is_empty());
}

#[tokio::test]
async fn only_people_that_changed_are_read_since_an_instant() {
    let agency = Agency::start().await;
    agency
        .control("POST", "/_sandbox/clock", json!({"advance_seconds": 3600}))
        .await;
    let since = agency.now + TimeDelta::minutes(30);
    let filter = || ClientFilter {
        updated_since: Some(since),
        ..ClientFilter::default()
    };
    assert!(
        agency
            .wellsky
            .clients()
            .list(filter())
            .all()
            .await
            .unwrap()
            .is_empty()
    );
    let id = ClientId::new("500001").unwrap();
    let patch = careweave_wellsky_client::ClientPatch {
        phone: phone().into(),
        ..Default::default()
    };
    agency
        .wellsky
        .clients()
        .update(&id, &patch, &key("u"))
        .await
        .unwrap();
    let changed = agency.wellsky.clients().list(filter()).all().await.unwrap();
    assert_eq!(
        changed.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(),
        ["500001"]
    );
    assert!(!agency.wellsky.capabilities().allows(Feature::ShiftsUpdatedSince));
}

#[tokio::test]
async fn clocking_in_takes_the_appointment_clocking_out_the_encounter_and_both_may_be_repeated() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let shifts = agency.wellsky.shifts();
    let filter = ShiftFilter {
        status: Some(ShiftStatus::Scheduled),
        ..ShiftFilter::in_window(agency.days(0, 8))
    };
    let shift = shifts.list(filter).all().await.unwrap().remove(0);
    assert_eq!(shifts.evv(&shift.id).await.unwrap(), None);
    let appointment = Occurrence::of_shift(&shift.id).unwrap().series;
    let (from, to) = (shift.scheduled_start + TimeDelta::minutes(4), shift.scheduled_end);
    let first = connect
        .encounters()
        .clock_in(&appointment, from, place(), &key("in"))
        .await
        .unwrap();
    let again = connect
        .encounters()
        .clock_in(&appointment, from, place(), &key("in"))
        .await
        .unwrap();
    assert_eq!(
        (&first.encounter_id, first.clocked_out),
        (&again.encounter_id, false)
    );
    assert_eq!(first.start, Some(from));
    let out = ClockOut {
        comment: Some("Ate well.".into()),
        mileage: Some(12.5),
        ..ClockOut::new(to, place())
    };
    connect
        .encounters()
        .clock_out(&first.encounter_id, &out, &key("out"))
        .await
        .unwrap();
    connect
        .encounters()
        .clock_out(&first.encounter_id, &out, &key("out"))
        .await
        .unwrap();
    let wrong = EncounterId::new(appointment.as_str()).unwrap();
    let error = connect
        .encounters()
        .clock_out(&wrong, &out, &key("x"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let encounter = connect.encounters().get(&first.encounter_id).await.unwrap();
    assert_eq!((encounter.start, encounter.end), (Some(from), Some(to)));
    assert_eq!(encounter.appointment_id, Some(appointment));
}

async fn a_clients_visits(agency: &Agency) -> (ClientId, Vec<EncounterId>) {
    let filter = ShiftFilter {
        status: Some(ShiftStatus::Completed),
        ..ShiftFilter::in_window(agency.days(-31, 0))
    };
    let client = agency
        .wellsky
        .shifts()
        .list(filter)
        .all()
        .await
        .unwrap()
        .remove(0)
        .client_id;
    let filter = EncounterFilter {
        client_id: Some(client.clone()),
        caregiver_id: None,
        from: (agency.now - TimeDelta::days(31)).date_naive(),
        to: agency.now.date_naive(),
    };
    let visits = agency.connect().encounters().list(&filter).all().await.unwrap();
    (client, visits.into_iter().map(|visit| visit.id).collect())
}

#[tokio::test]
async fn a_note_is_attached_or_says_why_not() {
    let agency = Agency::with(&[("task_log_refusals", "none")]).await;
    let (client, visits) = a_clients_visits(&agency).await;
    let logs = agency.connect().task_logs();
    let note = NewTaskLog::note("Call", "Daughter called about Friday", agency.now);
    let outbox = Kept::default();
    let window = agency.days(-31, 1);
    let NoteOutcome::Attached { encounter } = logs
        .attach(&client, window, &note, &key("n"), &outbox)
        .await
        .unwrap()
    else {
        panic!("not attached");
    };
    assert!(visits.contains(&encounter));
    assert!(
        logs.of(&encounter)
            .await
            .unwrap()
            .iter()
            .any(|log| log.description.as_ref() == Some(&note.description))
    );

    let nothing = logs
        .attach(&client, agency.days(300, 301), &note, &key("n"), &outbox)
        .await
        .unwrap();
    assert!(matches!(nothing, NoteOutcome::NoEncounter));

    agency.switch("task_log_refusals", "all").await;
    let refused = logs
        .attach(&client, window, &note, &key("n"), &outbox)
        .await
        .unwrap();
    let NoteOutcome::Rejected { tried, error } = refused else {
        panic!("not refused")
    };
    assert_eq!((tried, error.kind()), (visits.len().min(5), ErrorKind::Rejected));
    assert!(outbox.0.lock().unwrap().is_empty());

    agency.switch("task_log_refusals", "none").await;
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/encounter/1", "times": 1, "action": {"kind": "html"}}))
        .await;
    let other = NewTaskLog::note("Call", "Son called about Monday", agency.now);
    let queued = logs
        .attach(&client, window, &other, &key("q"), &outbox)
        .await
        .unwrap();
    assert!(
        matches!(queued, NoteOutcome::Queued { ref error, .. } if error.kind() == ErrorKind::Server),
        "{queued:?}"
    );
    assert_eq!(*outbox.0.lock().unwrap(), [key("q")]);

    let lost = json!({"method": "POST", "path_prefix": "/v1/encounter/1", "times": 1,
                      "action": {"kind": "drop", "when": "after_commit"}});
    agency.fault(lost).await;
    let taken = NewTaskLog::note("Call", "Neighbour called about the key", agency.now);
    let attached = logs
        .attach(&client, window, &taken, &key("l"), &outbox)
        .await
        .unwrap();
    assert!(
        matches!(attached, NoteOutcome::Attached { .. }),
        "the answer was lost, the note was not: {attached:?}"
    );
    assert_eq!(outbox.0.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn emoji_and_a_task_not_done_without_a_reason_are_refused_before_anything_is_sent() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let id = EncounterId::new("1").unwrap();
    let note = NewTaskLog::note("Call", "All well \u{1F600}", agency.now);
    let error = connect
        .task_logs()
        .create(&id, &note, &key("n"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("description"))
    );
    let outcome = TaskOutcome {
        status: TaskStatus::NotComplete,
        comment: None,
    };
    let task = careweave_wellsky_client::connect::TaskId::new("1").unwrap();
    let error = connect
        .tasks()
        .update(&id, &task, &outcome, &key("t"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("comment"))
    );
    assert_eq!(agency.asked().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_document_is_filed_or_kept_and_what_the_vendor_cannot_take_is_not_sent() {
    let agency = Agency::start().await;
    let documents = agency.connect().documents();
    let owner = DocumentOwner::Client(ClientId::new("500001").unwrap());
    let document = NewDocument {
        owner: owner.clone(),
        kind: "General".to_owned(),
        title: "plan.pdf".into(),
        content_type: "application/pdf".to_owned(),
        bytes: Pii::new(b"%PDF-1.4 test".to_vec()),
    };
    let outbox = Kept::default();
    let DocumentOutcome::Filed { id } = documents.file(&document, &key("d"), &outbox).await.unwrap() else {
        panic!("not filed");
    };
    assert_eq!(
        documents.get(&id).await.unwrap().content.unwrap().attachment.size,
        Some(13)
    );
    assert!(
        documents
            .of(&owner)
            .await
            .unwrap()
            .iter()
            .any(|found| found.id == id)
    );
    agency.switch("document_create", "fails").await;
    let queued = documents.file(&document, &key("e"), &outbox).await.unwrap();
    assert!(matches!(queued, DocumentOutcome::Queued { ref error, .. } if error.kind() == ErrorKind::Server));
    assert_eq!(*outbox.0.lock().unwrap(), [key("e")]);
    let before = agency.asked().await.len();
    for (document, field) in [
        (
            NewDocument {
                content_type: "text/html".to_owned(),
                ..document.clone()
            },
            "content_type",
        ),
        (
            NewDocument {
                bytes: Pii::new(vec![0; 10 * 1024 * 1024 + 1]),
                ..document.clone()
            },
            "bytes",
        ),
        (
            NewDocument {
                bytes: Pii::new(Vec::new()),
                ..document
            },
            "bytes",
        ),
    ] {
        let error = documents.file(&document, &key("f"), &outbox).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
    assert_eq!(agency.asked().await.len(), before);
}

#[tokio::test]
async fn an_applicant_becomes_a_caregiver_under_the_same_id_once() {
    let agency = Agency::start().await;
    let applicants = agency.wellsky.applicants();
    let new = NewApplicant {
        external_id: Some("lead-1".to_owned()),
        ..NewApplicant::new("Bravo", "Testapplicant", phone())
    };
    let created = applicants.upsert(&new, &key("1")).await.unwrap().record().clone();
    assert_eq!(created.status, ApplicantStatus::New);
    let hired = ApplicantPatch {
        status: ApplicantStatus::Hired.into(),
        ..ApplicantPatch::default()
    };
    applicants.update(&created.id, &hired, &key("2")).await.unwrap();
    let first = applicants
        .convert_to_caregiver(&created.id, None, &key("3"))
        .await
        .unwrap();
    assert_eq!(first.caregiver.id.as_str(), created.id.as_str());
    assert_eq!(first.caregiver.status, CaregiverStatus::Active);
    let writes = agency
        .asked()
        .await
        .iter()
        .filter(|line| line.starts_with("PUT"))
        .count();
    let again = applicants
        .convert_to_caregiver(&created.id, None, &key("4"))
        .await
        .unwrap();
    assert_eq!(again, first);
    assert_eq!(
        agency
            .asked()
            .await
            .iter()
            .filter(|line| line.starts_with("PUT"))
            .count(),
        writes
    );
    assert!(!applicants.upsert(&new, &key("5")).await.unwrap().is_new());
}

#[tokio::test]
async fn two_who_create_the_same_prospect_at_once_end_with_one_or_are_told() {
    let agency = Agency::start().await;
    let new = |last: &str| NewProspect {
        external_id: Some("crm-9".to_owned()),
        ..NewProspect::new("Alpha", last, phone())
    };
    let other = over(&agency.sandbox, Api::Connect, true);
    let (a, b) = (new("Testone"), new("Testtwo"));
    let (prospects, others) = (agency.wellsky.prospects(), other.prospects());
    let (one_key, two_key) = (key("1"), key("2"));
    let (one, two) =
        futures_util::future::join(prospects.upsert(&a, &one_key), others.upsert(&b, &two_key)).await;
    let patients = agency
        .connect()
        .patients()
        .by_external_id("crm-9")
        .all()
        .await
        .unwrap();
    for outcome in [one, two] {
        match outcome {
            Ok(upserted) => assert!(
                patients
                    .iter()
                    .any(|p| p.id.as_str() == upserted.record().id.as_str())
            ),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
                assert_eq!(error.get("ids").unwrap().split(", ").count(), patients.len());
            }
        }
    }
    let later = prospects.upsert(&a, &key("3")).await;
    assert_eq!(
        later.is_ok(),
        patients.len() == 1,
        "a duplicate is never passed over"
    );
}

#[tokio::test]
async fn paths_are_spelled_as_the_vendor_spells_them() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let client = ClientId::new("500001").unwrap();
    connect.locations().list().all().await.unwrap();
    connect.organizations().list().await.unwrap();
    connect.admins().list().all().await.unwrap();
    connect.subscriptions().list().all().await.unwrap();
    connect.related_persons().of(&client).await.unwrap();
    connect
        .documents()
        .of(&DocumentOwner::Client(client.clone()))
        .await
        .unwrap();
    let day = AppointmentDays::new(agency.now.date_naive(), 7).unwrap();
    let by_days = AppointmentFilter {
        client_id: Some(client.clone()),
        days: Some(day),
        ..AppointmentFilter::default()
    };
    connect.appointments().list(&by_days).all().await.unwrap();
    let by_week = AppointmentFilter {
        client_id: Some(client.clone()),
        week: Some(Week::of(agency.now.date_naive())),
        ..AppointmentFilter::default()
    };
    connect.appointments().list(&by_week).all().await.unwrap();
    let activities = connect
        .care_plans()
        .activities(&careweave_wellsky_client::connect::ActivityType::Adl)
        .await
        .unwrap();
    assert!(!activities.is_empty());
    let charges = careweave_wellsky_client::connect::ChargeItemFilter {
        client_id: Some(client.clone()),
        caregiver_id: None,
        from: (agency.now - TimeDelta::days(31)).date_naive(),
        to: agency.now.date_naive(),
    };
    connect.charge_items().list(&charges).all().await.unwrap();
    let asked: BTreeSet<String> = agency.asked().await.into_iter().collect();
    for line in [
        "POST /v1/locations/_search",
        "GET /v1/organizations/",
        "POST /v1/admins/_search/",
        "POST /v1/subscriptions/_search/",
        "GET /v1/relatedperson/500001/",
        "POST /v1/documentReferences/_profile/",
        "POST /v1/appointment/_search/",
        "GET /v1/careplan/activity-metadata",
        "POST /v1/chargeitem/_search/",
    ] {
        assert!(asked.contains(line), "{line} in {asked:?}");
    }
}

#[tokio::test]
async fn an_appointment_search_without_a_person_or_with_two_spans_is_not_sent() {
    let agency = Agency::start().await;
    let appointments = agency.connect().appointments();
    let client_id = Some(ClientId::new("500001").unwrap());
    let days = Some(AppointmentDays::new(agency.now.date_naive(), 1).unwrap());
    let week = Some(Week::of(agency.now.date_naive()));
    for filter in [
        AppointmentFilter {
            days,
            ..AppointmentFilter::default()
        },
        AppointmentFilter {
            client_id: client_id.clone(),
            ..AppointmentFilter::default()
        },
        AppointmentFilter {
            client_id,
            days,
            week,
            ..AppointmentFilter::default()
        },
    ] {
        let error = appointments.list(&filter).all().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::InvalidInput, Delivery::NotSent)
        );
    }
    assert!(
        appointments
            .list(&AppointmentFilter::default())
            .page_size(101)
            .is_err()
    );
    assert_eq!(agency.asked().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_number_finds_everybody_who_has_it_whatever_it_is_for() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let patients = connect.patients().list(None).all().await.unwrap();
    let number = patients
        .iter()
        .flat_map(|p| &p.telecom)
        .filter(|t| t.system.as_deref() == Some("phone"))
        .find_map(|t| Phone::parse(t.value.as_ref()?.expose()).ok())
        .unwrap();
    let new = NewProspect::new("Bravo", "Samephone", number.clone());
    let created = agency.wellsky.prospects().create(&new, &key("1")).await.unwrap();
    let found = connect.patients().by_phone(&number).await.unwrap();
    assert!(found.len() >= 2, "two people share it: both come");
    assert!(found.iter().any(|p| p.id.as_str() == created.id.as_str()));
}

#[tokio::test]
async fn a_scope_refuses_what_is_outside_before_anything_is_sent_and_masks_what_it_may_not_see() {
    let agency = Agency::start().await;
    for wellsky in [&agency.rest, &agency.wellsky] {
        let voice = wellsky.scoped(Scope::VoiceAssistant);
        let shift = wellsky
            .shifts()
            .open(agency.days(0, 8))
            .all()
            .await
            .unwrap()
            .remove(0);
        let caregiver = CaregiverId::new("700001").unwrap();
        let sent = agency.asked().await.len();
        for error in [
            voice
                .shifts()
                .assign(&shift.id, &caregiver, &key("a"))
                .await
                .unwrap_err(),
            voice
                .prospects()
                .list(ProspectFilter::default())
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Sales)
                .shifts()
                .open(agency.days(0, 8))
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Sales)
                .caregivers()
                .get(&caregiver)
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Recruiting)
                .clients()
                .list(ClientFilter::default())
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Coordinator)
                .applicants()
                .list(ApplicantFilter::default())
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Sales)
                .scoped(Scope::Full)
                .scoped(Scope::Recruiting)
                .clients()
                .list(ClientFilter::default())
                .all()
                .await
                .unwrap_err(),
            voice.connect().unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Forbidden, Delivery::NotSent),
                "{error}"
            );
        }
        assert_eq!(agency.asked().await.len(), sent);
        let full = wellsky
            .clients()
            .list(ClientFilter::default())
            .all()
            .await
            .unwrap();
        let masked = voice.clients().list(ClientFilter::default()).all().await.unwrap();
        assert_eq!(masked.len(), full.len());
        assert!(full.iter().any(|c| !c.emergency_contacts.is_empty()));
        for client in &masked {
            assert_eq!(client.address.line1.expose(), WITHHELD);
            assert!(
                client.emergency_contacts.is_empty()
                    && client.email.is_none()
                    && client.payer_source.is_none()
            );
            assert_ne!(client.address.zip_code.expose(), WITHHELD);
        }
        let one = voice.clients().get(&full[0].id).await.unwrap();
        assert_eq!(one.address.line1.expose(), WITHHELD);
    }
}

#[tokio::test]
async fn a_clinics_month_is_the_same_over_both_surfaces() {
    let sandbox = Sandbox::start(SandboxConfig {
        scale: careweave_sandbox::Scale::Clinic,
        ..SandboxConfig::default()
    })
    .await
    .unwrap();
    let (rest, connect) = (
        over(&sandbox, Api::Rest, true),
        over(&sandbox, Api::Connect, true),
    );
    let now = sandbox.ready().now;
    let window = TimeWindow::new(now - TimeDelta::days(20), now + TimeDelta::days(20)).unwrap();
    let summary = |shifts: Vec<Shift>| -> Vec<(DateTime<Utc>, String, Option<CaregiverId>, String)> {
        let mut rows: Vec<_> = shifts
            .into_iter()
            .map(|s| {
                (
                    s.scheduled_start,
                    s.client_id.to_string(),
                    s.caregiver_id,
                    s.status.to_string(),
                )
            })
            .collect();
        rows.sort();
        rows
    };
    let expected = summary(
        rest.shifts()
            .list(ShiftFilter::in_window(window))
            .all()
            .await
            .unwrap(),
    );
    let found = summary(
        connect
            .shifts()
            .list(ShiftFilter::in_window(window))
            .all()
            .await
            .unwrap(),
    );
    assert!(found.len() > 200, "{}", found.len());
    assert_eq!(found, expected);
}

#[tokio::test]
async fn profile_tags_and_steps_are_written_by_the_vendors_numbers() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let caregiver = CaregiverId::new("700001").unwrap();
    let new = careweave_wellsky_client::connect::NewProfileTag {
        name: "Hoyer lift".to_owned(),
        description: None,
        kind: None,
    };
    let tag = connect.profile_tags().create(&new, &key("t")).await.unwrap();
    connect
        .practitioners()
        .set_profile_tags(&caregiver, &[tag], &key("s"))
        .await
        .unwrap();
    let shown = agency.wellsky.caregivers().get(&caregiver).await.unwrap();
    assert_eq!(
        (shown.skills, shown.certifications.len()),
        (vec!["Hoyer lift".to_owned()], 0)
    );
    let prospect = agency
        .wellsky
        .prospects()
        .list(ProspectFilter::default())
        .all()
        .await
        .unwrap()
        .remove(0);
    let id = ClientId::new(prospect.id.as_str()).unwrap();
    connect
        .patients()
        .set_pipeline_status(&id, 40, &key("p"))
        .await
        .unwrap();
    let shown = agency.wellsky.prospects().get(&prospect.id).await.unwrap();
    assert_eq!(shown.status.as_str(), "wants_to_meet_candidates");
    assert_eq!(shown.phone, prospect.phone);
    let error = connect
        .patients()
        .set_pipeline_status(&id, 41, &key("q"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("number"))
    );
}

#[tokio::test]
async fn a_change_of_the_phone_never_moves_a_client_whether_put_merges_or_replaces() {
    for put in ["merge", "replace"] {
        let agency = Agency::with(&[("people_put", put)]).await;
        let clients = agency.wellsky.clients();
        let before = clients
            .list(ClientFilter::default())
            .all()
            .await
            .unwrap()
            .remove(0);
        let patch = careweave_wellsky_client::ClientPatch {
            phone: phone().into(),
            ..Default::default()
        };
        let outcome = clients.update(&before.id, &patch, &key("p")).await;
        let after = clients.get(&before.id).await.unwrap();
        assert_eq!(
            (&after.status, &after.first_name, &after.address),
            (&before.status, &before.first_name, &before.address)
        );
        match put {
            "merge" => assert_eq!(outcome.unwrap().phone.valid(), Some(&phone())),
            // A server that replaces wants the whole record: it refuses, and nothing is lost.
            _ => assert_eq!(
                (outcome.unwrap_err().kind(), after.phone),
                (ErrorKind::Rejected, before.phone)
            ),
        }
    }
}

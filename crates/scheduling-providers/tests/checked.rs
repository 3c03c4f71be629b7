//! The layer around every adapter, over an adapter that writes down what reaches it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use careweave_http::{Clock, ManualClock};
use careweave_scheduling_providers::capability::{Capabilities, Capability, Support};
use careweave_scheduling_providers::model::{
    Account, Appointment, AppointmentStatus, CancelledBy, Client, ProviderKind, StatusReading, Version,
};
use careweave_scheduling_providers::request::{
    Cancellation, ListAppointments, NewAppointment, NewTime, Notify, StatusChange,
};
use careweave_scheduling_providers::{
    AppointmentPage, Effect, Identity, Problem, Provider, SchedulingProvider, Written,
};
use careweave_types::ids::{AppointmentTypeId, ExternalId, IntegrationId};
use careweave_types::{AgencyZone, Delivery, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

fn now() -> DateTime<Utc> {
    "2026-04-06T12:00:00Z".parse().unwrap()
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

fn id() -> ExternalId {
    ExternalId::new("7").unwrap()
}

/// Answers reads with one record and writes with what the script says.
#[derive(Debug)]
struct Scripted {
    identity: Identity,
    capabilities: Capabilities,
    record: Mutex<Appointment>,
    script: Mutex<VecDeque<(Option<Appointment>, Result<Effect>)>>,
    writes: Arc<Mutex<Vec<&'static str>>>,
}

struct Trial {
    provider: Provider,
    writes: Arc<Mutex<Vec<&'static str>>>,
}

fn record(status: AppointmentStatus, start: i64) -> Appointment {
    let identity = Identity::new(ProviderKind::Acuity, IntegrationId::new("main").unwrap());
    let start = now() + TimeDelta::hours(start);
    let window = TimeWindow::new(start, start + TimeDelta::hours(1)).unwrap();
    let zone = AgencyZone::new("America/Denver").unwrap();
    Appointment::new(
        identity.key(id()),
        window,
        zone,
        StatusReading::said(status, "raw"),
    )
}

/// A provider over one record; each write takes the next line: the record after it, and the answer.
fn trial(record: Appointment, script: Vec<(Option<Appointment>, Result<Effect>)>) -> Trial {
    trial_with(Capabilities::documented(&ProviderKind::Acuity), record, script)
}

fn trial_with(
    capabilities: Capabilities,
    record: Appointment,
    script: Vec<(Option<Appointment>, Result<Effect>)>,
) -> Trial {
    let writes = Arc::new(Mutex::new(Vec::new()));
    let adapter = Scripted {
        identity: Identity::new(ProviderKind::Acuity, IntegrationId::new("main").unwrap()),
        capabilities,
        record: Mutex::new(record),
        script: Mutex::new(script.into()),
        writes: Arc::clone(&writes),
    };
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(now()));
    Trial {
        provider: Provider::new(adapter, clock),
        writes,
    }
}

impl Scripted {
    fn write(&self, what: &'static str) -> Result<Written> {
        self.writes.lock().unwrap().push(what);
        let (after, answer) = self
            .script
            .lock()
            .unwrap()
            .pop_front()
            .expect("a write the script has not");
        if let Some(after) = after {
            *self.record.lock().unwrap() = after;
        }
        answer.map(|effect| Written::new(self.record.lock().unwrap().clone(), effect))
    }
}

#[async_trait]
impl SchedulingProvider for Scripted {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    async fn verify(&self) -> Result<Account> {
        Err(Error::new(ErrorKind::Internal, "test", "not asked for"))
    }

    async fn list(&self, _: &ListAppointments) -> Result<AppointmentPage> {
        Ok(AppointmentPage::last(vec![self.record.lock().unwrap().clone()]))
    }

    async fn get(&self, _: &ExternalId) -> Result<Appointment> {
        Ok(self.record.lock().unwrap().clone())
    }

    async fn create(&self, _: &NewAppointment, _: &IdempotencyKey) -> Result<Written> {
        self.write("create")
    }

    async fn reschedule(&self, _: &ExternalId, _: &NewTime, _: &IdempotencyKey) -> Result<Written> {
        self.write("reschedule")
    }

    async fn cancel(&self, _: &ExternalId, _: &Cancellation, _: &IdempotencyKey) -> Result<Written> {
        self.write("cancel")
    }

    async fn set_status(&self, _: &ExternalId, _: StatusChange, _: &IdempotencyKey) -> Result<Written> {
        self.write("set_status")
    }
}

fn lost() -> Result<Effect> {
    Err(Error::new(ErrorKind::Unreachable, "t", "the connection broke").with_delivery(Delivery::MaybeSent))
}

fn hours(n: i64) -> NewTime {
    NewTime::at(now() + TimeDelta::hours(n))
}

fn booking() -> NewAppointment {
    let zone = AgencyZone::new("America/Denver").unwrap();
    let visit = AppointmentTypeId::new("visit").unwrap();
    NewAppointment::new(
        visit,
        now() + TimeDelta::hours(4),
        zone,
        Client::named("Alpha Testclient"),
    )
}

#[tokio::test]
async fn a_move_whose_answer_was_lost_is_looked_up() {
    let moved = record(AppointmentStatus::Scheduled, 9);
    let trial = trial(
        record(AppointmentStatus::Scheduled, 4),
        vec![(Some(moved), lost())],
    );
    let written = trial
        .provider
        .reschedule(&id(), &hours(9), &key("k"))
        .await
        .unwrap();
    assert_eq!(written.effect, Effect::Changed);
    assert_eq!(
        written.appointment.previous_start,
        Some(now() + TimeDelta::hours(4))
    );
    assert_eq!(*trial.writes.lock().unwrap(), ["reschedule"]);
}

#[tokio::test]
async fn a_move_that_cannot_be_seen_is_in_doubt_and_the_same_key_settles_it() {
    let moved = record(AppointmentStatus::Scheduled, 9);
    let script = vec![(None, lost()), (Some(moved), Ok(Effect::Changed))];
    let trial = trial(record(AppointmentStatus::Scheduled, 4), script);
    let error = trial
        .provider
        .reschedule(&id(), &hours(9), &key("k"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::InDoubt, Delivery::MaybeSent)
    );
    let reuse = trial
        .provider
        .reschedule(&id(), &hours(8), &key("k"))
        .await
        .unwrap_err();
    assert_eq!(
        reuse.kind(),
        ErrorKind::KeyReuse,
        "a key in doubt stands for its write"
    );
    let written = trial
        .provider
        .reschedule(&id(), &hours(9), &key("k"))
        .await
        .unwrap();
    assert_eq!(written.effect, Effect::Changed);
}

#[tokio::test]
async fn what_is_done_already_is_not_sent() {
    let there = trial(record(AppointmentStatus::Scheduled, 9), vec![]);
    let written = there
        .provider
        .reschedule(&id(), &hours(9), &key("k"))
        .await
        .unwrap();
    assert_eq!(written.effect, Effect::AlreadyDone);
    let cancelled = trial(record(AppointmentStatus::Cancelled, 9), vec![]);
    let cancellation = Cancellation::by(CancelledBy::Client);
    let written = cancelled
        .provider
        .cancel(&id(), &cancellation, &key("k"))
        .await
        .unwrap();
    assert_eq!(written.effect, Effect::AlreadyDone);
}

#[tokio::test]
async fn an_inferred_completion_is_still_to_be_made() {
    let mut inferred = record(AppointmentStatus::Completed, -4);
    inferred.status.inferred = true;
    let said = record(AppointmentStatus::Completed, -4);
    let trial = trial(inferred, vec![(Some(said), Ok(Effect::Changed))]);
    let written = trial
        .provider
        .set_status(&id(), StatusChange::Complete, &key("k"))
        .await
        .unwrap();
    assert_eq!(written.effect, Effect::Changed);
    assert_eq!(*trial.writes.lock().unwrap(), ["set_status"]);
}

#[tokio::test]
async fn what_was_called_off_is_neither_moved_nor_confirmed_and_a_replaced_one_not_cancelled() {
    let cancelled = trial(record(AppointmentStatus::Cancelled, 4), vec![]);
    let error = cancelled
        .provider
        .reschedule(&id(), &hours(9), &key("k"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::NotAllowed));
    let error = cancelled
        .provider
        .set_status(&id(), StatusChange::Confirm, &key("k"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::NotAllowed));
    let mut replaced = record(AppointmentStatus::Rescheduled, 4);
    replaced.rescheduled_to = Some(ExternalId::new("8").unwrap());
    let replaced = trial(replaced, vec![]);
    let cancellation = Cancellation::by(CancelledBy::Host);
    let error = replaced
        .provider
        .cancel(&id(), &cancellation, &key("k"))
        .await
        .unwrap_err();
    assert_eq!(error.get("rescheduled_to"), Some("8"));
    assert!(replaced.writes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_version_that_has_moved_on_is_a_conflict_and_nothing_is_sent() {
    let trial = trial(record(AppointmentStatus::Scheduled, 4), vec![]);
    let stale = hours(9).if_version(Version::Etag("old".to_owned()));
    let error = trial
        .provider
        .reschedule(&id(), &stale, &key("k"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::VersionConflict));
    assert!(trial.writes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_refused_write_frees_its_key_for_a_corrected_one() {
    let taken = Problem::SlotTaken
        .error("t", "taken")
        .with_delivery(Delivery::Answered);
    let script = vec![(None, Err(taken)), (None, Ok(Effect::Created))];
    let trial = trial(record(AppointmentStatus::Scheduled, 4), script);
    assert!(trial.provider.create(&booking(), &key("k")).await.is_err());
    let mut later = booking();
    later.start += TimeDelta::hours(1);
    assert_eq!(
        trial.provider.create(&later, &key("k")).await.unwrap().effect,
        Effect::Created
    );
}

#[tokio::test]
async fn silence_is_refused_by_a_service_that_cannot_keep_it() {
    let calendly = Capabilities::documented(&ProviderKind::Calendly);
    let trial = trial_with(calendly, record(AppointmentStatus::Scheduled, 4), vec![]);
    let mut silent = booking();
    silent.notify = Notify::Suppress;
    let error = trial.provider.create(&silent, &key("k")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.get("capability"), Some("suppress_notifications"));
    assert!(trial.writes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn methods_an_adapter_leaves_out_refuse_even_if_its_capabilities_promise_them() {
    let boast =
        Capabilities::documented(&ProviderKind::Acuity).with(Capability::RefreshCredentials, Support::Native);
    let trial = trial_with(boast, record(AppointmentStatus::Scheduled, 4), vec![]);
    let error = trial.provider.refresh_credentials().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

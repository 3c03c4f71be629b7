//! The main job against the sandbox: races, lost answers, lost requests, incomplete reads.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use careweave::ErrorKind;
use careweave::sync::{EffectLedger, EffectState, MemoryStore, SqliteStore};
use careweave::types::{CaregiverId, ShiftId};
use careweave::workflows::assign::OPERATION;
use careweave::workflows::fill::ShiftOutcome;
use careweave::workflows::{AssignOutcome, AssignmentDesk, FillJob};
use careweave_tests::{Agency, now, options};
use chrono::TimeDelta;
use serde_json::{Value, json};

async fn journal(agency: &Agency) -> Vec<Value> {
    let url = format!(
        "{}/_sandbox/journal?method=POST&path_prefix=/v1/shifts",
        agency.control()
    );
    let journal: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    journal["entries"].as_array().unwrap().clone()
}

async fn fault(agency: &Agency, action: Value) {
    let body = json!({"method": "POST", "path_prefix": "/v1/shifts", "times": 1, "action": action});
    fault_at(agency, body).await;
}

async fn fault_at(agency: &Agency, body: Value) {
    let url = format!("{}/_sandbox/faults", agency.control());
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    assert!(answer.status().is_success());
}

async fn job(agency: &Agency, ledger: &Arc<dyn EffectLedger>) -> FillJob {
    FillJob::start(
        agency.wellsky.clone(),
        Arc::clone(ledger),
        agency.clock(),
        options().unwrap(),
        now().unwrap(),
    )
    .await
    .unwrap()
}

/// The first open shift that two caregivers may take, and those two.
fn contested(job: &FillJob) -> (ShiftId, CaregiverId, CaregiverId) {
    let ranking = job
        .rankings()
        .find(|r| r.candidates.len() >= 2)
        .expect("a shift with two candidates");
    let [a, b] = [0, 1].map(|at| ranking.candidates[at].caregiver_id.clone());
    (ranking.shift.id.clone(), a, b)
}

async fn holder(agency: &Agency, shift: &ShiftId) -> Option<CaregiverId> {
    agency.wellsky.shifts().get(shift).await.unwrap().caregiver_id
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_on_one_store_claim_one_shift_and_exactly_one_wins() {
    for seed in 1..=5 {
        let agency = Agency::start(seed).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("race.db");
        let (one, two) = (
            SqliteStore::open(&path).await.unwrap(),
            SqliteStore::open(&path).await.unwrap(),
        );
        let ledgers: [Arc<dyn EffectLedger>; 2] = [Arc::new(one), Arc::new(two)];
        let first = job(&agency, &ledgers[0]).await;
        let (shift, a, b) = contested(&first);
        let desks = ledgers.map(|l| AssignmentDesk::new(agency.wellsky.clone(), l, agency.clock()));
        let (x, y) = tokio::join!(desks[0].assign(&shift, &a), desks[1].assign(&shift, &b));
        let (x, y) = (x.unwrap(), y.unwrap());
        assert_ne!(x.is_assigned(), y.is_assigned(), "{x:?} {y:?}");
        let winner = if x.is_assigned() { &a } else { &b };
        assert_eq!(holder(&agency, &shift).await.as_ref(), Some(winner));
        let sent = journal(&agency).await;
        assert_eq!(sent.len(), 1, "the loser sent nothing: {sent:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_lost_after_the_commit_is_found_by_reading_back() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    let (shift, a, _) = contested(&job(&agency, &ledger).await);
    fault(&agency, json!({"kind": "drop", "when": "after_commit"})).await;
    let desk = AssignmentDesk::new(agency.wellsky.clone(), Arc::clone(&ledger), agency.clock());
    assert_eq!(
        desk.assign(&shift, &a).await.unwrap(),
        AssignOutcome::Assigned {
            caregiver_id: a.clone()
        }
    );
    assert_eq!(
        desk.assign(&shift, &a).await.unwrap(),
        AssignOutcome::AlreadyAssigned {
            caregiver_id: a.clone()
        }
    );
    assert_eq!(journal(&agency).await.len(), 1);
    let record = desk.claims(&[EffectState::Confirmed]).await.unwrap();
    assert_eq!((record.len(), record[0].subject.as_str()), (1, shift.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_lost_before_the_commit_is_sent_again_only_after_the_quiet_period() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    let (shift, a, b) = contested(&job(&agency, &ledger).await);
    fault(&agency, json!({"kind": "drop", "when": "before_commit"})).await;
    let desk = AssignmentDesk::new(agency.wellsky.clone(), Arc::clone(&ledger), agency.clock());
    let AssignOutcome::InDoubt { until, .. } = desk.assign(&shift, &a).await.unwrap() else {
        panic!("nobody can know yet");
    };
    assert!(until > now().unwrap());
    assert_eq!(journal(&agency).await.len(), 1);
    // Asking again at once sends nothing, and nobody else gets the shift meanwhile.
    assert!(matches!(
        desk.assign(&shift, &a).await.unwrap(),
        AssignOutcome::InDoubt { .. }
    ));
    assert_eq!(
        desk.assign(&shift, &b).await.unwrap(),
        AssignOutcome::Taken {
            caregiver_id: Some(a.clone())
        }
    );
    assert_eq!(journal(&agency).await.len(), 1);

    agency.clock.advance(TimeDelta::seconds(60).to_std().unwrap());
    let job = job(&agency, &ledger).await;
    assert_eq!(
        holder(&agency, &shift).await,
        Some(a.clone()),
        "the next run completed the claim"
    );
    assert_eq!(journal(&agency).await.len(), 2);
    let report = job.report();
    assert_eq!(report.earlier.len(), 1);
    assert_eq!(
        report.earlier[0].outcome,
        AssignOutcome::Assigned { caregiver_id: a }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_error_is_never_taken_for_success_and_never_for_failure() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    let (shift, a, _) = contested(&job(&agency, &ledger).await);
    fault(
        &agency,
        json!({"kind": "status", "status": 500, "body": "<html>oops</html>", "content_type": "text/html"}),
    )
    .await;
    let desk = AssignmentDesk::new(agency.wellsky.clone(), Arc::clone(&ledger), agency.clock());
    assert!(matches!(
        desk.assign(&shift, &a).await.unwrap(),
        AssignOutcome::InDoubt { .. }
    ));
    assert_eq!(holder(&agency, &shift).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_frees_the_shift_for_the_next_claim() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    let (shift, a, b) = contested(&job(&agency, &ledger).await);
    fault(&agency, json!({"kind": "status", "status": 422, "body": "{\"error\":\"Validation failed: caregiver_id is suspended\"}"}))
        .await;
    let desk = AssignmentDesk::new(agency.wellsky.clone(), Arc::clone(&ledger), agency.clock());
    assert!(matches!(
        desk.assign(&shift, &a).await.unwrap(),
        AssignOutcome::Refused { .. }
    ));
    assert_eq!(
        desk.assign(&shift, &b).await.unwrap(),
        AssignOutcome::Assigned { caregiver_id: b }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_assignment_outside_careweave_is_seen_before_anything_is_sent() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    let (shift, a, b) = contested(&job(&agency, &ledger).await);
    let key = careweave::wellsky::IdempotencyKey::new("coordinator-1").unwrap();
    agency.wellsky.shifts().assign(&shift, &b, &key).await.unwrap();
    let desk = AssignmentDesk::new(agency.wellsky.clone(), Arc::clone(&ledger), agency.clock());
    assert_eq!(
        desk.assign(&shift, &a).await.unwrap(),
        AssignOutcome::Taken {
            caregiver_id: Some(b)
        }
    );
    assert_eq!(journal(&agency).await.len(), 1, "only the coordinator's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_came_too_late_for_another_shift_is_refused_with_the_reason() {
    // Give one caregiver every shift of the agency that can be had: whatever overlaps must be refused before WellSky is asked.
    for seed in 1..=8 {
        let agency = Agency::start(seed).await.unwrap();
        let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
        let mut job = job(&agency, &ledger).await;
        let mut held: BTreeMap<CaregiverId, Vec<careweave::types::TimeWindow>> = BTreeMap::new();
        for offer in job.next_offers().unwrap() {
            let shift = agency.wellsky.shifts().get(&offer.shift_id).await.unwrap();
            let window =
                careweave::types::TimeWindow::new(shift.scheduled_start, shift.scheduled_end).unwrap();
            for caregiver in &offer.caregiver_ids {
                let outcome = job.claim(&offer.shift_id, caregiver).await.unwrap();
                if outcome.is_assigned() {
                    let windows = held.entry(caregiver.clone()).or_default();
                    assert!(
                        windows.iter().all(|w| !w.overlaps(&window)),
                        "seed {seed}: double booking"
                    );
                    windows.push(window);
                    break;
                }
            }
        }
        let refused_by_wellsky = journal(&agency)
            .await
            .into_iter()
            .filter(|e| e["status"] != 201)
            .count();
        assert_eq!(
            refused_by_wellsky, 0,
            "seed {seed}: conflicts were seen here and not at WellSky"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_fails_stops_the_job_before_anything_is_offered() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    fault_at(
        &agency,
        json!({"method": "GET", "path_prefix": "/v1/caregivers", "times": 1, "action": {"kind": "status", "status": 403, "body": "{\"error\":\"Access denied. Invalid agencyId.\"}"}}),
    )
    .await;
    let error = FillJob::start(
        agency.wellsky.clone(),
        ledger,
        agency.clock(),
        options().unwrap(),
        now().unwrap(),
    )
    .await
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_for_shifts_or_caregivers_that_were_not_asked_are_refused() {
    let agency = Agency::start(1).await.unwrap();
    let ledger: Arc<dyn EffectLedger> = Arc::new(MemoryStore::new());
    let mut job = job(&agency, &ledger).await;
    let (shift, a, _) = contested(&job);
    assert_eq!(
        job.claim(&shift, &a).await.unwrap_err().kind(),
        ErrorKind::InvalidInput,
        "not asked yet"
    );
    job.next_offers().unwrap();
    let ghost = ShiftId::new("ghost").unwrap();
    assert_eq!(
        job.claim(&ghost, &a).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    job.decline(&shift, &a).unwrap();
    assert!(
        job.report()
            .shifts
            .iter()
            .any(|s| s.outcome == ShiftOutcome::Waiting)
    );
    assert!(
        ledger
            .list(&Default::default())
            .await
            .unwrap()
            .iter()
            .all(|e| e.operation != OPERATION)
    );
}

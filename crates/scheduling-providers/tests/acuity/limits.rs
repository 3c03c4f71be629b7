//! One address, many accounts; keys, plans and failures told apart.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{ReqwestConfig, ReqwestTransport, RetryPolicy, SystemClock, TokioSleep};
use careweave_sandbox::SandboxConfig;
use careweave_scheduling_providers::acuity::{self, Egress, MOST_IN_FLIGHT, MOST_PER_SECOND};
use careweave_scheduling_providers::registry::Effects;
use careweave_scheduling_providers::request::ListAppointments;
use careweave_scheduling_providers::{Problem, Provider};
use careweave_types::ErrorKind;
use futures_util::future::join_all;
use serde_json::json;

use crate::office::Office;

/// The most that leave within any second.
fn busiest_second(sent_at: &[Duration]) -> usize {
    let within = |from: &Duration| {
        let next = *from + Duration::from_secs(1);
        sent_at.iter().filter(|at| (*from..next).contains(at)).count()
    };
    sent_at.iter().map(within).max().unwrap_or(0)
}

#[tokio::test]
async fn forty_accounts_share_one_budget() {
    let office = Office::open().await;
    let key = &office.ready.credentials.acuity.api_key;
    let accounts: Vec<Provider> = (0..40)
        .map(|place| office.provider_of(office.config_with(&format!("account-{place}"), key)))
        .collect();
    office
        .fault(
            "GET",
            "/calendars",
            200,
            json!({"kind": "latency", "ms": [5, 40]}),
        )
        .await;
    let calls = accounts
        .iter()
        .flat_map(|account| (0..5).map(|_| account.calendars()));
    for outcome in join_all(calls).await {
        outcome.unwrap();
    }
    let sent_at = office.wire.sent_at();
    assert!(sent_at.len() >= 240, "200 calls, and one for each account's zone");
    let busiest = busiest_second(&sent_at);
    assert!(busiest <= MOST_PER_SECOND as usize, "{busiest}");
    assert!(office.wire.most_in_flight() <= MOST_IN_FLIGHT);
    office.close().await;
}

#[tokio::test]
async fn a_strict_vendor_turns_nobody_away_who_keeps_to_the_budget() {
    let office = Office::strictly(SandboxConfig::default()).await;
    let transport = Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap());
    let clock = Arc::new(SystemClock::new());
    let egress = Arc::new(Egress::new(6, Arc::<SystemClock>::clone(&clock), Arc::new(TokioSleep)).unwrap());
    let effects = Effects::new(transport, clock, Arc::new(TokioSleep));
    let accounts: Vec<Provider> = (0..6)
        .map(|_| acuity::connect(office.config().with_egress(Arc::clone(&egress)), &effects).unwrap())
        .collect();
    let calls = accounts
        .iter()
        .flat_map(|account| (0..2).map(|_| account.verify()));
    for outcome in join_all(calls).await {
        outcome.unwrap();
    }
    let journal = office.journal("GET", "/me").await;
    assert_eq!(journal.len(), 12, "each once: none was sent again");
    assert!(journal.iter().all(|entry| entry["status"] == 200));
    office.close().await;
}

#[tokio::test]
async fn a_429_makes_everybody_behind_the_address_wait() {
    let office = Office::open().await;
    let mut impatient = office.config();
    impatient.retry = RetryPolicy::never();
    let (first, second) = (office.provider_of(impatient), office.provider());
    office
        .fault(
            "GET",
            "/me",
            1,
            json!({"kind": "status", "status": 429, "retry_after": 5}),
        )
        .await;
    let error = first.verify().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimited, Some(Duration::from_secs(5)))
    );
    second.verify().await.unwrap();
    let sent_at = office.wire.sent_at();
    assert!(sent_at[1] - sent_at[0] >= Duration::from_secs(5), "{sent_at:?}");
    office.close().await;
}

#[tokio::test]
async fn a_gated_plan_is_said_once_and_never_becomes_an_empty_list() {
    let office = Office::open().await;
    let provider = office.provider();
    provider.verify().await.unwrap();
    let range = office.quiet();
    provider
        .list(&ListAppointments::starting_in(range))
        .await
        .unwrap();
    office.switch("acuity.plan", "gated").await;
    let before = office.wire.sent();
    let error = provider
        .list(&ListAppointments::starting_in(range))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::PlanGated));
    assert!(!error.is_retryable());
    assert_eq!(office.wire.sent() - before, 1, "it is not tried again");
    let error = provider.changes(None, range).await.unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::PlanGated));
    office.close().await;
}

#[tokio::test]
async fn a_dead_key_a_gated_plan_and_a_broken_server_are_three_things_with_three_remedies() {
    let office = Office::open().await;
    let dead = office
        .provider_of(office.config_with("main", "another-key"))
        .verify()
        .await
        .unwrap_err();
    office.switch("acuity.plan", "gated").await;
    let gated = office.provider().verify().await.unwrap_err();
    office.switch("acuity.plan", "powerhouse").await;
    office
        .fault("GET", "/me", 3, json!({"kind": "html", "status": 502}))
        .await;
    let broken = office.provider().verify().await.unwrap_err();
    assert_eq!(
        (dead.kind(), Problem::of(&dead)),
        (ErrorKind::Unauthenticated, Some(Problem::ReauthRequired))
    );
    assert_eq!(
        (gated.kind(), Problem::of(&gated)),
        (ErrorKind::Forbidden, Some(Problem::PlanGated))
    );
    assert_eq!((broken.kind(), Problem::of(&broken)), (ErrorKind::Server, None));
    assert_ne!(Problem::ReauthRequired.action(), Problem::PlanGated.action());
    assert!(!format!("{dead:?}").contains("another-key"));
    assert_eq!(
        office.journal("GET", "/me").await.len(),
        5,
        "what was broken is tried again, and nothing else"
    );
    office.close().await;
}

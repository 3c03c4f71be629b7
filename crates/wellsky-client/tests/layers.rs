//! The limit of requests, the breaker, the budget of retries and what is counted, as a client has them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::time::Duration;

use careweave_http::{Clock as _, Phase, RuleId, Severity};
use careweave_wellsky_client::{
    AlertWatch, Api, BreakerPolicy, BreakerState, CaregiverId, ClientId, Config, Delivery, ErrorKind,
    RateLimit, RetryBudgetPolicy, RetryPolicy,
};
use chrono::TimeDelta;
use serde_json::json;
use support::script::{Play, Staged};

fn id() -> ClientId {
    ClientId::new("7").unwrap()
}

fn caregiver_id() -> CaregiverId {
    CaregiverId::new("9").unwrap()
}

fn answers(line: &str) -> Play {
    match line {
        "GET /v1/clients/7" => Play::Answer(200, support::client(&json!(7))),
        "GET /v1/caregivers/9" => Play::Answer(200, support::caregiver("9")),
        "GET /v1/patients/7/" => Play::Answer(200, json!({"id": "7", "resourceType": "Patient"})),
        "GET /v1/relatedperson/7/" => Play::Answer(200, json!({"entry": []})),
        "GET /v1/practitioners/9/" => Play::Answer(200, json!({"id": "9", "resourceType": "Practitioner"})),
        _ => Play::Answer(404, json!({"error": "Resource not found"})),
    }
}

fn once() -> Config {
    support::config().with_retry(RetryPolicy::never())
}

/// A hundred a second, one every ten milliseconds.
fn evenly() -> Config {
    once().with_rate_limit(RateLimit {
        requests: 100,
        burst: 1,
        ..RateLimit::default()
    })
}

#[tokio::test]
async fn by_default_no_second_holds_more_than_a_hundred_calls() {
    let staged = Staged::new(once(), answers);
    for _ in 0..250 {
        staged.wellsky.clients().get(&id()).await.unwrap();
    }
    let times: Vec<Duration> = staged.timed().into_iter().map(|(_, at)| at).collect();
    for span in times.windows(101) {
        assert!(span[100] - span[0] >= Duration::from_secs(1));
    }
}

#[tokio::test]
async fn clones_and_scopes_share_one_limit_of_requests() {
    let staged = Staged::new(evenly(), answers);
    let clone = staged.wellsky.clone();
    for _ in 0..10 {
        staged.wellsky.clients().get(&id()).await.unwrap();
        clone.caregivers().get(&caregiver_id()).await.unwrap();
    }
    let times: Vec<Duration> = staged.timed().into_iter().map(|(_, at)| at).collect();
    assert_eq!(times.len(), 20);
    for pair in times.windows(2) {
        assert_eq!(pair[1] - pair[0], Duration::from_millis(10), "100 a second");
    }
    assert_eq!(
        staged.wellsky.metrics().queued.count(),
        21,
        "the token among them"
    );
}

#[tokio::test]
async fn the_limit_can_be_changed_and_turned_off() {
    for (limit, expected) in [
        (Some(RateLimit::per_second(4)), Duration::from_millis(250)),
        (None, Duration::ZERO),
    ] {
        let staged = Staged::new(once().with_rate_limit(limit), answers);
        for _ in 0..3 {
            staged.wellsky.clients().get(&id()).await.unwrap();
        }
        let times = staged.timed();
        assert_eq!(times[2].1 - times[1].1, expected);
    }
}

#[tokio::test]
async fn after_a_429_all_callers_pause_and_go_on_at_half_the_rate() {
    let staged = Staged::new(evenly(), |_| Play::Later(429, "3"));
    let error = staged.wellsky.clients().get(&id()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimited, Some(Duration::from_secs(3)))
    );
    staged.now_answers(answers);
    for _ in 0..3 {
        staged.wellsky.caregivers().get(&caregiver_id()).await.unwrap();
    }
    let times: Vec<Duration> = staged.timed().into_iter().map(|(_, at)| at).collect();
    assert!(times[1] - times[0] >= Duration::from_secs(3));
    assert_eq!(times[3] - times[2], Duration::from_millis(20));
}

#[tokio::test]
async fn what_stops_answering_is_left_alone_and_other_subjects_go_on() {
    for api in [Api::Rest, Api::Connect] {
        let staged = Staged::new(once().with_api(api), |line| {
            if line.contains("clients") || line.contains("patients") {
                Play::Raw(503, "text/html", b"<html>down</html>".to_vec())
            } else {
                answers(line)
            }
        });
        for _ in 0..5 {
            let error = staged.wellsky.clients().get(&id()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Server);
        }
        let sent = staged.timed().len();
        let error = staged.wellsky.clients().get(&id()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery(), error.get("breaker")),
            (ErrorKind::Unreachable, Delivery::NotSent, Some("open"))
        );
        assert_eq!(staged.timed().len(), sent, "not sent");
        staged.wellsky.caregivers().get(&caregiver_id()).await.unwrap();
        let open = staged
            .wellsky
            .breakers()
            .into_iter()
            .find(|(part, _)| part.ends_with("/clients"));
        assert!(matches!(open, Some((_, BreakerState::Open { .. }))), "{open:?}");

        staged.now_answers(answers);
        // A wall clock that is set neither opens nor closes anything.
        staged.clock.set_wall(staged.clock.now() + TimeDelta::days(1_000));
        assert!(staged.wellsky.clients().get(&id()).await.is_err());
        staged.clock.set_wall(staged.clock.now() - TimeDelta::days(2_000));
        assert!(staged.wellsky.clients().get(&id()).await.is_err());
        staged.clock.advance(Duration::from_secs(30));
        staged.wellsky.clients().get(&id()).await.unwrap();
        assert_eq!(staged.wellsky.metrics().breaker.closed, 1);
    }
}

#[tokio::test]
async fn without_a_breaker_every_call_is_sent() {
    let staged = Staged::new(once().with_breaker(None), |_| Play::Answer(500, json!({})));
    for _ in 0..12 {
        let error = staged.wellsky.clients().get(&id()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Server);
    }
    assert_eq!(staged.timed().len(), 12);
    assert!(staged.wellsky.breakers().is_empty());
}

#[tokio::test]
async fn retries_of_all_clones_are_paid_from_one_budget() {
    let config = support::config()
        .with_breaker(None)
        .with_retry_budget(RetryBudgetPolicy {
            capacity: 10,
            ..RetryBudgetPolicy::default()
        });
    let staged = Staged::new(config, |_| Play::Answer(500, json!({})));
    let error = staged.wellsky.clients().get(&id()).await.unwrap_err();
    assert_eq!(error.get("attempts"), Some("3"));
    let error = staged.wellsky.clone().clients().get(&id()).await.unwrap_err();
    assert_eq!(error.get("retry_budget"), Some("empty"));
    assert_eq!(staged.timed().len(), 4);
}

#[tokio::test]
async fn a_wall_clock_that_jumps_changes_neither_the_limit_nor_the_token() {
    let staged = Staged::new(evenly(), answers);
    let mut days = 1_000;
    for _ in 0..10 {
        staged.clock.set_wall(staged.clock.now() + TimeDelta::days(days));
        days = -days;
        staged.wellsky.clients().get(&id()).await.unwrap();
    }
    let times: Vec<Duration> = staged.timed().into_iter().map(|(_, at)| at).collect();
    assert!(
        times
            .windows(2)
            .all(|pair| pair[1] - pair[0] == Duration::from_millis(10))
    );
    let tokens: u64 = staged.wellsky.metrics().token_fetches.values().sum();
    assert_eq!(tokens, 1);
}

#[tokio::test]
async fn what_is_counted_names_operations_and_nobody() {
    let staged = Staged::new(support::config(), |line| match line {
        "GET /v1/clients/7" => Play::Answer(500, json!({"error": "Alpha Testclient 3035550100"})),
        line => answers(line),
    });
    staged.wellsky.clients().get(&id()).await.unwrap_err();
    staged.wellsky.caregivers().get(&caregiver_id()).await.unwrap();
    let text = staged.wellsky.metrics().to_prometheus();
    for line in [
        r#"careweave_http_attempts_total{operation="clients.get",outcome="server_error",status="5xx"} 3"#,
        r#"careweave_http_calls_total{operation="clients.get",outcome="server_error"} 1"#,
        r#"careweave_http_calls_total{operation="caregivers.get",outcome="success"} 1"#,
        r#"careweave_http_retries_total{operation="clients.get",cause="server_error"} 2"#,
        r#"careweave_http_token_fetches_total{outcome="success"} 1"#,
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    for hidden in ["Alpha", "3035550100", "t0ken", "/v1/"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn five_minutes_without_an_answer_are_critical_and_one_answer_ends_them() {
    let staged = Staged::new(once(), answers);
    let mut watch = AlertWatch::over(Duration::from_secs(300)).unwrap();
    staged.wellsky.clients().get(&id()).await.unwrap();
    let mut changes = watch.look(staged.wellsky.metrics(), None, staged.clock.now());
    assert!(changes.is_empty());
    staged.now_answers(|_| Play::Fail(ErrorKind::Unreachable, Delivery::NotSent));
    let began = staged.clock.now();
    for _ in 0..30 {
        for _ in 0..4 {
            staged.clock.advance(Duration::from_secs(15));
            staged.wellsky.clients().get(&id()).await.unwrap_err();
        }
        changes.extend(watch.look(staged.wellsky.metrics(), None, staged.clock.now()));
    }
    let down: Vec<_> = changes
        .iter()
        .filter(|change| change.rule == RuleId::ApiDown && change.to == Phase::Firing)
        .collect();
    assert_eq!(down.len(), 1);
    assert_eq!(down[0].severity, Severity::Critical);
    let after = (down[0].at - began).num_minutes();
    assert!((5..=12).contains(&after), "{after} min");
    let errors = changes
        .iter()
        .find(|change| change.rule == RuleId::HighErrorRate && change.to == Phase::Firing);
    assert_eq!(errors.map(|change| change.severity), Some(Severity::High));

    staged.now_answers(answers);
    staged.clock.advance(Duration::from_secs(60));
    staged.wellsky.clients().get(&id()).await.unwrap();
    let over = watch.look(staged.wellsky.metrics(), None, staged.clock.now());
    assert!(
        over.iter()
            .any(|change| change.rule == RuleId::ApiDown && change.to == Phase::Resolved)
    );
}

#[test]
fn what_cannot_work_is_refused_by_field_when_the_client_is_made() {
    let wrong = [
        (
            once().with_rate_limit(RateLimit::per_second(0)),
            "rate_limit.requests",
        ),
        (
            once().with_breaker(BreakerPolicy {
                failure_percent: 0,
                ..BreakerPolicy::default()
            }),
            "breaker.failure_percent",
        ),
        (
            once().with_retry_budget(RetryBudgetPolicy {
                capacity: 0,
                ..RetryBudgetPolicy::default()
            }),
            "retry_budget.capacity",
        ),
    ];
    for (config, field) in wrong {
        let error = careweave_wellsky_client::WellSky::new(config).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
}

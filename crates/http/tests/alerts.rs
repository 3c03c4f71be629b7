//! When an alert fires, when it ends, and when nothing can be said.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::time::Duration;

use careweave_http::{
    ALERT_RULES, AlertChange, AlertRule, AlertStates, AlertWatch, Event, InMemoryMetrics, Metrics as _,
    MetricsSnapshot, Observation, Outcome, Phase, RuleId, Severity, StatusClass, Verdict,
};
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};

fn rule(id: RuleId) -> AlertRule {
    *ALERT_RULES.iter().find(|rule| rule.id == id).unwrap()
}

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap() + TimeDelta::minutes(minute)
}

fn calls(answered: u64, failed: u64) -> Observation {
    Observation {
        answered,
        failed,
        ..Observation::default()
    }
}

#[test]
fn every_limit_is_where_the_rule_puts_it() {
    let p95 = |millis, timed| Observation {
        p95: Some(Duration::from_millis(millis)),
        timed,
        ..Observation::default()
    };
    let lag = |seconds| Observation {
        sync_lag: Some(Duration::from_secs(seconds)),
        ..Observation::default()
    };
    let cache = |cache_hits, cache_lookups| Observation {
        cache_hits,
        cache_lookups,
        ..Observation::default()
    };
    for (id, seen, verdict) in [
        (RuleId::SlowRequests, p95(1_999, 20), Verdict::Well),
        (RuleId::SlowRequests, p95(2_000, 20), Verdict::Broken),
        (RuleId::SlowRequests, p95(9_000, 19), Verdict::Unknown),
        (RuleId::LowSuccess, calls(996, 4), Verdict::Well),
        (RuleId::LowSuccess, calls(995, 5), Verdict::Broken),
        (RuleId::LowSuccess, calls(0, 19), Verdict::Unknown),
        (RuleId::SyncLag, lag(299), Verdict::Well),
        (RuleId::SyncLag, lag(300), Verdict::Broken),
        (RuleId::SyncLag, Observation::default(), Verdict::Unknown),
        (RuleId::LowCacheHits, cache(81, 100), Verdict::Well),
        (RuleId::LowCacheHits, cache(80, 100), Verdict::Broken),
        (RuleId::LowCacheHits, cache(0, 19), Verdict::Unknown),
        (RuleId::HighErrorRate, calls(19, 1), Verdict::Well),
        (RuleId::HighErrorRate, calls(949, 51), Verdict::Broken),
        (RuleId::HighErrorRate, calls(0, 19), Verdict::Unknown),
        (RuleId::ApiDown, calls(1, 1_000), Verdict::Well),
        (RuleId::ApiDown, calls(0, 3), Verdict::Broken),
        (RuleId::ApiDown, calls(0, 2), Verdict::Unknown),
        (RuleId::ApiDown, calls(0, 0), Verdict::Unknown),
    ] {
        assert_eq!(rule(id).judge(&seen), verdict, "{id:?} {seen:?}");
    }
    assert_eq!(rule(RuleId::HighErrorRate).severity, Severity::High);
    assert_eq!(rule(RuleId::ApiDown).severity, Severity::Critical);
    assert_eq!(
        serde_json::to_string(&Severity::Critical).unwrap(),
        "\"CRITICAL\""
    );
}

/// What changes of one rule, minute by minute.
fn changes(id: RuleId, seen: impl IntoIterator<Item = (i64, Observation)>) -> Vec<(i64, Phase)> {
    let rules = [rule(id)];
    let mut states = AlertStates::new();
    let mut changes = Vec::new();
    for (minute, seen) in seen {
        // Each observation might be the first after a restart.
        let written = serde_json::to_string(&states).unwrap();
        states = serde_json::from_str(&written).unwrap();
        let (next, changed) = states.after(&rules, &seen, at(minute));
        states = next;
        changes.extend(changed.into_iter().map(|change| (minute, change.to)));
    }
    changes
}

const BAD: (u64, u64) = (80, 20);
const GOOD: (u64, u64) = (100, 0);

fn minutes(seen: &[((u64, u64), std::ops::Range<i64>)]) -> Vec<(i64, Observation)> {
    seen.iter()
        .flat_map(|((answered, failed), span)| {
            span.clone()
                .map(move |minute| (minute, calls(*answered, *failed)))
        })
        .collect()
}

#[test]
fn errors_for_ten_minutes_fire_and_five_good_minutes_resolve_through_a_restart() {
    assert_eq!(
        changes(
            RuleId::HighErrorRate,
            minutes(&[(GOOD, 0..3), (BAD, 3..20), (GOOD, 20..30)])
        ),
        [
            (3, Phase::Pending),
            (13, Phase::Firing),
            (25, Phase::Resolved),
            (26, Phase::Ok)
        ]
    );
}

#[test]
fn errors_for_nine_minutes_do_not_fire() {
    assert_eq!(
        changes(
            RuleId::HighErrorRate,
            minutes(&[(BAD, 0..10), (GOOD, 10..12), (BAD, 12..20)])
        ),
        [(0, Phase::Pending), (10, Phase::Ok), (12, Phase::Pending)]
    );
}

#[test]
fn a_good_minute_in_between_does_not_resolve() {
    assert_eq!(
        changes(
            RuleId::HighErrorRate,
            minutes(&[(BAD, 0..12), (GOOD, 12..16), (BAD, 16..17), (GOOD, 17..22)])
        ),
        [(0, Phase::Pending), (10, Phase::Firing)]
    );
}

#[test]
fn a_side_that_is_down_for_five_minutes_is_critical_until_one_call_succeeds() {
    assert_eq!(
        changes(RuleId::ApiDown, minutes(&[((0, 4), 0..8), ((1, 3), 8..10)])),
        [
            (0, Phase::Pending),
            (5, Phase::Firing),
            (8, Phase::Resolved),
            (9, Phase::Ok)
        ]
    );
}

#[test]
fn silence_neither_fires_nor_resolves() {
    let silent = (0, 0);
    assert_eq!(
        changes(
            RuleId::ApiDown,
            minutes(&[(silent, 0..30), ((0, 4), 30..36), (silent, 36..90)])
        ),
        [(30, Phase::Pending), (35, Phase::Firing)]
    );
}

#[test]
fn a_time_nobody_looked_at_does_not_count() {
    // Down for two minutes, the process is away for an hour, and down again.
    assert_eq!(
        changes(RuleId::ApiDown, minutes(&[((0, 4), 0..3), ((0, 4), 63..69)])),
        [(0, Phase::Pending), (68, Phase::Firing)]
    );
}

#[test]
fn a_clock_that_jumps_fires_nothing_early_and_does_not_get_stuck() {
    let bad = |minute| (minute, calls(80, 20));
    // Forward by a day in the middle.
    assert_eq!(
        changes(RuleId::HighErrorRate, [bad(0), bad(1), bad(1_441), bad(1_442)]),
        [(0, Phase::Pending)]
    );
    // Back by a day: ten minutes from then on.
    let back = (-1_440..-1_429).map(bad);
    assert_eq!(
        changes(RuleId::HighErrorRate, [bad(0), bad(1)].into_iter().chain(back)),
        [(0, Phase::Pending), (-1_430, Phase::Firing)]
    );
    let good = |minute| (minute, calls(100, 0));
    let fired = (0..11).map(bad).chain([good(11)]);
    let back = (-100..-94).map(good);
    assert_eq!(
        changes(RuleId::HighErrorRate, fired.chain(back)),
        [(0, Phase::Pending), (10, Phase::Firing), (-95, Phase::Resolved)]
    );
}

#[test]
fn a_change_tells_the_rule_how_much_it_matters_and_when() {
    let mut states = AlertStates::new();
    let mut last = Vec::new();
    for minute in 0..=5 {
        let (next, changes) = states.after(&ALERT_RULES, &calls(0, 5), at(minute));
        states = next;
        last = changes;
    }
    assert_eq!(
        last,
        [AlertChange {
            rule: RuleId::ApiDown,
            severity: Severity::Critical,
            from: Phase::Pending,
            to: Phase::Firing,
            at: at(5),
        }]
    );
    assert_eq!(states.of(RuleId::ApiDown).phase, Phase::Firing);
    assert_eq!(states.of(RuleId::SyncLag).phase, Phase::Ok);
}

#[test]
fn what_is_observed_is_what_was_counted_in_between() {
    let metrics = InMemoryMetrics::new();
    let call = |outcome, millis| {
        metrics.record(Event::Call {
            operation: "shifts.list",
            outcome,
            attempts: 1,
            elapsed: Duration::from_millis(millis),
        });
        metrics.record(Event::Attempt {
            operation: "shifts.list",
            outcome,
            status: StatusClass::None,
            elapsed: Duration::from_millis(millis),
        });
    };
    for _ in 0..100 {
        call(Outcome::Timeout, 5_000);
    }
    let earlier = metrics.snapshot();
    for _ in 0..50 {
        call(Outcome::Success, 100);
    }
    call(Outcome::Refused, 100);
    call(Outcome::BreakerOpen, 0);
    call(Outcome::Local, 0);
    let seen = Observation::between(&earlier, &metrics.snapshot(), None);
    assert_eq!((seen.answered, seen.failed, seen.timed), (51, 1, 53));
    assert!(seen.p95.unwrap() < Duration::from_millis(107), "{seen:?}");
    // After a restart the counters are smaller: all that they hold is new.
    let restarted = InMemoryMetrics::new();
    restarted.record(Event::Call {
        operation: "shifts.list",
        outcome: Outcome::Timeout,
        attempts: 1,
        elapsed: Duration::ZERO,
    });
    assert_eq!(
        Observation::between(&earlier, &restarted.snapshot(), None).failed,
        1
    );
    assert_eq!(
        Observation::between(&MetricsSnapshot::default(), &earlier, None).failed,
        100
    );
}

/// One failed call a minute more with each look.
fn failing_since_the_start(minute: i64) -> MetricsSnapshot {
    let metrics = InMemoryMetrics::new();
    for _ in 0..minute * 4 {
        metrics.record(Event::Call {
            operation: "clients.get",
            outcome: Outcome::Timeout,
            attempts: 1,
            elapsed: Duration::from_secs(5),
        });
    }
    metrics.snapshot()
}

#[test]
fn a_watch_fires_once_and_goes_on_after_a_restart() {
    let minutes = Duration::from_secs(300);
    let mut watch = AlertWatch::over(minutes).unwrap();
    let mut fired = Vec::new();
    for minute in 0..30 {
        if minute == 4 {
            // A restart in between: what was counted is lost, the states are not.
            let written = serde_json::to_string(watch.states()).unwrap();
            watch = AlertWatch::over(minutes)
                .unwrap()
                .resumed(serde_json::from_str(&written).unwrap());
        }
        let changes = watch.look(failing_since_the_start(minute), None, at(minute));
        fired.extend(
            changes
                .into_iter()
                .filter(|c| c.to == Phase::Firing)
                .map(|c| (c.rule, minute)),
        );
    }
    let down: Vec<_> = fired
        .iter()
        .filter(|(rule, _)| *rule == RuleId::ApiDown)
        .collect();
    assert_eq!(down, [&(RuleId::ApiDown, 6)], "broken since minute 1");
}

#[test]
fn a_watch_judges_what_it_saw_and_not_what_was_before_it() {
    let mut watch = AlertWatch::over(Duration::from_secs(300)).unwrap();
    assert!(watch.look(failing_since_the_start(100), None, at(0)).is_empty());
    for minute in 1..30 {
        // Nothing more is counted, and the clock goes back on the way.
        let now = if minute == 10 { at(-60) } else { at(minute) };
        assert!(watch.look(failing_since_the_start(100), None, now).is_empty());
    }
    let lag = Some(Duration::from_secs(600));
    let changes = watch.look(failing_since_the_start(100), lag, at(31));
    assert_eq!(
        (changes[0].rule, changes[0].to),
        (RuleId::SyncLag, Phase::Pending)
    );
    assert!(AlertWatch::over(Duration::from_secs(59)).is_err());
}

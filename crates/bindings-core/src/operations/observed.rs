//! What a client counted, and the rules it is judged by.

use std::collections::BTreeMap;
use std::time::Duration;

use careweave::http::{
    AlertChange, AlertStates, BreakerState, Clock as _, Condition, Histogram, Outcome, Phase, RuleId,
    Severity, SystemClock,
};
use careweave::types::{Error, Result};
use careweave::wellsky::{ALERT_RULES, AlertRule, AlertWatch, MetricsSnapshot};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::arguments::{Nothing, arguments};
use super::operation::Operation;
use super::results::results;
use crate::wellsky_settings::seconds;

arguments! {
    /// Over which span is judged, and from where.
    WatchAsked {
        /// How far back each look reaches, in seconds, 60 to 86400; 300 by default.
        span_seconds: Option<f64>,
        /// Where each alert stood, from an earlier watch, as after a restart; all is well by default.
        states: Option<Vec<AlertStanding>>,
    }

    /// A look of a watch.
    LookAsked {
        /// How far the slowest stream is behind WellSky, in seconds, from whoever follows it.
        sync_lag_seconds: Option<f64>,
        /// The instant of the look; the present by default.
        now: Option<DateTime<Utc>>,
    }
}

/// Where an alert stands: keep the list, and a watch of the next process goes on from it.
#[derive(Clone, Debug, serde::Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct AlertStanding {
    /// slow_requests, low_success, sync_lag, low_cache_hits, high_error_rate, api_down.
    rule: String,
    /// ok, pending (broken, not yet for long enough), firing, resolved.
    phase: String,
    /// Since when.
    since: Option<DateTime<Utc>>,
    /// When the condition was last seen broken.
    broken_at: Option<DateTime<Utc>>,
    /// Since when it has held without a break, while firing.
    well_since: Option<DateTime<Utc>>,
}

results! {
    /// What a watch saw.
    AlertsSeen as "AlertsSeen" {
        /// What changed with this look: who has to know is told of it once.
        changes: Vec<AlertChanged>,
        /// Where each alert stands.
        states: Vec<AlertStanding>,
    }

    /// An alert that stands elsewhere than before.
    AlertChanged as "AlertChange" {
        /// Which rule.
        rule: String,
        /// WARNING: an objective is missed. HIGH: somebody should look today. CRITICAL: somebody should look now.
        severity: String,
        /// Where it stood: ok, pending, firing, resolved.
        before: String,
        /// Where it stands.
        after: String,
        /// When it changed. With the rule it tells one alert from the next.
        at: DateTime<Utc>,
    }

    /// A rule of the service objectives.
    RuleTold as "AlertRule" {
        /// Which.
        rule: String,
        /// WARNING, HIGH, CRITICAL.
        severity: String,
        /// What must hold: p95 (95 % of requests take less than `limit` seconds), success (more than `limit` of calls
        /// succeed), lag (less than `limit` seconds), cache_hits (more than `limit` of questions are hits), errors (not more
        /// than `limit` of calls fail), some_succeed (not all calls fail).
        condition: &'static str,
        /// Seconds, or a share between 0 and 1.
        limit: Option<f64>,
        /// How many calls, requests or questions a look must hold to say anything.
        min_volume: u64,
        /// How long it must have been broken before the alert fires, in seconds.
        broken_for_seconds: u64,
        /// How long it must have held before the alert is resolved, in seconds.
        well_for_seconds: u64,
    }

    /// Everything a client counted since it was made. No label holds anything of a person.
    Counted as "Metrics" {
        /// When this was taken.
        taken_at: DateTime<Utc>,
        /// By operation.
        operations: Vec<OperationCounts>,
        /// Tokens asked for.
        token_fetches: Vec<OutcomeCount>,
        /// How often circuit breakers opened.
        breaker_opened: u64,
        /// How often they let a probe through.
        breaker_half_opened: u64,
        /// How often they closed again.
        breaker_closed: u64,
        /// The time requests stood in line at the limiter.
        queued: TimesCounted,
        /// Questions to caches.
        cache: Vec<CacheCounts>,
    }

    /// What was counted of one operation.
    OperationCounts as "OperationCounts" {
        /// Which: clients.list.
        operation: String,
        /// Requests sent.
        attempts: Vec<AttemptCount>,
        /// The time of each request.
        attempt_times: TimesCounted,
        /// Calls ended, retries included.
        calls: Vec<OutcomeCount>,
        /// The time of each call, pauses included.
        call_times: TimesCounted,
        /// Requests sent again, by cause.
        retries: Vec<OutcomeCount>,
        /// Retries that the budget did not pay for.
        retries_unpaid: u64,
    }

    /// Requests that ended alike.
    AttemptCount as "AttemptCount" {
        /// success, refused, unauthenticated, rate_limited, timeout, unreachable, server_error, breaker_open, undecodable, local.
        outcome: &'static str,
        /// The class of the answer's status: 2xx, 4xx, 5xx, none.
        status: &'static str,
        /// How many.
        count: u64,
    }

    /// What ended alike.
    OutcomeCount as "OutcomeCount" {
        /// As in `AttemptCount`.
        outcome: &'static str,
        /// How many.
        count: u64,
    }

    /// Times, summed up. A percentile is at most 6.25 % too high and never too low.
    TimesCounted as "TimesCounted" {
        /// How many.
        count: u64,
        /// Their sum in seconds.
        total_seconds: f64,
        /// The time that half of them do not exceed, in seconds; nothing when there are none.
        p50_seconds: Option<f64>,
        /// The time that 95 % do not exceed.
        p95_seconds: Option<f64>,
        /// The time that 99 % do not exceed.
        p99_seconds: Option<f64>,
    }

    /// What the caches of one kind of record had.
    CacheCounts as "CacheCounts" {
        /// What is kept: people, open_shifts, schedule, other.
        records: &'static str,
        /// A fresh value.
        fresh: u64,
        /// A stale one.
        stale: u64,
        /// The knowledge that there is none.
        absent: u64,
        /// Nothing.
        miss: u64,
    }

    /// A circuit breaker that was needed so far.
    BreakerTold as "Breaker" {
        /// The host and the kind of record.
        part: String,
        /// closed: requests go out. open: none do. half_open: one is let through, to see.
        state: &'static str,
        /// How long until a probe is let through, for one that is open.
        retry_after_seconds: Option<f64>,
    }
}

impl WatchAsked {
    pub(crate) fn watch(self) -> Result<AlertWatch> {
        const AT: &str = "alerts.watch";
        let span = match self.span_seconds {
            Some(span) => seconds(AT, "span_seconds", span)?,
            None => Duration::from_secs(300),
        };
        let watch = AlertWatch::over(span)
            .map_err(|error| Error::invalid(AT, "span_seconds", error.message().to_owned()))?;
        let Some(standing) = self.states else {
            return Ok(watch);
        };
        let mut states = BTreeMap::new();
        for (place, one) in standing.iter().enumerate() {
            let written = serde_json::json!({
                "phase": one.phase, "since": one.since, "broken_at": one.broken_at, "well_since": one.well_since,
            });
            let unknown = |name: &str| Error::invalid(AT, format!("states[{place}].{name}"), "is not known");
            let rule =
                serde_json::from_value::<RuleId>(one.rule.as_str().into()).map_err(|_| unknown("rule"))?;
            serde_json::from_value::<Phase>(one.phase.as_str().into()).map_err(|_| unknown("phase"))?;
            states.insert(rule, written);
        }
        let states = serde_json::to_value(states)
            .and_then(serde_json::from_value::<AlertStates>)
            .map_err(|_| Error::invalid(AT, "states", "must be what a watch gave"))?;
        Ok(watch.resumed(states))
    }
}

impl LookAsked {
    pub(crate) fn sync_lag(&self) -> Result<Option<Duration>> {
        self.sync_lag_seconds
            .map(|lag| seconds("alerts.look", "sync_lag_seconds", lag))
            .transpose()
    }
}

impl AlertsSeen {
    pub(crate) fn of(changes: &[AlertChange], states: &AlertStates) -> Self {
        Self {
            changes: changes.iter().map(AlertChanged::from).collect(),
            states: ALERT_RULES
                .iter()
                .map(|rule| {
                    let state = states.of(rule.id);
                    AlertStanding {
                        rule: word(&rule.id),
                        phase: word(&state.phase),
                        since: state.since,
                        broken_at: state.broken_at,
                        well_since: state.well_since,
                    }
                })
                .collect(),
        }
    }
}

impl From<&AlertChange> for AlertChanged {
    fn from(change: &AlertChange) -> Self {
        Self {
            rule: word(&change.rule),
            severity: word(&change.severity),
            before: word(&change.from),
            after: word(&change.to),
            at: change.at,
        }
    }
}

/// The word that an enumeration is written as.
fn word<T: WrittenAsWord>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        // These are enumerations without data, which serde writes as strings.
        _ => String::new(),
    }
}

trait WrittenAsWord: serde::Serialize {}
impl WrittenAsWord for RuleId {}
impl WrittenAsWord for Phase {}
impl WrittenAsWord for Severity {}

impl From<&AlertRule> for RuleTold {
    fn from(rule: &AlertRule) -> Self {
        let share = |per_mille: u16| Some(f64::from(per_mille) / 1000.0);
        let (condition, limit) = match rule.condition {
            Condition::P95 { under } => ("p95", Some(under.as_secs_f64())),
            Condition::Success { over_per_mille } => ("success", share(over_per_mille)),
            Condition::Lag { under } => ("lag", Some(under.as_secs_f64())),
            Condition::CacheHits { over_per_mille } => ("cache_hits", share(over_per_mille)),
            Condition::Errors { most_per_mille } => ("errors", share(most_per_mille)),
            Condition::SomeSucceed => ("some_succeed", None),
        };
        Self {
            rule: word(&rule.id),
            severity: word(&rule.severity),
            condition,
            limit,
            min_volume: rule.min_volume,
            broken_for_seconds: rule.broken_for.as_secs(),
            well_for_seconds: rule.well_for.as_secs(),
        }
    }
}

impl From<&Histogram> for TimesCounted {
    fn from(times: &Histogram) -> Self {
        let percentile = |percent| times.percentile(percent).map(|time| time.as_secs_f64());
        Self {
            count: times.count(),
            total_seconds: times.total().as_secs_f64(),
            p50_seconds: percentile(50.0),
            p95_seconds: percentile(95.0),
            p99_seconds: percentile(99.0),
        }
    }
}

fn counts(by_outcome: &BTreeMap<Outcome, u64>) -> Vec<OutcomeCount> {
    by_outcome
        .iter()
        .map(|(outcome, count)| OutcomeCount {
            outcome: outcome.label(),
            count: *count,
        })
        .collect()
}

impl Counted {
    fn of(snapshot: &MetricsSnapshot, taken_at: DateTime<Utc>) -> Self {
        let operations = snapshot.operations.iter().map(|(name, seen)| OperationCounts {
            operation: name.clone(),
            attempts: seen
                .attempts
                .iter()
                .flat_map(|(outcome, statuses)| {
                    statuses.iter().map(|(status, count)| AttemptCount {
                        outcome: outcome.label(),
                        status: status.label(),
                        count: *count,
                    })
                })
                .collect(),
            attempt_times: (&seen.latency).into(),
            calls: counts(&seen.calls),
            call_times: (&seen.duration).into(),
            retries: counts(&seen.retries),
            retries_unpaid: seen.retries_unpaid,
        });
        let cache = snapshot.cache.iter().map(|(class, seen)| CacheCounts {
            records: class.label(),
            fresh: seen.fresh,
            stale: seen.stale,
            absent: seen.absent,
            miss: seen.miss,
        });
        Self {
            taken_at,
            operations: operations.collect(),
            token_fetches: counts(&snapshot.token_fetches),
            breaker_opened: snapshot.breaker.opened,
            breaker_half_opened: snapshot.breaker.half_opened,
            breaker_closed: snapshot.breaker.closed,
            queued: (&snapshot.queued).into(),
            cache: cache.collect(),
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::call(
            "wellsky.metrics",
            "metrics",
            "Everything counted since the client was made. Nothing is sent.",
            |wellsky, _: Nothing| async move { Ok(Counted::of(&wellsky.metrics(), SystemClock::new().now())) },
        ),
        Operation::call(
            "wellsky.metrics_text",
            "metrics_text",
            "Everything counted, as Prometheus reads it: content type text/plain; version=0.0.4.",
            |wellsky, _: Nothing| async move { Ok(wellsky.metrics().to_prometheus()) },
        ),
        Operation::call(
            "wellsky.breakers",
            "breakers",
            "The circuit breakers that were needed so far: which kinds of record are left alone.",
            |wellsky, _: Nothing| async move {
                let told = wellsky.breakers().into_iter().map(|(part, state)| {
                    let (state, retry_after) = match state {
                        BreakerState::Closed => ("closed", None),
                        BreakerState::HalfOpen => ("half_open", None),
                        BreakerState::Open { retry_after } => ("open", Some(retry_after.as_secs_f64())),
                    };
                    BreakerTold {
                        part,
                        state,
                        retry_after_seconds: retry_after,
                    }
                });
                Ok(told.collect::<Vec<_>>())
            },
        ),
        Operation::call(
            "alerts.rules",
            "alert_rules",
            "The rules of the service objectives: 95 % of requests under 2 s, more than 99.5 % success, less than 5 min of lag, more than 80 % cache hits; more than 5 % errors for 10 min is HIGH, no success for 5 min is CRITICAL.",
            |_, _: Nothing| async move { Ok(ALERT_RULES.iter().map(RuleTold::from).collect::<Vec<_>>()) },
        ),
        Operation::handle_giving::<WatchAsked, AlertsSeen>(
            "alerts.watch",
            "alert_watch",
            "Judges what the client counts by the rules of the service objectives, look by look.",
        ),
    ]
}

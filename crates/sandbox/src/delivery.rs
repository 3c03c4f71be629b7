//! Telling subscribers what happened, on loopback only.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::answer::Refusal;
use crate::notice::{Headers, Notice, Retry};
use crate::rng::SplitMix64;
use crate::world::Shared;

/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest delay of a plan: thirty days.
const LONGEST_DELAY: u64 = 30 * 86_400;

/// What befalls deliveries. Each is drawn from the seed and the place of the delivery in line.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Plan {
    seed: u64,
    duplicate_percent: u8,
    lose_percent: u8,
    reorder_percent: u8,
    delay_percent: u8,
    /// The shortest and the longest delay, in seconds of the sandbox's clock.
    delay_seconds: (u64, u64),
}

impl Plan {
    pub(crate) fn read(body: Value) -> Result<Self, Refusal> {
        let plan: Self = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
        for (field, percent) in [
            ("duplicate_percent", plan.duplicate_percent),
            ("lose_percent", plan.lose_percent),
            ("reorder_percent", plan.reorder_percent),
            ("delay_percent", plan.delay_percent),
        ] {
            if percent > 100 {
                return Err(Refusal::invalid(field, "must be at most 100"));
            }
        }
        let (low, high) = plan.delay_seconds;
        if low > high || high > LONGEST_DELAY {
            return Err(Refusal::invalid(
                "delay_seconds",
                "must be [low, high], at most thirty days",
            ));
        }
        Ok(plan)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// For its time, or its turn.
    Waiting,
    /// Until another one is sent before it, or the clock is moved.
    Held,
    Sending,
    Delivered,
    Failed,
    Lost,
}

#[derive(Clone, Serialize)]
struct Attempt {
    at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

/// One delivery. Its headers hold secrets and are not shown.
#[derive(Clone, Serialize)]
pub(crate) struct Delivery {
    seq: u64,
    surface: &'static str,
    subscription: Value,
    criteria: String,
    endpoint: String,
    body: Value,
    planned_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    state: State,
    attempts: Vec<Attempt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<u64>,
    #[serde(skip)]
    content_type: String,
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    headers: Headers,
    #[serde(skip)]
    retry: Retry,
}

/// All deliveries, made and to be made.
#[derive(Default)]
pub(crate) struct Deliveries {
    plan: Plan,
    /// Deliveries drawn since the plan was made.
    drawn: u64,
    log: Vec<Delivery>,
    last_seq: u64,
    /// Surface and subscription of what was given up since a vendor last asked.
    given_up: Vec<(&'static str, Value)>,
}

impl Deliveries {
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn set_plan(&mut self, plan: Plan) {
        self.plan = plan;
        self.drawn = 0;
    }

    pub(crate) fn log(&self) -> &[Delivery] {
        &self.log
    }

    /// Forgets what is over; what is still to come stays.
    pub(crate) fn clear(&mut self) -> usize {
        let before = self.log.len();
        self.log
            .retain(|d| matches!(d.state, State::Waiting | State::Held | State::Sending));
        before - self.log.len()
    }

    /// Plans the delivery of a notice. What is not addressed to this machine is lost.
    pub(crate) fn add(&mut self, notice: &Notice, now: DateTime<Utc>) {
        let plan = self.plan.clone();
        let mut rng = SplitMix64::new(plan.seed, self.drawn);
        self.drawn += 1;
        let mut happens = |percent: u8| rng.between(1, 100) <= i64::from(percent);
        let (lost, held, delayed, doubled) = (
            happens(plan.lose_percent),
            happens(plan.reorder_percent),
            happens(plan.delay_percent),
            happens(plan.duplicate_percent),
        );
        let bound = |seconds: u64| i64::try_from(seconds).unwrap_or_default();
        let delay = rng.between(bound(plan.delay_seconds.0), bound(plan.delay_seconds.1));
        let due_at = if delayed {
            now + TimeDelta::seconds(delay)
        } else {
            now
        };
        let unreachable = loopback(&notice.endpoint).is_none();
        let state = match (lost || unreachable, held) {
            (true, _) => State::Lost,
            (false, true) => State::Held,
            (false, false) => State::Waiting,
        };
        let first = self.last_seq + 1;
        for duplicate_of in [None, doubled.then_some(first)]
            .into_iter()
            .take(1 + usize::from(doubled))
        {
            self.last_seq += 1;
            self.log.push(Delivery {
                seq: self.last_seq,
                surface: notice.surface,
                subscription: notice.subscription.clone(),
                criteria: notice.event.clone(),
                endpoint: notice.endpoint.clone(),
                body: notice.content.shown(),
                planned_at: now,
                due_at,
                sent_at: None,
                state,
                attempts: Vec::new(),
                duplicate_of,
                content_type: notice.content_type.clone(),
                text: notice.content.text(),
                headers: Arc::clone(&notice.headers),
                retry: notice.retry,
            });
        }
    }

    /// The subscriptions of a surface whose deliveries were given up since this was last asked.
    pub(crate) fn take_given_up(&mut self, surface: &str) -> Vec<Value> {
        let (of_surface, rest) = std::mem::take(&mut self.given_up)
            .into_iter()
            .partition(|(of, _)| *of == surface);
        self.given_up = rest;
        of_surface
            .into_iter()
            .map(|(_, subscription)| subscription)
            .collect()
    }

    /// When a subscription's deliveries began to fail, while one of them is being tried again.
    pub(crate) fn failing_since(&self, surface: &str, subscription: &Value) -> Option<DateTime<Utc>> {
        self.log
            .iter()
            .filter(|d| d.surface == surface && d.subscription == *subscription && d.state == State::Waiting)
            .filter_map(|d| d.attempts.first())
            .map(|attempt| attempt.at)
            .min()
    }

    /// Lets go of what was held back for another to pass.
    pub(crate) fn release(&mut self) {
        for delivery in self.log.iter_mut().filter(|d| d.state == State::Held) {
            delivery.state = State::Waiting;
        }
    }

    /// The next to send, which is from then on being sent.
    fn next(&mut self, now: DateTime<Utc>) -> Option<Delivery> {
        let delivery = self
            .log
            .iter_mut()
            .filter(|d| d.state == State::Waiting && d.due_at <= now)
            .min_by_key(|d| (d.due_at, d.seq))?;
        delivery.state = State::Sending;
        delivery.sent_at = Some(now);
        Some(delivery.clone())
    }

    fn settle(
        &mut self,
        seq: u64,
        outcome: Result<u16, &'static str>,
        now: DateTime<Utc>,
        connect_retries: usize,
    ) {
        if let Some(delivery) = self.log.iter_mut().find(|d| d.seq == seq) {
            let received = outcome.is_ok_and(|status| (200..300).contains(&status));
            delivery.attempts.push(Attempt {
                at: now,
                status: outcome.ok(),
                error: outcome.err(),
            });
            let attempts: Vec<DateTime<Utc>> = delivery.attempts.iter().map(|attempt| attempt.at).collect();
            if received {
                delivery.state = State::Delivered;
            } else if let Some(due_at) = delivery.retry.due(&attempts, connect_retries) {
                delivery.state = State::Waiting;
                delivery.due_at = due_at;
            } else {
                delivery.state = State::Failed;
                self.given_up
                    .push((delivery.surface, delivery.subscription.clone()));
            }
        }
        // One has passed, so what was held back before it may follow.
        for delivery in self
            .log
            .iter_mut()
            .filter(|d| d.state == State::Held && d.seq < seq)
        {
            delivery.state = State::Waiting;
        }
    }
}

/// Sends what is due, one after another, until the sandbox halts.
pub(crate) async fn run(shared: Arc<Shared>) {
    loop {
        let due = {
            let mut world = shared.world();
            let now = world.now();
            world.deliveries.next(now)
        };
        match due {
            Some(delivery) => {
                let outcome = match tokio::time::timeout(PATIENCE, post(&delivery)).await {
                    Ok(Ok(status)) => Ok(status),
                    Ok(Err(_)) => Err("no answer"),
                    Err(_) => Err("timed out"),
                };
                let mut world = shared.world();
                let (now, retries) = (world.now(), world.switches.connect.webhook_retries.count());
                world.deliveries.settle(delivery.seq, outcome, now, retries);
            }
            None => shared.deliveries_changed.notified().await,
        }
    }
}

/// The address and the path of an endpoint on this machine; `None` for any other.
pub(crate) fn loopback(endpoint: &str) -> Option<(SocketAddr, &str)> {
    let rest = endpoint.strip_prefix("http://127.0.0.1")?;
    let (port, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let port = match port.strip_prefix(':') {
        Some(digits) => digits.parse().ok().filter(|port| *port != 0)?,
        None if port.is_empty() => 80,
        None => return None,
    };
    let path = if path.is_empty() { "/" } else { path };
    let plain = path.bytes().all(|b| b.is_ascii_graphic());
    plain.then_some((SocketAddr::from((Ipv4Addr::LOCALHOST, port)), path))
}

/// Posts a delivery and reads the status of the answer.
async fn post(delivery: &Delivery) -> std::io::Result<u16> {
    let invalid = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let (address, path) = loopback(&delivery.endpoint).ok_or_else(invalid)?;
    let body = &delivery.text;
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
        delivery.content_type,
        body.len()
    );
    let sent_at = delivery.sent_at.unwrap_or(delivery.planned_at);
    for line in (delivery.headers)(body, sent_at) {
        head.push_str(&line);
        head.push_str("\r\n");
    }
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).await?;
    let mut answer = Vec::new();
    let mut chunk = [0; 512];
    while !answer.contains(&b'\n') && answer.len() < 4_096 {
        match stream.read(&mut chunk).await? {
            0 => break,
            n => answer.extend_from_slice(&chunk[..n]),
        }
    }
    let line = String::from_utf8_lossy(&answer);
    line.strip_prefix("HTTP/1.")
        .and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok())
        .ok_or_else(invalid)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::notice::Content;

    #[test]
    fn only_this_machine_is_called() {
        let (address, path) = loopback("http://127.0.0.1:9000/hook?a=1").unwrap();
        assert_eq!((address.port(), path), (9_000, "/hook?a=1"));
        assert_eq!(loopback("http://127.0.0.1").unwrap().1, "/");
        for endpoint in [
            "https://127.0.0.1:9000/",
            "http://127.0.0.1.example.invalid/",
            "http://127.0.0.1@example.invalid/",
            "http://127.0.0.1:0/",
            "http://127.0.0.1:70000/",
            "http://example.invalid/",
            "http://127.0.0.1:9000/a b",
            "http://127.0.0.1:9000/a\r\nX: y",
        ] {
            assert!(loopback(endpoint).is_none(), "{endpoint}");
        }
    }

    fn notice() -> Notice {
        Notice {
            surface: "wellsky.connect",
            subscription: 789.into(),
            event: "patient.created".to_owned(),
            endpoint: "http://127.0.0.1:9/".to_owned(),
            content_type: String::new(),
            content: Content::Json(json!({"id": 500_001})),
            headers: Arc::new(|_, _| Vec::new()),
            retry: Retry::Connect,
        }
    }

    #[test]
    fn a_plan_draws_the_same_from_the_same_seed() {
        let drawn = |seed: u64| {
            let mut deliveries = Deliveries::default();
            let plan = json!({"seed": seed, "duplicate_percent": 30, "lose_percent": 30, "reorder_percent": 30,
                              "delay_percent": 30, "delay_seconds": [5, 500]});
            deliveries.set_plan(Plan::read(plan).unwrap_or_else(|_| panic!("a good plan")));
            for _ in 0..200 {
                deliveries.add(&notice(), DateTime::UNIX_EPOCH);
            }
            let log = deliveries.log.iter();
            log.map(|d| (d.state, d.due_at, d.duplicate_of))
                .collect::<Vec<_>>()
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
        let states: Vec<State> = drawn(1).into_iter().map(|(state, ..)| state).collect();
        for state in [State::Waiting, State::Held, State::Lost] {
            assert!(states.contains(&state), "{state:?}");
        }
        assert!(states.len() > 220, "{}", states.len());
    }

    #[test]
    fn a_held_delivery_follows_the_next_one() {
        let mut deliveries = Deliveries::default();
        for _ in 0..2 {
            deliveries.add(&notice(), DateTime::UNIX_EPOCH);
        }
        deliveries.log[0].state = State::Held;
        let first = deliveries.next(DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(first.seq, 2);
        assert!(deliveries.next(DateTime::UNIX_EPOCH).is_none());
        deliveries.settle(2, Ok(200), DateTime::UNIX_EPOCH, 0);
        assert_eq!(deliveries.next(DateTime::UNIX_EPOCH).unwrap().seq, 1);
    }

    #[test]
    fn a_failed_delivery_is_tried_again_a_minute_later_and_so_often_only() {
        let mut deliveries = Deliveries::default();
        deliveries.add(&notice(), DateTime::UNIX_EPOCH);
        let now = DateTime::UNIX_EPOCH;
        deliveries.next(now);
        deliveries.settle(1, Ok(500), now, 1);
        assert!(deliveries.next(now + TimeDelta::seconds(59)).is_none());
        let later = now + TimeDelta::seconds(60);
        assert!(deliveries.next(later).is_some());
        deliveries.settle(1, Err("no answer"), later, 1);
        assert_eq!(deliveries.log[0].state, State::Failed);
        assert_eq!(deliveries.log[0].attempts.len(), 2);
    }

    #[test]
    fn a_vendor_learns_once_of_its_own_subscriptions_that_were_given_up() {
        let now = DateTime::UNIX_EPOCH;
        let mut deliveries = Deliveries::default();
        let doubling = Retry::Doubling {
            first: TimeDelta::seconds(60),
            span: TimeDelta::seconds(60),
        };
        for surface in ["acuity", "calendly"] {
            let notice = Notice {
                surface,
                retry: doubling,
                ..notice()
            };
            deliveries.add(&notice, now);
        }
        for _ in 0..2 {
            deliveries.next(now);
        }
        deliveries.settle(1, Ok(500), now, 0);
        deliveries.settle(2, Ok(200), now, 0);
        assert_eq!(deliveries.failing_since("acuity", &json!(789)), Some(now));
        assert_eq!(deliveries.failing_since("calendly", &json!(789)), None);
        assert!(deliveries.take_given_up("acuity").is_empty());
        let later = now + TimeDelta::seconds(60);
        deliveries.next(later);
        deliveries.settle(1, Err("no answer"), later, 0);
        assert!(deliveries.take_given_up("calendly").is_empty());
        assert_eq!(deliveries.take_given_up("acuity"), [json!(789)]);
        assert!(deliveries.take_given_up("acuity").is_empty());
    }

    #[test]
    fn what_is_not_addressed_to_this_machine_is_lost() {
        let mut deliveries = Deliveries::default();
        let notice = Notice {
            endpoint: "https://hooks.example.invalid/acuity".to_owned(),
            ..notice()
        };
        deliveries.add(&notice, DateTime::UNIX_EPOCH);
        assert_eq!(deliveries.log[0].state, State::Lost);
        assert!(deliveries.next(DateTime::UNIX_EPOCH).is_none());
    }
}

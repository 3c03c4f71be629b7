//! Folds many events and prints what it took: `cargo run --release -p careweave-insights --example ten_million -- 10000000`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement looks at the clock and prints"
)]

use std::time::{Duration, Instant};

use careweave_insights::event::words::{AnsweredBy, CallEnd, Stage};
use careweave_insights::event::{CallAccepted, CallAnswered, CallEnded, LeadCreated, LeadReached};
use careweave_insights::reports::{Funnel, FunnelQuery, Telephony, TelephonyQuery};
use careweave_insights::{Body, Event, Fold, Key, Period, Report, Scope};
use careweave_types::{AgencyZone, Result};
use chrono::{DateTime, TimeDelta, Utc};

const CHUNK: u64 = 100_000;

/// The processor's time of this thread where the system tells it (Linux), so that others on the machine do not count;
/// else the time on the clock.
struct Spent {
    processor: Option<u64>,
    clock: Instant,
}

impl Spent {
    fn start() -> Self {
        Self {
            processor: processor_nanos(),
            clock: Instant::now(),
        }
    }

    fn so_far(&self) -> Duration {
        match self.processor.zip(processor_nanos()) {
            Some((before, now)) => Duration::from_nanos(now - before),
            None => self.clock.elapsed(),
        }
    }
}

fn processor_nanos() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

fn key(prefix: &str, n: u64) -> Result<Key> {
    Key::new(format!("{prefix}-{n:08}"))
}

/// Four events for each call: taken by the carrier, answered, ended; and every fourth is the lead's stage.
fn event(n: u64, start: DateTime<Utc>) -> Result<Event> {
    let (call, lead) = (n / 4, n / 40);
    let at = start + TimeDelta::seconds((call * 7 + n % 4) as i64);
    let body: Body = match n % 4 {
        0 if n.is_multiple_of(40) => LeadCreated {
            lead: key("lead", lead)?,
            source: Some(key("source", lead % 12)?),
        }
        .into(),
        0 => LeadReached {
            lead: key("lead", lead)?,
            stage: Stage::ALL[(call % 6) as usize],
        }
        .into(),
        1 => CallAccepted {
            call: key("call", call)?,
            lead: Some(key("lead", lead)?),
        }
        .into(),
        2 => CallAnswered {
            call: key("call", call)?,
            by: AnsweredBy::ALL[(call % 3) as usize],
        }
        .into(),
        _ => CallEnded {
            call: key("call", call)?,
            end: CallEnd::Normal,
            ring_seconds: 9,
            queue_seconds: 0,
            talk_seconds: (call % 600) as u32,
            hold_seconds: 0,
            wrap_seconds: 20,
        }
        .into(),
    };
    Event::new(&format!("event-{n:08}"), at, body)
}

fn measure<R: Report>(name: &str, many: u64, query: &R::Query) -> Result<()> {
    let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    let mut fold = Fold::<R>::new();
    let mut taking = Duration::ZERO;
    for first in (0..many).step_by(CHUNK as usize) {
        let chunk = (first..many.min(first + CHUNK))
            .map(|n| event(n, start))
            .collect::<Result<Vec<_>>>()?;
        let before = Spent::start();
        fold.observe_all(&chunk)?;
        taking += before.so_far();
    }
    let as_of = start + TimeDelta::days(40_000);
    let before = Spent::start();
    let report = fold.report(query, as_of)?;
    let reporting = before.so_far();
    std::hint::black_box(&report);
    println!(
        "{name}: {many} events, {:.2} million a second taken in; {} rows, {:.1} bytes each; report in {:.2} s",
        many as f64 / taking.as_secs_f64() / 1e6,
        fold.len(),
        fold.bytes() as f64 / fold.len() as f64,
        reporting.as_secs_f64()
    );
    Ok(())
}

fn main() -> Result<()> {
    let many = std::env::args()
        .nth(1)
        .and_then(|many| many.parse().ok())
        .unwrap_or(1_000_000);
    let scope =
        || Ok::<_, careweave_types::Error>(Scope::new(Period::all(AgencyZone::new("America/Denver")?)));
    measure::<Telephony>("telephony", many, &TelephonyQuery::new(scope()?))?;
    measure::<Funnel>("funnel", many, &FunnelQuery::new(scope()?))?;
    let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    let lines = (0..CHUNK)
        .map(|n| Ok(event(n, start)?.to_json()))
        .collect::<Result<Vec<_>>>()?;
    let before = Spent::start();
    for line in &lines {
        std::hint::black_box(Event::from_json(line)?);
    }
    println!(
        "reading JSON lines: {:.2} million a second",
        CHUNK as f64 / before.so_far().as_secs_f64() / 1e6
    );
    Ok(())
}

//! What takes several calendars at once.

use careweave::providers::across::{self as across, Choice, Contender, OfferRules, Offers};
use careweave::providers::model::Buffers;
use careweave::types::{Result, TimeWindow};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::call::{from_json, to_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merged {
    busy: Vec<Window>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Free {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    busy: Vec<Window>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bookable {
    slots: Vec<Window>,
    busy: Vec<Window>,
    now: DateTime<Utc>,
    before_minutes: u32,
    after_minutes: u32,
    notice_minutes: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choose {
    contenders: Vec<Contender<String>>,
}

/// A window as hosts hold it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Window {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl From<TimeWindow> for Window {
    fn from(window: TimeWindow) -> Self {
        Self {
            start: window.start(),
            end: window.end(),
        }
    }
}

fn windows(operation: &'static str, field: &str, given: Vec<Window>) -> Result<Vec<TimeWindow>> {
    given
        .into_iter()
        .enumerate()
        .map(|(place, window)| {
            TimeWindow::new(window.start, window.end).map_err(|error| {
                error
                    .with_operation(operation)
                    .with("record", format!("{field}[{place}]"))
            })
        })
        .collect()
}

fn shown(operation: &'static str, windows: Vec<TimeWindow>) -> Result<String> {
    to_json(
        operation,
        &windows.into_iter().map(Window::from).collect::<Vec<_>>(),
    )
}

pub(super) fn merged(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "calendars.merged";
    let given: Merged = from_json(OPERATION, arguments)?;
    let busy = windows(OPERATION, "busy", given.busy)?;
    shown(OPERATION, across::merged(busy))
}

pub(super) fn free(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "calendars.free";
    let given: Free = from_json(OPERATION, arguments)?;
    let range = TimeWindow::new(given.start, given.end).map_err(|error| error.with_operation(OPERATION))?;
    let busy = windows(OPERATION, "busy", given.busy)?;
    shown(OPERATION, across::free(range, busy))
}

/// The places of the slots that can be offered.
pub(super) fn bookable(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "calendars.bookable";
    let given: Bookable = from_json(OPERATION, arguments)?;
    let rules = OfferRules {
        buffers: Buffers {
            before_minutes: given.before_minutes,
            after_minutes: given.after_minutes,
        },
        notice_minutes: given.notice_minutes,
    };
    let offers = Offers::new(windows(OPERATION, "busy", given.busy)?, rules);
    let slots = windows(OPERATION, "slots", given.slots)?;
    let places: Vec<usize> = (0..slots.len())
        .filter(|place| offers.admit(slots[*place], given.now))
        .collect();
    to_json(OPERATION, &places)
}

#[derive(Serialize)]
struct Chosen {
    chosen: Option<String>,
    reasons: Vec<Turn>,
}

#[derive(Serialize)]
struct Turn {
    id: String,
    reason: across::Reason,
}

pub(super) fn choose(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "calendars.choose";
    let given: Choose = from_json(OPERATION, arguments)?;
    let Choice { chosen, reasons } =
        across::choose(&given.contenders).map_err(|error| error.with_operation(OPERATION))?;
    let reasons = reasons
        .into_iter()
        .map(|(id, reason)| Turn { id, reason })
        .collect();
    to_json(OPERATION, &Chosen { chosen, reasons })
}

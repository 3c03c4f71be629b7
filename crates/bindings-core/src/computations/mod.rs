//! What is computed from its arguments alone: overtime, visit verification, the cost of an assignment, campaigns.
//!
//! A host names a computation and passes a document, where there is one that stands by itself (a labour policy, a problem),
//! and arguments, both as JSON text. Nothing waits and nothing is kept.

mod assignment;
mod calendars;
mod evv;
mod metrics;
mod outreach;
mod overtime;
mod zone;

use careweave::types::{Error, Result};

pub use assignment::solve;

use crate::guard;

type Compute = fn(document: &str, arguments: &str) -> Result<String>;

/// Everything that can be computed, by name.
const TABLE: &[(&str, Compute)] = &[
    ("assignment.evaluate", assignment::evaluate),
    ("calendars.bookable", calendars::bookable),
    ("calendars.choose", calendars::choose),
    ("calendars.free", calendars::free),
    ("calendars.merged", calendars::merged),
    ("evv.daily_units", evv::daily_units),
    ("evv.gps_exception", evv::gps_exception),
    ("evv.ladder", evv::ladder),
    ("evv.late", evv::late),
    ("evv.review", evv::review),
    ("evv.units15", evv::units15),
    ("evv.wage_minutes", evv::wage_minutes),
    ("metrics.page", metrics::page),
    ("metrics.traffic", metrics::traffic_text),
    ("outreach.decide", outreach::decide),
    ("outreach.evolve", outreach::evolved),
    ("outreach.forecast", outreach::forecast),
    ("outreach.lint", outreach::findings),
    ("outreach.parse_reply", outreach::parse_reply),
    ("outreach.policy", outreach::policy),
    ("outreach.replay", outreach::replayed),
    ("outreach.route_reply", outreach::route_reply),
    ("outreach.simulate", outreach::simulated),
    ("overtime.credited_deviation", overtime::credited_deviation),
    ("overtime.delta", overtime::delta),
    ("overtime.evaluate", overtime::evaluate),
    ("overtime.policy", overtime::policy),
    ("overtime.policy_for_place", overtime::policy_for_place),
    ("overtime.timesheet", overtime::timesheet),
    ("zone.instant", zone::instant),
];

/// Computes; the result is JSON text.
///
/// # Errors
/// `InvalidInput` that names the field, and the record where there are several; `Internal` for a name that does not exist.
pub fn compute(name: &str, document: &str, arguments: &str) -> Result<String> {
    let found = TABLE.iter().find(|(known, _)| *known == name);
    let (name, compute) = found.ok_or_else(|| {
        Error::new(
            crate::ErrorKind::Internal,
            "bindings.compute",
            format!("there is no computation {name:?}"),
        )
    })?;
    guard::call(name, || compute(document, arguments))
}

#[cfg(test)]
mod tests;

//! What a monitoring system reads.

use careweave::insights::reports::{Traffic, TrafficQuery};
use careweave::insights::{read_json_lines, report};
use careweave::types::{AgencyZone, Result, exposition};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::call::{from_json, to_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrafficAsked {
    as_of: DateTime<Utc>,
}

/// Everything that happened up to a moment, of events one a line, counted by words of closed sets.
pub(super) fn traffic_text(document: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "metrics.traffic";
    let asked: TrafficAsked = from_json(OPERATION, arguments)?;
    let events = read_json_lines(document)?;
    // The counters do not depend on the zone.
    let query = TrafficQuery {
        zone: AgencyZone::new("UTC")?,
    };
    let traffic: Traffic = report(&events, &query, asked.as_of)?;
    to_json(OPERATION, &traffic.exposition.to_text())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PagesAsked {
    pages: Vec<String>,
}

/// One page of several.
pub(super) fn page(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "metrics.page";
    let asked: PagesAsked = from_json(OPERATION, arguments)?;
    to_json(
        OPERATION,
        &exposition::join(asked.pages.iter().map(String::as_str))?,
    )
}

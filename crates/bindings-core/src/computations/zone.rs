//! Wall clocks and instants.

use careweave::types::zone::Fold;
use careweave::types::{AgencyZone, Error, Result};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Deserialize;

use crate::call::{from_json, to_json};

const INSTANT: &str = "zone.instant";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstantArguments {
    zone: AgencyZone,
    /// `2026-03-08T02:30`, or with seconds.
    local: String,
    fold: Option<FoldWord>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FoldWord {
    Earlier,
    Later,
}

/// The instant of a wall clock; a skipped or doubled time is refused unless the fold is named.
pub(super) fn instant(_: &str, arguments: &str) -> Result<String> {
    let given: InstantArguments = from_json(INSTANT, arguments)?;
    let local = NaiveDateTime::parse_from_str(&given.local, "%Y-%m-%dT%H:%M:%S")
        .or_else(|_| NaiveDateTime::parse_from_str(&given.local, "%Y-%m-%dT%H:%M"))
        .map_err(|_| Error::invalid(INSTANT, "local", "must be a local time such as 2026-04-06T08:00"))?;
    let fold = match given.fold {
        None => Fold::Reject,
        Some(FoldWord::Earlier) => Fold::Earlier,
        Some(FoldWord::Later) => Fold::Later,
    };
    let instant: DateTime<Utc> = given.zone.instant(local.date(), local.time(), fold)?;
    to_json(INSTANT, &instant)
}

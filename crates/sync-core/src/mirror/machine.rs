//! The rules of mirrors as pure, total functions: every store calls them inside its transaction.

use std::cmp::Ordering;
use std::collections::HashMap;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::reference::{check_external_id, check_source};
use super::{
    Brake, Cursor, CursorMove, ExternalRef, LocalId, Page, PageReport, Reference, ReferenceState, Scan,
    ScanScope, ScanState, SeenRecord,
};
use crate::{Fingerprint, rules};

/// The most records a page may have.
pub const MAX_PAGE: usize = 10_000;
/// The most bytes that are kept of a record.
pub const MAX_BODY: usize = 1024 * 1024;

/// Checks a page before any of it is stored.
///
/// # Errors
/// `InvalidInput` that names the field and, for a record, its place (context `record`).
pub fn check_page(page: &Page) -> Result<()> {
    const AT: &str = "mirror.apply_page";
    check_source(AT, &page.connection, &page.kind)?;
    if page.records.len() > MAX_PAGE {
        return Err(Error::invalid(AT, "records", "must be at most 10000 at once"));
    }
    for (place, record) in page.records.iter().enumerate() {
        let placed = |error: Error| error.with("record", place.to_string());
        check_external_id(AT, &record.external_id).map_err(placed)?;
        if record.body.len() > MAX_BODY {
            return Err(placed(Error::invalid(
                AT,
                "body",
                "must not be larger than 1 MiB",
            )));
        }
        if let Some(at) = record.at {
            rules::instant(AT, "at", at).map_err(placed)?;
        }
    }
    if let Some(step) = &page.cursor {
        check_stream(AT, &step.stream)?;
        if let Some(token) = &step.token {
            rules::optional_reference(AT, "token", token).or_else(|error| {
                // Tokens are longer than ids.
                if token.len() <= 8_192 && !token.chars().any(char::is_control) {
                    Ok(())
                } else {
                    Err(error)
                }
            })?;
        }
    }
    Ok(())
}

/// Checks who decided something.
///
/// # Errors
/// `InvalidInput` when it is no opaque id.
pub fn check_actor(at: &'static str, actor: &str) -> Result<()> {
    rules::reference(at, "actor", actor)
}

/// Checks the name of a stream.
///
/// # Errors
/// `InvalidInput` when it is empty, longer than 512 bytes or holds control characters.
pub fn check_stream(at: &'static str, stream: &str) -> Result<()> {
    rules::reference(at, "stream", stream)
}

/// What is to be done with a record that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observation {
    /// Store it: it is new.
    New,
    /// Store it: it changed, or is there again.
    Changed,
    /// It is as it was.
    Same,
    /// It is of an earlier version than is known: leave what is known.
    Older,
}

/// As much of a record as decides what is to be done with one that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whether it is still there.
    pub state: ReferenceState,
    /// What was seen last.
    pub fingerprint: Option<Fingerprint>,
    /// The version it had then.
    pub version: Option<i64>,
}

impl From<&Reference> for Known {
    fn from(held: &Reference) -> Self {
        Self {
            state: held.state,
            fingerprint: held.fingerprint,
            version: held.version,
        }
    }
}

/// Compares a record with what is known of it.
pub fn observe(held: Option<Known>, seen: &SeenRecord) -> Observation {
    let Some(held) = held else { return Observation::New };
    if held.state == ReferenceState::Superseded {
        return Observation::Older;
    }
    let buried = held.state == ReferenceState::Tombstone;
    let (known, read) = (held.version, seen.version);
    if known
        .zip(read)
        .is_some_and(|(known, read)| read < known || (buried && read == known))
    {
        return Observation::Older;
    }
    match held.state == ReferenceState::Live && held.fingerprint == Some(seen.fingerprint) {
        true => Observation::Same,
        false => Observation::Changed,
    }
}

/// The records of a page that were looked at so far: an id that stands in it twice counts once.
#[derive(Debug, Default)]
pub struct InPage<'p> {
    seen: HashMap<&'p str, &'p SeenRecord>,
}

impl<'p> InPage<'p> {
    /// True when `seen` is to be compared with what is known: it is the first with its id, or of a later version. Another one
    /// is counted in the report and left.
    pub fn is_next(&mut self, seen: &'p SeenRecord, report: &mut PageReport) -> bool {
        let id = seen.external_id.as_str();
        if let Some(first) = self.seen.get(id) {
            let versions = first.version.zip(seen.version);
            let left = match versions.map(|(first, seen)| seen.cmp(&first)) {
                Some(Ordering::Greater) => None,
                Some(Ordering::Less) => Some(&mut report.older),
                _ if first.fingerprint == seen.fingerprint => Some(&mut report.same),
                _ => Some(&mut report.ambiguous),
            };
            if let Some(count) = left {
                *count += 1;
                return false;
            }
        }
        self.seen.insert(id, seen);
        true
    }
}

/// The cursor after a step; `held` is the present one.
///
/// # Errors
/// `Conflict` with the context `stream` and `version` when it moved since; `InvalidInput` for a step back.
pub fn advance(held: Option<&Cursor>, step: &CursorMove, now: DateTime<Utc>) -> Result<Cursor> {
    const AT: &str = "cursor.advance";
    check_stream(AT, &step.stream)?;
    let now = rules::instant(AT, "now", now)?;
    expected(AT, held, &step.stream, step.expected_version)?;
    let before = held.and_then(|held| held.high);
    let high = match (before, step.high) {
        (Some(before), Some(next)) if next < before => {
            return Err(
                Error::invalid(AT, "high", "must not go back: rewind says so openly")
                    .with("stream", step.stream.clone()),
            );
        }
        (_, Some(next)) => Some(rules::instant(AT, "high", next)?),
        (before, None) => before,
    };
    Ok(Cursor {
        stream: step.stream.clone(),
        high,
        token: step.token.clone(),
        version: step.expected_version + 1,
        updated_at: held.map_or(now, |held| now.max(held.updated_at)),
    })
}

/// The cursor after somebody decided where it stands.
///
/// # Errors
/// As [`Mirror::rewind`](super::Mirror::rewind).
pub fn rewind(
    held: Option<&Cursor>,
    stream: &str,
    expected_version: u64,
    high: Option<DateTime<Utc>>,
    actor: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Cursor> {
    const AT: &str = "cursor.rewind";
    check_stream(AT, stream)?;
    rules::reference(AT, "actor", actor)?;
    rules::code(AT, "reason", reason)?;
    let now = rules::instant(AT, "now", now)?;
    let Some(held) = held else {
        return Err(Error::new(ErrorKind::NotFound, AT, "this stream was never read")
            .with("stream", stream.to_owned()));
    };
    expected(AT, Some(held), stream, expected_version)?;
    Ok(Cursor {
        stream: stream.to_owned(),
        high: high.map(|high| rules::instant(AT, "high", high)).transpose()?,
        token: None,
        version: held.version + 1,
        updated_at: now.max(held.updated_at),
    })
}

fn expected(at: &'static str, held: Option<&Cursor>, stream: &str, version: u64) -> Result<()> {
    let present = held.map_or(0, |held| held.version);
    if present == version {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Conflict,
        at,
        "the cursor moved since this reading began: begin again from where it stands",
    )
    .with("stream", stream.to_owned())
    .with("version", present.to_string()))
}

/// Checks the scope of a scan.
///
/// # Errors
/// `InvalidInput` that names the field.
pub fn check_scope(scope: &ScanScope) -> Result<()> {
    const AT: &str = "scan.begin";
    check_source(AT, &scope.connection, &scope.kind)?;
    if let Some((from, until)) = scope.window {
        rules::instant(AT, "window", from)?;
        rules::instant(AT, "window", until)?;
        if until <= from {
            return Err(Error::invalid(AT, "window", "must end after it begins"));
        }
    }
    Ok(())
}

/// Passes when a scan is open.
///
/// # Errors
/// `Conflict` with the context `scan` and `state`.
pub fn check_open(at: &'static str, scan: &Scan) -> Result<()> {
    check_state(at, scan, ScanState::Open, "the scan has ended: begin another")
}

/// Passes when a scan is held.
///
/// # Errors
/// `Conflict` with the context `scan` and `state`.
pub fn check_held(at: &'static str, scan: &Scan) -> Result<()> {
    check_state(
        at,
        scan,
        ScanState::Held,
        "the scan is not held: there is nothing to approve",
    )
}

fn check_state(at: &'static str, scan: &Scan, state: ScanState, message: &'static str) -> Result<()> {
    if scan.state == state {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Conflict, at, message)
        .with("scan", scan.number.to_string())
        .with("state", scan.state.as_str()))
}

/// Checks a brake.
///
/// # Errors
/// `InvalidInput` for no misses or more than 100 percent.
pub fn check_brake(at: &'static str, brake: Brake) -> Result<()> {
    if brake.misses == 0 {
        return Err(Error::invalid(at, "misses", "must be 1 or more"));
    }
    if brake.percent > 100 {
        return Err(Error::invalid(at, "percent", "must be at most 100"));
    }
    Ok(())
}

/// Where a complete scan stands when `missed` of `live` records were not seen, `gone` of them often enough. The brake looks at
/// all that were missed, so that it holds the first time, and not when the harm is done.
pub fn braked(brake: Brake, live: u64, missed: u64) -> ScanState {
    let share = live.saturating_mul(u64::from(brake.percent)) / 100;
    match missed <= u64::from(brake.count).max(share) {
        true => ScanState::Complete,
        false => ScanState::Held,
    }
}

/// The error of a link to another id than is held.
pub fn tied(at: &'static str, held: LocalId) -> Error {
    Error::new(
        ErrorKind::Conflict,
        at,
        "this record is tied to another id here: a person decides which one it is",
    )
    .with("held", held.to_string())
}

/// Ties a record that is known, or is not, to an id; `beside` is another live record of its connection and kind that is tied
/// to that id.
///
/// # Errors
/// `Conflict` as [`Mirror::link`](super::Mirror::link) says.
pub fn check_link(
    held: Option<&Reference>,
    local: Option<LocalId>,
    beside: Option<&Reference>,
) -> Result<()> {
    const AT: &str = "mirror.link";
    match (held, local, beside) {
        (Some(held), Some(local), _) if held.local != local => Err(tied(AT, held.local)),
        (None, Some(_), Some(beside)) => Err(Error::new(
            ErrorKind::Conflict,
            AT,
            "another record of this connection and kind is tied to that id: one of the two succeeds the other, or it is another id",
        )
        .with("held", beside.local.to_string())),
        _ => Ok(()),
    }
}

/// The error of a record nobody saw.
pub fn unseen(at: &'static str) -> Error {
    Error::new(ErrorKind::NotFound, at, "nobody saw this record")
}

/// The error of an id that was never given.
pub fn unknown_local(at: &'static str, local: LocalId) -> Error {
    Error::new(ErrorKind::NotFound, at, "no record has this id here").with("local", local.to_string())
}

/// The error of a scan that was never begun.
pub fn unknown_scan(at: &'static str, number: u64) -> Error {
    Error::new(ErrorKind::NotFound, at, "this scan was never begun").with("scan", number.to_string())
}

/// Checks the two halves of a succession.
///
/// # Errors
/// `InvalidInput` for names that break a rule, for two connections, and for a record that succeeds itself.
pub fn check_succession(old: &ExternalRef, new: &ExternalRef) -> Result<()> {
    const AT: &str = "mirror.succeed";
    old.validate(AT)?;
    new.validate(AT)?;
    if old.connection != new.connection {
        return Err(Error::invalid(AT, "new", "must be of the same connection"));
    }
    if old == new {
        return Err(Error::invalid(AT, "new", "must be another record"));
    }
    Ok(())
}

/// What a succession does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Succession {
    /// It was recorded before.
    Before,
    /// The new record is made, or stays, with this id; the old one is closed under it.
    Keep(LocalId),
    /// Nobody saw either: both are made under one new id.
    Fresh,
}

/// Decides what a succession does. `others_of_new` says whether other records are tied to the new one's id: then
/// it has a life of its own.
///
/// # Errors
/// `Conflict` as [`Mirror::succeed`](super::Mirror::succeed) says.
pub fn succession(
    old: Option<&Reference>,
    new: Option<&Reference>,
    new_id: &str,
    others_of_new: bool,
) -> Result<Succession> {
    const AT: &str = "mirror.succeed";
    if let Some(old) = old.filter(|old| old.state == ReferenceState::Superseded) {
        return match old.superseded_by.as_deref() == Some(new_id) {
            true => Ok(Succession::Before),
            false => Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "this record was given another id already",
            )
            .with("held", old.local.to_string())),
        };
    }
    match (old, new) {
        (None, None) => Ok(Succession::Fresh),
        (Some(old), None) => Ok(Succession::Keep(old.local)),
        (None, Some(new)) => Ok(Succession::Keep(new.local)),
        (Some(old), Some(new)) if old.local == new.local => Ok(Succession::Keep(old.local)),
        // The new half was seen first and stands alone: it takes the id of the old one.
        (Some(old), Some(new)) if !others_of_new && new.state != ReferenceState::Superseded => {
            Ok(Succession::Keep(old.local))
        }
        (Some(_), Some(new)) => Err(tied(AT, new.local)),
    }
}

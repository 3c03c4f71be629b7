//! What the operations of a mirror take and give.

use careweave::sync::canonical::{Json, NullPolicy, Projection};
use careweave::sync::{
    Brake, Cursor, CursorMove, Fingerprint, Page, PageReport, Reference, Scan, ScanReport, SeenRecord,
};
use careweave::types::{Pii, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::arguments::arguments;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::{Content, LeaseGuard};

shared! {
    /// A record as it was read.
    MirrorRecord as "MirrorRecord" {
        /// Its id there, exactly.
        external_id: String,
        /// The record as JSON. It is compared with what was seen before, and not kept.
        content: Pii<String>,
        /// Its version, where the other system counts or dates them: of two the higher one is later.
        version: Option<i64>,
        /// Where it lies in time (the start of an appointment), for scans of a window.
        at: Option<DateTime<Utc>>,
        /// What is to be kept of it, up to 1 MiB; seal it first where it is about a person.
        body: Option<Content>,
    }

    /// Where reading goes on, stored together with the records of a page.
    MirrorCursorMove as "CursorMove" {
        /// The stream: ``"wellsky/agency-1/clients"``.
        stream: String,
        /// The version the reader began from; 0 for a stream that was never read.
        expected_version: u64,
        /// Everything that changed before it is stored now; nothing leaves it.
        high: Option<DateTime<Utc>>,
        /// The vendor's token to go on with.
        token: Option<String>,
    }

    /// Which fields of a record count, and how. Without one every byte counts.
    RecordProjection as "RecordProjection" {
        /// 1 or more; raise it when fields change.
        version: u32,
        /// The fields that count, by their paths: ``"address.city"``.
        fields: Vec<String>,
        /// Fields whose lists have no order.
        sets: Option<Vec<String>>,
        /// True when null says something else than a field that is missing.
        nulls_are_distinct: Option<bool>,
    }
}

arguments! {
    /// Records that were read together.
    ApplyPage {
        /// One tenant's account at one source: ``"wellsky/agency-1"``.
        connection: String,
        /// The kind of all the records, as a code: ``"client"``.
        kind: String,
        /// The records, up to 10,000.
        records: Vec<MirrorRecord>,
        /// Where reading goes on; stored with the records or not at all.
        cursor: Option<MirrorCursorMove>,
        /// The number of the scan this page is a part of.
        scan: Option<u64>,
        /// Which fields count; by default every byte of the content.
        projection: Option<RecordProjection>,
        /// The lease under which it is written.
        guard: Option<LeaseGuard>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A record to be tied to an id here.
    Link {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// Its id there.
        external_id: String,
        /// The id here; a new one by default.
        local_id: Option<u64>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A record that has another id now.
    Succeed {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// The id it had.
        old_id: String,
        /// The id it has.
        new_id: String,
        /// The kind it has now, where that is another.
        new_kind: Option<String>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A record that a look found gone.
    Gone {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// Its id there.
        external_id: String,
        /// The lease under which it was looked for.
        guard: Option<LeaseGuard>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which record.
    OneRecord {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// Its id there.
        external_id: String,
    }

    /// Whose records.
    OneLocal {
        /// The id here.
        local_id: u64,
    }

    /// What changed.
    ChangedAsked {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// Only after this change; from the beginning by default.
        after: Option<u64>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// Which stream.
    OneStream {
        /// The stream.
        stream: String,
    }

    /// What to read next.
    NextRead {
        /// By the other system's clock (the `Date` of its answer).
        remote_now: DateTime<Utc>,
        /// How far it was read: `high` of the cursor.
        high: Option<DateTime<Utc>>,
        /// How much is read again, in seconds; 300 by default.
        overlap_seconds: Option<f64>,
        /// How far apart the vendor's own clocks may be, in seconds; 60 by default.
        skew_seconds: Option<f64>,
    }

    /// A cursor that is moved by a decision of somebody.
    Rewind {
        /// The stream.
        stream: String,
        /// The version the cursor has.
        expected_version: u64,
        /// Who decided: an opaque id.
        actor: String,
        /// Why: a code.
        reason: String,
        /// Where reading goes on; from the beginning by default.
        high: Option<DateTime<Utc>>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What a scan reads all of.
    BeginScan {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// Only what lies from this instant on; both ends or neither.
        start: Option<DateTime<Utc>>,
        /// Only what lies before this instant.
        end: Option<DateTime<Utc>>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// How a scan ended.
    EndScan {
        /// Its number.
        number: u64,
        /// True when every slice was read to its end, none was cut off, and no error was passed over. False for anything else: it
        /// then proves nothing about what it did not see.
        complete: bool,
        /// How many complete scans in a row have to miss a record; 2 by default.
        misses: Option<u32>,
        /// So many may always be gone; 5 by default.
        brake_count: Option<u32>,
        /// So may this share of what is live, in percent; 5 by default.
        brake_percent: Option<u8>,
        /// The lease under which it was read.
        guard: Option<LeaseGuard>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A held scan that somebody lets through.
    ApproveScan {
        /// Its number.
        number: u64,
        /// Who lets it through: an opaque id.
        actor: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which scan.
    OneScan {
        /// Its number.
        number: u64,
    }
}

results! {
    /// What became of the records of a page. The counts add up to the records.
    HostPageReport as "PageReport" {
        /// Seen for the first time.
        new: u32,
        /// With other content than before.
        changed: u32,
        /// As before: nothing was written about them.
        same: u32,
        /// Of an earlier version than is known, or given another id since.
        older: u32,
        /// Twice in the page with different contents and no version to tell which is later.
        ambiguous: u32,
    }

    /// What is known about a record of another system.
    HostReference as "MirrorReference" {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// Its id there.
        external_id: String,
        /// Its id here.
        local_id: u64,
        /// live, tombstone, superseded.
        state: &'static str,
        /// The id it has there now, where it was given another.
        superseded_by: Option<String>,
        /// Of what was seen last; nothing for one that was linked and not seen.
        fingerprint: Option<String>,
        /// The version it had then.
        version: Option<i64>,
        /// How many complete scans in a row did not see it.
        misses: u32,
        /// The number of its last change, which grows over all records of the store.
        change: u64,
        /// When it was seen or linked first.
        first_seen_at: DateTime<Utc>,
        /// When it last changed.
        changed_at: DateTime<Utc>,
    }

    /// How far a stream was read and stored.
    HostCursor as "MirrorCursor" {
        /// The stream.
        stream: String,
        /// Everything that changed before it, in the other system's time, is stored.
        high: Option<DateTime<Utc>>,
        /// The vendor's token of the next page.
        token: Option<String>,
        /// Grows with every move.
        version: u64,
        /// When it last moved.
        updated_at: DateTime<Utc>,
    }

    /// What is to be read next: from `start` on, inclusive, up to and without `end`.
    HostReadWindow as "ReadWindow" {
        /// The beginning; nothing: the beginning of everything.
        start: Option<DateTime<Utc>>,
        /// The end, which becomes the cursor's `high` when all of it is stored.
        end: DateTime<Utc>,
    }

    /// A reading of everything in a scope.
    HostScan as "MirrorScan" {
        /// Its number.
        number: u64,
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: String,
        /// From when on; nothing: all of it.
        start: Option<DateTime<Utc>>,
        /// Before when.
        end: Option<DateTime<Utc>>,
        /// open, complete, partial, held: more is gone than the brake lets through, a person has to look.
        state: &'static str,
        /// When it began.
        started_at: DateTime<Utc>,
        /// Who let it through, where it was held.
        approved_by: Option<String>,
    }

    /// What a scan came to.
    HostScanReport as "ScanReport" {
        /// complete, partial, held.
        state: &'static str,
        /// Live records of the scope before.
        live: u64,
        /// Of those, not seen.
        missed: u64,
        /// Of those, gone now; of a held scan, gone if somebody approves.
        gone: u64,
    }
}

impl From<PageReport> for HostPageReport {
    fn from(report: PageReport) -> Self {
        Self {
            new: report.new,
            changed: report.changed,
            same: report.same,
            older: report.older,
            ambiguous: report.ambiguous,
        }
    }
}

impl From<Reference> for HostReference {
    fn from(reference: Reference) -> Self {
        Self {
            connection: reference.external.connection,
            kind: reference.external.kind,
            external_id: reference.external.external_id,
            local_id: reference.local.get(),
            state: reference.state.as_str(),
            superseded_by: reference.superseded_by,
            fingerprint: reference.fingerprint.map(|print| print.to_string()),
            version: reference.version,
            misses: reference.misses,
            change: reference.change,
            first_seen_at: reference.first_seen_at,
            changed_at: reference.changed_at,
        }
    }
}

impl From<Cursor> for HostCursor {
    fn from(cursor: Cursor) -> Self {
        Self {
            stream: cursor.stream,
            high: cursor.high,
            token: cursor.token,
            version: cursor.version,
            updated_at: cursor.updated_at,
        }
    }
}

impl From<Scan> for HostScan {
    fn from(scan: Scan) -> Self {
        Self {
            number: scan.number,
            connection: scan.scope.connection,
            kind: scan.scope.kind,
            start: scan.scope.window.map(|(start, _)| start),
            end: scan.scope.window.map(|(_, end)| end),
            state: scan.state.as_str(),
            started_at: scan.started_at,
            approved_by: scan.approved_by,
        }
    }
}

impl From<ScanReport> for HostScanReport {
    fn from(report: ScanReport) -> Self {
        Self {
            state: report.state.as_str(),
            live: report.live,
            missed: report.missed,
            gone: report.gone,
        }
    }
}

impl RecordProjection {
    fn read(self) -> Result<Projection> {
        let nulls = if self.nulls_are_distinct.unwrap_or(false) {
            NullPolicy::Distinct
        } else {
            NullPolicy::SameAsMissing
        };
        let mut projection = Projection::new(self.version, nulls)?;
        for path in &self.fields {
            projection = projection.field(path)?;
        }
        for path in self.sets.iter().flatten() {
            projection = projection.set(path)?;
        }
        Ok(projection)
    }
}

impl ApplyPage {
    pub(super) fn page(self) -> Result<Page> {
        let projection = self.projection.map(RecordProjection::read).transpose()?;
        let mut records = Vec::with_capacity(self.records.len());
        for (place, record) in self.records.into_iter().enumerate() {
            let content = record.content.expose().as_bytes();
            let fingerprint = match &projection {
                None => Ok(Fingerprint::of_bytes(content)),
                Some(projection) => Json::parse(content).and_then(|json| projection.fingerprint(&json)),
            };
            records.push(SeenRecord {
                external_id: record.external_id,
                fingerprint: fingerprint.map_err(|error| error.with("record", place.to_string()))?,
                version: record.version,
                at: record.at,
                body: record.body.map(|body| body.0.into_exposed()).unwrap_or_default(),
            });
        }
        Ok(Page {
            connection: self.connection,
            kind: self.kind,
            records,
            cursor: self.cursor.map(|cursor| CursorMove {
                stream: cursor.stream,
                expected_version: cursor.expected_version,
                high: cursor.high,
                token: cursor.token,
            }),
            scan: self.scan,
        })
    }
}

impl EndScan {
    pub(super) fn brake(&self) -> Brake {
        let standard = Brake::default();
        Brake {
            misses: self.misses.unwrap_or(standard.misses),
            count: self.brake_count.unwrap_or(standard.count),
            percent: self.brake_percent.unwrap_or(standard.percent),
        }
    }
}

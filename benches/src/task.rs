//! What a lane is told and what it answers: one JSON object per line each way.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::matching::agency::{Agency, Rule};
use crate::outreach::Ground;
use crate::sync::{Content, Database, Pattern, Spread};

/// Where the vendor is played, and what it accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// The root of the REST surface, ending in `/v1`.
    pub(crate) rest: String,
    /// The root of the Connect surface, ending in `/v1`.
    pub(crate) connect: String,
    /// The token endpoint of both.
    pub(crate) token: String,
    pub(crate) api_key: String,
    pub(crate) api_secret: String,
    pub(crate) agency_id: String,
    /// Where the vendor is told what to put in the way, and to forget what was asked of it.
    pub(crate) control: String,
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub(crate) enum Task {
    /// Over Connect: every visit of every client that overlaps the window, each joined with its encounter.
    AgencySchedule {
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        /// Only so many clients, the first ones of the agency's list.
        clients: Option<usize>,
    },
    /// Over REST: these clients, one request after another.
    GetClients { ids: Vec<String> },
    /// Over REST: all clients by pages of 100, into one list.
    ListClients,
    /// Over REST: the first `rows` clients by pages of 100; no page is kept.
    StreamClients { rows: usize },
    /// Webhooks of a kilobyte each, every tenth changed on its way, all received at `now` (seconds since 1970): which are
    /// genuine.
    VerifySignatures {
        scheme: Signature,
        deliveries: usize,
        now: i64,
    },
    /// An answer of Acuity with so many appointments, into typed records.
    DecodeAppointments { rows: usize },
    /// Every pair of appointments of one calendar that overlap.
    FindConflicts { appointments: usize, calendars: usize },
    /// The first ten for every open shift of an agency.
    RankTop {
        agency: Agency,
        rule: Rule,
        /// Only so many shifts, the first ones.
        only: Option<usize>,
    },
    /// So many times: the first of a shift gets it, the first ten of the next shift are found, the shift is taken back. By the
    /// simplified rule.
    Rerank { agency: Agency, events: usize },
    /// Minutes of overtime that one shift adds to each of so many weeks.
    OvertimeWeeks {
        weeks: usize,
        seed: u64,
        /// Only so many weeks, the first ones.
        only: Option<usize>,
    },
    /// Every row of a square matrix to a column of its own, at least cost.
    MatchRows {
        size: usize,
        allowed_percent: u32,
        seed: u64,
        form: Form,
    },
    /// The ten reports over the events of a table, an Arrow stream in a file, as of a moment in seconds since 1970.
    ReportAll { path: String, as_of: i64 },
    /// Shifts of a week to caregivers, at least cost.
    Staff {
        week: StaffingWeek,
        /// Stop after so many seconds of search with the best there is; `None` to search until it is proved to be the best.
        seconds: Option<u32>,
    },
    /// So many open campaigns, each looked at once at its deadline.
    StepCampaigns { campaigns: usize },
    /// Texts of caregivers, read one after another.
    ReadReplies {
        messages: usize,
        /// Only so many, the first ones.
        only: Option<usize>,
    },
    /// So many open shifts, two yeses at once for each.
    RaceClaims { ground: Ground, shifts: usize },
    /// Rows of another system into a database, by pages, beside what is there.
    ApplyRows {
        database: Database,
        content: Content,
        rows: usize,
        page: usize,
        /// Only so many rows, the first ones.
        only: Option<usize>,
    },
    /// A source read by its cursor, then once more with an overlap of five minutes.
    FollowCursor {
        rows: usize,
        page: usize,
        spread: Spread,
    },
    /// As new rows, page after page; no page is kept.
    StreamRows {
        database: Database,
        rows: usize,
        page: usize,
    },
    /// So many webhooks, each acknowledged when it is on disk, by producers that wait for each.
    AcceptMessages {
        database: Database,
        messages: usize,
        producers: usize,
    },
    /// A queue claimed and completed to its end.
    DrainOutbox {
        database: Database,
        jobs: usize,
        workers: usize,
        batch: usize,
    },
    /// Changes of which nobody knows whether they happened, after a crash: half of them did.
    RecoverEffects { database: Database, effects: usize },
    /// Records of so many fields merged, a few of which changed on either side.
    MergeRecords { records: usize, fields: usize },
    /// What a sync of so many records would do, of which every tenth changed.
    DryRun { records: usize },
    /// Creates at another system, by senders that are killed.
    CreateOnce {
        pattern: Pattern,
        creates: usize,
        kills: usize,
        seed: u64,
    },
    /// A portal's deals, in the table at its place, carried over to their prospects: those that changed since the last time, and
    /// all of them looked at.
    SyncDeals {
        deals: usize,
        changed: usize,
        /// What every call takes, from when the lane begins.
        latency_ms: u32,
        /// Only so many deals, the first ones.
        only: Option<usize>,
    },
    /// The part of one sender in that.
    Send {
        pattern: Pattern,
        creates: usize,
        /// Where the other system listens.
        remote: String,
        /// The schema of its tables, where it uses PostgreSQL.
        schema: String,
    },
}

/// A week to be staffed, drawn from a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StaffingWeek {
    pub(crate) shifts: usize,
    pub(crate) caregivers: usize,
    /// How many of a hundred pairs are eligible.
    pub(crate) eligible_percent: u64,
    /// Minutes after which a minute costs one more.
    pub(crate) overtime_after: i64,
    pub(crate) seed: u64,
}

/// How a matrix is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    Dense,
    Sparse,
}

/// How a sender signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Signature {
    /// Standard Webhooks.
    Standard,
    Acuity,
    Calendly,
}

/// A task and where to do it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    #[serde(flatten)]
    pub(crate) task: Task,
    /// Nothing where the work needs no server.
    pub(crate) endpoint: Option<Endpoint>,
    /// Nothing where nothing is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Place>,
}

/// Where a lane stores what it stores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// A folder for files, on the disk that is measured.
    pub(crate) folder: PathBuf,
    /// The URL of a server, where the work needs one.
    pub(crate) postgres: Option<String>,
}

impl Place {
    pub(crate) fn postgres(&self) -> Result<&str, Failure> {
        self.postgres
            .as_deref()
            .ok_or_else(|| Failure::new("this task needs PostgreSQL"))
    }
}

impl Order {
    pub(crate) fn endpoint(&self) -> Result<&Endpoint, Failure> {
        self.endpoint
            .as_ref()
            .ok_or_else(|| Failure::new("this task needs a server"))
    }

    pub(crate) fn place(&self) -> Result<&Place, Failure> {
        self.place
            .as_ref()
            .ok_or_else(|| Failure::new("this task needs a place to store things in"))
    }
}

/// What became of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// From the first request until the result is in memory, typed. The digests are made afterwards.
    pub(crate) seconds: f64,
    /// Digests of the parts of the result: the same in every language for the same result.
    pub(crate) parts: BTreeMap<String, String>,
    /// Of a sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sample: Option<Sample>,
    /// What was counted beside the time, by what it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) counted: BTreeMap<String, f64>,
}

/// How much of the work a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// The part of the time that the whole takes once too, not once per unit.
    pub(crate) fixed_seconds: f64,
    pub(crate) done: usize,
    pub(crate) of: usize,
}

impl Sample {
    /// What the whole would take at the pace of the sample.
    pub(crate) fn extrapolate(&self, seconds: f64) -> f64 {
        self.fixed_seconds + (seconds - self.fixed_seconds) * self.of as f64 / self.done.max(1) as f64
    }
}

/// SHA-256 over the sorted lines, in hex.
pub(crate) fn digest(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    Sha256::digest(lines.join("\n"))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_one_flat_object() {
        let order = Order {
            task: Task::StreamClients { rows: 10 },
            endpoint: Some(Endpoint {
                rest: "r".to_owned(),
                connect: "c".to_owned(),
                token: "t".to_owned(),
                api_key: "k".to_owned(),
                api_secret: "s".to_owned(),
                agency_id: "1".to_owned(),
                control: "p".to_owned(),
            }),
            place: None,
        };
        let line = serde_json::to_value(&order).unwrap();
        assert_eq!(line["task"], "stream_clients");
        assert_eq!(line["rows"], 10);
        assert_eq!(line["endpoint"]["rest"], "r");
        assert_eq!(serde_json::from_value::<Order>(line).unwrap().task, order.task);
    }

    #[test]
    fn a_sample_is_scaled_by_what_it_is_of_and_what_happens_once_is_not() {
        let sample = Sample {
            fixed_seconds: 1.0,
            done: 10,
            of: 500,
        };
        assert!((sample.extrapolate(7.0) - 301.0).abs() < 1e-9);
    }

    #[test]
    fn a_digest_does_not_depend_on_the_order() {
        let lines = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        assert_eq!(digest(lines(["a", "b"])), digest(lines(["b", "a"])));
        assert_ne!(digest(lines(["a", "b"])), digest(lines(["a", "c"])));
        assert_eq!(
            digest(Vec::new()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}

//! An agency's roster in a store: pulled whole, kept record by record, read back without a call.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use careweave_matching::Roster;
use careweave_matching::roster::{Caregiver, FORMAT, RosterData, Shift, Workweek};
use careweave_sync_core::{
    Brake, Completion, ExternalRef, Fingerprint, Mirror, Page, PlannedAction, PlannedChange, ReferenceState,
    ScanScope, ScanState, SeenRecord,
};
use careweave_types::{AgencyZone, Error, ErrorKind, Result, Status};
use careweave_wellsky_client::{ClientFilter, WellSky};
use chrono::{DateTime, Utc};
use futures_util::future::try_join;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::callers::{self, NUMBERS};
use crate::daily::{DailyTime, Turn};
use crate::flow::{FlowContext, FlowReport};
use crate::roster::{RosterOptions, pull_with_caregivers};

const AT: &str = "roster.kept";
const HEAD: &str = "roster";
const CAREGIVERS: &str = "roster.caregiver";
const SHIFTS: &str = "roster.shift";

/// How many records are stored, or read, at once.
const STEP: u32 = 1_000;

/// How often a roster is read anew that somebody replaced meanwhile.
const READINGS: u32 = 5;

/// Pulls the roster of one agency into a store.
#[derive(Clone)]
pub struct RosterSync {
    context: FlowContext,
    wellsky: WellSky,
    options: RosterOptions,
}

impl fmt::Debug for RosterSync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RosterSync")
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

/// A roster as it was pulled last.
#[derive(Clone, Debug)]
pub struct KeptRoster {
    /// The roster; its instant is that of the pull.
    pub roster: Roster,
}

impl KeptRoster {
    /// How long ago it was pulled.
    pub fn age(&self, now: DateTime<Utc>) -> Duration {
        (now - self.roster.data().as_of)
            .to_std()
            .unwrap_or(Duration::ZERO)
    }

    /// Whether it is older than it may be: what is made of it then has to say so.
    pub fn is_stale(&self, now: DateTime<Utc>, max_age: Duration) -> bool {
        self.age(now) > max_age
    }
}

/// What is kept of a roster beside its records.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    /// False while its records are being replaced.
    pub(crate) whole: bool,
    pub(crate) as_of: DateTime<Utc>,
    zone: AgencyZone,
    workweek: Workweek,
}

/// What a store holds of a kind: fingerprints of live records.
type Held = BTreeMap<String, Fingerprint>;

impl RosterSync {
    /// Pulls under the connection of `context`, where the gate lets it read.
    pub fn new(context: FlowContext, wellsky: WellSky, options: RosterOptions) -> Self {
        Self {
            context,
            wellsky,
            options,
        }
    }

    /// When a roster is to be pulled that is pulled once a day at `daily`: one that was cut off in the middle has to be pulled
    /// again. Two workers that pull one at once keep the same.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn turn(&self, daily: &DailyTime) -> Result<Turn> {
        let (context, store) = (&self.context, &*self.context.store);
        daily.turn(taken_at(store, context.connection()).await?, context.clock.now())
    }

    /// Reads the roster whole, and whom its numbers belong to ([`callers`]), and keeps both: records that are as before are not written again, those that are gone are dropped.
    /// `None` where the gate does not let it read. More than five caregivers, or numbers, and five percent of them gone at once are a failure of
    /// the report, and nobody is dropped until somebody approves the scan it names.
    ///
    /// # Errors
    /// As [`pull_roster`], and then nothing was kept of it; failures of the store.
    pub async fn pull(&self) -> Result<(Option<Roster>, FlowReport)> {
        let context = &self.context;
        let began = context.clock.monotonic();
        let mut report = FlowReport::new("roster", context.is_dry_run());
        if !context.may_read(HEAD, "roster.pull", &mut report).await? {
            return Ok((None, report));
        }
        let clients = self.wellsky.clients().list(ClientFilter::default());
        let pulled = pull_with_caregivers(&self.wellsky, &self.options, context.clock.now());
        let ((roster, caregivers), clients) = try_join(pulled, clients.all()).await?;
        let data = roster.data();
        let people = records(&data.caregivers, |one| one.id.as_str())?;
        let shifts = records(&data.shifts, |one| one.id.as_str())?;
        let key = context.digest_key().await?;
        let numbers = callers::by_number(&key, &caregivers, &clients, &data.shifts)
            .iter()
            .map(|(number, people)| record(number, people))
            .collect::<Result<Vec<_>>>()?;
        let changes = [
            self.compare(CAREGIVERS, &people, &mut report).await?,
            self.compare(SHIFTS, &shifts, &mut report).await?,
            self.compare(NUMBERS, &numbers, &mut report).await?,
        ];
        if !context.is_dry_run() {
            if changes.contains(&true) {
                self.head(data, false).await?;
                let few = Brake {
                    misses: 1,
                    ..Brake::default()
                };
                self.keep(CAREGIVERS, &people, few, &mut report).await?;
                self.keep(NUMBERS, &numbers, few, &mut report).await?;
                // Shifts leave the window day by day.
                let all = Brake {
                    misses: 1,
                    count: u32::MAX,
                    percent: 100,
                };
                self.keep(SHIFTS, &shifts, all, &mut report).await?;
            }
            self.head(data, true).await?;
        }
        context.tell(&report);
        report.duration = context.clock.monotonic().saturating_sub(began);
        Ok((Some(roster), report))
    }

    /// Plans what differs from what is held; true when anything does.
    async fn compare(
        &self,
        kind: &'static str,
        read: &[SeenRecord],
        report: &mut FlowReport,
    ) -> Result<bool> {
        let mut held = held(&*self.context.store, self.context.connection(), kind).await?;
        let before = report.planned.len();
        let mut row = |id: &str, action, before, after, reason: &str| {
            report.planned.push(PlannedChange {
                reference: format!("{kind}/{id}"),
                field: String::new(),
                action,
                before,
                after,
                base: None,
                reason: reason.to_owned(),
            });
        };
        for record in read {
            let (id, after) = (record.external_id.as_str(), Some(record.fingerprint));
            match held.remove(id) {
                None => row(id, PlannedAction::Create, None, after, "new_there"),
                known if known != after => row(id, PlannedAction::Update, known, after, "changed_there"),
                _ => {}
            }
        }
        for (id, known) in &held {
            row(id, PlannedAction::Delete, Some(*known), None, "gone_there");
        }
        let changed = report.planned.len() - before;
        let gone = held.len();
        report.read += read.len() as u64;
        report.unchanged += (read.len() - (changed - gone)) as u64;
        Ok(changed > 0)
    }

    async fn keep(
        &self,
        kind: &'static str,
        records: &[SeenRecord],
        brake: Brake,
        report: &mut FlowReport,
    ) -> Result<()> {
        let (store, clock) = (&self.context.store, &self.context.clock);
        let connection = self.context.connection().to_owned();
        let scope = ScanScope {
            connection: connection.clone(),
            kind: kind.to_owned(),
            window: None,
        };
        let scan = store.begin_scan(&scope, clock.now()).await?.number;
        for part in records.chunks(STEP as usize) {
            let page = Page {
                connection: connection.clone(),
                kind: kind.to_owned(),
                records: part.to_vec(),
                cursor: None,
                scan: Some(scan),
            };
            let kept = store.apply_page(&page, None, clock.now()).await?;
            report.written += u64::from(kept.new) + u64::from(kept.changed);
        }
        let ended = store
            .end_scan(scan, Completion::Complete, brake, None, clock.now())
            .await?;
        if ended.state == ScanState::Held {
            let error = Error::new(
                ErrorKind::Conflict,
                "roster.pull",
                "more are gone than one pull may drop: look at WellSky, then approve the scan",
            )
            .with("scan", scan.to_string());
            report.fail(kind, &error);
        } else {
            report.written += ended.gone;
        }
        Ok(())
    }

    async fn head(&self, data: &RosterData, whole: bool) -> Result<()> {
        let head = Head {
            whole,
            as_of: data.as_of,
            zone: data.zone.clone(),
            workweek: data.workweek.clone(),
        };
        let record = record("head", &head)?;
        self.context.remember(HEAD, vec![record], None).await.map(drop)
    }
}

/// When the roster was pulled last under a connection; `None` when none ever was, or the last pull was cut off in the middle.
///
/// # Errors
/// `Storage` for records that cannot be read.
pub async fn taken_at(store: &(impl Mirror + ?Sized), connection: &str) -> Result<Option<DateTime<Utc>>> {
    let head = head(store, connection).await?;
    Ok(head.filter(|head| head.whole).map(|head| head.as_of))
}

pub(crate) async fn head(store: &(impl Mirror + ?Sized), connection: &str) -> Result<Option<Head>> {
    let body = store.body(&ExternalRef::new(connection, HEAD, "head")).await?;
    body.map(|body| read(&body)).transpose()
}

/// The roster that was pulled last under a connection; `None` when none ever was.
///
/// # Errors
/// `Incomplete`, temporary: its records are being replaced, or a pull was cut off in the middle of it; `Storage` for records
/// that cannot be read.
pub async fn load(store: &dyn Mirror, connection: &str) -> Result<Option<KeptRoster>> {
    let head = ExternalRef::new(connection, HEAD, "head");
    for _ in 0..READINGS {
        let Some(body) = store.body(&head).await? else {
            return Ok(None);
        };
        let kept: Head = read(&body)?;
        if !kept.whole {
            break;
        }
        let data = RosterData {
            format: FORMAT.to_owned(),
            as_of: kept.as_of,
            zone: kept.zone,
            workweek: kept.workweek,
            caregivers: all::<Caregiver>(store, connection, CAREGIVERS).await?,
            shifts: all::<Shift>(store, connection, SHIFTS).await?,
        };
        if store.body(&head).await?.as_ref() == Some(&body) {
            return Ok(Some(KeptRoster {
                roster: Roster::new(data)?,
            }));
        }
    }
    Err(Error::new(
        ErrorKind::Incomplete,
        AT,
        "the roster is being replaced, or its last pull was cut off: pull it again",
    )
    .with_status(Status::Temporary))
}

async fn held(store: &(impl Mirror + ?Sized), connection: &str, kind: &str) -> Result<Held> {
    let (mut live, mut after) = (Held::new(), 0);
    loop {
        let page = store.changed(connection, kind, after, STEP).await?;
        for one in &page {
            after = one.change;
            if let (ReferenceState::Live, Some(content)) = (one.state, one.fingerprint) {
                live.insert(one.external.external_id.clone(), content);
            }
        }
        if page.len() < STEP as usize {
            return Ok(live);
        }
    }
}

async fn all<T: DeserializeOwned>(store: &dyn Mirror, connection: &str, kind: &str) -> Result<Vec<T>> {
    let mut records = Vec::new();
    for id in held(store, connection, kind).await?.into_keys() {
        let body = store.body(&ExternalRef::new(connection, kind, id)).await?;
        records.push(read(&body.unwrap_or_default())?);
    }
    Ok(records)
}

pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    serde_json::from_slice(body)
        .map_err(|_| Error::new(ErrorKind::Storage, AT, "what was kept of a roster cannot be read"))
}

fn records<T: Serialize>(all: &[T], id: impl Fn(&T) -> &str) -> Result<Vec<SeenRecord>> {
    all.iter().map(|one| record(id(one), one)).collect()
}

fn record(id: &str, content: &impl Serialize) -> Result<SeenRecord> {
    let body = serde_json::to_vec(content)
        .map_err(|_| Error::new(ErrorKind::Internal, AT, "a record could not be written"))?;
    Ok(SeenRecord {
        external_id: id.to_owned(),
        fingerprint: Fingerprint::of_bytes(&body),
        version: None,
        at: None,
        body,
    })
}

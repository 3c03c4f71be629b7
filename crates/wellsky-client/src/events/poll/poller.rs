use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use careweave_http::{Clock, Sleep};
use careweave_types::{Error, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{Either, select};

use super::diff::{Diff, Read, diff};
use super::{
    Due, PollPolicy, Reach, Seen, Snapshot, SnapshotStore, Sweep, Timing, every_poll, next_poll_at, polls_due,
};
use crate::events::feed::Source;
use crate::events::{Change, ChangeSink, Record, RecordKind};
use crate::models::ShiftFilter;
use crate::reading::Reading;
use crate::{Failure, WellSky};

/// Reads what has no event, every 15 minutes unless the policy says otherwise, and hands on what differs from the reading
/// before.
///
/// The first reading of a sweep gives every record. Later ones give those whose content differs, and those that are gone: a
/// record that a complete reading lacks is asked for by its id, and only when the vendor says that there is none is it
/// [`Change::Gone`]. A reading with holes makes nothing gone and moves no watermark.
///
/// Clock and sleep are injected, so that a test owns the time.
#[derive(Clone)]
pub struct Poller {
    source: Source,
    policy: PollPolicy,
    snapshots: Arc<dyn SnapshotStore>,
    clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
}

impl fmt::Debug for Poller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("policy", &self.policy)
            .field("snapshots", &self.snapshots)
            .finish_non_exhaustive()
    }
}

/// What one sweep did.
#[derive(Debug)]
pub struct Polled {
    /// What was read.
    pub sweep: Sweep,
    /// How much of it.
    pub reach: Reach,
    /// How many records the reading had.
    pub read: u64,
    /// How many differed and were applied.
    pub changed: u64,
    /// How many are gone.
    pub gone: u64,
    /// How many a list that counted itself complete lacked, and that are there all the same. They are kept as they were.
    pub overlooked: u64,
    /// What could not be read or applied. Empty when the reading was complete; otherwise the watermark stays.
    pub failures: Vec<Failure>,
}

impl Polled {
    /// True when everything was read and applied.
    pub fn is_complete(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Poller {
    /// A poller over `wellsky`.
    ///
    /// # Errors
    /// `Unsupported` unless `wellsky` speaks Connect, `Forbidden` for a handle with a scope, `InvalidInput` for a policy that
    /// contradicts itself.
    pub fn new(
        wellsky: &WellSky,
        policy: PollPolicy,
        snapshots: Arc<dyn SnapshotStore>,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
    ) -> Result<Self> {
        policy.validate()?;
        Ok(Self {
            source: Source::new(wellsky)?,
            policy,
            snapshots,
            clock,
            sleep,
        })
    }

    /// Makes the sweeps that are due now, one after the other. What fails is in the result and is due again soon.
    ///
    /// # Errors
    /// Failures of the store of snapshots alone.
    pub async fn poll_due(&self, sink: &dyn ChangeSink) -> Result<Vec<Polled>> {
        let due = polls_due(&self.policy, self.clock.now(), &self.timings().await?);
        self.sweeps(due, sink).await
    }

    /// Makes every sweep now, due or not, as when a person asks for it. The next are due a whole interval later.
    ///
    /// # Errors
    /// As [`Poller::poll_due`].
    pub async fn poll_now(&self, sink: &dyn ChangeSink) -> Result<Vec<Polled>> {
        let all = every_poll(&self.policy, self.clock.now(), &self.timings().await?);
        self.sweeps(all, sink).await
    }

    async fn sweeps(&self, sweeps: Vec<Due>, sink: &dyn ChangeSink) -> Result<Vec<Polled>> {
        let mut done = Vec::new();
        for due in sweeps {
            done.push(self.sweep(due, sink).await?);
        }
        Ok(done)
    }

    /// Polls until `stop` is ready, handing each round to `told`. A sweep that is under way when it becomes ready is dropped:
    /// what it had applied is applied, and the next run makes it again.
    ///
    /// # Errors
    /// As [`Poller::poll_due`].
    pub async fn run(
        &self,
        sink: &dyn ChangeSink,
        stop: impl Future<Output = ()>,
        mut told: impl FnMut(&[Polled]),
    ) -> Result<()> {
        let mut stop = pin!(stop);
        loop {
            let round = pin!(self.poll_due(sink));
            let polled = match select(stop.as_mut(), round).await {
                Either::Left(_) => return Ok(()),
                Either::Right((polled, _)) => polled?,
            };
            told(&polled);
            let wait = self.until_the_next().await?;
            if let Either::Left(_) = select(stop.as_mut(), pin!(self.sleep.sleep(wait))).await {
                return Ok(());
            }
        }
    }

    async fn until_the_next(&self) -> Result<Duration> {
        let now = self.clock.now();
        let next = next_poll_at(&self.policy, now, &self.timings().await?);
        // Never without a pause: a store that forgets must not turn polling into a storm.
        Ok((next - now)
            .to_std()
            .unwrap_or_default()
            .max(Duration::from_secs(1)))
    }

    async fn timings(&self) -> Result<BTreeMap<Sweep, Timing>> {
        let mut timings = BTreeMap::new();
        for sweep in Sweep::ALL {
            if let Some(snapshot) = self.snapshots.load(*sweep).await? {
                timings.insert(*sweep, snapshot.timing);
            }
        }
        Ok(timings)
    }

    async fn sweep(&self, due: Due, sink: &dyn ChangeSink) -> Result<Polled> {
        let began = self.clock.now();
        let loaded = self.snapshots.load(due.sweep).await?;
        let mut snapshot = loaded.unwrap_or_else(|| Snapshot::empty(due.sweep));
        let mut polled = Polled {
            sweep: due.sweep,
            reach: due.reach,
            read: 0,
            changed: 0,
            gone: 0,
            overlooked: 0,
            failures: Vec::new(),
        };
        let window = self.window(began)?;
        match self.read(due, window).await {
            Ok(reading) => {
                let complete = reading.is_complete();
                let (found, failures) = parts(reading);
                polled.read = found.len() as u64;
                polled.failures = failures;
                let in_window = (due.sweep == Sweep::Shifts).then_some(window);
                let found = diff(&snapshot.records, found, due.reach, complete, in_window);
                self.apply(found, &mut snapshot.records, &mut polled, sink).await;
            }
            Err(error) => polled.failures.push(failure(due.sweep.code(), error)),
        }
        snapshot.timing.attempted_at = Some(began);
        if polled.is_complete() {
            snapshot.timing.complete_at = Some(began);
            if due.reach == Reach::Whole {
                snapshot.timing.whole_at = Some(began);
            }
            forget_the_past(&mut snapshot.records, window);
        }
        self.snapshots.save(&snapshot).await?;
        Ok(polled)
    }

    /// Applies what differs. A record is in the snapshot as it was applied, so that one that failed differs next time too.
    async fn apply(
        &self,
        found: Diff,
        records: &mut BTreeMap<String, Seen>,
        polled: &mut Polled,
        sink: &dyn ChangeSink,
    ) {
        if !found.changed.is_empty() || !found.missing.is_empty() {
            self.source.out_of_date(&kind_of(polled.sweep));
        }
        for read in found.changed {
            match sink.apply(read.change).await {
                Ok(()) => {
                    polled.changed += 1;
                    records.insert(read.id, read.seen);
                }
                Err(error) => polled.failures.push(failure(&read.id, error)),
            }
        }
        for id in found.missing {
            match self.ask_for(polled.sweep, &id, sink).await {
                Ok(true) => {
                    polled.gone += 1;
                    records.remove(&id);
                }
                Ok(false) => polled.overlooked += 1,
                Err(error) => polled.failures.push(failure(&id, error)),
            }
        }
    }

    /// Asks for a record that a complete reading lacks; true when it is gone and that was applied.
    async fn ask_for(&self, sweep: Sweep, id: &str, sink: &dyn ChangeSink) -> Result<bool> {
        let change = self.source.fetch(&Record::new(kind_of(sweep), id)?).await?;
        if !change.is_gone() {
            return Ok(false);
        }
        sink.apply(change).await?;
        Ok(true)
    }

    fn window(&self, now: DateTime<Utc>) -> Result<TimeWindow> {
        let days = |days: u32| TimeDelta::days(i64::from(days));
        TimeWindow::new(
            now - days(self.policy.shift_days_back),
            now + days(self.policy.shift_days_ahead),
        )
    }

    async fn read(&self, due: Due, window: TimeWindow) -> Result<Reading<Vec<Read>>> {
        let connect = &self.source.connect;
        let since = match due.reach {
            Reach::Whole => None,
            Reach::Since(instant) => Some(instant),
        };
        match due.sweep {
            Sweep::Patients => complete(connect.patients().list(since).all().await?, |patient| {
                Read::new(&patient, None, Change::of_patient(patient.clone()))
            }),
            Sweep::Practitioners => complete(connect.practitioners().list(since).all().await?, |person| {
                Read::new(&person, None, Change::of_practitioner(person.clone()))
            }),
            Sweep::RelatedPersons => complete(connect.related_persons().list(since).all().await?, |person| {
                Read::new(&person, None, Change::RelatedPerson(Box::new(person.clone())))
            }),
            Sweep::Shifts => {
                let filter = ShiftFilter::in_window(window);
                let (shifts, failures) = parts(self.source.wellsky.shifts().read(filter).await?);
                let shifts = shifts
                    .into_iter()
                    .map(|shift| {
                        let starts_at = Some(shift.scheduled_start);
                        Read::new(&shift, starts_at, Change::Shift(Box::new(shift.clone())))
                    })
                    .collect::<Result<_>>()?;
                Ok(Reading::of(shifts, failures))
            }
        }
    }
}

fn complete<T>(rows: Vec<T>, read: impl Fn(T) -> Result<Read>) -> Result<Reading<Vec<Read>>> {
    rows.into_iter()
        .map(read)
        .collect::<Result<_>>()
        .map(Reading::Complete)
}

fn parts<T>(reading: Reading<T>) -> (T, Vec<Failure>) {
    match reading {
        Reading::Complete(found) => (found, Vec::new()),
        Reading::Incomplete { found, failures } => (found, failures),
    }
}

/// Shifts that have left the window at its past end are no longer compared.
fn forget_the_past(records: &mut BTreeMap<String, Seen>, window: TimeWindow) {
    records.retain(|_, seen| seen.starts_at.is_none_or(|at| at >= window.start()));
}

fn kind_of(sweep: Sweep) -> RecordKind {
    match sweep {
        Sweep::Patients => RecordKind::Patient,
        Sweep::Practitioners => RecordKind::Practitioner,
        Sweep::RelatedPersons => RecordKind::RelatedPerson,
        Sweep::Shifts => RecordKind::Appointment,
    }
}

fn failure(subject: &str, error: Error) -> Failure {
    Failure {
        subject: subject.to_owned(),
        error,
    }
}

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use careweave_types::ids::{
    AdminTaskId, AppointmentId, DocumentId, ProfileTagId, ReferralSourceId, RelatedPersonId,
};
use careweave_types::{CaregiverId, ClientId, Delivery, EncounterId, Error, ErrorKind, Result, ShiftId};
use careweave_webhooks::Ack;
use chrono::{DateTime, Utc};
use futures_util::stream::{self, StreamExt as _};

use super::{Change, ChangeSink, HintStore, Record, RecordKind};
use crate::WellSky;
use crate::connect::{Connect, concerns_everybody};

/// How many records are fetched at the same time, unless said otherwise.
const CONCURRENCY: usize = 8;

/// How many marks one round of a drain takes up: what a store gives at once.
const AT_ONCE: u32 = 1000;

/// How many rounds a drain makes while hints keep coming in.
const ROUNDS: u32 = 16;

/// Fetches marked records back, with credentials, and hands them on as [`Change`]s.
///
/// Several feeds may work on one store of hints, in one process or in several: they may fetch a record twice, and lose none.
#[derive(Clone)]
pub struct Feed {
    source: Source,
    hints: Arc<dyn HintStore>,
    concurrency: usize,
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed")
            .field("hints", &self.hints)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// What a drain did.
#[derive(Debug, Default)]
pub struct Drained {
    /// Records fetched and applied, those that are gone among them, each time counted.
    pub applied: u64,
    /// How many of them are gone.
    pub gone: u64,
    /// How many were fetched once more, because a hint came while they were fetched.
    pub again: u64,
    /// What could not be fetched or applied. Their marks are kept: the next drain takes them up.
    pub failed: Vec<Failed>,
}

/// A record that could not be fetched or applied.
#[derive(Debug)]
pub struct Failed {
    /// Which.
    pub record: Record,
    /// Why.
    pub error: Error,
}

impl Feed {
    /// A feed of what `hints` marks, fetched over `wellsky`.
    ///
    /// # Errors
    /// `Unsupported` unless `wellsky` speaks Connect; `Forbidden` for a handle with a scope.
    pub fn new(wellsky: &WellSky, hints: Arc<dyn HintStore>) -> Result<Self> {
        Ok(Self {
            source: Source::new(wellsky)?,
            hints,
            concurrency: CONCURRENCY,
        })
    }

    /// Replaces how many records are fetched at the same time; 8 unless set.
    ///
    /// # Errors
    /// `InvalidInput` outside 1 to 64.
    pub fn with_concurrency(mut self, concurrency: usize) -> Result<Self> {
        if !(1..=64).contains(&concurrency) {
            return Err(Error::invalid(
                "events.feed",
                "concurrency",
                "must lie between 1 and 64",
            ));
        }
        self.concurrency = concurrency;
        Ok(self)
    }

    /// Fetches one record as it is now. Nothing is marked or unmarked.
    ///
    /// # Errors
    /// What the request failed with; a record that is not there is no failure but [`Change::Gone`]. `Unsupported` for a type
    /// this version does not know.
    pub async fn fetch(&self, record: &Record) -> Result<Change> {
        self.source.fetch(record).await
    }

    /// Fetches every marked record, hands each to `sink`, and forgets the marks of those it took. A record that is marked again
    /// while it is fetched is fetched again. Records come in no order; of one record an older state never comes after a
    /// newer one.
    ///
    /// What the client's caches hold of such records is taken for out of date: the next cached read is made anew.
    ///
    /// Marks that fail are kept and do not hold the others up, as long as fewer than 1000 of them fail at once.
    ///
    /// # Errors
    /// Failures of the store of hints; `Unauthenticated`, `Forbidden` and `UnknownRoute`, which no other record would escape.
    /// All marks that were not applied are kept.
    pub async fn drain(&self, sink: &dyn ChangeSink, now: DateTime<Utc>) -> Result<Drained> {
        let mut drained = Drained::default();
        let mut given_up: BTreeSet<Record> = BTreeSet::new();
        for _ in 0..ROUNDS {
            let mut marks = self.hints.waiting(AT_ONCE).await?;
            marks.retain(|mark| !given_up.contains(&mark.record));
            if marks.is_empty() {
                break;
            }
            let mut outcomes = stream::iter(marks)
                .map(|mark| async move {
                    let taken = match self.take_over(&mark.record, sink).await {
                        Ok(gone) => Ok((gone, self.hints.fetched(&mark, now).await)),
                        Err(error) => Err(error),
                    };
                    (mark.record, taken)
                })
                .buffer_unordered(self.concurrency);
            while let Some((record, taken)) = outcomes.next().await {
                match taken {
                    Ok((gone, ack)) => {
                        drained.applied += 1;
                        drained.gone += u64::from(gone);
                        drained.again += u64::from(ack? == Ack::StillDirty);
                    }
                    Err(error) if concerns_everybody(&error) => return Err(error),
                    Err(error) => {
                        given_up.insert(record.clone());
                        drained.failed.push(Failed { record, error });
                    }
                }
            }
        }
        drained.failed.sort_by(|a, b| a.record.cmp(&b.record));
        Ok(drained)
    }

    /// Fetches and applies; the mark is forgotten afterwards only, so that a crash in between fetches again.
    async fn take_over(&self, record: &Record, sink: &dyn ChangeSink) -> Result<bool> {
        self.source.out_of_date(&record.kind);
        let change = self.source.fetch(record).await?;
        let gone = change.is_gone();
        sink.apply(change).await?;
        Ok(gone)
    }
}

/// Fetches records by type and id.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) wellsky: WellSky,
    pub(super) connect: Connect,
}

impl Source {
    pub(super) fn new(wellsky: &WellSky) -> Result<Self> {
        Ok(Self {
            connect: wellsky.connect()?,
            wellsky: wellsky.clone(),
        })
    }

    /// Takes what the client's caches hold of such records for out of date: somebody else changed one.
    pub(super) fn out_of_date(&self, kind: &RecordKind) {
        self.connect.changed_elsewhere(match kind {
            RecordKind::Patient => "patients",
            RecordKind::Practitioner => "practitioners",
            RecordKind::Encounter => "encounters",
            RecordKind::AdminTask => "admin_tasks",
            RecordKind::ReferralSource => "referral_sources",
            RecordKind::Appointment => "appointments",
            RecordKind::RelatedPerson => "related_persons",
            RecordKind::DocumentReference => "documents",
            RecordKind::ProfileTag => "profile_tags",
            // Of an unknown one everything may be.
            RecordKind::Other(_) => "",
        });
    }

    pub(super) async fn fetch(&self, record: &Record) -> Result<Change> {
        match self.read(record).await {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Change::Gone(record.clone())),
            outcome => outcome,
        }
    }

    async fn read(&self, record: &Record) -> Result<Change> {
        let (connect, id) = (&self.connect, record.id.as_str());
        Ok(match &record.kind {
            RecordKind::Patient => Change::of_patient(connect.patients().get(&ClientId::new(id)?).await?),
            RecordKind::Practitioner => {
                Change::of_practitioner(connect.practitioners().get(&CaregiverId::new(id)?).await?)
            }
            RecordKind::Encounter => {
                Change::Visit(Box::new(connect.encounters().get(&EncounterId::new(id)?).await?))
            }
            RecordKind::AdminTask => {
                Change::AdminTask(Box::new(connect.admin_tasks().get(&AdminTaskId::new(id)?).await?))
            }
            RecordKind::ReferralSource => Change::ReferralSource(Box::new(
                connect
                    .referral_sources()
                    .get(&ReferralSourceId::new(id)?)
                    .await?,
            )),
            RecordKind::DocumentReference => {
                Change::Document(Box::new(connect.documents().get(&DocumentId::new(id)?).await?))
            }
            RecordKind::ProfileTag => Change::ProfileTag(Box::new(
                connect.profile_tags().get(&ProfileTagId::new(id)?).await?,
            )),
            RecordKind::Appointment => self.shift(id).await?,
            RecordKind::RelatedPerson => self.related_person(id).await?,
            RecordKind::Other(_) => {
                return Err(Error::new(
                    ErrorKind::Unsupported,
                    "events.fetch",
                    "this version does not know the record's type",
                )
                .with("kind", record.kind.as_str().to_owned()));
            }
        })
    }

    /// One occurrence by its shift id; of a bare series the occurrence nearest to now.
    async fn shift(&self, id: &str) -> Result<Change> {
        let shift_id = if id.contains('@') {
            ShiftId::new(id)?
        } else {
            let series = AppointmentId::new(id)?;
            let nearest = self.connect.appointments().nearest(&series).await?;
            nearest.0.occurrence().shift_id()?
        };
        Ok(Change::Shift(Box::new(
            self.wellsky.shifts().get(&shift_id).await?,
        )))
    }

    /// The vendor has no way to read one contact by its id: all are read, and that reading has to be whole.
    async fn related_person(&self, id: &str) -> Result<Change> {
        let id = RelatedPersonId::new(id)?;
        let all = self.connect.related_persons().list(None).all().await?;
        all.into_iter()
            .find(|person| person.id == id)
            .map(|person| Change::RelatedPerson(Box::new(person)))
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::NotFound,
                    "related_persons.get",
                    "no client has this contact",
                )
                .with_delivery(Delivery::Answered)
            })
    }
}

use async_trait::async_trait;
use careweave_types::{AgencyZone, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use futures_core::stream::BoxStream;
use futures_util::stream;

use crate::changes::read_all;
use crate::model::{Appointment, Client, Slot};
use crate::page::{AppointmentPage, Completeness, RowFailure};
use crate::provider::SchedulingProvider;
use crate::request::{Cursor, ListAppointments, NewAppointment, SlotQuery};
use crate::written::Written;

/// What a stream of appointments brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamItem {
    /// An appointment.
    Appointment(Box<Appointment>),
    /// A record that could not be read.
    Failure(RowFailure),
}

/// Everything that starts in a range, read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteList {
    /// The appointments, in order of start, each once.
    pub appointments: Vec<Appointment>,
    /// The records that could not be read.
    pub failures: Vec<RowFailure>,
    /// False when something is missing: what is not here is not thereby gone.
    pub complete: bool,
}

/// The short forms of [`SchedulingProvider`], on every provider.
#[async_trait]
pub trait SchedulingProviderExt: SchedulingProvider {
    /// The appointments that start within `days` days from `now` and still stand, in order of start.
    ///
    /// # Errors
    /// As [`SchedulingProvider::list`]; `Incomplete` when not all could be read: an appointment that is missing from a list of
    /// what is to come is one somebody does not drive to.
    async fn upcoming(&self, now: DateTime<Utc>, days: u32) -> Result<Vec<Appointment>> {
        let end = now.checked_add_signed(TimeDelta::days(i64::from(days)));
        let end =
            end.ok_or_else(|| Error::invalid("appointments.upcoming", "days", "leads out of the calendar"))?;
        let request = ListAppointments::starting_in(TimeWindow::new(now, end)?).without_cancelled();
        let list = self.everything(request).await?;
        if list.complete {
            return Ok(list.appointments);
        }
        Err(Error::new(
            ErrorKind::Incomplete,
            "appointments.upcoming",
            "not all appointments could be read; read them with `everything` to see which",
        )
        .with("read", list.appointments.len().to_string())
        .with("failed", list.failures.len().to_string()))
    }

    /// All pages of a request, with what could not be read beside them.
    ///
    /// # Errors
    /// As [`SchedulingProvider::list`]; `Incomplete` when the pages lead in a circle.
    async fn everything(&self, request: ListAppointments) -> Result<CompleteList> {
        let reading = read_all(self, request).await?;
        Ok(CompleteList {
            appointments: reading.appointments,
            failures: reading.failures,
            complete: reading.complete,
        })
    }

    /// All pages of a request, one appointment at a time, each page fetched when it is wanted. The stream ends after its first
    /// error, and with an `Incomplete` when the rest cannot be had.
    fn stream(&self, request: ListAppointments) -> BoxStream<'_, Result<StreamItem>> {
        let state = Walk::Fetch(Box::new(request), Vec::new());
        Box::pin(stream::unfold(
            state,
            move |walk| async move { walk.step(self).await },
        ))
    }

    /// The first slot a query has.
    ///
    /// # Errors
    /// As [`SchedulingProvider::slots`].
    async fn next_slot(&self, query: &SlotQuery) -> Result<Option<Slot>> {
        Ok(self.slots(query).await?.into_iter().next())
    }

    /// Books a slot for a client, as the client would.
    ///
    /// # Errors
    /// As [`SchedulingProvider::create`].
    async fn book(
        &self,
        slot: &Slot,
        zone: AgencyZone,
        client: Client,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        self.create(&NewAppointment::in_slot(slot, zone, client), key)
            .await
    }
}

impl<P: SchedulingProvider + ?Sized> SchedulingProviderExt for P {}

/// Where a stream stands.
enum Walk {
    /// The next page has to be fetched; these cursors were followed.
    Fetch(Box<ListAppointments>, Vec<Cursor>),
    /// Items are left, and then this.
    Give(std::vec::IntoIter<StreamItem>, Box<Walk>),
    /// The rest cannot be had.
    CutShort,
    /// It is over.
    End,
}

impl Walk {
    async fn step<P>(self, provider: &P) -> Option<(Result<StreamItem>, Self)>
    where
        P: SchedulingProvider + ?Sized,
    {
        let mut walk = self;
        loop {
            walk = match walk {
                Self::Give(mut items, then) => match items.next() {
                    Some(item) => return Some((Ok(item), Self::Give(items, then))),
                    None => *then,
                },
                Self::CutShort => {
                    let error = Error::new(
                        ErrorKind::Incomplete,
                        "appointments.stream",
                        "the service cuts its answer short; ask for a shorter range",
                    );
                    return Some((Err(error), Self::End));
                }
                Self::End => return None,
                Self::Fetch(request, followed) => match provider.list(&request).await {
                    Ok(page) => match Self::after(page, *request, followed) {
                        Ok(walk) => walk,
                        Err(error) => return Some((Err(error), Self::End)),
                    },
                    Err(error) => return Some((Err(error), Self::End)),
                },
            };
        }
    }

    fn after(page: AppointmentPage, request: ListAppointments, mut followed: Vec<Cursor>) -> Result<Self> {
        let mut items: Vec<_> = page
            .appointments
            .into_iter()
            .map(|appointment| StreamItem::Appointment(Box::new(appointment)))
            .collect();
        items.extend(page.failures.into_iter().map(StreamItem::Failure));
        let then = match page.completeness {
            Completeness::Complete => Self::End,
            Completeness::Incomplete(_) => Self::CutShort,
            Completeness::More(cursor) => {
                if followed.contains(&cursor) {
                    return Err(Error::new(
                        ErrorKind::Incomplete,
                        "appointments.stream",
                        "the pages lead back to one that was read already",
                    ));
                }
                followed.push(cursor.clone());
                Self::Fetch(Box::new(request.from(cursor)), followed)
            }
        };
        Ok(Self::Give(items.into_iter(), Box::new(then)))
    }
}

//! Reading the agenda: pages that are proved to follow each other, and an appointment by its id.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, Result};
use chrono::{Days as Span, NaiveDate};
use serde_json::Value;

use super::codec::place_of;
use super::config::Lookup;
use super::fields::id_of;
use super::request::{Days, Requests};
use super::session::Session;
use crate::model::hex;
use crate::request::Cursor;

const OPERATION: &str = "appointments.list";

/// Reads rows of appointments.
#[derive(Debug)]
pub(super) struct Agenda {
    page_size: u32,
    lookup: Lookup,
    /// The most rows any answer had: a shorter one was not cut by the service's own limit.
    most_rows: AtomicUsize,
    /// Where appointments stand that were seen. A row never changes its day: moving one makes another.
    places: Mutex<HashMap<ExternalId, Place>>,
}

#[derive(Clone, Debug)]
struct Place {
    date: NaiveDate,
    professional: String,
}

/// The most places that are remembered.
const MOST_PLACES: usize = 20_000;

/// Where a page begins: so many rows were read, and the last of them was this one.
struct Mark<'a> {
    offset: usize,
    last: &'a str,
}

/// A part of the agenda.
pub(super) struct Rows {
    pub(super) rows: Vec<Value>,
    /// The place of the first row in the whole answer.
    pub(super) offset: usize,
    pub(super) next: Next,
}

/// What follows a part.
pub(super) enum Next {
    /// Nothing.
    End,
    /// More.
    More(Cursor),
    /// What does not follow on what was read: rows were added or removed meanwhile, or the service does not count as it says.
    Moved,
}

impl Agenda {
    pub(super) fn new(page_size: u32, lookup: Lookup) -> Self {
        Self {
            page_size,
            lookup,
            most_rows: AtomicUsize::new(0),
            places: Mutex::default(),
        }
    }

    /// The rows from `cursor` on.
    ///
    /// The service tells no total, and cuts its answers at a number it does not tell. So each page but the first begins with
    /// the last row of the one before, and a short page is the last one only when a longer one was seen, or when nothing
    /// follows it.
    pub(super) async fn page(
        &self,
        (session, requests): (&Session, &Requests),
        days: Days<'_>,
        cursor: Option<&Cursor>,
        size: Option<u32>,
    ) -> Result<Rows> {
        let size = size.map_or(self.page_size, |size| size.clamp(1, self.page_size)) as usize;
        let mark = cursor.map(mark).transpose()?;
        let (skip, limit) = match &mark {
            Some(mark) => (mark.offset - 1, size + 1),
            None => (0, size),
        };
        let mut rows = session.rows(requests.agenda(days, limit, skip)?).await?;
        let length = rows.len();
        let longest = self.most_rows.fetch_max(length, Ordering::Relaxed);
        let mut offset = skip;
        if let Some(mark) = &mark {
            if rows.first().is_none_or(|first| name(first) != mark.last) {
                return Ok(Rows {
                    rows: Vec::new(),
                    offset: mark.offset,
                    next: Next::Moved,
                });
            }
            rows.remove(0);
            offset += 1;
        }
        self.remember(&rows);
        let reached = offset + rows.len();
        let short = length < limit;
        let ends = short
            && (length == 0 || length < longest || {
                let rest = session.rows(requests.agenda(days, 1, reached)?).await?;
                rest.is_empty()
            });
        let next = match rows.last() {
            Some(last) if !ends => Next::More(Cursor::new(format!("{reached}:{}", name(last)))),
            None if !ends => Next::Moved,
            _ => Next::End,
        };
        Ok(Rows { rows, offset, next })
    }

    /// All rows of some days.
    ///
    /// # Errors
    /// `Incomplete` when the agenda changed while it was read, twice over.
    pub(super) async fn all(&self, api: (&Session, &Requests), days: Days<'_>) -> Result<Vec<Value>> {
        for _ in 0..2 {
            if let Some(rows) = self.walk(api, days).await? {
                return Ok(rows);
            }
        }
        Err(Error::new(
            ErrorKind::Incomplete,
            OPERATION,
            "the pages do not follow on each other: the agenda changes, or the service does not page",
        ))
    }

    async fn walk(&self, api: (&Session, &Requests), days: Days<'_>) -> Result<Option<Vec<Value>>> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let part = self.page(api, days, cursor.as_ref(), None).await?;
            all.extend(part.rows);
            match part.next {
                Next::End => return Ok(Some(all)),
                Next::More(next) => cursor = Some(next),
                Next::Moved => return Ok(None),
            }
        }
    }

    /// The row of an appointment. The service finds none by its id alone: it is looked for where it was seen, then further and
    /// further around `today`.
    ///
    /// # Errors
    /// `NotFound` when no row has the id.
    pub(super) async fn find(
        &self,
        api: (&Session, &Requests),
        operation: &'static str,
        id: &ExternalId,
        today: NaiveDate,
    ) -> Result<Value> {
        if let Some(place) = self.place(id) {
            let days = Days {
                from: place.date,
                to: place.date,
                professional: Some(&place.professional),
            };
            if let Some(row) = named(self.all(api, days).await?, id) {
                return Ok(row);
            }
        }
        for (from, to) in self.rings(today) {
            let days = Days {
                from,
                to,
                professional: None,
            };
            if let Some(row) = named(self.all(api, days).await?, id) {
                return Ok(row);
            }
        }
        Err(Error::new(
            ErrorKind::NotFound,
            operation,
            "the agenda has no such appointment within the days it is looked for",
        )
        .with("id", id.as_str().to_owned())
        .with("days_back", self.lookup.back_days.to_string())
        .with("days_ahead", self.lookup.ahead_days.to_string()))
    }

    /// Days around `today`: the near ones first, then the rest ahead, then the rest back.
    fn rings(&self, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        let back = |days: u32| {
            today
                .checked_sub_days(Span::new(days.into()))
                .unwrap_or(NaiveDate::MIN)
        };
        let ahead = |days: u32| {
            today
                .checked_add_days(Span::new(days.into()))
                .unwrap_or(NaiveDate::MAX)
        };
        let Lookup {
            back_days,
            ahead_days,
        } = self.lookup;
        let (near_back, near_ahead) = (back_days.min(7), ahead_days.min(30));
        let mut rings = vec![(back(near_back), ahead(near_ahead))];
        if ahead_days > near_ahead {
            rings.push((ahead(near_ahead + 1), ahead(ahead_days)));
        }
        if back_days > near_back {
            rings.push((back(back_days), back(near_back + 1)));
        }
        rings
    }

    /// Remembers where an appointment stands that was just made.
    pub(super) fn remember_at(&self, id: &ExternalId, date: NaiveDate, professional: &str) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= MOST_PLACES {
            // What is asked for again is found by looking around today, and remembered anew.
            places.clear();
        }
        let professional = professional.to_owned();
        places.insert(id.clone(), Place { date, professional });
    }

    fn remember(&self, rows: &[Value]) {
        for row in rows {
            let id = id_of(row).and_then(|id| ExternalId::new(id).ok());
            if let (Some(id), Some((date, professional))) = (id, place_of(row)) {
                self.remember_at(&id, date, &professional);
            }
        }
    }

    fn place(&self, id: &ExternalId) -> Option<Place> {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get(id).cloned()
    }
}

fn named(rows: Vec<Value>, id: &ExternalId) -> Option<Value> {
    rows.into_iter()
        .find(|row| id_of(row).is_some_and(|found| found == id.as_str()))
}

/// What a row is recognised by: its id, else what it says.
fn name(row: &Value) -> String {
    use sha2::Digest as _;
    match id_of(row) {
        Some(id) => format!("i{id}"),
        None => format!("h{}", hex(&sha2::Sha256::digest(row.to_string())[..8])),
    }
}

fn mark(cursor: &Cursor) -> Result<Mark<'_>> {
    cursor
        .as_str()
        .split_once(':')
        .and_then(|(offset, last)| {
            let offset = offset.parse().ok().filter(|offset| *offset > 0)?;
            Some(Mark { offset, last })
        })
        .ok_or_else(|| Error::invalid(OPERATION, "cursor", "is not one of this provider"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_cover_each_day_of_the_lookup_once() {
        let today: NaiveDate = "2026-04-06".parse().unwrap();
        for (back_days, ahead_days) in [(90, 180), (3, 10), (0, 0), (7, 31)] {
            let agenda = Agenda::new(
                100,
                Lookup {
                    back_days,
                    ahead_days,
                },
            );
            let mut days: Vec<NaiveDate> = agenda
                .rings(today)
                .into_iter()
                .flat_map(|(from, to)| from.iter_days().take_while(move |day| *day <= to))
                .collect();
            days.sort_unstable();
            let first = today - chrono::TimeDelta::days(back_days.into());
            let expected: Vec<_> = first
                .iter_days()
                .take((back_days + ahead_days + 1) as usize)
                .collect();
            assert_eq!(days, expected);
        }
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        for text in ["", "7", "0:i1", "x:i1"] {
            assert!(mark(&Cursor::new(text)).is_err(), "{text}");
        }
        assert_eq!(mark(&Cursor::new("20:i7")).unwrap().offset, 20);
    }
}

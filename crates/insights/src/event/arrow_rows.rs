use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::thread;

use arrow_array::RecordBatch;
use careweave_types::{Error, Result};

use super::arrow_cells::{Column, Place};
use super::arrow_row::ArrowRow;
use super::{Body, EVENT_VERSION, Event, Key};

/// Events as rows of an Arrow record batch: the columns `id`, `at` and `kind`, `v` and `recorded_at` if need be, and one
/// column for each field that some kind in the batch has. A null is a field that is not given.
///
/// Keys and words are columns of text, plain, as views or as a dictionary. Instants are timestamps with a zone, or text
/// as in RFC 3339. Numbers may be of any width; a column of floating-point numbers is taken where all of them are
/// whole, and its NaN is a null, because that is how pandas writes a number that is missing.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// use careweave_insights::ArrowEvents;
/// let text = |rows: [Option<&str>; 2]| Arc::new(StringArray::from_iter(rows)) as ArrayRef;
/// let batch = RecordBatch::try_from_iter([
///     ("id", text([Some("e-1"), Some("e-2")])),
///     ("at", text([Some("2026-04-06T14:00:00Z"), Some("2026-04-07T14:00:00Z")])),
///     ("kind", text([Some("lead_created"), Some("lead_reached")])),
///     ("lead", text([Some("lead-41"), Some("lead-41")])),
///     ("source", text([Some("physician"), None])),
///     ("stage", text([None, Some("booked")])),
/// ])?;
/// let events = ArrowEvents::new(&batch)?.collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(events[0].body.kind(), "lead_created");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ArrowEvents {
    id: Column,
    at: Column,
    kind: Column,
    v: Option<Column>,
    recorded_at: Option<Column>,
    fields: Vec<(String, Column)>,
    /// Where the fields of each kind are.
    places: HashMap<&'static str, Vec<Place>>,
    /// How many fields each row states.
    stated: Vec<u16>,
    row: usize,
    end: usize,
    first: u64,
}

const READ: &str = "event.read";

impl ArrowEvents {
    /// Looks at the columns.
    ///
    /// # Errors
    /// `InvalidInput` when `id`, `at` or `kind` is missing, a column stands twice, or none of its field's values can be
    /// read from a column of its type.
    pub fn new(batch: &RecordBatch) -> Result<Self> {
        let schema = batch.schema();
        let mut columns: HashMap<&str, Column> = HashMap::with_capacity(schema.fields().len());
        let mut fields = Vec::new();
        let mut stated = vec![0_u16; batch.num_rows()];
        for (field, array) in schema.fields().iter().zip(batch.columns()) {
            let name = field.name().as_str();
            let refuse = |rule: String| Error::invalid(READ, name, rule);
            let column = Column::of(name, array).map_err(refuse)?;
            if matches!(name, "id" | "at" | "kind" | "v" | "recorded_at") {
                if columns.insert(name, column).is_some() {
                    return Err(refuse("the table must have a column once".to_owned()));
                }
                continue;
            }
            if fields.iter().any(|(known, _)| known == name) {
                return Err(refuse("the table must have a column once".to_owned()));
            }
            column.each_stated(|row| stated[row] += 1);
            fields.push((name.to_owned(), column));
        }
        let mut needed = |name: &'static str| {
            columns
                .remove(name)
                .ok_or_else(|| Error::invalid(READ, name, "the table must have this column"))
        };
        let (id, at, kind) = (needed("id")?, needed("at")?, needed("kind")?);
        let places = Body::SHAPES.iter().map(|shape| {
            let place = |(index, field): (usize, &super::FieldShape)| {
                let column = fields.iter().position(|(name, _)| name == field.name)?;
                Some(Place { field: index, column })
            };
            let places = shape.fields.iter().enumerate().filter_map(place).collect();
            (shape.kind, places)
        });
        Ok(Self {
            places: places.collect(),
            id,
            at,
            kind,
            v: columns.remove("v"),
            recorded_at: columns.remove("recorded_at"),
            stated,
            row: 0,
            end: batch.num_rows(),
            first: 0,
            fields,
        })
    }

    /// The number of the first row, for errors: where a table comes in several batches.
    #[must_use]
    pub const fn counted_from(mut self, first: u64) -> Self {
        self.first = first;
        self
    }

    /// Reads some of the rows, spread over so many threads.
    pub(crate) fn read(&self, rows: Range<usize>, threads: NonZeroUsize) -> Result<Vec<Event>> {
        let share = rows.len().div_ceil(threads.get()).max(1);
        let some = |start: usize| {
            let end = rows.end.min(start + share);
            (start..end)
                .map(|row| self.numbered(row))
                .collect::<Result<Vec<_>>>()
        };
        let starts = rows.clone().step_by(share);
        if threads.get() == 1 {
            return some(rows.start);
        }
        let some = &some;
        thread::scope(|scope| {
            let parts: Vec<_> = starts.map(|start| scope.spawn(move || some(start))).collect();
            let mut events = Vec::with_capacity(rows.len());
            for part in parts {
                let read = part
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                events.extend(read?);
            }
            Ok(events)
        })
    }

    fn numbered(&self, row: usize) -> Result<Event> {
        self.event(row)
            .map_err(|error| error.with("record", format!("row {}", self.first + row as u64)))
    }

    fn event(&self, row: usize) -> Result<Event> {
        let needed = |name: &'static str| Error::invalid(READ, name, "must be given");
        let refuse = |name: &'static str| move |rule: &'static str| Error::invalid(READ, name, rule);
        let v = match &self.v {
            Some(v) => v.whole(row).map_or(Ok(EVENT_VERSION), |v| {
                u16::try_from(v)
                    .ok()
                    .filter(|&v| v > 0)
                    .ok_or_else(|| Error::invalid(READ, "v", "must be a whole number from 1 on"))
            })?,
            None => EVENT_VERSION,
        };
        let id = self.id.text(row).ok_or_else(|| needed("id"))?;
        let id = Key::new(id).map_err(|error| Error::invalid(READ, "id", error.message()))?;
        let at = self
            .at
            .instant(row)
            .map_err(refuse("at"))?
            .ok_or_else(|| needed("at"))?;
        let recorded_at = match &self.recorded_at {
            Some(column) => column.instant(row).map_err(refuse("recorded_at"))?,
            None => None,
        };
        let kind = self.kind.text(row).ok_or_else(|| needed("kind"))?;
        let known = match self.places.get(kind).filter(|_| v == EVENT_VERSION) {
            Some(places) => {
                let cells = ArrowRow::new(&self.fields, places, row);
                let body = Body::read(kind, &cells).map_err(|error| cells.refused(READ, &error))?;
                if cells.stated() != usize::from(self.stated[row]) {
                    return Err(self.beside(places, row));
                }
                body
            }
            None => None,
        };
        let event = Event {
            id,
            at,
            recorded_at,
            body: known.unwrap_or_else(|| self.unknown(v, kind, row)),
        };
        event.check()?;
        Ok(event)
    }

    /// The error for a field that the kind does not have.
    fn beside(&self, places: &[Place], row: usize) -> Error {
        let stated = self.fields.iter().enumerate().find(|(at, (_, column))| {
            column.is_stated(row) && places.iter().all(|place| place.column != *at)
        });
        let name = stated.map_or("(row)", |(_, (name, _))| name);
        Error::invalid(READ, name.to_owned(), "this kind of event has no such field")
    }

    fn unknown(&self, v: u16, kind: &str, row: usize) -> Body {
        let stated = self.fields.iter().filter(|(_, column)| column.is_stated(row));
        Body::Unknown {
            v,
            kind: kind.into(),
            data: stated
                .map(|(name, column)| (name.clone(), column.json(row)))
                .collect(),
        }
    }
}

impl Iterator for ArrowEvents {
    type Item = Result<Event>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.row == self.end {
            return None;
        }
        let row = self.row;
        self.row += 1;
        Some(self.numbered(row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.row;
        (left, Some(left))
    }
}

use std::io::Read;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use csv::StringRecord;

use super::decode::without_value;
use super::read::CsvRow;
use super::{Body, EVENT_VERSION, Event, Key};

/// Events as rows of a CSV file: the columns `id`, `at` and `kind`, `v` and `recorded_at` if need be, and one column
/// for each field that some kind in the file has. An empty cell is a field that is not given.
///
/// ```
/// use careweave_insights::CsvEvents;
/// let file = "id,at,kind,lead,source,stage\n\
///             e-1,2026-04-06T14:00:00Z,lead_created,lead-41,physician,\n\
///             e-2,2026-04-07T14:00:00Z,lead_reached,lead-41,,booked\n";
/// let events = CsvEvents::new(file.as_bytes())?.collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(events.len(), 2);
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Debug)]
pub struct CsvEvents<R> {
    reader: csv::Reader<R>,
    head: StringRecord,
    row: StringRecord,
    names: StringRecord,
    cells: StringRecord,
}

const ENVELOPE: [&str; 5] = ["id", "at", "kind", "v", "recorded_at"];

impl<R: Read> CsvEvents<R> {
    /// Reads the head of the file.
    ///
    /// # Errors
    /// `InvalidInput` when it lacks `id`, `at` or `kind`, or has a column twice.
    pub fn new(source: R) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new().from_reader(source);
        let head = reader.headers().map_err(|error| unreadable(&error))?.clone();
        for needed in &ENVELOPE[..3] {
            if !head.iter().any(|column| column == *needed) {
                return Err(Error::invalid(
                    "event.read",
                    *needed,
                    "the head must have this column",
                ));
            }
        }
        for (index, column) in head.iter().enumerate() {
            if head.iter().skip(index + 1).any(|other| other == column) {
                return Err(Error::invalid(
                    "event.read",
                    column,
                    "the head must have a column once",
                ));
            }
        }
        Ok(Self {
            reader,
            head,
            row: StringRecord::new(),
            names: StringRecord::new(),
            cells: StringRecord::new(),
        })
    }

    fn event(&mut self) -> Result<Event> {
        let cell = |name: &str| {
            let at = self.head.iter().position(|column| column == name)?;
            self.row.get(at).filter(|cell| !cell.is_empty())
        };
        let needed = |name: &'static str| {
            cell(name).ok_or_else(|| Error::invalid("event.read", name, "must be given"))
        };
        let moment = |name: &'static str, text: &str| {
            DateTime::parse_from_rfc3339(text)
                .map(|at| at.with_timezone(&Utc))
                .map_err(|_| {
                    Error::invalid(
                        "event.read",
                        name,
                        "must be an instant with its offset, as in RFC 3339",
                    )
                })
        };
        let v = cell("v").map_or(Ok(EVENT_VERSION), |v| {
            let v = v.parse().ok().filter(|&v| v > 0);
            v.ok_or_else(|| Error::invalid("event.read", "v", "must be a whole number from 1 on"))
        })?;
        let id =
            Key::new(needed("id")?).map_err(|error| Error::invalid("event.read", "id", error.message()))?;
        let at = moment("at", needed("at")?)?;
        let recorded_at = cell("recorded_at")
            .map(|text| moment("recorded_at", text))
            .transpose()?;
        let kind = needed("kind")?;
        self.names.clear();
        self.cells.clear();
        for (name, cell) in self.head.iter().zip(&self.row) {
            if !ENVELOPE.contains(&name) && !cell.is_empty() {
                self.names.push_field(name);
                self.cells.push_field(cell);
            }
        }
        let known = if v == EVENT_VERSION {
            Self::body(kind, &self.cells, &self.names).map_err(|error| self.misread(kind, &error))?
        } else {
            None
        };
        let body = known.unwrap_or_else(|| Body::Unknown {
            v,
            kind: kind.into(),
            data: self
                .names
                .iter()
                .zip(&self.cells)
                .map(|(name, cell)| (name.to_owned(), serde_json::Value::from(cell)))
                .collect(),
        });
        let event = Event {
            id,
            at,
            recorded_at,
            body,
        };
        event.check()?;
        Ok(event)
    }

    fn body(
        kind: &str,
        cells: &StringRecord,
        names: &StringRecord,
    ) -> std::result::Result<Option<Body>, csv::Error> {
        Body::read(kind, CsvRow { cells, names })
    }

    fn misread(&self, kind: &str, error: &csv::Error) -> Error {
        let Some(rule) = rule_of(error) else {
            return unreadable(error);
        };
        let field = self.culprit(kind, &rule).unwrap_or("(row)");
        Error::invalid("event.read", field, rule)
    }

    /// The column a row is refused for: cells are read in order, so it is the first with which the same is said. The
    /// reader itself knows the column of some mistakes only.
    fn culprit(&self, kind: &str, rule: &str) -> Option<&str> {
        let says = |many: usize| {
            let first = |record: &StringRecord| record.iter().take(many).collect::<StringRecord>();
            let error = Self::body(kind, &first(&self.cells), &first(&self.names)).err()?;
            rule_of(&error)
        };
        let with = (0..=self.names.len()).find(|many| says(*many).as_deref() == Some(rule))?;
        self.names.get(with.checked_sub(1)?)
    }
}

/// What is wrong with a value, without the value.
fn rule_of(error: &csv::Error) -> Option<String> {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => Some(without_value(&err.kind().to_string())),
        _ => None,
    }
}

fn unreadable(error: &csv::Error) -> Error {
    let rule = match error.kind() {
        csv::ErrorKind::Io(_) => "the file cannot be read",
        csv::ErrorKind::Utf8 { .. } => "must be UTF-8",
        csv::ErrorKind::UnequalLengths { .. } => "every row must have as many cells as the head",
        _ => "is no CSV file as RFC 4180 has it",
    };
    Error::invalid("event.read", "(file)", rule)
}

impl<R: Read> Iterator for CsvEvents<R> {
    type Item = Result<Event>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.reader.read_record(&mut self.row);
        let line = self.row.position().map_or(0, csv::Position::line);
        let event = match read {
            Ok(false) => return None,
            Ok(true) => self.event(),
            Err(error) => Err(unreadable(&error)),
        };
        Some(event.map_err(|error| error.with("record", format!("line {line}"))))
    }
}

use careweave_types::{Error, Result};

use super::calendar::Calendar;
use super::document::ProblemData;
use super::validation;

const OPERATION: &str = "assignment.load";

/// A validated assignment problem.
///
/// ```
/// use careweave_matching::assignment::Problem;
/// let error = Problem::from_json(r#"{"format": "careweave.assignment/1", "caregivers": [],
///     "visits": [{"id": "900001", "start": 60, "end": 30, "unfilled_penalty": 100}]}"#).unwrap_err();
/// assert_eq!((error.get("record"), error.get("field")), (Some("visits[0]"), Some("end")));
/// ```
#[derive(Clone, Debug)]
pub struct Problem {
    data: ProblemData,
    calendar: Calendar,
}

impl Problem {
    /// Reads a problem file.
    ///
    /// # Errors
    /// `invalid_input` that names the record (`visits[3]`) and the field: for JSON that does not parse, an unknown or
    /// missing field, and everything [`Problem::new`] checks.
    pub fn from_json(text: &str) -> Result<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let data: ProblemData = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let source = error.into_inner();
            let place = format!("line {}, column {}", source.line(), source.column());
            if source.is_syntax() || source.is_eof() {
                return Error::invalid(OPERATION, "(file)", "is JSON").with("at", place);
            }
            let (record, field) = split_path(&path);
            let message = source.to_string();
            let rule = message
                .rfind(" at line ")
                .map_or(message.as_str(), |at| &message[..at]);
            Error::invalid(OPERATION, field, rule)
                .with("record", record)
                .with("at", place)
        })?;
        reader
            .end()
            .map_err(|_| Error::invalid(OPERATION, "(file)", "nothing follows the problem's last brace"))?;
        Self::new(data)
    }

    /// Validates records.
    ///
    /// # Errors
    /// `invalid_input` that names the record and the field. The rules are in the guide; none is repaired.
    pub fn new(data: ProblemData) -> Result<Self> {
        validation::check(&data)?;
        let calendar = Calendar::new(data.day_starts.clone(), data.week_starts.clone());
        Ok(Self { data, calendar })
    }

    /// The records.
    pub fn data(&self) -> &ProblemData {
        &self.data
    }

    /// Where days and weeks begin.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}

/// `visits[3].start` → (`visits[3]`, `start`).
fn split_path(path: &str) -> (&str, &str) {
    match path.split_once("].") {
        Some((record, field)) => (&path[..=record.len()], field),
        None if path.ends_with(']') => (path, "(record)"),
        None if path == "." => ("(file)", "(file)"),
        None => ("(file)", path),
    }
}

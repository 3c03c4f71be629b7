//! Columns of Arrow, brought to the few types that the fields of events have.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, LargeStringArray, StringArray, StringViewArray,
    TimestampMicrosecondArray,
};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{DataType, TimeUnit};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::{Body, FieldForm};

/// Where a field of a kind is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The field, in the order of the kind.
    pub(super) field: usize,
    /// The column.
    pub(super) column: usize,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// Nothing in any row.
    Nothing,
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    Whole(Int64Array),
    Flag(BooleanArray),
    Instant(TimestampMicrosecondArray),
}

impl Column {
    /// The column of a field or of the envelope; or the rule that its type breaks.
    pub(super) fn of(name: &str, array: &ArrayRef) -> Result<Self, String> {
        let column = Self::read(array)?;
        let wanted = wanted(name);
        if wanted.is_empty() || wanted.iter().any(|form| column.holds(*form)) {
            return Ok(column);
        }
        Err(match wanted[0] {
            FieldForm::Key | FieldForm::Words(_) | FieldForm::OpenWords(_) => "must be a column of text",
            FieldForm::Whole => "must be a column of whole numbers",
            FieldForm::Flag => "must be a column of booleans",
            FieldForm::Instant => "must be a column of timestamps with a time zone",
        }
        .to_owned())
    }

    fn read(array: &ArrayRef) -> Result<Self, String> {
        Ok(match array.data_type() {
            _ if array.null_count() == array.len() => Self::Nothing,
            DataType::Null => Self::Nothing,
            DataType::Utf8 => Self::Text(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string::<i64>().clone()),
            DataType::Utf8View => Self::TextView(array.as_string_view().clone()),
            DataType::Dictionary(_, values) if values.is_string() => {
                Self::TextView(cast(array, &DataType::Utf8View)?.as_string_view().clone())
            }
            DataType::Dictionary(_, values) => Self::read(&cast(array, values)?)?,
            DataType::RunEndEncoded(_, values) => Self::read(&cast(array, values.data_type())?)?,
            DataType::Boolean => Self::Flag(array.as_boolean().clone()),
            kind if kind.is_integer() => {
                Self::Whole(cast(array, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
            }
            kind if kind.is_floating() => Self::Whole(whole_numbers(&cast(array, &DataType::Float64)?)?),
            DataType::Timestamp(_, None) => {
                return Err(
                    "a timestamp without a time zone does not say which instant it is; give the column one"
                        .to_owned(),
                );
            }
            DataType::Timestamp(_, Some(_)) => {
                let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
                let micros = cast(array, &utc)?;
                Self::Instant(micros.as_primitive::<TimestampMicrosecondType>().clone())
            }
            other => return Err(format!("has the type {other}, which no field can be read from")),
        })
    }

    fn holds(&self, form: FieldForm) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(_) | Self::LargeText(_) | Self::TextView(_) => {
                !matches!(form, FieldForm::Whole | FieldForm::Flag)
            }
            Self::Whole(_) => form == FieldForm::Whole,
            Self::Flag(_) => form == FieldForm::Flag,
            Self::Instant(_) => form == FieldForm::Instant,
        }
    }

    fn array(&self) -> Option<&dyn Array> {
        Some(match self {
            Self::Nothing => return None,
            Self::Text(array) => array,
            Self::LargeText(array) => array,
            Self::TextView(array) => array,
            Self::Whole(array) => array,
            Self::Flag(array) => array,
            Self::Instant(array) => array,
        })
    }

    /// True when the row has a value.
    pub(super) fn is_stated(&self, row: usize) -> bool {
        self.array().is_some_and(|array| array.is_valid(row))
    }

    /// Every row that has a value.
    pub(super) fn each_stated(&self, take: impl FnMut(usize)) {
        let Some(array) = self.array() else { return };
        match array.nulls() {
            Some(nulls) => nulls.valid_indices().for_each(take),
            None => (0..array.len()).for_each(take),
        }
    }

    /// A text; nothing when the column holds none, or the row.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(array) => array.is_valid(row).then(|| array.value(row)),
            Self::LargeText(array) => array.is_valid(row).then(|| array.value(row)),
            Self::TextView(array) => array.is_valid(row).then(|| array.value(row)),
            _ => None,
        }
    }

    /// A whole number; nothing when the column holds none, or the row.
    pub(super) fn whole(&self, row: usize) -> Option<i64> {
        match self {
            Self::Whole(array) => array.is_valid(row).then(|| array.value(row)),
            _ => None,
        }
    }

    /// Yes or no; nothing when the column holds none, or the row.
    pub(super) fn flag(&self, row: usize) -> Option<bool> {
        match self {
            Self::Flag(array) => array.is_valid(row).then(|| array.value(row)),
            _ => None,
        }
    }

    /// An instant, or the rule that a text breaks.
    pub(super) fn instant(&self, row: usize) -> Result<Option<DateTime<Utc>>, &'static str> {
        match self {
            Self::Instant(array) if array.is_valid(row) => {
                let instant = DateTime::from_timestamp_micros(array.value(row));
                instant.map(Some).ok_or("is outside of the calendar")
            }
            _ => {
                let Some(text) = self.text(row) else {
                    return Ok(None);
                };
                DateTime::parse_from_rfc3339(text)
                    .map(|at| Some(at.with_timezone(&Utc)))
                    .map_err(|_| "must be an instant with its offset, as in RFC 3339")
            }
        }
    }

    /// The value as JSON.
    pub(super) fn json(&self, row: usize) -> Value {
        match self {
            Self::Whole(_) => self.whole(row).into(),
            Self::Flag(_) => self.flag(row).into(),
            Self::Instant(_) => self
                .instant(row)
                .ok()
                .flatten()
                .map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
                .into(),
            _ => self.text(row).into(),
        }
    }
}

/// The forms that a column of this name has among the kinds; none when no kind has such a field.
fn wanted(name: &str) -> Vec<FieldForm> {
    match name {
        "id" | "kind" => vec![FieldForm::Key],
        "at" | "recorded_at" => vec![FieldForm::Instant],
        "v" => vec![FieldForm::Whole],
        _ => {
            let fields = Body::SHAPES.iter().flat_map(|shape| shape.fields);
            fields
                .filter(|field| field.name == name)
                .map(|field| field.form)
                .collect()
        }
    }
}

fn whole_numbers(array: &ArrayRef) -> Result<Int64Array, String> {
    let rows = array.as_primitive::<Float64Type>().iter().map(|row| {
        let Some(number) = row.filter(|number| !number.is_nan()) else {
            return Ok(None);
        };
        #[allow(clippy::cast_possible_truncation, reason = "whole, and within 53 bits")]
        if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
            Ok(Some(number as i64))
        } else {
            Err("must be a column of whole numbers".to_owned())
        }
    });
    rows.collect()
}

fn cast(array: &ArrayRef, to: &DataType) -> Result<ArrayRef, String> {
    let options = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    // Arrow's message may quote the value.
    cast_with_options(array, to, &options)
        .map_err(|_| format!("holds a value that is not in the range of {to}"))
}

//! A table with a column for each field, filled row by row.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Int64Builder, StringBuilder, TimestampMillisecondBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::failure::Failure;

/// Columns of text.
const TEXT: [&str; 25] = [
    "id",
    "kind",
    "lead",
    "source",
    "stage",
    "client",
    "currency",
    "audience",
    "spend",
    "caregiver",
    "call",
    "by",
    "end",
    "message",
    "person",
    "channel",
    "form",
    "appointment",
    "professional",
    "shift",
    "reply",
    "status",
    "visit",
    "payer",
    "verification",
];
const WHOLE: [&str; 9] = [
    "revenue_minor",
    "amount_minor",
    "hundredths",
    "ring_seconds",
    "talk_seconds",
    "hold_seconds",
    "wrap_seconds",
    "overtime_minutes",
    "minutes",
];
const FLAG: [&str; 1] = ["known_to_client"];
const INSTANT: [&str; 3] = ["at", "scheduled_at", "starts_at"];

/// A value of a row.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Text(String),
    Word(&'static str),
    Whole(i64),
    Flag(bool),
    /// Milliseconds since 1970.
    Instant(i64),
}

/// A row: what is stated.
pub(super) type Row = Vec<(&'static str, Cell)>;

pub(super) struct Sheet {
    text: Vec<StringBuilder>,
    whole: Vec<Int64Builder>,
    flag: Vec<BooleanBuilder>,
    instant: Vec<TimestampMillisecondBuilder>,
    rows: usize,
    most: usize,
}

impl Sheet {
    pub(super) fn new(most: usize) -> Self {
        Self {
            text: TEXT.iter().map(|_| StringBuilder::new()).collect(),
            whole: WHOLE.iter().map(|_| Int64Builder::new()).collect(),
            flag: FLAG.iter().map(|_| BooleanBuilder::new()).collect(),
            instant: INSTANT
                .iter()
                .map(|_| TimestampMillisecondBuilder::new().with_timezone("UTC"))
                .collect(),
            rows: 0,
            most,
        }
    }

    pub(super) fn schema(&self) -> SchemaRef {
        let instant = DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()));
        let of = |names: &[&str], kind: DataType| -> Vec<Field> {
            names
                .iter()
                .map(|name| Field::new(*name, kind.clone(), true))
                .collect()
        };
        let fields = [
            of(&TEXT, DataType::Utf8),
            of(&WHOLE, DataType::Int64),
            of(&FLAG, DataType::Boolean),
            of(&INSTANT, instant),
        ];
        Arc::new(Schema::new(fields.concat()))
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows >= self.most
    }

    pub(super) fn add(&mut self, row: &Row) {
        let place = |names: &[&str], name: &str| names.iter().position(|known| *known == name);
        for (name, cell) in row {
            match cell {
                Cell::Text(text) => self.add_text(place(&TEXT, name), text),
                Cell::Word(word) => self.add_text(place(&TEXT, name), word),
                Cell::Whole(number) => {
                    let column = place(&WHOLE, name).map(|at| &mut self.whole[at]);
                    if let Some(column) = column {
                        column.append_nulls(self.rows - column.values_slice().len());
                        column.append_value(*number);
                    }
                }
                Cell::Flag(flag) => {
                    for column in &mut self.flag {
                        column.append_nulls(self.rows - arrow_array::builder::ArrayBuilder::len(column));
                        column.append_value(*flag);
                    }
                }
                Cell::Instant(at) => {
                    let column = place(&INSTANT, name).map(|at| &mut self.instant[at]);
                    if let Some(column) = column {
                        column.append_nulls(self.rows - column.values_slice().len());
                        column.append_value(*at);
                    }
                }
            }
        }
        self.rows += 1;
    }

    fn add_text(&mut self, at: Option<usize>, text: &str) {
        if let Some(column) = at.map(|at| &mut self.text[at]) {
            column.append_nulls(self.rows - arrow_array::builder::ArrayBuilder::len(column));
            column.append_value(text);
        }
    }

    /// The rows so far, after which there are none.
    pub(super) fn take(&mut self) -> Result<RecordBatch, Failure> {
        use arrow_array::builder::ArrayBuilder as _;
        let rows = std::mem::take(&mut self.rows);
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(TEXT.len() + WHOLE.len() + 4);
        for column in &mut self.text {
            column.append_nulls(rows - column.len());
            columns.push(Arc::new(column.finish()));
        }
        for column in &mut self.whole {
            column.append_nulls(rows - column.len());
            columns.push(Arc::new(column.finish()));
        }
        for column in &mut self.flag {
            column.append_nulls(rows - column.len());
            columns.push(Arc::new(column.finish()));
        }
        for column in &mut self.instant {
            column.append_nulls(rows - column.len());
            columns.push(Arc::new(column.finish()));
        }
        RecordBatch::try_new(self.schema(), columns)
            .map_err(|source| Failure::new(format!("the events are no table: {source}")))
    }
}

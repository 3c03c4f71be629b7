use std::sync::Arc;

use arrow_array::{
    ArrayRef, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use careweave_types::{Error, ErrorKind, Result};

use super::{Flat, FlatKind, Table};

impl Table {
    /// The table as an Arrow record batch: the columns of the CSV, amounts as decimals with two places, instants as
    /// milliseconds in UTC. Every column may hold nulls.
    ///
    /// # Errors
    /// `Internal`, should Arrow refuse the columns.
    pub fn to_arrow(&self) -> Result<RecordBatch> {
        let columns = self.flat_columns();
        let rows: Vec<Vec<Flat>> = self.rows.iter().map(|row| self.flat_row(row)).collect();
        let mut fields = Vec::with_capacity(columns.len());
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns.len());
        for (at, (name, kind)) in columns.iter().enumerate() {
            let cells = || rows.iter().map(|row| &row[at]);
            let whole = |cell: &Flat| match cell {
                Flat::Whole(value) | Flat::Cents(value) | Flat::Millis(value) => Some(*value),
                _ => None,
            };
            let array: ArrayRef = match kind {
                FlatKind::Text => Arc::new(StringArray::from_iter(cells().map(|cell| match cell {
                    Flat::Text(text) => Some(text.as_str()),
                    _ => None,
                }))),
                FlatKind::Float => Arc::new(Float64Array::from_iter(cells().map(|cell| match cell {
                    Flat::Float(value) => Some(*value),
                    _ => None,
                }))),
                FlatKind::Whole => Arc::new(Int64Array::from_iter(cells().map(whole))),
                FlatKind::Millis => {
                    Arc::new(TimestampMillisecondArray::from_iter(cells().map(whole)).with_timezone("UTC"))
                }
                FlatKind::Cents => Arc::new(
                    Decimal128Array::from_iter(cells().map(|cell| whole(cell).map(i128::from)))
                        .with_precision_and_scale(20, 2)
                        .map_err(failed)?,
                ),
            };
            let data_type = match kind {
                FlatKind::Text => DataType::Utf8,
                FlatKind::Float => DataType::Float64,
                FlatKind::Whole => DataType::Int64,
                FlatKind::Millis => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
                FlatKind::Cents => DataType::Decimal128(20, 2),
            };
            fields.push(Field::new(name, data_type, true));
            arrays.push(array);
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(failed)
    }

    /// The record batch as the bytes of an Arrow IPC stream, as pyarrow, polars and DuckDB read it.
    ///
    /// # Errors
    /// As [`Table::to_arrow`].
    pub fn to_arrow_ipc(&self) -> Result<Vec<u8>> {
        let batch = self.to_arrow()?;
        let mut bytes = Vec::new();
        let mut writer =
            arrow_ipc::writer::StreamWriter::try_new(&mut bytes, &batch.schema()).map_err(failed)?;
        writer
            .write(&batch)
            .and_then(|()| writer.finish())
            .map_err(failed)?;
        drop(writer);
        Ok(bytes)
    }
}

fn failed(source: arrow_schema::ArrowError) -> Error {
    Error::new(
        ErrorKind::Internal,
        "insights.arrow",
        "the table could not be written",
    )
    .with_source(source)
}

use std::fmt::Write as _;

use careweave_types::{Error, ErrorKind, Result};

use super::{Flat, Table};
use crate::period::instant;

impl Table {
    /// The table as CSV (RFC 4180): UTF-8, lines ended by CR LF, instants in ISO 8601, decimals with a point, an empty
    /// cell for what has no value.
    ///
    /// Words that a spreadsheet would take for a formula (they begin with `=`, `+`, `-`, `@`, a tab or a carriage
    /// return) get an apostrophe in front. Numbers do not: they are written here and not taken from anybody.
    ///
    /// # Errors
    /// `Internal`, should the writer fail.
    pub fn to_csv(&self) -> Result<String> {
        let failed = || {
            Error::new(
                ErrorKind::Internal,
                "insights.csv",
                "the table could not be written",
            )
        };
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let head = self.flat_columns();
        writer
            .write_record(head.iter().map(|(name, _)| name))
            .map_err(|source| failed().with_source(source))?;
        for row in &self.rows {
            let cells = self.flat_row(row);
            writer
                .write_record(cells.iter().map(cell))
                .map_err(|source| failed().with_source(source))?;
        }
        let bytes = writer.into_inner().map_err(|_| failed())?;
        String::from_utf8(bytes).map_err(|source| failed().with_source(source))
    }
}

fn cell(value: &Flat) -> String {
    match value {
        Flat::Null => String::new(),
        Flat::Text(text) => harmless(text),
        Flat::Whole(number) => number.to_string(),
        Flat::Float(number) => number.to_string(),
        Flat::Cents(minor) => {
            let mut text = String::new();
            let sign = if *minor < 0 { "-" } else { "" };
            let abs = minor.unsigned_abs();
            // Writing to a string cannot fail.
            let _ = write!(text, "{sign}{}.{:02}", abs / 100, abs % 100);
            text
        }
        Flat::Millis(ms) => instant(*ms).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    }
}

fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

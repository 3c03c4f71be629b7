use std::fmt;

use careweave::insights::output::{Present, Table};
use careweave::types::{Error, Result};

use super::ANSWER;

/// A report, as of a moment. It does not change; threads may share it.
pub struct AnswerHandle {
    report: Box<dyn Present>,
    tables: Vec<Table>,
}

impl fmt::Debug for AnswerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerHandle")
            .field("tables", &self.tables())
            .finish_non_exhaustive()
    }
}

impl AnswerHandle {
    pub(super) fn new(report: Box<dyn Present>) -> Self {
        let tables = report.tables();
        Self { report, tables }
    }

    /// The report as one line of JSON, byte for byte what Rust and the command line give.
    pub fn json(&self) -> String {
        self.report.to_json()
    }

    /// The names of its tables; the first is the main one.
    pub fn tables(&self) -> Vec<&'static str> {
        self.tables.iter().map(|table| table.name).collect()
    }

    /// A table as CSV (RFC 4180); the main one unless stated.
    ///
    /// # Errors
    /// `InvalidInput` when there is no such table.
    pub fn csv(&self, table: Option<&str>) -> Result<String> {
        self.table(table)?.to_csv()
    }

    /// The main figure as a chart, an SVG document.
    pub fn svg(&self) -> String {
        self.report.chart().to_svg()
    }

    /// A table as a record batch; the main one unless stated.
    ///
    /// # Errors
    /// `InvalidInput` when there is no such table.
    pub fn arrow(&self, table: Option<&str>) -> Result<arrow_array::RecordBatch> {
        self.table(table)?.to_arrow()
    }

    /// A table as the bytes of an Arrow IPC stream; the main one unless stated.
    ///
    /// # Errors
    /// `InvalidInput` when there is no such table.
    pub fn arrow_ipc(&self, table: Option<&str>) -> Result<Vec<u8>> {
        self.table(table)?.to_arrow_ipc()
    }

    fn table(&self, name: Option<&str>) -> Result<&Table> {
        let found = match name {
            None => self.tables.first(),
            Some(name) => self.tables.iter().find(|table| table.name == name),
        };
        found.ok_or_else(|| {
            let rule = format!("must be one of {}", self.tables().join(", "));
            Error::invalid(ANSWER, "table", rule)
        })
    }
}

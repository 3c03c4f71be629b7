//! Reports as others read them: tables, CSV, charts, pages for Prometheus, and Arrow.

#[cfg(feature = "arrow")]
mod arrow;
mod chart;
mod csv;
mod exposition;
mod table;

use serde::Serialize;

pub use chart::{Bar, Chart, Unit};
pub use exposition::{Exposition, Labels};
pub use table::{Cell, Flat, FlatKind, Kind, Table};

use crate::period::Basis;

/// What prints itself as one line of JSON.
pub trait Json {
    /// One line of JSON. Neither infinity nor NaN can be in it.
    fn to_json(&self) -> String;
}

impl<T: Serialize> Json for T {
    fn to_json(&self) -> String {
        // Records of numbers and words with text keys: nothing JSON cannot hold.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A report that can be shown.
pub trait Present: Json + Send + Sync {
    /// What it rests on.
    fn basis(&self) -> &Basis;

    /// Its tables; the first is the main one.
    fn tables(&self) -> Vec<Table>;

    /// The main figure as a chart.
    fn chart(&self) -> Chart;
}

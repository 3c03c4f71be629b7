//! What is told of a result, the same in every language: see `results.py` and `results.mjs`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::task::digest;

/// How many rows of a stream are one part.
const ROWS_PER_PART: usize = 1_000;

/// A client as it is compared.
pub(crate) struct ClientRow<'a> {
    pub(crate) id: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) last_name: &'a str,
    pub(crate) status: &'a str,
    pub(crate) zip_code: &'a str,
    pub(crate) hours: Option<u32>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl ClientRow<'_> {
    pub(crate) fn line(&self) -> String {
        format!(
            "{}|{}|{}|{}|{}|{}|{}",
            self.id,
            self.first_name,
            self.last_name,
            self.status,
            self.zip_code,
            self.hours
                .map_or_else(|| "-".to_owned(), |hours| hours.to_string()),
            self.updated_at.timestamp()
        )
    }
}

/// The parts of a list of clients.
pub(crate) fn clients(lines: Vec<String>) -> BTreeMap<String, String> {
    let count = lines.len().to_string();
    [("count".to_owned(), count), ("clients".to_owned(), digest(lines))].into()
}

/// The parts of a stream: the ids, a thousand at a time, so that nothing else is kept.
#[derive(Default)]
pub(crate) struct StreamParts {
    parts: BTreeMap<String, String>,
    ids: Vec<String>,
    rows: usize,
}

impl StreamParts {
    pub(crate) fn add(&mut self, id: &str) {
        self.rows += 1;
        self.ids.push(id.to_owned());
        if self.ids.len() == ROWS_PER_PART {
            let ids = std::mem::take(&mut self.ids);
            self.parts.insert(format!("up to {}", self.rows), digest(ids));
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn finish(self) -> BTreeMap<String, String> {
        self.parts
    }
}

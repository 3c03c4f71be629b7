//! Queries: arrays under `name[]`, parts of a list by `limit` and `offset`.

use chrono::NaiveDate;
use serde_json::Value;

use super::fault::Fault;
use super::switches::NinsaudeLargestPage;
use crate::form;

/// How many rows a list has when nobody says.
const DEFAULT_LIMIT: usize = 50;

/// The parameters of a query. What the vendor does not know, it ignores.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn read(query: Option<&str>) -> Result<Self, Fault> {
        form::decode(query.unwrap_or_default())
            .map(Self)
            .map_err(|_| Fault::field("query", "não pôde ser lida"))
    }

    /// The last value under `name`; an empty one is none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(given, _)| given == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The numbers under `name[]`, and under `name` as some callers write it.
    pub(super) fn numbers(&self, name: &'static str) -> Result<Vec<u64>, Fault> {
        let bracketed = format!("{name}[]");
        let mut numbers = Vec::new();
        for (given, value) in &self.0 {
            if given == name || *given == bracketed {
                for part in value.split(',').filter(|part| !part.is_empty()) {
                    numbers.push(
                        part.parse()
                            .map_err(|_| Fault::field(name, "deve ser um número inteiro"))?,
                    );
                }
            }
        }
        Ok(numbers)
    }

    pub(super) fn number(&self, name: &'static str) -> Result<Option<u64>, Fault> {
        Ok(self.numbers(name)?.last().copied())
    }

    /// `0` or `1`.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, Fault> {
        match self.text(name) {
            None => Ok(None),
            Some("0") => Ok(Some(false)),
            Some("1") => Ok(Some(true)),
            Some(_) => Err(Fault::field(name, "deve ser 0 ou 1")),
        }
    }

    pub(super) fn date(&self, name: &'static str) -> Result<Option<NaiveDate>, Fault> {
        self.text(name).map(|text| date(name, text)).transpose()
    }

    /// The part of `rows` that is asked for.
    pub(super) fn page(&self, rows: Vec<Value>, largest: NinsaudeLargestPage) -> Result<Vec<Value>, Fault> {
        let number = |name| -> Result<Option<usize>, Fault> {
            Ok(self
                .number(name)?
                .map(|n| usize::try_from(n).unwrap_or(usize::MAX)))
        };
        let limit = number("limit")?.unwrap_or(DEFAULT_LIMIT).min(largest.rows());
        let offset = number("offset")?.unwrap_or(0);
        Ok(rows.into_iter().skip(offset).take(limit).collect())
    }
}

/// A date `YYYY-MM-DD`.
pub(super) fn date(field: &'static str, text: &str) -> Result<NaiveDate, Fault> {
    let parsed = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    parsed
        .ok()
        .filter(|_| text.len() == 10)
        .ok_or_else(|| Fault::field(field, "deve ser uma data AAAA-MM-DD"))
}

/// The number that an id in a path is.
pub(super) fn path_id(text: &str) -> Result<u64, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}

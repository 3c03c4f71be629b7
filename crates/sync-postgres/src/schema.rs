use std::fmt;

use careweave_types::{Error, Result};

/// The schema that holds the tables of a store: a plain lower-case name, so that quoting it changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schema(String);

impl Schema {
    /// The longest name PostgreSQL keeps, in bytes.
    const MAX_BYTES: usize = 63;

    pub(crate) fn new(name: &str) -> Result<Self> {
        let rule = if name.is_empty() {
            "must not be empty"
        } else if name.len() > Self::MAX_BYTES {
            "must not be longer than 63 bytes"
        } else if !name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            || !name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        {
            "must be lower-case ASCII letters, digits and '_', and not begin with a digit"
        } else if name.starts_with("pg_") || name == "information_schema" {
            "must not be one of PostgreSQL's own"
        } else {
            return Ok(Self(name.to_owned()));
        };
        Err(Error::invalid("store.open", "schema", rule))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// `"schema"."table"`.
    pub(crate) fn table(&self, table: &str) -> String {
        format!("\"{}\".\"{table}\"", self.0)
    }
}

impl fmt::Display for Schema {
    /// Quoted, as SQL takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_taken_and_all_else_is_refused() {
        let longest = "x".repeat(63);
        for good in ["careweave", "_a1", longest.as_str()] {
            assert_eq!(Schema::new(good).unwrap().as_str(), good);
        }
        let too_long = "x".repeat(64);
        for bad in [
            "",
            "Care",
            "1a",
            "a-b",
            "a b",
            "a\"b",
            "a;drop table x",
            "é",
            "pg_temp",
            "information_schema",
            &too_long,
        ] {
            let error = Schema::new(bad).unwrap_err();
            assert_eq!(error.get("field"), Some("schema"), "{bad}");
        }
    }
}

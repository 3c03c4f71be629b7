use std::fmt;

use careweave_types::{Error, Result};

/// How a driver wants the places of parameters written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholders {
    /// `$1`: tokio-postgres, sqlx, asyncpg, node-postgres. A number may stand more than once.
    Numbered,
    /// `?`: sqlite3, `node:sqlite`. One parameter for each mark.
    Question,
    /// `%s`: psycopg. One parameter for each mark.
    Format,
    /// `:name`: SQLAlchemy's `text()`, rusqlite, sqlite3 with a mapping.
    Named,
}

impl Placeholders {
    /// The word for it: `"numbered"`, `"question"`, `"format"`, `"named"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Numbered => "numbered",
            Self::Question => "question",
            Self::Format => "format",
            Self::Named => "named",
        }
    }
}

impl fmt::Display for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Placeholders {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        [Self::Numbered, Self::Question, Self::Format, Self::Named]
            .into_iter()
            .find(|style| style.as_str() == word)
            .ok_or_else(|| {
                Error::invalid(
                    "outbox.statements",
                    "placeholders",
                    "must be numbered, question, format or named",
                )
            })
    }
}

/// What a parameter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number of 64 bits.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nothing, of a column of whole numbers.
    Nothing,
}

/// A statement for a connection of the caller's own: its text, and its parameters in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text.
    pub sql: String,
    /// The name and the value of each parameter. With [`Placeholders::Named`] each name stands here once.
    pub parameters: Vec<(&'static str, Value)>,
}

impl Statement {
    /// The statement of a text in which places are written `:name`, with the values under those names.
    pub(super) fn of(template: &str, values: &[(&'static str, Value)], style: Placeholders) -> Self {
        let mut sql = String::with_capacity(template.len());
        let mut parameters: Vec<(&'static str, Value)> = Vec::new();
        let mut rest = template;
        while let Some(colon) = rest.find(':') {
            let (before, after) = rest.split_at(colon);
            sql.push_str(before);
            let end = after[1..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .map_or(after.len(), |length| length + 1);
            let (name, following) = (&after[1..end], &after[end..]);
            if let Some((name, value)) = values.iter().find(|(known, _)| *known == name) {
                let held = parameters.iter().position(|(known, _)| known == name);
                let once = matches!(style, Placeholders::Numbered | Placeholders::Named);
                let place = match held {
                    Some(place) if once => place,
                    _ => {
                        parameters.push((name, value.clone()));
                        parameters.len() - 1
                    }
                };
                sql.push_str(&match style {
                    Placeholders::Numbered => format!("${}", place + 1),
                    Placeholders::Question => "?".to_owned(),
                    Placeholders::Format => "%s".to_owned(),
                    Placeholders::Named => format!(":{name}"),
                });
            } else {
                sql.push_str(&after[..end]);
            }
            rest = following;
        }
        sql.push_str(rest);
        Self { sql, parameters }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "INSERT INTO t (a, b, c) SELECT :one, :two, :one WHERE ':other' <> :two";

    fn of(style: Placeholders) -> (String, Vec<&'static str>) {
        let values = [("one", Value::Integer(1)), ("two", Value::Text("b".to_owned()))];
        let statement = Statement::of(TEMPLATE, &values, style);
        let names = statement.parameters.iter().map(|(name, _)| *name).collect();
        (statement.sql, names)
    }

    #[test]
    fn each_style_has_its_places_and_as_many_parameters() {
        assert_eq!(
            of(Placeholders::Numbered),
            (
                "INSERT INTO t (a, b, c) SELECT $1, $2, $1 WHERE ':other' <> $2".to_owned(),
                vec!["one", "two"]
            )
        );
        assert_eq!(
            of(Placeholders::Question),
            (
                "INSERT INTO t (a, b, c) SELECT ?, ?, ? WHERE ':other' <> ?".to_owned(),
                vec!["one", "two", "one", "two"]
            )
        );
        assert_eq!(of(Placeholders::Format).0.matches("%s").count(), 4);
        assert_eq!(of(Placeholders::Named), (TEMPLATE.to_owned(), vec!["one", "two"]));
    }

    #[test]
    fn a_style_is_named_by_its_word() {
        for style in ["numbered", "question", "format", "named"] {
            assert_eq!(style.parse::<Placeholders>().unwrap().as_str(), style);
        }
        assert_eq!(
            "pyformat".parse::<Placeholders>().unwrap_err().get("field"),
            Some("placeholders")
        );
    }
}

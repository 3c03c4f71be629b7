//! Columns that become records.

use std::borrow::Cow;
use std::cell::RefCell;

use careweave::types::{Error, Result};
use chrono::{DateTime, SecondsFormat};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, Visitor};
use serde_json::Value;

use super::collection::refusal;

/// The values of one field, row by row; `None` is not stated.
#[derive(Debug)]
pub enum Column {
    /// Text: ids, words, dates, instants in RFC 3339.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Numbers; one without a fraction is read as a whole number.
    Number(Vec<Option<f64>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Instants, in microseconds since 1970 (UTC).
    Instant(Vec<Option<i64>>),
    /// Anything else: lists and objects.
    Value(Vec<Value>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Text(rows) => rows.len(),
            Self::Integer(rows) | Self::Instant(rows) => rows.len(),
            Self::Number(rows) => rows.len(),
            Self::Flag(rows) => rows.len(),
            Self::Value(rows) => rows.len(),
        }
    }

    fn is_stated(&self, row: usize) -> bool {
        match self {
            Self::Text(rows) => rows[row].is_some(),
            Self::Integer(rows) | Self::Instant(rows) => rows[row].is_some(),
            Self::Number(rows) => rows[row].is_some(),
            Self::Flag(rows) => rows[row].is_some(),
            Self::Value(rows) => !rows[row].is_null(),
        }
    }
}

/// Columns of one length. A name with a dot (`home.latitude_e6`) is a field of an object inside the record.
#[derive(Debug, Default)]
pub struct Table {
    fields: Vec<(String, Field)>,
    rows: Option<usize>,
}

#[derive(Debug)]
enum Field {
    Column(Column),
    Inner(Table),
}

impl Table {
    /// Adds a column.
    ///
    /// # Errors
    /// `InvalidInput` that names the column when another has its name, or another length.
    pub fn add(&mut self, name: &str, column: Column) -> Result<()> {
        self.add_at(name, name, column)
    }

    fn add_at(&mut self, full: &str, name: &str, column: Column) -> Result<()> {
        let refuse = |rule: &str| Err(Error::invalid("roster.load", full.to_owned(), rule));
        if *self.rows.get_or_insert(column.len()) != column.len() {
            return refuse("every column of a table has the same number of rows");
        }
        let (head, inner) = match name.split_once('.') {
            Some((head, inner)) => (head, Some(inner)),
            None => (name, None),
        };
        let held = self.fields.iter_mut().find(|(known, _)| known == head);
        match (held, inner) {
            (Some((_, Field::Inner(table))), Some(inner)) => table.add_at(full, inner, column),
            (Some(_), _) => refuse("the table has this column already"),
            (None, Some(inner)) => {
                let mut table = Self::default();
                table.add_at(full, inner, column)?;
                self.fields.push((head.to_owned(), Field::Inner(table)));
                Ok(())
            }
            (None, None) => {
                self.fields.push((head.to_owned(), Field::Column(column)));
                Ok(())
            }
        }
    }

    /// Reads every row as a record.
    pub(super) fn read<T: DeserializeOwned>(&self, operation: &'static str, name: &str) -> Result<Vec<T>> {
        let rows = self.rows.unwrap_or(0);
        let mut records = Vec::with_capacity(rows);
        let path = RefCell::new(Vec::new());
        for row in 0..rows {
            let reader = Row {
                table: self,
                row,
                path: &path,
            };
            match T::deserialize(reader) {
                Ok(record) => records.push(record),
                Err(error) => {
                    let field = match path.borrow().as_slice() {
                        [] => "(record)".to_owned(),
                        names => names.join("."),
                    };
                    return Err(refusal(operation, &format!("{name}[{row}]"), &field, &error));
                }
            }
        }
        Ok(records)
    }

    fn is_stated(&self, row: usize) -> bool {
        self.fields.iter().any(|(_, field)| field.is_stated(row))
    }
}

impl Field {
    fn is_stated(&self, row: usize) -> bool {
        match self {
            Self::Column(column) => column.is_stated(row),
            Self::Inner(table) => table.is_stated(row),
        }
    }
}

/// One row, as an object; `path` holds the names of the fields that are being read.
#[derive(Clone, Copy)]
struct Row<'a> {
    table: &'a Table,
    row: usize,
    path: &'a RefCell<Vec<&'a str>>,
}

impl<'de> de::Deserializer<'de> for Row<'_> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_map(Fields {
            of: self,
            next: 0,
            current: None,
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// The stated fields of a row.
struct Fields<'a> {
    of: Row<'a>,
    next: usize,
    current: Option<&'a Field>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        let Row { table, row, path } = self.of;
        while let Some((name, field)) = table.fields.get(self.next) {
            self.next += 1;
            if !field.is_stated(row) {
                continue;
            }
            path.borrow_mut().push(name);
            self.current = Some(field);
            let key: StrDeserializer<'_, serde_json::Error> = name.as_str().into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error> {
        let Row { row, path, .. } = self.of;
        let value = match self.current {
            Some(Field::Inner(table)) => seed.deserialize(Row { table, row, path }),
            Some(Field::Column(column)) => seed.deserialize(Cell { column, row }),
            None => Err(de::Error::custom("a value without a name")),
        }?;
        path.borrow_mut().pop();
        Ok(value)
    }
}

/// Microseconds since 1970 as text; nothing beyond the calendar.
fn rfc3339(micros: i64) -> Option<String> {
    DateTime::from_timestamp_micros(micros).map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// An instant in microseconds since 1970 (UTC) as JSON; `null` where there is none, or none in the calendar.
pub fn instant_value(micros: Option<i64>) -> Value {
    micros.and_then(rfc3339).map_or(Value::Null, Value::String)
}

/// One value of a column that is stated.
struct Cell<'a> {
    column: &'a Column,
    row: usize,
}

impl Cell<'_> {
    fn text(&self) -> Option<Cow<'_, str>> {
        match self.column {
            Column::Text(rows) => rows[self.row].as_deref().map(Cow::Borrowed),
            Column::Instant(rows) => rows[self.row].and_then(rfc3339).map(Cow::Owned),
            _ => None,
        }
    }
}

impl<'de> de::Deserializer<'de> for Cell<'_> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let row = self.row;
        match self.column {
            Column::Integer(rows) => match rows[row] {
                Some(number) => visitor.visit_i64(number),
                None => visitor.visit_none(),
            },
            Column::Number(rows) => match rows[row] {
                // Every whole number of this size is exact in both.
                Some(number) if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 => {
                    visitor.visit_i64(number as i64)
                }
                Some(number) => visitor.visit_f64(number),
                None => visitor.visit_none(),
            },
            Column::Flag(rows) => match rows[row] {
                Some(flag) => visitor.visit_bool(flag),
                None => visitor.visit_none(),
            },
            Column::Value(rows) => rows[row].clone().deserialize_any(visitor),
            Column::Text(_) | Column::Instant(_) => match self.text() {
                Some(text) => visitor.visit_str(&text),
                None => Err(de::Error::custom("an instant outside the calendar")),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if let Column::Value(rows) = self.column {
            return rows[self.row].clone().deserialize_enum(name, variants, visitor);
        }
        match self.text() {
            Some(text) => {
                let word: StrDeserializer<'_, serde_json::Error> = text.as_ref().into_deserializer();
                word.deserialize_enum(name, variants, visitor)
            }
            None => Err(de::Error::custom("must be a word")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

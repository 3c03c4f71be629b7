//! One row of a table, read as the data of one kind.

use std::cell::Cell;
use std::fmt;

use careweave_types::Error;
use chrono::SecondsFormat;
use serde::de::value::{Error as Unread, StrDeserializer, U64Deserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::arrow_cells::{Column, Place};
use super::decode::without_value;
use super::read::DataOf;

pub(super) struct ArrowRow<'b> {
    fields: &'b [(String, Column)],
    places: &'b [Place],
    row: usize,
    /// The column that is being read.
    reading: Cell<Option<usize>>,
    stated: Cell<usize>,
}

impl<'b> ArrowRow<'b> {
    pub(super) const fn new(fields: &'b [(String, Column)], places: &'b [Place], row: usize) -> Self {
        Self {
            fields,
            places,
            row,
            reading: Cell::new(None),
            stated: Cell::new(0),
        }
    }

    /// How many fields were there.
    pub(super) const fn stated(&self) -> usize {
        self.stated.get()
    }

    /// The error for a row that could not be read: the field is the one that was read last, or the one that is missing.
    pub(super) fn refused(&self, operation: &'static str, error: &Unread) -> Error {
        let message = without_value(&error.to_string());
        let missing = message
            .strip_prefix("missing field `")
            .and_then(|rest| rest.split_once('`'));
        if let Some((name, _)) = missing {
            return Error::invalid(operation, name.to_owned(), "must be given");
        }
        let field = self
            .reading
            .get()
            .map_or("(row)", |at| self.fields[at].0.as_str());
        Error::invalid(operation, field.to_owned(), message)
    }
}

impl DataOf<'_> for &ArrowRow<'_> {
    type Error = Unread;

    fn read<T: DeserializeOwned>(self) -> Result<T, Unread> {
        T::deserialize(self)
    }
}

impl<'de> Deserializer<'de> for &ArrowRow<'_> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_map(Fields { of: self, next: 0 })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Fields<'r, 'b> {
    of: &'r ArrowRow<'b>,
    next: usize,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unread> {
        while let Some(place) = self.of.places.get(self.next) {
            if self.of.fields[place.column].1.is_stated(self.of.row) {
                self.of.reading.set(Some(place.column));
                self.of.stated.set(self.of.stated.get() + 1);
                // Fields go by their number in the kind: no name is compared.
                let number: U64Deserializer<Unread> = (place.field as u64).into_deserializer();
                return seed.deserialize(number).map(Some);
            }
            self.next += 1;
        }
        self.of.reading.set(None);
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        let place = self.of.places[self.next];
        self.next += 1;
        seed.deserialize(Value {
            column: &self.of.fields[place.column].1,
            row: self.of.row,
        })
    }
}

/// A value that is there.
struct Value<'r> {
    column: &'r Column,
    row: usize,
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.column {
            Column::Whole(rows) => visitor.visit_i64(rows.value(self.row)),
            Column::Flag(rows) => visitor.visit_bool(rows.value(self.row)),
            Column::Instant(_) => {
                let instant = self.column.instant(self.row).map_err(de::Error::custom)?;
                let text = instant.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
                visitor.visit_str(&text.unwrap_or_default())
            }
            _ => visitor.visit_str(self.column.text(self.row).unwrap_or_default()),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        let word: StrDeserializer<'_, Unread> =
            self.column.text(self.row).unwrap_or_default().into_deserializer();
        visitor.visit_enum(word)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl fmt::Debug for ArrowRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrowRow")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

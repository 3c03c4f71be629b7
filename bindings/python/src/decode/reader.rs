use std::fmt;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::plan::{Field, Node, Record};
use super::{Course, instants};

/// Reads one value as its node says.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 'py> {
    pub(super) py: Python<'py>,
    pub(super) node: &'a Node,
    pub(super) course: &'a Course<'a>,
}

impl<'py> Reader<'_, 'py> {
    /// Keeps what Python raised, and gives serde an error to carry it past.
    fn raised<T, E: serde::de::Error>(&self, result: PyResult<T>) -> Result<T, E> {
        result.map_err(|error| {
            *self.course.raised.borrow_mut() = Some(error);
            E::custom("python raised")
        })
    }

    fn wrong<T, E: serde::de::Error>() -> Result<T, E> {
        Err(E::custom("another form than planned"))
    }
}

impl<'a, 'py> Reader<'a, 'py> {
    fn with(&self, node: &'a Node) -> Self {
        Self { node, ..*self }
    }

    fn items<'de, A: SeqAccess<'de>>(
        self,
        node: &'a Node,
        mut items: A,
    ) -> Result<Vec<Bound<'py, PyAny>>, A::Error> {
        let mut read = Vec::with_capacity(items.size_hint().unwrap_or(0));
        while let Some(item) = items.next_element_seed(self.with(node))? {
            read.push(item);
        }
        Ok(read)
    }

    fn tuple<'de, A: SeqAccess<'de>>(self, node: &'a Node, items: A) -> Result<Bound<'py, PyAny>, A::Error> {
        let read = self.items(node, items)?;
        self.raised(PyTuple::new(self.py, read)).map(Bound::into_any)
    }

    fn list<'de, A: SeqAccess<'de>>(self, node: &'a Node, items: A) -> Result<Bound<'py, PyAny>, A::Error> {
        let read = self.items(node, items)?;
        self.raised(PyList::new(self.py, read)).map(Bound::into_any)
    }

    fn dictionary<'de, A: MapAccess<'de>>(
        self,
        node: &'a Node,
        mut map: A,
    ) -> Result<Bound<'py, PyAny>, A::Error> {
        let read = PyDict::new(self.py);
        while let Some(key) = map.next_key_seed(self.with(&Node::Text))? {
            let value = map.next_value_seed(self.with(node))?;
            self.raised(read.set_item(key, value))?;
        }
        Ok(read.into_any())
    }

    fn record<'de, A: MapAccess<'de>>(
        self,
        record: &'a Record,
        mut map: A,
    ) -> Result<Bound<'py, PyAny>, A::Error> {
        let instance = self.raised(record.maker.make(self.py))?;
        let (mut came, mut next) = (0_u64, 0);
        while let Some(place) = map.next_key_seed(Key {
            fields: &record.fields,
            next,
        })? {
            let Some((place, field)) = place.and_then(|place| Some((place, record.fields.get(place)?)))
            else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            self.course.field.set(Some(&field.key));
            let value = map.next_value_seed(self.with(&field.node))?;
            self.raised(field.slot.fill(&instance, &value))?;
            came |= 1 << place;
            next = place + 1;
        }
        for (place, field) in record.fields.iter().enumerate() {
            if came & (1 << place) == 0 {
                self.course.field.set(Some(&field.key));
                let value = self.absent(&field.node)?;
                self.raised(field.slot.fill(&instance, &value))?;
            }
        }
        Ok(instance)
    }

    /// The value of a field that did not come: a writer may leave out what is nothing or empty.
    /// What may be nothing and is not. serde cannot rewind to let a plan with a converter read the value itself.
    fn present<E: serde::de::Error>(
        self,
        item: &'a Node,
        read: impl FnOnce(Self) -> Result<Bound<'py, PyAny>, E>,
    ) -> Result<Bound<'py, PyAny>, E> {
        match item {
            Node::Via(convert, inner) => {
                let value = read(self.with(inner))?;
                self.raised(convert.bind(self.py).call1((value,)))
            }
            item => read(self.with(item)),
        }
    }

    fn absent<E: serde::de::Error>(self, node: &Node) -> Result<Bound<'py, PyAny>, E> {
        match node {
            Node::Optional(_) => Ok(self.py.None().into_bound(self.py)),
            Node::Tuple(_) => Ok(PyTuple::empty(self.py).into_any()),
            _ => Self::wrong(),
        }
    }

    fn single<'de, A: MapAccess<'de>>(
        self,
        key: &str,
        node: &'a Node,
        mut map: A,
    ) -> Result<Bound<'py, PyAny>, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if name == key {
                found = Some(map.next_value_seed(self.with(node))?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.map_or_else(Self::wrong, Ok)
    }

    fn words(self, known: &[(Box<str>, Py<PyString>)], text: &str) -> Bound<'py, PyAny> {
        known.iter().find(|(word, _)| **word == *text).map_or_else(
            || PyString::new(self.py, text).into_any(),
            |(_, word)| word.bind(self.py).clone().into_any(),
        )
    }
}

impl<'de, 'py> DeserializeSeed<'de> for Reader<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        match self.node {
            Node::Via(convert, item) => {
                let value = self.with(item).deserialize(json)?;
                self.raised(convert.bind(self.py).call1((value,)))
            }
            _ => json.deserialize_any(self),
        }
    }
}

impl<'de, 'py> Visitor<'de> for Reader<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what the schema says")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        match self.node {
            Node::Text | Node::TextOrTuple(_) | Node::Anything => Ok(PyString::new(self.py, text).into_any()),
            Node::Word(known) => Ok(self.words(known, text)),
            Node::Instant => self
                .raised(instants::instant(self.py, text))?
                .map_or_else(Self::wrong, Ok),
            Node::Date => self
                .raised(instants::date(self.py, text))?
                .map_or_else(Self::wrong, Ok),
            Node::Optional(item) => self.present(item, |reader| reader.visit_str(text)),
            _ => Self::wrong(),
        }
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        match self.node {
            Node::Flag | Node::Anything => Ok(PyBool::new(self.py, value).to_owned().into_any()),
            Node::Optional(item) => self.present(item, |reader| reader.visit_bool(value)),
            _ => Self::wrong(),
        }
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
        match self.node {
            Node::Integer | Node::Anything => Ok(PyInt::new(self.py, value).into_any()),
            Node::Number => Ok(PyFloat::new(self.py, value as f64).into_any()),
            Node::Optional(item) => self.present(item, |reader| reader.visit_u64(value)),
            _ => Self::wrong(),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
        match self.node {
            Node::Integer | Node::Anything => Ok(PyInt::new(self.py, value).into_any()),
            Node::Number => Ok(PyFloat::new(self.py, value as f64).into_any()),
            Node::Optional(item) => self.present(item, |reader| reader.visit_i64(value)),
            _ => Self::wrong(),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        match self.node {
            Node::Number | Node::Anything => Ok(PyFloat::new(self.py, value).into_any()),
            Node::Optional(item) => self.present(item, |reader| reader.visit_f64(value)),
            _ => Self::wrong(),
        }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        match self.node {
            Node::Optional(_) | Node::Nothing | Node::Anything => Ok(self.py.None().into_bound(self.py)),
            _ => Self::wrong(),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        match self.node {
            Node::Tuple(item) | Node::TextOrTuple(item) => self.tuple(item, items),
            Node::List(item) => self.list(item, items),
            Node::Anything => self.list(&Node::Anything, items),
            Node::Optional(item) => self.present(item, |reader| reader.visit_seq(items)),
            _ => Self::wrong(),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        match self.node {
            Node::Record(record) => self.record(record, map),
            Node::Map(item) => self.dictionary(item, map),
            Node::At(key, item) => self.single(key, item, map),
            Node::Anything => self.dictionary(&Node::Anything, map),
            Node::Optional(item) => self.present(item, |reader| reader.visit_map(map)),
            _ => Self::wrong(),
        }
    }
}

/// Finds the field of a key. The core writes fields in the order of the plan, so the next one is tried first.
struct Key<'a> {
    fields: &'a [Field],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Self::Value, E> {
        if self.fields.get(self.next).is_some_and(|field| *field.key == *key) {
            return Ok(Some(self.next));
        }
        Ok(self.fields.iter().position(|field| *field.key == *key))
    }
}

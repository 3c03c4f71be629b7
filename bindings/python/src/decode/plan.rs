use std::sync::Arc;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use super::slots::{Maker, Slot};

/// The most fields a record may have: which of them came is kept in the bits of a number.
const MOST_FIELDS: usize = 64;

/// How a JSON value becomes a Python value. Made once from the generated classes, then only read.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Plan(Arc<Node>);

pub(crate) enum Node {
    Text,
    Word(Vec<(Box<str>, Py<PyString>)>),
    Instant,
    Date,
    Integer,
    Number,
    Flag,
    Nothing,
    Anything,
    Optional(Arc<Node>),
    Tuple(Arc<Node>),
    List(Arc<Node>),
    Map(Arc<Node>),
    At(Box<str>, Arc<Node>),
    TextOrTuple(Arc<Node>),
    Via(Py<PyAny>, Arc<Node>),
    Record(Record),
}

pub(crate) struct Record {
    pub(crate) maker: Maker,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) key: Box<str>,
    pub(crate) slot: Slot,
    pub(crate) node: Arc<Node>,
}

impl Plan {
    pub(super) fn node(&self) -> &Node {
        &self.0
    }
}

impl From<Node> for Plan {
    fn from(node: Node) -> Self {
        Self(Arc::new(node))
    }
}

#[pymethods]
impl Plan {
    /// A string.
    #[staticmethod]
    fn text() -> Self {
        Node::Text.into()
    }

    /// A string that is often one of these.
    #[staticmethod]
    fn word(known: Vec<Bound<'_, PyString>>) -> PyResult<Self> {
        let mut words = Vec::with_capacity(known.len());
        for word in known {
            words.push((word.to_str()?.into(), word.unbind()));
        }
        Ok(Node::Word(words).into())
    }

    /// An RFC 3339 instant, as an aware datetime in UTC.
    #[staticmethod]
    fn instant() -> Self {
        Node::Instant.into()
    }

    /// A date.
    #[staticmethod]
    fn date() -> Self {
        Node::Date.into()
    }

    /// A whole number.
    #[staticmethod]
    fn integer() -> Self {
        Node::Integer.into()
    }

    /// A number, as a float.
    #[staticmethod]
    fn number() -> Self {
        Node::Number.into()
    }

    /// True or false.
    #[staticmethod]
    fn flag() -> Self {
        Node::Flag.into()
    }

    /// `null`.
    #[staticmethod]
    fn nothing() -> Self {
        Node::Nothing.into()
    }

    /// Whatever JSON has: dictionaries, lists, strings, numbers.
    #[staticmethod]
    fn anything() -> Self {
        Node::Anything.into()
    }

    /// That, or `None`.
    #[staticmethod]
    fn optional(item: &Self) -> Self {
        Node::Optional(Arc::clone(&item.0)).into()
    }

    /// An array as a tuple.
    #[staticmethod]
    fn tuple(item: &Self) -> Self {
        Node::Tuple(Arc::clone(&item.0)).into()
    }

    /// An array as a list.
    #[staticmethod]
    fn list(item: &Self) -> Self {
        Node::List(Arc::clone(&item.0)).into()
    }

    /// An object as a dictionary.
    #[staticmethod]
    fn map(item: &Self) -> Self {
        Node::Map(Arc::clone(&item.0)).into()
    }

    /// An object, of which one field alone is wanted.
    #[staticmethod]
    fn at(key: &str, item: &Self) -> Self {
        Node::At(key.into(), Arc::clone(&item.0)).into()
    }

    /// A string, or an array as a tuple.
    #[staticmethod]
    fn text_or_tuple(item: &Self) -> Self {
        Node::TextOrTuple(Arc::clone(&item.0)).into()
    }

    /// What `convert` makes of it.
    #[staticmethod]
    fn via(convert: Py<PyAny>, item: &Self) -> Self {
        Node::Via(convert, Arc::clone(&item.0)).into()
    }

    /// An object as an instance of a dataclass with slots: the key in JSON, the name of the attribute, the plan of the
    /// value. Keys the class does not know are left out.
    #[staticmethod]
    fn record(cls: &Bound<'_, PyType>, fields: Vec<(String, String, PyRef<'_, Self>)>) -> PyResult<Self> {
        if fields.len() > MOST_FIELDS {
            return Err(PyValueError::new_err("a record has too many fields"));
        }
        let wanted = fields.len();
        let mut planned = Vec::with_capacity(wanted);
        for (key, attribute, plan) in fields {
            planned.push(Field {
                key: key.into(),
                slot: Slot::of(cls, &attribute)?,
                node: Arc::clone(&plan.0),
            });
        }
        // Not `__dataclass_fields__`: it has class variables too.
        let slots = cls
            .py()
            .import("dataclasses")?
            .call_method1("fields", (cls,))?
            .len()?;
        if slots != wanted {
            return Err(PyTypeError::new_err("a record is planned with all of its fields"));
        }
        Ok(Node::Record(Record {
            maker: Maker::of(cls)?,
            fields: planned,
        })
        .into())
    }
}

//! The headers of a request, as hosts hold them: a mapping, or pairs in which a name may stand twice.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyDict, PyTuple};

/// Headers, held as long as they are looked at.
pub(crate) struct Headers(Vec<(Text, Text)>);

enum Text {
    Str(PyBackedStr),
    /// ASGI servers hand headers over as bytes; those of HTTP are Latin-1.
    Latin1(String),
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        match self {
            Self::Str(text) => text,
            Self::Latin1(text) => text,
        }
    }
}

impl Text {
    fn of(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self::Latin1(
                bytes.as_bytes().iter().copied().map(char::from).collect(),
            ));
        }
        Ok(Self::Str(value.extract()?))
    }
}

impl<'py> FromPyObject<'_, 'py> for Headers {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut pairs = Vec::new();
        if let Ok(dict) = given.cast::<PyDict>() {
            for (name, value) in dict.iter() {
                pairs.push((Text::of(&name)?, Text::of(&value)?));
            }
            return Ok(Self(pairs));
        }
        for pair in given.try_iter()? {
            let pair = pair?;
            let (name, value) = match pair.cast::<PyTuple>() {
                Ok(pair) if pair.len() == 2 => (pair.get_item(0)?, pair.get_item(1)?),
                _ => return Err(PyTypeError::new_err("headers are pairs of a name and a value")),
            };
            pairs.push((Text::of(&name)?, Text::of(&value)?));
        }
        Ok(Self(pairs))
    }
}

impl Headers {
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref()))
            .collect()
    }
}

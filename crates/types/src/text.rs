//! Reading text without a copy of it.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Hands the text that comes next to `read`, where it lies; what `read` says against it becomes the error.
///
/// # Errors
/// Those of the format, and what `read` says.
#[doc(hidden)]
pub fn read_text<'de, D, T>(d: D, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    d.deserialize_str(Text {
        read,
        value: PhantomData,
    })
}

struct Text<F, T> {
    read: F,
    value: PhantomData<fn() -> T>,
}

impl<F, T> Visitor<'_> for Text<F, T>
where
    F: FnOnce(&str) -> Result<T, String>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).map_err(E::custom)
    }
}

use std::borrow::{Borrow, Cow};
use std::fmt;

use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 128;

/// What an event calls a person, a message, a source: an opaque word of the host's.
///
/// Never the person's telephone number or e-mail address: what looks like one is refused, so that neither can get
/// into a report.
///
/// ```
/// use careweave_insights::Key;
/// assert!(Key::new("lead-41").is_ok());
/// assert!(Key::new("alpha@example.invalid").is_err());
/// assert!(Key::new("+13035550100").is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Box<str>);

fn broken_rule(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("a key must not be empty")
    } else if text.len() > MAX_KEY_BYTES {
        Some("a key must not be longer than 128 bytes")
    } else if text.chars().any(char::is_control) {
        Some("a key must not hold control characters")
    } else if text.contains('@') {
        Some("a key must not be an e-mail address")
    } else if text
        .strip_prefix('+')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        Some("a key must not be a telephone number")
    } else {
        None
    }
}

impl Key {
    /// Takes the word as it is.
    ///
    /// # Errors
    /// `InvalidInput` when it is empty, over 128 bytes, has control characters, or looks like an e-mail address or a
    /// telephone number in international form.
    pub fn new<'a>(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let text = text.into();
        match broken_rule(&text) {
            None => Ok(Self(text.into())),
            Some(rule) => Err(Error::invalid("event.key", "key", rule)),
        }
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", &*self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Key {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Self::new(text)
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

struct KeyVisitor;

impl de::Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key as a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Key, E> {
        match broken_rule(text) {
            None => Ok(Key(text.into())),
            Some(rule) => Err(E::custom(rule)),
        }
    }
}

impl<'de> Deserialize<'de> for Key {
    // As text also where a format could guess a number: "007" is not 7.
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_str(KeyVisitor)
    }
}

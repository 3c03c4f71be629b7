use std::fmt;

use serde::{Deserialize, Serialize};

/// Personal data: a name, a phone number, an address, a note.
///
/// `Debug` and `Display` print a mask, so a log line, an error or a panic message cannot leak it. Reading the
/// value takes a call to [`expose`](Pii::expose), which a reviewer can search for. Serialisation writes the
/// value, because wire formats and stores need it: serialise to a vendor or to a store, never to a log.
///
/// ```
/// use careweave_types::Pii;
/// let name = Pii::new("Alpha Testclient".to_owned());
/// assert_eq!(format!("{name} {name:?}"), "[personal] [personal]");
/// assert_eq!(name.expose(), "Alpha Testclient");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// What is printed in place of the value.
    pub const MASK: &'static str = "[personal]";

    /// Marks a value as personal data.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Reads the value. Do not pass it to anything that logs.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Takes the value out.
    pub fn into_exposed(self) -> T {
        self.0
    }

    /// Changes the value and keeps the mark.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Pii<U> {
        Pii(f(self.0))
    }
}

impl<T> From<T> for Pii<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Pii<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::MASK)
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_format_shows_the_value(secret in "[A-Za-z0-9]{8,40}") {
            let pii = Pii::new(secret.clone());
            let nested = Some(vec![pii.clone()]);
            for text in [format!("{pii}"), format!("{pii:?}"), format!("{pii:#?}"), format!("{nested:?}")] {
                prop_assert!(!text.contains(&secret));
            }
        }
    }
}

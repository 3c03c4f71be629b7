use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::read_text;
use crate::{Error, Pii, Result};

/// A telephone number as WellSky takes it: exactly ten digits, the first neither 0 nor 1, and for work
/// numbers an extension of one to six digits (`3035550100x12`).
///
/// Parsing accepts the usual punctuation and a leading `+1` or `1`; anything else is refused, never repaired.
/// The number is personal data: `Debug` and `Display` print a mask, [`Phone::digits`] reads it.
///
/// ```
/// use careweave_types::Phone;
/// let phone = Phone::parse("(303) 555-0100")?;
/// assert_eq!(phone.digits(), "3035550100");
/// assert_eq!(phone, Phone::parse("+1 303.555.0100")?);
/// assert!(Phone::parse("555-0100").is_err());
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    digits: Pii<String>,
    extension: Option<Pii<String>>,
}

impl Phone {
    /// Reads a number.
    ///
    /// # Errors
    /// `InvalidInput` naming the rule that is broken; the number itself is not in the error.
    pub fn parse(text: &str) -> Result<Self> {
        let fail = |rule: &str| Err(Error::invalid("phone.parse", "phone", rule));
        let text = text.trim();
        let (number, extension) = match text.split_once(['x', 'X']) {
            Some((number, extension)) => (number.trim_end_matches(['e', 'E']), Some(extension.trim())),
            None => (text, None),
        };
        let mut digits = String::with_capacity(11);
        for c in number.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '(' | ')' | '+' => {}
                _ => return fail("a phone number holds digits and the punctuation + ( ) - . only"),
            }
        }
        if digits.len() == 11 && digits.starts_with('1') {
            digits.remove(0);
        }
        if digits.len() != 10 {
            return fail("a phone number has exactly 10 digits, without country code");
        }
        if digits.starts_with(['0', '1']) {
            return fail("the first digit of a phone number is neither 0 nor 1");
        }
        if let Some(extension) = extension
            && !((1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit()))
        {
            return fail("an extension is x and 1 to 6 digits");
        }
        Ok(Self {
            digits: Pii::new(digits),
            extension: extension.map(Pii::from),
        })
    }

    /// The ten digits.
    pub fn digits(&self) -> &str {
        self.digits.expose()
    }

    /// The extension, without the `x`.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_ref().map(|e| e.expose().as_str())
    }

    /// The form WellSky takes: ten digits, then `x` and the extension.
    pub fn to_wire(&self) -> String {
        match self.extension() {
            Some(extension) => format!("{}x{extension}", self.digits()),
            None => self.digits().to_owned(),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Pii::<()>::MASK)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Pii::<()>::MASK)
    }
}

impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_wire())
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        read_text(d, |text| Self::parse(text).map_err(|e| e.message().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_rules_hold() {
        for (text, wire) in [
            ("3035550100", "3035550100"),
            ("1-303-555-0100", "3035550100"),
            ("303.555.0100 x12", "3035550100x12"),
            ("303-555-0100 ex123456", "3035550100x123456"),
        ] {
            assert_eq!(Phone::parse(text).unwrap().to_wire(), wire, "{text}");
        }
        for text in [
            "",
            "303555010",
            "0035550100",
            "1035550100",
            "303-555-01OO",
            "3035550100x1234567",
            "3035550100x",
        ] {
            assert!(Phone::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn neither_the_number_nor_a_wrong_number_is_printed() {
        let phone = Phone::parse("3035550100").unwrap();
        assert!(!format!("{phone} {phone:?}").contains("0100"));
        let error = Phone::parse("30355501").unwrap_err();
        assert!(!format!("{error:#} {error:?}").contains("30355501"));
    }
}

use std::borrow::Cow;
use std::fmt;

use careweave_types::{Error, Phone, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number or an address, by the name the host has for it. Opaque text: a log of events must not become a telephone
/// directory, so what reads as a telephone number or an e-mail address is refused.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineId(Box<str>);

impl LineId {
    /// Takes 1 to 200 bytes without control characters that are neither a telephone number nor an e-mail address.
    ///
    /// # Errors
    /// `InvalidInput` for anything else; the text is not in the error.
    pub fn new<'a>(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let text = text.into();
        let refuse = |rule: &str| Err(Error::invalid("line_id.parse", "line_id", rule));
        if text.is_empty() || text.len() > 200 || text.chars().any(char::is_control) {
            return refuse("must be 1 to 200 bytes without control characters");
        }
        if text.contains('@') || text.starts_with('+') || Phone::parse(&text).is_ok() {
            return refuse("must be a name for the number, not the number or the address itself");
        }
        Ok(Self(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineId({:?})", &*self.0)
    }
}

impl Serialize for LineId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LineId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::new(text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for LineId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "LineId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "x-id": true})
    }
}

/// Our line and theirs. Carriers keep an opt-out for the pair, not for the person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinePair {
    /// The agency's line.
    pub ours: LineId,
    /// The other person's line.
    pub theirs: LineId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_named_and_never_its_number_or_address() {
        assert_eq!(LineId::new("office-1").unwrap().as_str(), "office-1");
        for text in [
            "",
            "a\nb",
            "3035550100",
            "303-555-0100",
            "+13035550100",
            "alpha@example.invalid",
        ] {
            let error = LineId::new(text).unwrap_err();
            assert_eq!(error.get("field"), Some("line_id"));
            assert!(text.is_empty() || !format!("{error:#}").contains(text));
        }
    }
}

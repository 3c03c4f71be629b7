use std::fmt;

use careweave_types::{__read_text as read_text, Phone, Pii};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A telephone number as the vendor has it. One that breaks the rules is kept as it came, so that a mistyped number
/// never loses the person.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum VendorPhone {
    /// A number by the rules.
    Valid(Phone),
    /// Something else, as it came.
    Other(Pii<String>),
}

impl VendorPhone {
    /// The number, if it is one.
    pub fn valid(&self) -> Option<&Phone> {
        match self {
            Self::Valid(phone) => Some(phone),
            Self::Other(_) => None,
        }
    }

    /// The text as it goes over the wire.
    pub fn to_wire(&self) -> Pii<String> {
        match self {
            Self::Valid(phone) => Pii::new(phone.to_wire()),
            Self::Other(text) => text.clone(),
        }
    }
}

impl From<Phone> for VendorPhone {
    fn from(phone: Phone) -> Self {
        Self::Valid(phone)
    }
}

impl fmt::Debug for VendorPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid(phone) => write!(f, "Valid({phone:?})"),
            Self::Other(text) => write!(f, "Other({text:?})"),
        }
    }
}

impl Serialize for VendorPhone {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.to_wire().expose())
    }
}

impl<'de> Deserialize<'de> for VendorPhone {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        read_text(d, |text| {
            Ok(match Phone::parse(text) {
                Ok(phone) => Self::Valid(phone),
                Err(_) => Self::Other(Pii::from(text)),
            })
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for VendorPhone {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "VendorPhone".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "x-personal": true})
    }
}

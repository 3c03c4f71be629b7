use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update does with one field. A field that is kept is not sent at all, so that a change of the phone number
/// never touches the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Empty it.
    Clear,
    /// Give it this value.
    Set(T),
}

impl<T> Patch<T> {
    /// True when the field is not part of the update.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// True when the field is emptied.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The new value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T: Clone> Patch<T> {
    /// A value to set, or nothing to change.
    pub(crate) fn set_or_keep(value: Option<&T>) -> Self {
        value.map_or(Self::Keep, |value| Self::Set(value.clone()))
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

/// A kept field has to be left out by `skip_serializing_if = "Patch::is_keep"`; where it is not, it is written `null`.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(s)
    }
}

/// Absent (with `#[serde(default)]`) keeps, `null` clears, a value sets.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(d)?.map_or(Self::Clear, Self::Set))
    }
}

/// What the value may be, or `null`; `x-patch` says that absent and `null` are two things here.
#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Patch_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = generator.subschema_for::<Option<T>>();
        schema.insert("x-patch".to_owned(), true.into());
        schema
    }
}

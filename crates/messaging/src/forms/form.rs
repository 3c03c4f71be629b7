use std::collections::BTreeMap;
use std::fmt;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};

use super::Answer;

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident = $field:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes the id as the service wrote it.
            ///
            /// # Errors
            /// `InvalidInput` when it is empty, longer than 200 bytes, or holds anything but ASCII letters, digits, `.`, `_` and `-`.
            pub fn new(id: &str) -> Result<Self> {
                check($field, id)?;
                Ok(Self(id.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )+};
}

opaque! {
    /// The id a service gave a form.
    FormId = "form_id";
    /// The id a service gave a template.
    TemplateId = "template_id";
}
pub(crate) use opaque;

/// Anybody may post an id, and it becomes a part of an address and of a record: nothing that could lead elsewhere is one.
pub(crate) fn check(field: &'static str, id: &str) -> Result<()> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let good = (1..=200).contains(&id.len()) && id.bytes().all(plain) && id.bytes().any(|b| b != b'.');
    if good {
        return Ok(());
    }
    Err(Error::invalid(
        "forms.id",
        field,
        "must be 1 to 200 ASCII letters, digits, '.', '_' and '-', and not only dots",
    ))
}

/// Where a form stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormStatus {
    /// Everybody is done with it.
    Complete,
    /// Anything else, as the service spells it.
    Other(String),
}

impl FormStatus {
    /// The word: `"complete"`, or the service's own.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Complete => "complete",
            Self::Other(word) => word,
        }
    }
}

/// A form as the service shows it to somebody with credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    /// Its id.
    pub id: FormId,
    /// What it was made from.
    pub template: TemplateId,
    /// Where it stands.
    pub status: FormStatus,
    /// When it last changed, where the service says so.
    pub changed_at: Option<DateTime<Utc>>,
    /// The answers by the name of their field.
    pub answers: BTreeMap<String, Answer>,
    /// SHA-256 of the answer of the service that this was read from.
    pub digest: [u8; 32],
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("id", &self.id)
            .field("template", &self.template)
            .field("status", &self.status)
            .field("answers", &self.answers.len())
            .finish_non_exhaustive()
    }
}

impl Form {
    /// Whether a field is there and filled in.
    pub fn is_filled(&self, field: &str) -> bool {
        self.answers.get(field).is_some_and(Answer::is_filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_lead_elsewhere_is_none() {
        for id in ["a", "3f0c-11", "A.b_c", &"x".repeat(200)] {
            assert!(FormId::new(id).is_ok(), "{id}");
        }
        for id in [
            "",
            "..",
            ".",
            "a/b",
            "a b",
            "a?x",
            "%2e",
            "é",
            "a\n",
            &"x".repeat(201),
        ] {
            assert_eq!(FormId::new(id).unwrap_err().get("field"), Some("form_id"), "{id}");
        }
    }
}

//! The words every part of outreach speaks: channel, class of message, language, contact, command key.

use std::borrow::Cow;
use std::fmt;

use careweave_types::{CaregiverId, Error, ProspectId, Result, open_enum};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// How somebody is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A text message.
    Sms,
    /// A WhatsApp message; one that opens a conversation goes by an approved template.
    WhatsApp,
    /// An e-mail.
    Email,
    /// A telephone call by a voice agent.
    Voice,
}

impl Channel {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Sms, Self::WhatsApp, Self::Email, Self::Voice];

    /// The word for it: `"sms"`, `"whats_app"`, `"email"`, `"voice"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::WhatsApp => "whats_app",
            Self::Email => "email",
            Self::Voice => "voice",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a message is for; it decides which rules of sending apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageClass {
    /// An offer of work to a caregiver.
    Offer,
    /// A reminder of something already agreed.
    Reminder,
    /// An answer or a confirmation that the recipient is waiting for.
    Transactional,
    /// Anything meant to win or win back a client or an applicant.
    Marketing,
    /// What the law asks for: the confirmation of an opt-out, the answer to HELP.
    Compliance,
}

impl MessageClass {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Offer,
        Self::Reminder,
        Self::Transactional,
        Self::Marketing,
        Self::Compliance,
    ];

    /// The word for it: `"offer"`, `"reminder"`, `"transactional"`, `"marketing"`, `"compliance"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Reminder => "reminder",
            Self::Transactional => "transactional",
            Self::Marketing => "marketing",
            Self::Compliance => "compliance",
        }
    }
}

impl fmt::Display for MessageClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

open_enum! {
    /// A language by its BCP 47 code; a code this version has no table for is kept as it came.
    pub enum Language {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
        /// Portuguese.
        Portuguese = "pt",
        /// Tagalog.
        Tagalog = "tl",
        /// Vietnamese.
        Vietnamese = "vi",
        /// Haitian Creole.
        HaitianCreole = "ht",
        /// Mandarin Chinese.
        Mandarin = "zh",
        /// Russian.
        Russian = "ru",
    }
}

/// Somebody we write to or call: one person, whatever the numbers. Opaque text; never a telephone number or a name.
///
/// ```
/// use careweave_outreach::ContactId;
/// use careweave_types::CaregiverId;
///
/// let contact = ContactId::of_caregiver(&CaregiverId::new("7")?);
/// assert_eq!(contact.as_str(), "caregiver/7");
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContactId(Box<str>);

impl ContactId {
    /// Takes 1 to 600 bytes without control characters.
    ///
    /// # Errors
    /// `InvalidInput` for anything else.
    pub fn new<'a>(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let text = text.into();
        if text.is_empty() || text.len() > 600 || text.chars().any(char::is_control) {
            return Err(Error::invalid(
                "contact_id.parse",
                "contact_id",
                "must be 1 to 600 bytes without control characters",
            ));
        }
        Ok(Self(text.into()))
    }

    /// The contact a caregiver is.
    pub fn of_caregiver(id: &CaregiverId) -> Self {
        Self(format!("caregiver/{id}").into())
    }

    /// The contact a prospect is.
    pub fn of_prospect(id: &ProspectId) -> Self {
        Self(format!("prospect/{id}").into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name a command goes by, however often it is issued: the SHA-256 of what the command is, in 64 hexadecimal digits.
///
/// The same log gives the same keys, so whoever carries commands out can drop repeats.
///
/// ```
/// use careweave_outreach::CommandKey;
/// assert_eq!(CommandKey::of(&["shift/9", "1"]), CommandKey::of(&["shift/9", "1"]));
/// assert_ne!(CommandKey::of(&["ab", "c"]), CommandKey::of(&["a", "bc"]));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommandKey(Box<str>);

impl CommandKey {
    /// The key of these parts, in this order. Each part is preceded by its length in bytes (eight bytes, big endian), so
    /// no two different lists of parts run together.
    pub fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        let mut text = String::with_capacity(64);
        for byte in digest.finalize() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        Self(text.into())
    }

    /// Takes a key as a store or a service gave it back.
    ///
    /// # Errors
    /// `InvalidInput` unless it is 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(Self(text.into()));
        }
        Err(Error::invalid(
            "command_key.parse",
            "command_key",
            "must be 64 lower-case hexadecimal digits",
        ))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text_form {
    ($name:ident, $read:path, $schema:tt) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), &*self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                $read(&text).map_err(|e| serde::de::Error::custom(e.message()))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

text_form!(ContactId, contact, {"type": "string", "x-id": true});
text_form!(CommandKey, CommandKey::parse, {"type": "string", "pattern": "^[0-9a-f]{64}$"});

fn contact(text: &str) -> Result<ContactId> {
    ContactId::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_digest_of_its_parts_and_nothing_else_is_a_key() {
        // printf '\0\0\0\0\0\0\0\1a' | sha256sum
        assert_eq!(
            CommandKey::of(&["a"]).as_str(),
            "3b196fd4907bedf51c3090e9835f2f7cb61e7ee1b2299ea3b8fed9b4183a822a"
        );
        let key = CommandKey::of(&["shift/9", "1", "offer"]);
        assert_eq!(CommandKey::parse(key.as_str()).unwrap(), key);
        for text in ["", "a", &"A".repeat(64), &"g".repeat(64)] {
            assert!(CommandKey::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn words_on_the_wire_are_the_ones_they_print() {
        for channel in Channel::ALL {
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.as_str());
        }
        for class in MessageClass::ALL {
            assert_eq!(serde_json::to_value(class).unwrap(), class.as_str());
        }
        assert_eq!(Language::from("so").as_str(), "so");
    }

    #[test]
    fn what_cannot_be_a_contact_is_refused() {
        assert!(ContactId::new("").is_err());
        assert!(ContactId::new("a\nb").is_err());
        assert!(serde_json::from_str::<ContactId>("\"caregiver/7\"").is_ok());
    }
}

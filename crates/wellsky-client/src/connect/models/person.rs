use careweave_types::{Phone, Pii};
use serde::{Deserialize, Serialize};

/// A name as Connect has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct HumanName {
    /// What the name is for; `official` is the one to go by.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Pii<String>>,
    /// Given names: the first, then the middle ones.
    #[serde(deserialize_with = "crate::wire::list", skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Pii<String>>,
}

/// A telephone number, e-mail address or the like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Telecom {
    /// `phone`, `email`, `fax`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// `mobile`, `home`, `work`.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The number or address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Pii<String>>,
}

/// A postal address as Connect has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct PostalAddress {
    /// What the address is for; `home` is where care is given.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Street and number, then apartment or suite.
    #[serde(deserialize_with = "crate::wire::list", skip_serializing_if = "Vec::is_empty")]
    pub line: Vec<Pii<String>>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Pii<String>>,
    /// State in two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// ZIP code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Pii<String>>,
}

/// A code with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Coding {
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

/// A language a person speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Communication {
    /// The language: code `en-us`, words `English`.
    #[serde(deserialize_with = "crate::wire::list", skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// Whether it is the language preferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred: Option<bool>,
}

/// The tags of a record, in which Connect keeps what FHIR has no field for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Meta {
    /// The tags.
    #[serde(deserialize_with = "crate::wire::list")]
    pub tag: Vec<Tag>,
}

/// One tag: its name under `code`, its value, always text, under `display`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Tag {
    /// The name of the tag.
    pub code: String,
    /// The value. Personal data may stand in it.
    #[serde(deserialize_with = "display")]
    pub display: Option<Pii<String>>,
}

/// Text, or what should have been text.
fn display<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Pii<String>>, D::Error> {
    Ok(match serde_json::Value::deserialize(d)? {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(Pii::new(text)),
        other => Some(Pii::new(other.to_string())),
    })
}

impl Meta {
    /// The value of a tag. Missing, empty and the word `None` are all nothing.
    pub fn get(&self, code: &str) -> Option<&str> {
        let tag = self.tag.iter().find(|tag| tag.code == code)?;
        let value = tag.display.as_ref()?.expose().trim();
        (!value.is_empty() && value != "None").then_some(value)
    }

    /// The value of a yes-or-no tag; nothing when it is neither.
    pub fn flag(&self, code: &str) -> Option<bool> {
        match self.get(code)?.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The number in the tag `status`; nothing when there is none.
    pub fn status(&self) -> Option<u16> {
        self.get("status")?.parse().ok()
    }
}

/// The name to go by: the official one, or else the first.
pub(crate) fn official(names: &[HumanName]) -> Option<&HumanName> {
    names
        .iter()
        .find(|name| name.purpose.as_deref() == Some("official"))
        .or_else(|| names.first())
}

/// All telephone numbers with what each is for, in the order of [`primary_phone`].
pub(crate) fn phones(telecom: &[Telecom]) -> Vec<(&str, &Pii<String>)> {
    const ORDER: [&str; 3] = ["mobile", "home", "work"];
    let place = |purpose: &str| ORDER.iter().position(|p| *p == purpose).unwrap_or(ORDER.len());
    let mut found: Vec<_> = telecom
        .iter()
        .filter(|t| t.system.as_deref() == Some("phone"))
        .filter_map(|t| Some((t.purpose.as_deref().unwrap_or(""), t.value.as_ref()?)))
        .filter(|(_, value)| !value.expose().trim().is_empty())
        .collect();
    found.sort_by_key(|(purpose, _)| place(purpose));
    found
}

/// The number to call: mobile before home before work.
pub(crate) fn primary_phone(telecom: &[Telecom]) -> Option<&Pii<String>> {
    phones(telecom).first().map(|(_, value)| *value)
}

/// The e-mail address.
pub(crate) fn email(telecom: &[Telecom]) -> Option<&Pii<String>> {
    telecom
        .iter()
        .filter(|t| t.system.as_deref() == Some("email"))
        .filter_map(|t| t.value.as_ref())
        .find(|value| !value.expose().trim().is_empty())
}

/// The home address, or else the first.
pub(crate) fn home(addresses: &[PostalAddress]) -> Option<&PostalAddress> {
    addresses
        .iter()
        .find(|address| address.purpose.as_deref() == Some("home"))
        .or_else(|| addresses.first())
}

/// The languages as tags, the preferred one first.
pub(crate) fn languages(communication: &[Communication]) -> Vec<String> {
    let mut entries: Vec<&Communication> = communication.iter().collect();
    entries.sort_by_key(|entry| entry.preferred != Some(true));
    entries
        .into_iter()
        .flat_map(|entry| &entry.coding)
        .filter_map(|coding| coding.code.clone())
        .collect()
}

/// True when one of the numbers is `phone`, whatever it is for and however it is written.
pub(crate) fn has_number(telecom: &[Telecom], phone: &Phone) -> bool {
    phones(telecom)
        .iter()
        .any(|(_, value)| Phone::parse(value.expose()).is_ok_and(|found| found.digits() == phone.digits()))
}

use std::collections::BTreeMap;

use careweave_types::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

use super::body::Body;
use super::variable::Exposure;
use crate::{Language, MessageClass};

const OPERATION: &str = "templates.catalogue";

/// How a template reaches somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// It is read.
    #[default]
    Written,
    /// A machine says it.
    Spoken,
}

/// Whether somebody who speaks the language natively has read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Somebody has.
    Reviewed,
    /// Nobody has: have it read before it is sent to people.
    NeedsNativeReader,
}

/// One message in all its languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// What kind of message it is.
    pub class: MessageClass,
    /// Who reads it.
    pub exposure: Exposure,
    /// How it reaches them.
    #[serde(default)]
    pub medium: Medium,
    /// Its text, by language.
    pub bodies: BTreeMap<Language, Body>,
}

/// Every message an agency sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Which edition this is.
    pub version: String,
    /// The languages somebody has read natively.
    pub reviewed: Vec<Language>,
    /// What a call begins with, by language.
    pub disclosure: BTreeMap<Language, Body>,
    /// The messages.
    pub templates: Vec<Template>,
}

impl Catalogue {
    /// The catalogue of this crate: offers, answers, reminders, leads and what the law asks for, in English, Spanish,
    /// Portuguese, Tagalog, Haitian Creole, Vietnamese, Mandarin and Russian.
    ///
    /// # Errors
    /// `Internal` when the embedded catalogue is broken, which a test rules out.
    pub fn standard() -> Result<Self> {
        Self::from_json(include_str!("data/templates.json"))
            .map_err(|e| Error::new(ErrorKind::Internal, OPERATION, e.message()))
    }

    /// Reads a catalogue. [`lint`](super::lint) says what is wrong with what it says.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: for JSON that is no catalogue, a repeated name, a template without English.
    pub fn from_json(text: &str) -> Result<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let catalogue: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|e| Error::invalid(OPERATION, e.path().to_string(), e.inner().to_string()))?;
        for (at, template) in catalogue.templates.iter().enumerate() {
            let refuse = |field: &str, rule: &str| {
                Err(Error::invalid(
                    OPERATION,
                    format!("templates[{at}].{field}"),
                    rule,
                ))
            };
            if template.name.is_empty()
                || catalogue.templates[..at]
                    .iter()
                    .any(|other| other.name == template.name)
            {
                return refuse("name", "must be unique and not empty");
            }
            if !template.bodies.contains_key(&Language::English) {
                return refuse("bodies", "must hold English, which the others fall back on");
            }
        }
        Ok(catalogue)
    }

    /// A template by its name.
    pub fn find(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.name == name)
    }

    /// Whether texts in a language were read natively.
    pub fn review(&self, language: &Language) -> Review {
        if self.reviewed.contains(language) {
            Review::Reviewed
        } else {
            Review::NeedsNativeReader
        }
    }
}

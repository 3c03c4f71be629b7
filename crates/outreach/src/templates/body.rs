use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::variable::Variable;

/// The text of a template, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Words(String),
    Variable(Variable),
}

impl Body {
    /// Takes a text with variables in braces apart.
    ///
    /// # Errors
    /// `InvalidInput` for an empty text, a brace without its partner and a variable that does not exist.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |rule: String| Err(Error::invalid("templates.parse", "body", rule));
        if text.trim().is_empty() {
            return refuse("must not be empty".to_owned());
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (words, after) = rest.split_at(open);
            let Some(close) = after.find('}') else {
                return refuse("a brace is opened and not closed".to_owned());
            };
            let name = &after[1..close];
            let Some(variable) = Variable::ALL.iter().find(|variable| variable.as_str() == name) else {
                let name: String = name.chars().take(40).collect();
                return refuse(format!("{name:?} is no variable"));
            };
            if words.contains('}') {
                return refuse("a brace is closed and not opened".to_owned());
            }
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            parts.push(Part::Variable(*variable));
            rest = &after[close + 1..];
        }
        if rest.contains('}') {
            return refuse("a brace is closed and not opened".to_owned());
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
        })
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The variables, each once, in the order of [`Variable`].
    pub fn variables(&self) -> Vec<Variable> {
        let mut variables: Vec<_> = self
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Variable(variable) => Some(*variable),
                Part::Words(_) => None,
            })
            .collect();
        variables.sort_unstable();
        variables.dedup();
        variables
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Body {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Body".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "minLength": 1})
    }
}

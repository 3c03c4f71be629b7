use std::fmt::Write;

use careweave_types::{Error, ErrorKind, Pii, Result};
use serde::{Deserialize, Serialize};

use super::body::{Body, Part};
use super::catalogue::{Catalogue, Review};
use super::values::{OptionLine, Value, Values};
use super::variable::{FieldClass, Variable};
use super::wording;
use crate::{Language, MessageClass};

const OPERATION: &str = "templates.render";

/// Whether a provider may hold health information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProviderTrust {
    /// It is under a business associate agreement.
    Agreement,
    /// It is not.
    None,
}

/// A message, ready to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rendered {
    /// Its text.
    pub text: Pii<String>,
    /// The language it is in: English where the template has no other.
    pub language: Language,
    /// Whether somebody read that language natively.
    pub review: Review,
    /// What kind of message it is.
    pub class: MessageClass,
}

/// Writes a message.
///
/// # Errors
/// `NotFound` for a template that is not in the catalogue. `InvalidInput` that names the variable: for one without a value
/// or with one of another kind, words on several lines, a field its reader may not know, one that is in no message, and one
/// that the provider may not hold.
pub fn render(
    catalogue: &Catalogue,
    name: &str,
    language: &Language,
    values: &Values,
    provider: ProviderTrust,
) -> Result<Rendered> {
    let Some(template) = catalogue.find(name) else {
        return Err(Error::new(
            ErrorKind::NotFound,
            OPERATION,
            "no template of this name",
        ));
    };
    let (language, body) = template
        .bodies
        .get_key_value(language)
        .or_else(|| template.bodies.get_key_value(&Language::English))
        .ok_or_else(|| Error::invalid(OPERATION, "bodies", "must hold English"))?;
    for variable in body.variables() {
        let refuse = |rule: &str| Err(Error::invalid(OPERATION, variable.as_str(), rule));
        let class = variable.class();
        if matches!(class, FieldClass::CareDetail | FieldClass::AccessCode) {
            return refuse("is in no message");
        }
        if !template.exposure.allows(class) {
            return refuse("may not be known to the reader of this message");
        }
        if class.is_health_information() && provider == ProviderTrust::None {
            return refuse("may not be held by a provider without a business associate agreement");
        }
    }
    let mut text = String::new();
    write_body(&mut text, body, catalogue, language, values)?;
    Ok(Rendered {
        text: Pii::new(text),
        language: language.clone(),
        review: catalogue.review(language),
        class: template.class,
    })
}

fn write_body(
    text: &mut String,
    body: &Body,
    catalogue: &Catalogue,
    language: &Language,
    values: &Values,
) -> Result<()> {
    for part in body.parts() {
        match part {
            Part::Words(words) => text.push_str(words),
            Part::Variable(Variable::Disclosure) => {
                let disclosure = catalogue.disclosure.get(language).ok_or_else(|| {
                    Error::invalid(
                        OPERATION,
                        "disclosure",
                        "must be there in the language of the call",
                    )
                })?;
                if disclosure.variables().contains(&Variable::Disclosure) {
                    return Err(Error::invalid(OPERATION, "disclosure", "must not hold itself"));
                }
                write_body(text, disclosure, catalogue, language, values)?;
            }
            Part::Variable(variable) => text.push_str(&worded(*variable, language, values)?),
        }
    }
    Ok(())
}

fn worded(variable: Variable, language: &Language, values: &Values) -> Result<String> {
    let refuse = |rule: &str| Err(Error::invalid(OPERATION, variable.as_str(), rule));
    let Some(value) = values.get(variable) else {
        return refuse("has no value");
    };
    match (variable, value) {
        (Variable::Day, Value::Day { day }) => Ok(wording::day(language, *day).to_owned()),
        (Variable::Date, Value::Date { date }) => Ok(wording::date(language, *date)),
        (Variable::Start | Variable::End, Value::Time { minute }) if *minute < 1_440 => {
            Ok(wording::time(language, *minute))
        }
        (Variable::Hours, Value::Length { minutes }) => Ok(wording::length(*minutes)),
        (Variable::Options, Value::Options { lines }) if !lines.is_empty() => options(lines, language),
        (
            Variable::Day
            | Variable::Date
            | Variable::Start
            | Variable::End
            | Variable::Hours
            | Variable::Options,
            _,
        ) => refuse("has a value of another kind"),
        (_, Value::Text { text }) => {
            let text = text.expose();
            if text.trim().is_empty() || text.chars().any(char::is_control) {
                return refuse("must be words on one line");
            }
            if variable == Variable::ClientInitial && text.chars().filter(|c| c.is_alphabetic()).count() > 1 {
                return refuse("must be one letter");
            }
            Ok(text.clone())
        }
        _ => refuse("has a value of another kind"),
    }
}

fn options(lines: &[OptionLine], language: &Language) -> Result<String> {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let (start, end) = (
            line.zone.local(line.window.start()),
            line.zone.local(line.window.end()),
        );
        let minutes = u32::try_from(line.window.minutes()).unwrap_or(u32::MAX);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{}. {} {}-{} ({})",
            line.number,
            wording::day(language, start.weekday),
            wording::time(language, start.minute_of_day() as u16),
            wording::time(language, end.minute_of_day() as u16),
            wording::length(minutes)
        );
        if let Some(note) = &line.note {
            if note.expose().chars().any(char::is_control) {
                return Err(Error::invalid(
                    OPERATION,
                    "options",
                    "must be words on one line each",
                ));
            }
            let _ = write!(text, ", {}", note.expose());
        }
    }
    Ok(text)
}

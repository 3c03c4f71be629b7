use serde::{Deserialize, Serialize};

use super::body::Body;
use super::catalogue::{Catalogue, Medium, Template};
use super::variable::{Exposure, FieldClass, Variable};
use crate::{Language, MessageClass};

/// Public link shorteners: carriers block texts with their links.
const SHORTENERS: [&str; 9] = [
    "bit.ly",
    "tinyurl.",
    "goo.gl",
    "t.co/",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "rebrand.ly",
    "cutt.ly",
];

/// The longest text, in UTF-16 units, that a text message provider takes (RingCentral: 1000), with room for what variables
/// add.
const LONGEST: usize = 600;

/// A rule a template may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LintRule {
    /// A field says more than its reader may know.
    FieldNotAllowed,
    /// A field that is in no message.
    NeverInMessages,
    /// A public link shortener.
    ShortLink,
    /// Marketing without a way out.
    NoOptOut,
    /// Nobody is named who sends it.
    NoSender,
    /// A call that does not begin by saying that a machine speaks.
    NoDisclosure,
    /// A translation that speaks of other things than the English.
    VariablesDiffer,
    /// A language is missing.
    LanguageMissing,
    /// Too long.
    TooLong,
}

/// A rule that a template breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The template.
    pub template: String,
    /// The language.
    pub language: Language,
    /// The rule.
    pub rule: LintRule,
    /// The field, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable: Option<Variable>,
}

/// The languages every message to somebody outside the office is in.
const LANGUAGES: [Language; 8] = [
    Language::English,
    Language::Spanish,
    Language::Portuguese,
    Language::Tagalog,
    Language::HaitianCreole,
    Language::Vietnamese,
    Language::Mandarin,
    Language::Russian,
];

/// Everything that is wrong with a catalogue; nothing when it may be used.
pub fn lint(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for template in &catalogue.templates {
        let english = template.bodies.get(&Language::English).map(Body::variables);
        for (language, body) in &template.bodies {
            let mut report = |rule, variable| {
                findings.push(Finding {
                    template: template.name.clone(),
                    language: language.clone(),
                    rule,
                    variable,
                });
            };
            check(template, body, &mut report);
            if english.as_ref() != Some(&body.variables()) {
                report(LintRule::VariablesDiffer, None);
            }
        }
        if template.exposure == Exposure::Office {
            continue;
        }
        for language in LANGUAGES.iter().filter(|l| !template.bodies.contains_key(l)) {
            findings.push(Finding {
                template: template.name.clone(),
                language: language.clone(),
                rule: LintRule::LanguageMissing,
                variable: None,
            });
        }
    }
    findings
}

fn check(template: &Template, body: &Body, report: &mut impl FnMut(LintRule, Option<Variable>)) {
    let variables = body.variables();
    for &variable in &variables {
        let class = variable.class();
        if matches!(class, FieldClass::CareDetail | FieldClass::AccessCode) {
            report(LintRule::NeverInMessages, Some(variable));
        } else if !template.exposure.allows(class) {
            report(LintRule::FieldNotAllowed, Some(variable));
        }
    }
    let text = body.as_str();
    let lower = text.to_lowercase();
    if SHORTENERS.iter().any(|shortener| lower.contains(shortener)) {
        report(LintRule::ShortLink, None);
    }
    if template.class == MessageClass::Marketing
        && template.medium == Medium::Written
        && !text.contains("STOP")
    {
        report(LintRule::NoOptOut, None);
    }
    let disclosed = variables.contains(&Variable::Disclosure);
    if template.exposure != Exposure::Office && !disclosed && !variables.contains(&Variable::Agency) {
        report(LintRule::NoSender, None);
    }
    if template.medium == Medium::Spoken && !text.starts_with("{disclosure}") {
        report(LintRule::NoDisclosure, None);
    }
    if text.encode_utf16().count() > LONGEST {
        report(LintRule::TooLong, None);
    }
}

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::line::LinePair;
use crate::{Channel, MessageClass};

/// What a consent rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentBasis {
    /// Agreed to in writing or on a form.
    WrittenConsent,
    /// Agreed to by word or by giving the number for this purpose.
    ExpressConsent,
    /// Goes with working for the agency.
    Employment,
    /// Goes with being cared for.
    CareRelationship,
    /// Protection of health by health professionals (LGPD art. 11 II f).
    HealthProtection,
}

/// A consent, as it was captured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The lines it was given for; any line of the person when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<LinePair>,
    /// How they may be reached.
    pub channel: Channel,
    /// With what; every class when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<MessageClass>,
    /// What it rests on.
    pub basis: ConsentBasis,
    /// Where it was captured: `application_form`, `web`.
    pub source: String,
    /// When.
    pub captured_at: DateTime<Utc>,
    /// Where the proof is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// When this one was withdrawn by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

/// How somebody asked not to be contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// One of the words that count by themselves.
    Keyword,
    /// In their own words.
    FreeText,
    /// On a call.
    Spoken,
    /// The carrier or the provider reported it.
    Provider,
    /// Somebody at the agency recorded it.
    Person,
}

/// How far a revocation reaches. Each also closes the pair of lines it came over: the carrier does so by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "reach", rename_all = "snake_case", deny_unknown_fields)]
pub enum RevocationScope {
    /// The pair of lines alone.
    Pair,
    /// The pair, and one class over every line.
    Class {
        /// The class.
        class: MessageClass,
    },
    /// The pair, and marketing and calls over every line.
    MarketingAndVoice,
    /// Everything over every line.
    All,
}

/// A request not to be contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// The lines it came over.
    pub lines: LinePair,
    /// How far it reaches.
    pub scope: RevocationScope,
    /// When it came.
    pub at: DateTime<Utc>,
    /// How.
    pub means: Means,
}

impl Revocation {
    /// True when a message of `class` over `channel` and `lines` is among what was revoked.
    pub fn reaches(&self, class: MessageClass, channel: Channel, lines: &LinePair) -> bool {
        if self.lines == *lines {
            return true;
        }
        match self.scope {
            RevocationScope::Pair => false,
            RevocationScope::Class { class: revoked } => revoked == class,
            RevocationScope::MarketingAndVoice => {
                class == MessageClass::Marketing || channel == Channel::Voice
            }
            RevocationScope::All => true,
        }
    }
}

/// A request to be contacted again over a pair of lines. It reopens what revocations over that pair closed, but calls: a
/// call needs a consent of its own, captured afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Restoration {
    /// The lines it came over.
    pub lines: LinePair,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether somebody has agreed to be written to outside hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutOfHours {
    /// They have not.
    #[default]
    Never,
    /// For what is urgent.
    Urgent,
}

/// All that one person agreed to and took back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ConsentSet {
    /// What was agreed to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// What was taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revocations: Vec<Revocation>,
    /// What was reopened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub restorations: Vec<Restoration>,
}

use serde::{Deserialize, Serialize};

use super::lead::Lead;
use super::policy::HotRules;
use super::words::{LeadSource, LeadStage, Sequence};

/// Why a lead is hot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "snake_case", deny_unknown_fields)]
pub enum HotReason {
    /// By its class.
    Class {
        /// The class, as the rule has it.
        class: String,
    },
    /// By a tag.
    Tag {
        /// The tag, as the rule has it.
        tag: String,
    },
    /// Somebody referred it, and nobody has spoken to them yet.
    NewReferral,
}

/// Why a lead is hot, every reason; none when it is not. Who is a client, is lost, or does not want to be contacted is not
/// hot, whatever the tags say.
pub fn hot(lead: &Lead, rules: &HotRules) -> Vec<HotReason> {
    let over = matches!(lead.stage, LeadStage::Converted | LeadStage::Lost);
    if over || lead.sequence == Sequence::Suppressed {
        return Vec::new();
    }
    let mut reasons = Vec::new();
    if let Some(class) = &lead.class {
        let class = rules.classes.iter().find(|hot| hot.eq_ignore_ascii_case(class));
        reasons.extend(class.map(|class| HotReason::Class { class: class.clone() }));
    }
    for tag in &rules.tags {
        if lead.tags.iter().any(|own| own.eq_ignore_ascii_case(tag)) {
            reasons.push(HotReason::Tag { tag: tag.clone() });
        }
    }
    if rules.new_referral && lead.stage == LeadStage::New && lead.source == Some(LeadSource::Referral) {
        reasons.push(HotReason::NewReferral);
    }
    reasons
}

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::Channel;

const OPERATION: &str = "leads.policy";

/// What makes a lead hot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HotRules {
    /// Classes, compared without regard to case.
    pub classes: Vec<String>,
    /// Tags, compared without regard to case.
    pub tags: Vec<String>,
    /// True when a new lead that somebody referred is hot.
    pub new_referral: bool,
}

/// One step of winning somebody back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReactivationStep {
    /// Minutes after the step before, or after what began it; at least 1.
    pub after_minutes: u32,
    /// How.
    pub channel: Channel,
    /// The template.
    pub template: String,
}

/// How leads are followed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadPolicy {
    /// What makes a lead hot.
    pub hot: HotRules,
    /// Minutes until a lead that is not hot is followed up.
    pub follow_up_minutes: u32,
    /// Minutes until somebody who asked for a call without a time is called.
    pub callback_minutes: u32,
    /// Minutes after its start for which an appointment counts as neither kept nor missed.
    pub grace_minutes: u32,
    /// How to win back who did not come.
    pub reactivation: Vec<ReactivationStep>,
}

impl Default for LeadPolicy {
    /// Hot by class HOT, by the tags urgent and `high_value`, or as a new referral; others after two hours; a call back
    /// after a day; a grace of 15 minutes; and one, three and seven days to win somebody back.
    fn default() -> Self {
        let step = |days: u32, template: &str| ReactivationStep {
            after_minutes: days * 1_440,
            channel: Channel::WhatsApp,
            template: template.to_owned(),
        };
        Self {
            hot: HotRules {
                classes: vec!["HOT".to_owned()],
                tags: vec!["urgent".to_owned(), "high_value".to_owned()],
                new_referral: true,
            },
            follow_up_minutes: 120,
            callback_minutes: 1_440,
            grace_minutes: 15,
            reactivation: vec![
                step(1, "lead_missed_you"),
                step(2, "lead_still_interested"),
                step(4, "lead_last_word"),
            ],
        }
    }
}

impl LeadPolicy {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: waits of no minutes or of more than a year, more than 32 steps, a step
    /// without a template.
    pub fn check(&self) -> Result<()> {
        let year = 1..=366 * 1_440;
        for (field, minutes) in [
            ("follow_up_minutes", self.follow_up_minutes),
            ("callback_minutes", self.callback_minutes),
            ("grace_minutes", self.grace_minutes),
        ] {
            if !year.contains(&minutes) {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "must be between a minute and a year",
                ));
            }
        }
        if self.reactivation.len() > 32 {
            return Err(Error::invalid(
                OPERATION,
                "reactivation",
                "must have at most 32 steps",
            ));
        }
        for (at, step) in self.reactivation.iter().enumerate() {
            if !year.contains(&step.after_minutes) || step.template.is_empty() {
                return Err(Error::invalid(
                    OPERATION,
                    format!("reactivation[{at}]"),
                    "must come after a minute to a year and name a template",
                ));
            }
        }
        Ok(())
    }
}

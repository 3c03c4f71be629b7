use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::fatigue::{FatigueLimit, Origin, Overflow};
use super::hours::SendHours;
use super::record::ConsentBasis;
use super::revoke::RevocationPolicy;
use crate::{Channel, MessageClass};

const OPERATION: &str = "consent.policy";

/// Which hours a kind of message keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoursUse {
    /// The hours of the table, always.
    Always,
    /// The hours of the table, unless it is urgent and the person has agreed to urgent messages at any hour.
    UnlessUrgent,
    /// None: the person is waiting for it, or it cannot wait.
    None,
}

/// Which hours go with which messages; the first row that fits counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoursRow {
    /// The class; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<MessageClass>,
    /// The channel; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The hours.
    pub hours: HoursUse,
}

/// A consent that a kind of message cannot do without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentRule {
    /// The class; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<MessageClass>,
    /// The channel; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What the consent may rest on.
    pub bases: Vec<ConsentBasis>,
    /// Where the rule comes from.
    pub source: String,
}

/// Everything [`may_send`](super::may_send) goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendPolicy {
    /// Hours per place.
    pub hours: SendHours,
    /// Which messages keep them.
    pub hours_use: Vec<HoursRow>,
    /// Which messages need a consent; all rules that fit have to be met.
    pub consent: Vec<ConsentRule>,
    /// How often somebody may be written to.
    pub fatigue: Vec<FatigueLimit>,
    /// How far an opt-out reaches.
    pub revocation: RevocationPolicy,
}

impl SendPolicy {
    /// The defaults for the United States, on [`SendHours::united_states`]. Offers and reminders keep the hours although
    /// the law asks it of sales calls only. An offer goes out once in 30 minutes and six times a day, an automatic reply
    /// five times a day.
    ///
    /// # Errors
    /// As [`SendHours::united_states`].
    pub fn united_states() -> Result<Self> {
        let hours = |class, channel, hours| HoursRow {
            class,
            channel,
            hours,
        };
        let consent = |class, channel, bases: &[ConsentBasis], source: &str| ConsentRule {
            class,
            channel,
            bases: bases.to_vec(),
            source: source.to_owned(),
        };
        let limit = |class, origin, at_most, within_minutes, overflow| FatigueLimit {
            class,
            channels: vec![Channel::Sms, Channel::WhatsApp],
            origin,
            at_most,
            within_minutes,
            overflow,
        };
        let written = [ConsentBasis::WrittenConsent];
        let own_act = [ConsentBasis::WrittenConsent, ConsentBasis::ExpressConsent];
        Ok(Self {
            hours: SendHours::united_states()?,
            hours_use: vec![
                hours(Some(MessageClass::Compliance), None, HoursUse::None),
                hours(Some(MessageClass::Marketing), None, HoursUse::Always),
                hours(None, Some(Channel::Voice), HoursUse::UnlessUrgent),
                hours(Some(MessageClass::Transactional), None, HoursUse::None),
                hours(None, None, HoursUse::UnlessUrgent),
            ],
            consent: vec![
                consent(
                    None,
                    Some(Channel::Voice),
                    &own_act,
                    "FCC 24-17: an AI-generated voice is an artificial one and needs prior express consent",
                ),
                consent(
                    Some(MessageClass::Marketing),
                    None,
                    &written,
                    "47 CFR 64.1200(a)(2): marketing needs prior express written consent",
                ),
                consent(
                    None,
                    Some(Channel::WhatsApp),
                    &own_act,
                    "WhatsApp's rules ask for an opt-in before a business writes first",
                ),
            ],
            fatigue: vec![
                limit(Some(MessageClass::Offer), Origin::Planned, 1, 30, Overflow::Defer),
                limit(
                    Some(MessageClass::Offer),
                    Origin::Planned,
                    6,
                    1_440,
                    Overflow::Defer,
                ),
                limit(None, Origin::AutoReply, 5, 1_440, Overflow::Refuse),
            ],
            revocation: RevocationPolicy::united_states(),
        })
    }

    /// Checks what the types do not.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: as [`SendHours::check`]; a limit of none or over no time; a consent rule
    /// that nothing can meet; no row of hours for some message.
    pub fn check(&self) -> Result<()> {
        self.hours.check()?;
        if !self
            .hours_use
            .iter()
            .any(|row| row.class.is_none() && row.channel.is_none())
        {
            return Err(Error::invalid(
                OPERATION,
                "hours_use",
                "must end with a row for every class and channel",
            ));
        }
        for (at, rule) in self.consent.iter().enumerate() {
            if rule.bases.is_empty() {
                return Err(Error::invalid(
                    OPERATION,
                    format!("consent[{at}].bases"),
                    "must name at least one basis",
                ));
            }
        }
        for (at, limit) in self.fatigue.iter().enumerate() {
            if limit.at_most == 0 || limit.channels.is_empty() {
                return Err(Error::invalid(
                    OPERATION,
                    format!("fatigue[{at}]"),
                    "must allow at least one message and count at least one channel",
                ));
            }
            if !(1..=1_440).contains(&limit.within_minutes) {
                return Err(Error::invalid(
                    OPERATION,
                    format!("fatigue[{at}].within_minutes"),
                    "must be between 1 and 1440",
                ));
            }
        }
        self.revocation.check()
    }

    /// The hours a message keeps.
    pub fn hours_for(&self, class: MessageClass, channel: Channel) -> HoursUse {
        self.hours_use
            .iter()
            .find(|row| row.class.is_none_or(|c| c == class) && row.channel.is_none_or(|c| c == channel))
            .map_or(HoursUse::Always, |row| row.hours)
    }

    /// The consents a message needs.
    pub fn consents_for(&self, class: MessageClass, channel: Channel) -> impl Iterator<Item = &ConsentRule> {
        self.consent.iter().filter(move |rule| {
            rule.class.is_none_or(|c| c == class) && rule.channel.is_none_or(|c| c == channel)
        })
    }
}

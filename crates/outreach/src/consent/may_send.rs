use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::fatigue::{ContactHistory, Origin, Overflow};
use super::line::LinePair;
use super::opening::next_open;
use super::place::KnownPlaces;
use super::policy::{HoursUse, SendPolicy};
use super::record::{ConsentSet, OutOfHours, Revocation};
use crate::{Channel, ContactId, MessageClass};

/// Whether a message can wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It can.
    #[default]
    Routine,
    /// It is worth nothing in the morning.
    Urgent,
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// Its class.
    pub class: MessageClass,
    /// How it goes.
    pub channel: Channel,
    /// Over which lines.
    pub lines: LinePair,
    /// Whether it can wait.
    #[serde(default)]
    pub urgency: Urgency,
    /// Who began it.
    #[serde(default)]
    pub origin: Origin,
}

/// What is known about whom it is sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Who.
    pub contact: ContactId,
    /// Where they may be.
    #[serde(default)]
    pub places: KnownPlaces,
    /// What they agreed to and took back.
    #[serde(default)]
    pub consent: ConsentSet,
    /// Whether they may be written to outside hours.
    #[serde(default)]
    pub out_of_hours: OutOfHours,
    /// What went out to them lately.
    #[serde(default)]
    pub history: ContactHistory,
}

/// The rule a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SendRule {
    /// They asked not to be contacted.
    OptedOut,
    /// A call needs a consent that is not there.
    NoVoiceConsent,
    /// The message needs a consent that is not there.
    NoConsent,
    /// They were written to too often.
    Fatigue,
    /// It is outside hours where they are.
    SendHours,
    /// The message keeps hours, and nobody knows where they are.
    UnknownZone,
    /// The hours of the places where they may be have nothing in common.
    NoCommonHours,
    /// The instant lies at the end of the calendar.
    Calendar,
}

impl SendRule {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::NoVoiceConsent => "no_voice_consent",
            Self::NoConsent => "no_consent",
            Self::Fatigue => "fatigue",
            Self::SendHours => "send_hours",
            Self::UnknownZone => "unknown_zone",
            Self::NoCommonHours => "no_common_hours",
            Self::Calendar => "calendar",
        }
    }
}

/// Why something is sent that a rule would have held back; worth a line in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SendException {
    /// It is outside hours or nobody knows; it is urgent, and the person has agreed to that.
    UrgentOptIn,
    /// The one confirmation of an opt-out.
    OptOutConfirmation,
}

/// May it be sent?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
pub enum SendVerdict {
    /// Yes, now.
    Allowed {
        /// What makes it allowed against a rule.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exception: Option<SendException>,
    },
    /// Not before an instant. Ask again then: facts change.
    Deferred {
        /// The first instant at which every rule that is known now allows it.
        until: DateTime<Utc>,
        /// The rule that holds it back longest.
        rule: SendRule,
    },
    /// No.
    Refused {
        /// Why.
        rule: SendRule,
    },
}

impl SendVerdict {
    /// True when it may go now.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// May this be sent to this person now?
///
/// In this order: what they took back; what they have to have agreed to; how often they were written to; the hours where
/// they are.
///
/// ```
/// use careweave_outreach::consent::*;
/// use careweave_outreach::{Channel, ContactId, MessageClass};
/// use careweave_types::AgencyZone;
///
/// let policy = SendPolicy::united_states()?;
/// let recipient = Recipient {
///     contact: ContactId::new("caregiver/7")?,
///     places: KnownPlaces::stated(AgencyZone::new("America/Denver")?),
///     consent: ConsentSet::default(),
///     out_of_hours: OutOfHours::Never,
///     history: ContactHistory::default(),
/// };
/// let offer = Sending {
///     class: MessageClass::Offer,
///     channel: Channel::Sms,
///     lines: LinePair { ours: LineId::new("office")?, theirs: LineId::new("caregiver/7/mobile")? },
///     urgency: Urgency::Routine,
///     origin: Origin::Planned,
/// };
/// let half_past_nine_pm = "2026-04-07T03:30:00Z".parse().unwrap();
/// let verdict = may_send(&policy, &offer, &recipient, half_past_nine_pm);
/// let eight_am = "2026-04-07T14:00:00Z".parse().unwrap();
/// assert_eq!(verdict, SendVerdict::Deferred { until: eight_am, rule: SendRule::SendHours });
/// # Ok::<(), careweave_types::Error>(())
/// ```
pub fn may_send(
    policy: &SendPolicy,
    sending: &Sending,
    recipient: &Recipient,
    now: DateTime<Utc>,
) -> SendVerdict {
    let Sending { class, channel, .. } = *sending;
    if let Some(revocation) = recipient.consent.revocation(class, channel, &sending.lines, now) {
        return if confirms(policy, revocation, sending, recipient, now) {
            SendVerdict::Allowed {
                exception: Some(SendException::OptOutConfirmation),
            }
        } else {
            SendVerdict::Refused {
                rule: SendRule::OptedOut,
            }
        };
    }
    for rule in policy.consents_for(class, channel) {
        let granted = recipient
            .consent
            .grant(class, channel, &sending.lines, &rule.bases, now);
        if granted.is_none() {
            return SendVerdict::Refused {
                rule: if channel == Channel::Voice {
                    SendRule::NoVoiceConsent
                } else {
                    SendRule::NoConsent
                },
            };
        }
    }
    let mut from = now;
    for limit in &policy.fatigue {
        let Some(room_at) = limit.room_at(&recipient.history, class, channel, sending.origin, now) else {
            continue;
        };
        if room_at > now && limit.overflow == Overflow::Refuse {
            return SendVerdict::Refused {
                rule: SendRule::Fatigue,
            };
        }
        from = from.max(room_at);
    }
    in_hours(policy, sending, recipient, now, from)
}

/// The one confirmation of a request that came over the same lines: in time, and the first.
fn confirms(
    policy: &SendPolicy,
    revocation: &Revocation,
    sending: &Sending,
    recipient: &Recipient,
    now: DateTime<Utc>,
) -> bool {
    let until = revocation.at + TimeDelta::minutes(i64::from(policy.revocation.confirm_within_minutes));
    sending.class == MessageClass::Compliance
        && sending.channel != Channel::Voice
        && revocation.lines == sending.lines
        && now <= until
        && !recipient
            .history
            .sent
            .iter()
            .any(|sent| sent.class == MessageClass::Compliance && sent.at >= revocation.at)
}

fn in_hours(
    policy: &SendPolicy,
    sending: &Sending,
    recipient: &Recipient,
    now: DateTime<Utc>,
    from: DateTime<Utc>,
) -> SendVerdict {
    let waits_for_room = |exception| {
        if from > now {
            SendVerdict::Deferred {
                until: from,
                rule: SendRule::Fatigue,
            }
        } else {
            SendVerdict::Allowed { exception }
        }
    };
    let hours = policy.hours_for(sending.class, sending.channel);
    if hours == HoursUse::None {
        return waits_for_room(None);
    }
    let opening = match recipient.places.best() {
        None => Err(SendRule::UnknownZone),
        Some((_, places)) => match next_open(&policy.hours, places, from) {
            Ok(Some(until)) => Ok(until),
            Ok(None) => Err(SendRule::NoCommonHours),
            Err(_) => Err(SendRule::Calendar),
        },
    };
    if opening == Ok(from) {
        return waits_for_room(None);
    }
    if hours == HoursUse::UnlessUrgent
        && sending.urgency == Urgency::Urgent
        && recipient.out_of_hours == OutOfHours::Urgent
    {
        return waits_for_room(Some(SendException::UrgentOptIn));
    }
    match opening {
        Ok(until) => SendVerdict::Deferred {
            until,
            rule: SendRule::SendHours,
        },
        Err(rule) => SendVerdict::Refused { rule },
    }
}

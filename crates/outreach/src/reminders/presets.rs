use careweave_types::{Error, Result, TimeOfDay};
use serde::{Deserialize, Deserializer, Serialize};

use super::rule::{Anchor, Audience, Condition, OPERATION, Offset, ReminderRule, RuleId};
use super::subject::SubjectKind;
use crate::{Channel, MessageClass};

/// A checked list of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ReminderRules(Vec<ReminderRule>);

impl<'de> Deserialize<'de> for ReminderRules {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let rules = Vec::deserialize(d)?;
        Self::new(rules).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

struct Row {
    id: &'static str,
    subject: SubjectKind,
    anchor: Anchor,
    offset: Offset,
    conditions: &'static [Condition],
    audience: Audience,
    channels: &'static [Channel],
    class: MessageClass,
    template: &'static str,
    expires_after_minutes: u32,
}

const TEXT: &[Channel] = &[Channel::Sms, Channel::Email];

const fn minutes(minutes: i32) -> Offset {
    Offset::Elapsed { minutes }
}

impl ReminderRules {
    /// Checks rules.
    ///
    /// # Errors
    /// `InvalidInput` that names the rule and the field: a repeated id, no channel or one twice, no template, nothing to
    /// be worth sending for, an offset beyond two years, an anchor the subject does not have.
    pub fn new(rules: Vec<ReminderRule>) -> Result<Self> {
        for (at, rule) in rules.iter().enumerate() {
            rule.check()?;
            if rules[..at].iter().any(|other| other.id == rule.id) {
                return Err(Error::invalid(OPERATION, "id", "must be unique").with("rule", rule.id.as_str()));
            }
        }
        Ok(Self(rules))
    }

    /// The rules, in order.
    pub fn iter(&self) -> impl Iterator<Item = &ReminderRule> {
        self.0.iter()
    }

    /// The ladder of a visit: 15 minutes before it a nudge to clock in, 5 minutes into it a question, at 10 the
    /// coordinator, at 20 whoever is on call. Clocking in ends it. These are of class transactional: they are worth nothing
    /// if they wait for the morning.
    ///
    /// # Errors
    /// None in practice: the table is checked by a test.
    pub fn clock_in() -> Result<Self> {
        let step = |id, offset, audience, template, expires_after_minutes| Row {
            id,
            subject: SubjectKind::Visit,
            anchor: Anchor::Start,
            offset: minutes(offset),
            conditions: &[Condition::Assigned, Condition::NotClockedIn],
            audience,
            channels: TEXT,
            class: MessageClass::Transactional,
            template,
            expires_after_minutes,
        };
        Self::of(&[
            step("clock_in_soon", -15, Audience::Caregiver, "clock_in_soon", 15),
            step("clock_in_late", 5, Audience::Caregiver, "clock_in_late", 20),
            step(
                "clock_in_coordinator",
                10,
                Audience::Coordinator,
                "no_clock_in",
                120,
            ),
            step("clock_in_on_call", 20, Audience::OnCall, "no_clock_in", 120),
        ])
    }

    /// A day and three hours before an appointment, each by itself.
    ///
    /// # Errors
    /// As [`ReminderRules::clock_in`].
    pub fn appointments() -> Result<Self> {
        let step = |id, offset, channels, expires_after_minutes| Row {
            id,
            subject: SubjectKind::Appointment,
            anchor: Anchor::Start,
            offset: minutes(offset),
            conditions: &[],
            audience: Audience::Client,
            channels,
            class: MessageClass::Reminder,
            template: "appointment_reminder",
            expires_after_minutes,
        };
        Self::of(&[
            step(
                "appointment_24h",
                -1_440,
                &[Channel::WhatsApp, Channel::Sms, Channel::Email],
                180,
            ),
            step("appointment_3h", -180, &[Channel::Voice, Channel::Sms], 90),
        ])
    }

    /// A day and three hours before a shift, to the caregiver; a day before one that somebody may not turn up to, to the
    /// coordinator.
    ///
    /// # Errors
    /// As [`ReminderRules::clock_in`].
    pub fn visits() -> Result<Self> {
        let step = |id, offset, conditions, audience, template, expires_after_minutes| Row {
            id,
            subject: SubjectKind::Visit,
            anchor: Anchor::Start,
            offset: minutes(offset),
            conditions,
            audience,
            channels: TEXT,
            class: MessageClass::Reminder,
            template,
            expires_after_minutes,
        };
        const ASSIGNED: &[Condition] = &[Condition::Assigned];
        const AT_RISK: &[Condition] = &[Condition::Assigned, Condition::RiskAtLeast { per_mille: 300 }];
        Self::of(&[
            step(
                "visit_24h",
                -1_440,
                ASSIGNED,
                Audience::Caregiver,
                "visit_reminder",
                300,
            ),
            step(
                "visit_3h",
                -180,
                ASSIGNED,
                Audience::Caregiver,
                "visit_reminder",
                90,
            ),
            step(
                "visit_at_risk",
                -1_440,
                AT_RISK,
                Audience::Coordinator,
                "visit_at_risk",
                720,
            ),
        ])
    }

    /// On the first day of the workweek at nine, to be answered `ALL GOOD`.
    ///
    /// # Errors
    /// As [`ReminderRules::clock_in`].
    pub fn weekly() -> Result<Self> {
        Self::of(&[Row {
            id: "week_confirmation",
            subject: SubjectKind::Week,
            anchor: Anchor::Start,
            offset: Offset::Calendar {
                days: 0,
                at: TimeOfDay::from_minutes(540)?,
            },
            conditions: &[Condition::NotConfirmed],
            audience: Audience::Caregiver,
            channels: TEXT,
            class: MessageClass::Reminder,
            template: "week_confirmation",
            expires_after_minutes: 480,
        }])
    }

    /// Thirty, fourteen, seven days and one day before a certification runs out, at ten; the last also to the coordinator.
    ///
    /// # Errors
    /// As [`ReminderRules::clock_in`].
    pub fn credentials() -> Result<Self> {
        let at = TimeOfDay::from_minutes(600)?;
        let step = |id, days, audience, template| Row {
            id,
            subject: SubjectKind::Credential,
            anchor: Anchor::Expiry,
            offset: Offset::Calendar { days, at },
            conditions: &[],
            audience,
            channels: &[Channel::Email, Channel::Sms],
            class: MessageClass::Reminder,
            template,
            expires_after_minutes: 1_440,
        };
        Self::of(&[
            step("credential_30d", -30, Audience::Caregiver, "credential_expiry"),
            step("credential_14d", -14, Audience::Caregiver, "credential_expiry"),
            step("credential_7d", -7, Audience::Caregiver, "credential_expiry"),
            step("credential_1d", -1, Audience::Caregiver, "credential_expiry"),
            step(
                "credential_1d_coordinator",
                -1,
                Audience::Coordinator,
                "credential_expiry_office",
            ),
        ])
    }

    /// Several lists in one.
    ///
    /// # Errors
    /// As [`ReminderRules::new`].
    pub fn all(lists: impl IntoIterator<Item = Self>) -> Result<Self> {
        Self::new(lists.into_iter().flat_map(|rules| rules.0).collect())
    }

    fn of(rows: &[Row]) -> Result<Self> {
        let rules = rows
            .iter()
            .map(|row| {
                Ok(ReminderRule {
                    id: RuleId::new(row.id)?,
                    subject: row.subject,
                    integration: None,
                    anchor: row.anchor,
                    offset: row.offset,
                    conditions: row.conditions.to_vec(),
                    audience: row.audience,
                    channels: row.channels.to_vec(),
                    class: row.class,
                    template: row.template.to_owned(),
                    expires_after_minutes: row.expires_after_minutes,
                })
            })
            .collect::<Result<_>>()?;
        Self::new(rules)
    }
}

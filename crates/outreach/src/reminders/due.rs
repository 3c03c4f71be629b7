use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::presets::ReminderRules;
use super::rule::{Audience, Condition, Offset, ReminderRule, RuleId};
use super::settle::ReminderHistory;
use super::subject::Subject;
use crate::{Channel, CommandKey, MessageClass};

/// A reminder whose time has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DueReminder {
    /// Its key: of the subject, the rule and the instant the rule is measured from.
    pub key: CommandKey,
    /// The rule.
    pub rule: RuleId,
    /// The subject.
    pub subject: String,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// From when on it is stale.
    pub expires_at: DateTime<Utc>,
    /// Whom it goes to.
    pub audience: Audience,
    /// How, in order of preference.
    pub channels: Vec<Channel>,
    /// What kind of message it is.
    pub class: MessageClass,
    /// The template.
    pub template: String,
}

/// Why a reminder is not sent any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// Its time is over.
    Stale,
    /// The hours that are open come too late for it.
    NoOpenHours,
    /// The rules of sending refuse it.
    Refused,
}

/// A reminder that is not sent any more. Record it: that is how it is counted, and counted once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// Its key.
    pub key: CommandKey,
    /// The rule.
    pub rule: RuleId,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// Why.
    pub reason: DropReason,
}

/// What is due of one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// To send now, by time and then in the order of the rules.
    pub send: Vec<DueReminder>,
    /// Too late to send.
    pub dropped: Vec<Dropped>,
    /// When to look again; absent when no rule has anything ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
}

/// What to send of one subject at `now`.
///
/// A rule whose conditions do not hold sends nothing, and nothing is dropped: a visit that somebody clocked in to needs no
/// nudge, however late the worker. A reminder whose time had passed before the subject was booked was never owed.
///
/// # Errors
/// `InvalidInput` as [`Subject::check`], and for an anchor at the ends of the calendar.
pub fn due(
    rules: &ReminderRules,
    subject: &Subject,
    history: &ReminderHistory,
    now: DateTime<Utc>,
) -> Result<Due> {
    subject.check()?;
    let mut due = Due::default();
    if subject.cancelled_at.is_some_and(|at| at <= now) {
        return Ok(due);
    }
    for rule in rules.iter() {
        if rule.subject != subject.kind
            || rule
                .integration
                .as_ref()
                .is_some_and(|only| subject.integration.as_ref() != Some(only))
        {
            continue;
        }
        let Some(anchor) = subject.anchor(rule.anchor) else {
            continue;
        };
        let due_at = due_at(rule, subject, anchor)?;
        let expires_at = due_at
            .checked_add_signed(TimeDelta::minutes(i64::from(rule.expires_after_minutes)))
            .ok_or_else(calendar_end)?;
        let key = key(rule, subject, anchor);
        if due_at < subject.booked_at || history.is_settled(&key) {
            continue;
        }
        if now < due_at {
            due.next_at = Some(due.next_at.map_or(due_at, |next| next.min(due_at)));
            continue;
        }
        if !rule
            .conditions
            .iter()
            .all(|condition| holds(condition, subject, now))
        {
            continue;
        }
        if now >= expires_at {
            due.dropped.push(Dropped {
                key,
                rule: rule.id.clone(),
                due_at,
                reason: DropReason::Stale,
            });
            continue;
        }
        due.send.push(DueReminder {
            key,
            rule: rule.id.clone(),
            subject: subject.id.clone(),
            due_at,
            expires_at,
            audience: rule.audience,
            channels: rule.channels.clone(),
            class: rule.class,
            template: rule.template.clone(),
        });
    }
    due.send.sort_by_key(|reminder| reminder.due_at);
    Ok(due)
}

fn calendar_end() -> Error {
    Error::invalid("reminders.due", "start", "at the end of the calendar")
}

fn due_at(rule: &ReminderRule, subject: &Subject, anchor: DateTime<Utc>) -> Result<DateTime<Utc>> {
    match rule.offset {
        Offset::Elapsed { minutes } => anchor
            .checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
            .ok_or_else(calendar_end),
        Offset::Calendar { days, at } => {
            let date = subject.zone.local(anchor).date;
            let date = TimeDelta::try_days(i64::from(days))
                .and_then(|days| date.checked_add_signed(days))
                .ok_or_else(calendar_end)?;
            subject.zone.wall_minute(date, u32::from(at.minutes()))
        }
    }
}

fn key(rule: &ReminderRule, subject: &Subject, anchor: DateTime<Utc>) -> CommandKey {
    CommandKey::of(&[
        "reminder",
        &subject.id,
        subject.contact.as_str(),
        rule.id.as_str(),
        &anchor.timestamp().to_string(),
    ])
}

fn holds(condition: &Condition, subject: &Subject, now: DateTime<Utc>) -> bool {
    let by_now = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
    match condition {
        Condition::Assigned => subject.assigned,
        Condition::NotConfirmed => !by_now(subject.confirmed_at),
        Condition::NotClockedIn => !by_now(subject.clocked_in_at),
        Condition::NotClockedOut => !by_now(subject.clocked_out_at),
        Condition::RiskAtLeast { per_mille } => subject.risk_per_mille.is_some_and(|risk| risk >= *per_mille),
    }
}

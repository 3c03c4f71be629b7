use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::due::{DropReason, Dropped, DueReminder};
use crate::CommandKey;
use crate::consent::{SendRule, SendVerdict};

/// How a reminder was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "as", rename_all = "snake_case", deny_unknown_fields)]
pub enum SettledAs {
    /// It was sent.
    Sent,
    /// It was not, and will not be.
    Dropped {
        /// Why.
        reason: DropReason,
    },
}

/// One reminder that is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// Its key.
    pub key: CommandKey,
    /// How.
    pub settled: SettledAs,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every reminder of a subject that is settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReminderHistory {
    /// In the order they were settled.
    pub settled: Vec<Settled>,
}

/// How many reminders were sent, and how many not, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Tally {
    /// Sent.
    pub sent: u64,
    /// Not sent.
    pub dropped: BTreeMap<DropReason, u64>,
}

impl ReminderHistory {
    /// True when this reminder is settled.
    pub fn is_settled(&self, key: &CommandKey) -> bool {
        self.settled.iter().any(|settled| settled.key == *key)
    }

    /// Records that a reminder went out; a second time changes nothing.
    pub fn sent(&mut self, key: &CommandKey, at: DateTime<Utc>) {
        self.record(key, SettledAs::Sent, at);
    }

    /// Records that one will not; a second time changes nothing.
    pub fn dropped(&mut self, dropped: &Dropped, at: DateTime<Utc>) {
        let reason = dropped.reason;
        self.record(&dropped.key, SettledAs::Dropped { reason }, at);
    }

    fn record(&mut self, key: &CommandKey, settled: SettledAs, at: DateTime<Utc>) {
        if !self.is_settled(key) {
            self.settled.push(Settled {
                key: key.clone(),
                settled,
                at,
            });
        }
    }

    /// Counts them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for settled in &self.settled {
            match settled.settled {
                SettledAs::Sent => tally.sent += 1,
                SettledAs::Dropped { reason } => *tally.dropped.entry(reason).or_default() += 1,
            }
        }
        tally
    }
}

/// What to do with a reminder that is due, once it is known whether it may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReminderAction {
    /// Send it.
    Send,
    /// Ask again then.
    Wait {
        /// The instant.
        until: DateTime<Utc>,
    },
    /// Do not send it.
    Drop {
        /// What to record.
        dropped: Dropped,
        /// The rule of sending it met.
        rule: SendRule,
    },
}

/// Puts a due reminder and the verdict on it together. One that would have to wait until it is stale is dropped at once.
pub fn settle(reminder: &DueReminder, verdict: &SendVerdict) -> ReminderAction {
    let dropped = |reason, rule| ReminderAction::Drop {
        dropped: Dropped {
            key: reminder.key.clone(),
            rule: reminder.rule.clone(),
            due_at: reminder.due_at,
            reason,
        },
        rule,
    };
    match *verdict {
        SendVerdict::Allowed { .. } => ReminderAction::Send,
        SendVerdict::Deferred { until, .. } if until < reminder.expires_at => ReminderAction::Wait { until },
        SendVerdict::Deferred { rule, .. } => dropped(DropReason::NoOpenHours, rule),
        SendVerdict::Refused { rule } => dropped(DropReason::Refused, rule),
    }
}

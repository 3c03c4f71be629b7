use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{Channel, MessageClass};

/// Who began a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// We did.
    #[default]
    Planned,
    /// It answers an incoming message without a person having looked.
    AutoReply,
}

/// One message that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contacted {
    /// When.
    pub at: DateTime<Utc>,
    /// Of what class.
    pub class: MessageClass,
    /// How.
    pub channel: Channel,
    /// Who began it.
    #[serde(default)]
    pub origin: Origin,
}

/// What went out to one person lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ContactHistory {
    /// The messages; at least those of the longest limit's span.
    pub sent: Vec<Contacted>,
}

impl ContactHistory {
    /// Adds a message and forgets those more than a day older.
    pub fn record(&mut self, contacted: Contacted) {
        let oldest = contacted.at - TimeDelta::days(1);
        self.sent.retain(|earlier| earlier.at > oldest);
        self.sent.push(contacted);
    }
}

/// What happens to a message over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// It waits until there is room.
    Defer,
    /// It is not sent.
    Refuse,
}

/// How often one person may be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FatigueLimit {
    /// The class it counts; every class when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<MessageClass>,
    /// The channels it counts together.
    pub channels: Vec<Channel>,
    /// Who began the messages it counts.
    #[serde(default)]
    pub origin: Origin,
    /// So many, at least 1.
    pub at_most: u32,
    /// Within so many minutes, 1 to 1440.
    pub within_minutes: u32,
    /// And what happens beyond.
    pub overflow: Overflow,
}

impl FatigueLimit {
    fn counts(&self, class: MessageClass, channel: Channel, origin: Origin) -> bool {
        self.class.is_none_or(|counted| counted == class)
            && self.channels.contains(&channel)
            && self.origin == origin
    }

    /// When there is room for one more such message: `now` when there is, later when there is not, and `None` when this
    /// limit does not count it.
    pub fn room_at(
        &self,
        history: &ContactHistory,
        class: MessageClass,
        channel: Channel,
        origin: Origin,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        if !self.counts(class, channel, origin) {
            return None;
        }
        let span = TimeDelta::minutes(i64::from(self.within_minutes));
        let mut recent: Vec<DateTime<Utc>> = history
            .sent
            .iter()
            .filter(|sent| self.counts(sent.class, sent.channel, sent.origin) && sent.at + span > now)
            .map(|sent| sent.at)
            .collect();
        let most = self.at_most as usize;
        if recent.len() < most {
            return Some(now);
        }
        recent.sort_unstable();
        Some(recent[recent.len() - most] + span)
    }
}

//! The parts of a policy, each with its default.

use careweave_matching::offers::Chance;
use serde::{Deserialize, Serialize};

use crate::Channel;

/// Whether commands are carried out or only written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Carried out.
    #[default]
    Live,
    /// A rehearsal: every command says `dry_run`; all else is the same.
    Shadow,
}

/// How offers go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// One message per shift.
    #[default]
    Direct,
    /// Through the caregiver's desk.
    Digest,
}

/// Whether the client is told who comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientNotice {
    /// No.
    #[default]
    Silent,
    /// Once the shift is filled.
    OnFill,
}

/// Whom to ask at once, and when to ask more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Waves {
    /// How many are asked at once.
    pub size: WaveSizing,
    /// Minutes until the next wave.
    pub minutes_between: u32,
    /// People asked in all. Who could not be reached does not count.
    pub max_contacts: u32,
    /// The next wave goes at once when fewer than so many have not answered yet; 0 for never.
    pub top_up_below: u32,
}

/// How many are asked at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum WaveSizing {
    /// So many.
    Count {
        /// How many.
        caregivers: u32,
    },
    /// As many as make one yes this likely; candidates without a known chance end the wave.
    Chance {
        /// How likely.
        #[cfg_attr(feature = "schema", schemars(with = "u32"))]
        target: Chance,
        /// At most so many.
        at_most: u32,
    },
}

impl WaveSizing {
    /// The most a wave can hold.
    pub const fn at_most(self) -> u32 {
        match self {
            Self::Count { caregivers } => caregivers,
            Self::Chance { at_most, .. } => at_most,
        }
    }
}

impl Default for Waves {
    fn default() -> Self {
        Self {
            size: WaveSizing::Count { caregivers: 5 },
            minutes_between: 5,
            max_contacts: 20,
            top_up_below: 0,
        }
    }
}

/// When the office is told. It never ends the search: a yes after an escalation still wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Ladder {
    /// Step by step, each later than the one before.
    pub steps: Vec<LadderStep>,
    /// Minutes between repeats of the last step; none when absent.
    pub repeat_minutes: Option<u32>,
    /// Notices in all, repeats included.
    pub max_notices: u32,
}

/// One step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LadderStep {
    /// Minutes after the shift was opened.
    pub after_minutes: u32,
    /// Whom.
    pub role: Role,
    /// By which way.
    pub channel: Channel,
}

/// Who in the agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The coordinator of the client, else whoever coordinates.
    Coordinator,
    /// Whoever is on call.
    OnCall,
    /// The manager.
    Manager,
}

impl Default for Ladder {
    fn default() -> Self {
        let step = |after_minutes, role, channel| LadderStep {
            after_minutes,
            role,
            channel,
        };
        Self {
            steps: vec![
                step(15, Role::Coordinator, Channel::Sms),
                step(30, Role::Coordinator, Channel::Email),
                step(45, Role::OnCall, Channel::Sms),
            ],
            repeat_minutes: Some(15),
            max_notices: 5,
        }
    }
}

/// What changes when the start is near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Urgent {
    /// Nearer than so many minutes, every interval is halved.
    pub hurry_below_minutes: u32,
    /// Nearer than so many minutes, somebody is paged at once, and asking goes on.
    pub page_below_minutes: u32,
    /// Who is paged.
    pub page_role: Role,
    /// By which way.
    pub page_channel: Channel,
}

impl Default for Urgent {
    fn default() -> Self {
        Self {
            hurry_below_minutes: 240,
            page_below_minutes: 120,
            page_role: Role::OnCall,
            page_channel: Channel::Voice,
        }
    }
}

/// Calls to those who do not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct VoiceFollowUp {
    /// Minutes after the text.
    pub after_minutes: u32,
    /// Minutes after the end of a shift before they are called.
    pub quiet_after_shift_minutes: u32,
}

impl Default for VoiceFollowUp {
    fn default() -> Self {
        Self {
            after_minutes: 5,
            quiet_after_shift_minutes: 10,
        }
    }
}

/// Who gets it, and how that is made true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Who gets it.
    pub rule: ClaimRule,
    /// Whether the hard rules are looked at again before the assignment is sent.
    pub revalidation: Revalidation,
    /// Tries of an assignment that fails in a way another try can help with.
    pub assign_attempts: u32,
    /// Seconds before another try.
    pub retry_seconds: u32,
    /// Seconds an answer may take before it counts as lost.
    pub answer_seconds: u32,
    /// Read-backs before the office is told that nobody knows.
    pub read_backs: u32,
    /// Minutes an approval may wait before the office is told again.
    pub approval_minutes: u32,
}

/// Who gets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimRule {
    /// The first yes.
    #[default]
    FirstClaim,
    /// The best ranked of those who say yes within a window that the first yes opens.
    BestWithin {
        /// How long it stays open, 1 to 600.
        seconds: u32,
    },
    /// The first yes a coordinator approves.
    CoordinatorApproves,
}

/// Whether the hard rules are looked at again before the assignment is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Revalidation {
    /// They are: the assignment is sent once the answer is good.
    #[default]
    BeforeAssignment,
    /// They are not: the agency system refuses by itself what must not be.
    Skip,
}

impl Default for Claims {
    fn default() -> Self {
        Self {
            rule: ClaimRule::FirstClaim,
            revalidation: Revalidation::BeforeAssignment,
            assign_attempts: 3,
            retry_seconds: 10,
            answer_seconds: 60,
            read_backs: 5,
            approval_minutes: 10,
        }
    }
}

/// What happens when the assignment would cause overtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OvertimeRule {
    /// Nothing.
    Allow,
    /// A person is asked.
    #[default]
    Approve,
    /// They do not get it.
    Refuse,
}

//! How a shift is filled: plain data, versioned, so that a campaign can be explained later.

mod parts;

use careweave_matching::offers::Chance;
use careweave_types::{Error, Result};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::document::rule_of;
use crate::consent::{RevocationPolicy, SendHours, SendPolicy};

pub use parts::{
    ClaimRule, Claims, ClientNotice, Delivery, Ladder, LadderStep, Mode, OvertimeRule, Revalidation, Role,
    Urgent, VoiceFollowUp, WaveSizing, Waves,
};

/// The format this version reads and writes.
pub const FORMAT: &str = "careweave.outreach-policy/1";

const OPERATION: &str = "outreach.policy";

/// The longest stretch a policy may name, in minutes: a week.
const MAX_MINUTES: u32 = 10_080;

/// How a shift is filled.
///
/// ```
/// use careweave_outreach::campaign::Policy;
/// let policy = Policy::from_json(r#"{"name": "night desk", "version": 3}"#)?;
/// assert_eq!((policy.waves.minutes_between, policy.waves.max_contacts), (5, 20));
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// [`FORMAT`].
    #[serde(default = "format")]
    pub format: String,
    /// What the policy is called.
    pub name: String,
    /// Grows with every change of meaning.
    pub version: u32,
    /// Whether commands are carried out or only written down.
    #[serde(default)]
    pub mode: Mode,
    /// Whom to ask at once, and when to ask more.
    #[serde(default)]
    pub waves: Waves,
    /// When the office is told.
    #[serde(default)]
    pub escalation: Ladder,
    /// What changes when the start is near.
    #[serde(default)]
    pub urgent: Urgent,
    /// Calls to those who do not answer; none when absent.
    #[serde(default = "some_voice", skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceFollowUp>,
    /// Who gets it, and how that is made true.
    #[serde(default)]
    pub claims: Claims,
    /// What happens when the assignment would cause overtime.
    #[serde(default)]
    pub overtime: OvertimeRule,
    /// True to hand offers to the caregiver's desk, which writes one message about several shifts.
    #[serde(default)]
    pub digest: Delivery,
    /// Whether the client is told who comes.
    #[serde(default)]
    pub client: ClientNotice,
    /// When and to whom messages may go at all.
    #[serde(default = "standard_sending")]
    pub sending: SendPolicy,
}

fn format() -> String {
    FORMAT.to_owned()
}

#[allow(clippy::unnecessary_wraps)] // The default of an optional field.
fn some_voice() -> Option<VoiceFollowUp> {
    Some(VoiceFollowUp::default())
}

/// What this crate brings. A table that could not be read would leave rows nothing passes [`Policy::check`] with.
fn standard_sending() -> SendPolicy {
    SendPolicy::united_states().unwrap_or_else(|_| SendPolicy {
        hours: SendHours {
            version: String::new(),
            rules: Vec::new(),
        },
        hours_use: Vec::new(),
        consent: Vec::new(),
        fatigue: Vec::new(),
        revocation: RevocationPolicy::united_states(),
    })
}

impl Policy {
    /// The default policy under a name.
    pub fn named(name: &str) -> Self {
        Self {
            format: format(),
            name: name.to_owned(),
            version: 1,
            mode: Mode::default(),
            waves: Waves::default(),
            escalation: Ladder::default(),
            urgent: Urgent::default(),
            voice: some_voice(),
            claims: Claims::default(),
            overtime: OvertimeRule::default(),
            digest: Delivery::default(),
            client: ClientNotice::default(),
            sending: standard_sending(),
        }
    }

    /// Reads a policy and checks it.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: JSON that does not parse, an unknown or missing field, another format, and
    /// everything [`check`](Self::check) finds.
    pub fn from_json(text: &str) -> Result<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let policy: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let field = if path == "." { "(file)".to_owned() } else { path };
            Error::invalid(OPERATION, field, rule_of(&error.into_inner()))
        })?;
        reader
            .end()
            .map_err(|error| Error::invalid(OPERATION, "(file)", rule_of(&error)))?;
        policy.check()?;
        Ok(policy)
    }

    /// Refuses what is out of range and what contradicts itself.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn check(&self) -> Result<()> {
        let wrong = |field: &str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        let within = |field: &str, value: u32, from: u32, to: u32| {
            if (from..=to).contains(&value) {
                return Ok(());
            }
            Err(Error::invalid(
                OPERATION,
                field,
                format!("must be {from} to {to}"),
            ))
        };
        if self.format != FORMAT {
            return Err(Error::invalid(OPERATION, "format", format!("must be {FORMAT}")));
        }
        if self.name.is_empty() || self.name.len() > 100 {
            return wrong("name", "must be 1 to 100 bytes");
        }
        within("version", self.version, 1, u32::MAX)?;
        within("waves.size", self.waves.size.at_most(), 1, 500)?;
        if matches!(self.waves.size, WaveSizing::Chance { target, .. } if target == Chance::NEVER || target == Chance::CERTAIN)
        {
            return wrong("waves.size.target", "must be above 0 and below 1000000");
        }
        within(
            "waves.minutes_between",
            self.waves.minutes_between,
            1,
            MAX_MINUTES,
        )?;
        within("waves.max_contacts", self.waves.max_contacts, 1, 500)?;
        if self.waves.size.at_most() > self.waves.max_contacts {
            return wrong("waves.size", "must not be above waves.max_contacts");
        }
        within("waves.top_up_below", self.waves.top_up_below, 0, 500)?;
        self.check_ladder()?;
        within(
            "urgent.hurry_below_minutes",
            self.urgent.hurry_below_minutes,
            0,
            MAX_MINUTES,
        )?;
        if self.urgent.page_below_minutes > self.urgent.hurry_below_minutes {
            return wrong(
                "urgent.page_below_minutes",
                "must not be above urgent.hurry_below_minutes",
            );
        }
        if let Some(voice) = &self.voice {
            within("voice.after_minutes", voice.after_minutes, 1, MAX_MINUTES)?;
            within(
                "voice.quiet_after_shift_minutes",
                voice.quiet_after_shift_minutes,
                0,
                1_440,
            )?;
        }
        self.check_claims()?;
        self.sending.check()
    }

    fn check_ladder(&self) -> Result<()> {
        let ladder = &self.escalation;
        let wrong = |field: &str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        if ladder.steps.is_empty() {
            return wrong("escalation.steps", "somebody has to be told: at least one step");
        }
        if ladder.steps.len() > 20 {
            return wrong("escalation.steps", "at most 20 steps");
        }
        let mut before = None;
        for (at, step) in ladder.steps.iter().enumerate() {
            if before.is_some_and(|earlier| step.after_minutes <= earlier) || step.after_minutes > MAX_MINUTES
            {
                let field = format!("escalation.steps[{at}].after_minutes");
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "must be later than the step before, and at most 10080",
                ));
            }
            before = Some(step.after_minutes);
        }
        if (ladder.max_notices as usize) < ladder.steps.len() || ladder.max_notices > 100 {
            return wrong(
                "escalation.max_notices",
                "must be at least the number of steps, and at most 100",
            );
        }
        match ladder.repeat_minutes {
            Some(minutes) if !(1..=MAX_MINUTES).contains(&minutes) => {
                wrong("escalation.repeat_minutes", "must be 1 to 10080")
            }
            _ => Ok(()),
        }
    }

    fn check_claims(&self) -> Result<()> {
        let claims = &self.claims;
        for (field, value, from, to) in [
            ("claims.assign_attempts", claims.assign_attempts, 1, 20),
            ("claims.retry_seconds", claims.retry_seconds, 0, 3_600),
            ("claims.answer_seconds", claims.answer_seconds, 1, 3_600),
            ("claims.read_backs", claims.read_backs, 1, 100),
            ("claims.approval_minutes", claims.approval_minutes, 1, MAX_MINUTES),
        ] {
            if !(from..=to).contains(&value) {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    format!("must be {from} to {to}"),
                ));
            }
        }
        if let ClaimRule::BestWithin { seconds } = claims.rule
            && !(1..=600).contains(&seconds)
        {
            return Err(Error::invalid(
                OPERATION,
                "claims.rule.seconds",
                "must be 1 to 600",
            ));
        }
        Ok(())
    }

    /// An interval of the policy so close to the start: halved when the start is near.
    pub(super) fn pace(&self, minutes: u32, until_start: TimeDelta) -> TimeDelta {
        let seconds = i64::from(minutes) * 60;
        let near = until_start < TimeDelta::minutes(i64::from(self.urgent.hurry_below_minutes));
        TimeDelta::seconds(if near { (seconds / 2).max(1) } else { seconds })
    }
}

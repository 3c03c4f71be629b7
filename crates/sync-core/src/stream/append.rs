use careweave_types::{Error, Pii, Result};
use chrono::{DateTime, Utc};

use super::machine::{MAX_BODY_BYTES, MAX_EVENTS};
use crate::lease::Fence;
use crate::ledger::Intent;
use crate::outbox::Dispatch;
use crate::rules;

/// What is added to a stream at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamAppend {
    /// The stream: an opaque reference of 1 to 512 bytes, `"agency-9001/shift/41"`.
    pub stream: String,
    /// The version it was decided at; 0 for a stream that does not exist yet.
    pub expected: u64,
    /// The bodies of the events, in order; up to 1000, each up to 1 MiB. May be empty: then only the deadline is set.
    pub events: Vec<Pii<Vec<u8>>>,
    /// What they cause, in order; up to 1000. No two may have the same key.
    pub commands: Vec<NewCommand>,
    /// When the stream is looked at next; never when absent.
    pub deadline: Option<DateTime<Utc>>,
    /// The fence of the claim it was decided under, where it was.
    pub under: Option<Fence>,
}

/// An effect that is queued with the events that cause it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCommand {
    /// The effect, as the ledger plans it.
    pub intent: Intent,
    /// How it waits in the outbox.
    pub dispatch: Dispatch,
    /// What whoever sends it needs to know; up to 1 MiB.
    pub body: Pii<Vec<u8>>,
}

impl StreamAppend {
    /// Checks every field. A store calls this when it appends.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "stream.append";
        rules::reference(AT, "stream", &self.stream)?;
        if let Some(deadline) = self.deadline {
            rules::limit(AT, "deadline", deadline)?;
        }
        for (field, count) in [("events", self.events.len()), ("commands", self.commands.len())] {
            if count > MAX_EVENTS {
                return Err(Error::invalid(AT, field, "must be at most 1000 at once"));
            }
        }
        let too_large = |body: &Pii<Vec<u8>>| body.expose().len() > MAX_BODY_BYTES;
        if self.events.iter().any(too_large) {
            return Err(Error::invalid(AT, "events", "must not be larger than 1 MiB each"));
        }
        let mut keys = std::collections::HashSet::new();
        for command in &self.commands {
            command.intent.validate()?;
            command.dispatch.validate()?;
            if too_large(&command.body) {
                return Err(Error::invalid(AT, "body", "must not be larger than 1 MiB"));
            }
            if !keys.insert(&command.intent.key) {
                return Err(Error::invalid(AT, "commands", "must have a key of its own each")
                    .with("key", command.intent.key.as_str()));
            }
        }
        Ok(())
    }
}

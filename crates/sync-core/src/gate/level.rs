use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::rules;
use crate::words::words;

/// How far an integration may go; each allows what the one before does, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing.
    Off,
    /// Reading, and showing what would be done.
    ReadOnly,
    /// Reading, and applying what the other side changed: nothing leaves.
    Inbound,
    /// Reading, and sending what changed here: nothing of theirs is applied.
    Outbound,
    /// Both ways, when a person or a record asks for it.
    TwoWay,
    /// Also what nobody asked for: offers, assignments, reminders.
    Automation,
}

words!(Level, "gate.level", "level", "must be off, read_only, inbound, outbound, two_way or automation":
    Off = "off", ReadOnly = "read_only", Inbound = "inbound", Outbound = "outbound", TwoWay = "two_way",
    Automation = "automation");

/// What is about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Fetch from the other side.
    Read,
    /// Change something here because it changed there.
    Apply,
    /// Change something there because it changed here.
    Send,
    /// Change something there that nobody asked for.
    Automate,
}

words!(Action, "gate.action", "action", "must be read, apply, send or automate":
    Read = "read", Apply = "apply", Send = "send", Automate = "automate");

impl Level {
    /// Whether it allows the action.
    pub const fn allows(self, action: Action) -> bool {
        match action {
            Action::Read => !matches!(self, Self::Off),
            Action::Apply => matches!(self, Self::Inbound | Self::TwoWay | Self::Automation),
            Action::Send => matches!(self, Self::Outbound | Self::TwoWay | Self::Automation),
            Action::Automate => matches!(self, Self::Automation),
        }
    }
}

/// What a level is set for: a connection, or a kind of record in it, or one operation on that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GateScope {
    /// One tenant's account at one source: `"wellsky/agency-1"`.
    pub connection: String,
    /// The kind of record, as a code: `"shift"`. Empty: every kind.
    pub kind: String,
    /// The operation, as a code: `"shifts.assign"`. Empty: every operation.
    pub operation: String,
}

impl GateScope {
    /// A whole connection.
    pub fn connection(connection: impl Into<String>) -> Self {
        Self {
            connection: connection.into(),
            kind: String::new(),
            operation: String::new(),
        }
    }

    /// One kind of record.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = kind.into();
        self
    }

    /// One operation.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = operation.into();
        self
    }

    /// Checks the names.
    ///
    /// # Errors
    /// `InvalidInput` for a connection that is no id, a kind or an operation that is no code, and an operation without a
    /// kind.
    pub fn validate(&self, at: &'static str) -> Result<()> {
        rules::reference(at, "connection", &self.connection)?;
        if self.kind.is_empty() && !self.operation.is_empty() {
            return Err(Error::invalid(at, "kind", "must be given with an operation"));
        }
        for (field, code) in [("kind", &self.kind), ("operation", &self.operation)] {
            if !code.is_empty() {
                rules::code(at, field, code)?;
            }
        }
        Ok(())
    }

    /// This scope and those around it, the most specific first.
    pub fn outward(&self) -> Vec<Self> {
        let mut scopes = vec![self.clone()];
        if !self.operation.is_empty() {
            scopes.push(Self::connection(&*self.connection).kind(&*self.kind));
        }
        if !self.kind.is_empty() {
            scopes.push(Self::connection(&*self.connection));
        }
        scopes
    }
}

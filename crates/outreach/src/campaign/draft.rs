use std::borrow::Cow;

use careweave_types::CaregiverId;
use chrono::{DateTime, TimeDelta, Utc};

use super::Decision;
use super::command::Command;
use super::event::{Event, Recorded, Rejection, SCHEMA};
use super::evolve::apply;
use super::policy::Policy;
use super::react::commands;
use super::state::{Contact, Run, State};

/// A decision in the making: every event is folded at once, so that what follows sees it.
pub(super) struct Draft<'a> {
    state: Cow<'a, State>,
    events: Vec<Recorded>,
    commands: Vec<Command>,
    pub(super) now: DateTime<Utc>,
    pub(super) policy: &'a Policy,
}

impl<'a> Draft<'a> {
    /// `now` never runs behind the last event.
    pub(super) fn new(state: Cow<'a, State>, now: DateTime<Utc>, policy: &'a Policy) -> Self {
        Self {
            now: state.last_at.map_or(now, |last| now.max(last)),
            state,
            events: Vec::new(),
            commands: Vec::new(),
            policy,
        }
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn run(&self) -> Option<&Run> {
        self.state().run.as_ref()
    }

    /// The run while somebody is looked for.
    pub(super) fn live(&self) -> Option<&Run> {
        self.run().filter(|run| run.is_live())
    }

    pub(super) fn contact(&self, id: &CaregiverId) -> Option<&Contact> {
        self.run()?.contact(id)
    }

    pub(super) fn emit(&mut self, event: Event) {
        let state = self.state.to_mut();
        let recorded = Recorded {
            schema: SCHEMA,
            version: state.version + 1,
            at: self.now,
            event,
        };
        apply(state, &recorded);
        self.commands.extend(commands(state, &recorded));
        self.events.push(recorded);
    }

    pub(super) fn reject(&mut self, input: &'static str, why: Rejection) {
        self.emit(Event::InputRejected {
            input: input.to_owned(),
            why,
        });
    }

    /// The present instant plus a span; the end of the calendar where there is none.
    pub(super) fn after(&self, span: TimeDelta) -> DateTime<Utc> {
        later(self.now, span)
    }

    pub(super) fn after_seconds(&self, seconds: u32) -> DateTime<Utc> {
        self.after(TimeDelta::seconds(i64::from(seconds)))
    }

    pub(super) fn finish(self) -> (Decision, Cow<'a, State>) {
        let decision = Decision {
            events: self.events,
            commands: self.commands,
        };
        (decision, self.state)
    }
}

/// `at` plus a span; the end of the calendar where there is none.
pub(super) fn later(at: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(span).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

//! Where sources about GoFormz contradict each other.

use crate::switches::switch_table;

switch_table! {
    /// How the GoFormz surface behaves where sources contradict each other. The default is the likelier reading.
    GoformzSwitches("goformz.")
    /// Whether the account may ask for tokens by its client id and secret.
    client_credentials: GoformzClientCredentials {
        /// It is given tokens.
        Granted = "granted",
        /// It is refused: only HTTP Basic is left.
        Refused = "refused",
    }
    /// Whether HTTP Basic with client id and secret is taken.
    basic: GoformzBasic {
        /// It is.
        Taken = "taken",
        /// It is a 401.
        Refused = "refused",
    }
    /// What a delivery calls the completion of a form.
    event_name: GoformzEventName {
        /// As it was subscribed to.
        Dotted = "form.complete",
        /// As portals have seen it.
        Joined = "formcompleted",
        /// As a person would write it.
        Spoken = "Form Completed",
    }
    /// What a form that is complete says of itself.
    complete_word: GoformzCompleteWord {
        /// In one word.
        Complete = "Complete",
        /// In another.
        Completed = "completed",
    }
}

impl GoformzSwitches {
    pub(crate) fn grants(&self) -> bool {
        self.client_credentials == GoformzClientCredentials::Granted
    }

    pub(crate) fn takes_basic(&self) -> bool {
        self.basic == GoformzBasic::Taken
    }

    pub(crate) fn event(&self) -> &'static str {
        match self.event_name {
            GoformzEventName::Dotted => "form.complete",
            GoformzEventName::Joined => "formcompleted",
            GoformzEventName::Spoken => "Form Completed",
        }
    }

    pub(crate) fn complete(&self) -> &'static str {
        match self.complete_word {
            GoformzCompleteWord::Complete => "Complete",
            GoformzCompleteWord::Completed => "completed",
        }
    }
}

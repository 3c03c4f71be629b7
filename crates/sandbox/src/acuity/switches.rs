//! Where sources about Acuity contradict each other, and what may be asked of it besides.

use crate::switches::switch_table;

switch_table! {
    /// How the Acuity surface behaves where sources contradict each other. The default is the likelier reading.
    AcuitySwitches("acuity.")
    /// Whether the account's plan includes the API.
    plan: AcuityPlan {
        /// It does.
        Powerhouse = "powerhouse",
        /// Every call is a 403, though the credentials are good.
        Gated = "gated",
    }
    /// Whether more than 10 requests in a second, or 20 at once, from one address are refused.
    rate_limit: AcuityRateLimit {
        /// A 429.
        On = "on",
        /// They are carried out.
        Off = "off",
    }
    /// What a 429 says of the wait.
    retry_after: AcuityRetryAfter {
        /// One second.
        Sent = "sent",
        /// Nothing.
        Omitted = "omitted",
    }
    /// Whether an appointment says that it is, or is not, canceled.
    canceled_field: AcuityCanceledField {
        /// It does, as captured.
        Sent = "sent",
        /// It does not, as older pages have it: `noShow` is there when it is canceled.
        Omitted = "omitted",
    }
    /// What `not_available` says in words.
    not_available_message: AcuityNotAvailableMessage {
        /// A sentence.
        Sentence = "sentence",
        /// Nothing.
        Empty = "empty",
    }
    /// How a webhook names what happened.
    webhook_action: AcuityWebhookAction {
        /// `scheduled`.
        Bare = "bare",
        /// `appointment.scheduled`.
        Prefixed = "prefixed",
    }
}

//! What may be asked of the Calendly surface.

use crate::switches::switch_table;

switch_table! {
    /// How the Calendly surface behaves.
    CalendlySwitches("calendly.")
    /// The plan of the account, which decides quotas and what is offered.
    plan: CalendlyPlan {
        /// A paid one.
        Paid = "paid",
        /// The free one.
        Free = "free",
        /// A trial.
        Trial = "trial",
        /// The largest.
        Enterprise = "enterprise",
    }
    /// The shape of the answer to a booking by the API.
    create_answer: CalendlyCreateAnswer {
        /// `resource` is the invitee, as captured.
        Resource = "resource",
        /// `resource` names the event, and `invitee` stands beside it.
        Beside = "beside",
    }
    /// The body of a 429.
    limit_body: CalendlyLimitBody {
        /// A title and a message.
        Said = "said",
        /// `{}`.
        Empty = "empty",
    }
}

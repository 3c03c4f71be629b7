//! When somebody has to be told: rules over what was counted, as pure functions. Telling is the host's business.

mod condition;
mod observation;
mod state;
mod watch;

pub use condition::{ALERT_RULES, AlertRule, Condition, RuleId, Severity, Verdict};
pub use observation::Observation;
pub use state::{AlertChange, AlertState, AlertStates, Phase};
pub use watch::AlertWatch;

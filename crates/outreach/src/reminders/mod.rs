//! What to remind whom of, and when: rules as data over one dated thing.
//!
//! [`due`] takes the rules, one [`Subject`] (a visit, a week, a credential), what was settled before and the present
//! instant, and says what to send now, what came too late and when to look again. Each rule is settled by itself, under a
//! key that names the anchor's instant: a reminder a day ahead says nothing about the one three hours ahead, and a visit
//! that moves gets new ones.

mod due;
mod presets;
mod rule;
mod settle;
mod subject;

pub use due::{DropReason, Dropped, Due, DueReminder, due};
pub use presets::ReminderRules;
pub use rule::{Anchor, Audience, Condition, Offset, ReminderRule, RuleId};
pub use settle::{ReminderAction, ReminderHistory, Settled, SettledAs, Tally, settle};
pub use subject::{Subject, SubjectKind, week};

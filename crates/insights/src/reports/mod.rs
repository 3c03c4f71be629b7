//! The reports. Each has a page in docs/metrics with its definition, a worked example, and what it must not be used for.

pub mod appointments;
pub mod churn;
mod currency;
pub mod evv;
pub mod fairness;
pub mod filling;
pub mod funnel;
mod inquiry;
mod lifetime;
pub mod messaging;
mod question;
pub mod recruiting;
pub mod referral;
pub mod telephony;
pub mod traffic;
mod trend;

pub use appointments::{Appointments, AppointmentsQuery};
pub use churn::{Churn, ChurnQuery};
pub use evv::{Evv, EvvQuery};
pub use fairness::{Fairness, FairnessQuery};
pub use filling::{Filling, FillingQuery};
pub use funnel::{Funnel, FunnelQuery};
pub use inquiry::Inquiry;
pub use messaging::{Messaging, MessagingQuery};
pub use question::{Asked, Question};
pub use recruiting::{Recruiting, RecruitingQuery};
pub use referral::{Referral, ReferralQuery};
pub use telephony::{Telephony, TelephonyQuery};
pub use traffic::{Traffic, TrafficQuery};
pub use trend::trend;

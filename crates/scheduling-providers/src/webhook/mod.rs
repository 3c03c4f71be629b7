//! What services deliver, in one form; and what has to be done so that nothing of it is lost or counted twice.
//!
//! A delivery goes through [`SchedulingProvider::parse_webhook`](crate::SchedulingProvider::parse_webhook), which proves its
//! sender first. Its events go through an [`Inflow`]: repeats are dropped, the two halves of a move are joined in whichever
//! order they come, and what has to be fetched is marked once however often it is named. [`WebhookHealth`] finds webhooks the
//! service gave up on, makes them anew, and reads what was missed meanwhile.

mod event;
mod health;
mod inflow;
mod joiner;
mod subscription;

pub use event::{EventLinks, SignatureCheck, WebhookEvent, WebhookEventKind};
pub use health::{Gap, HealthReport, WebhookHealth};
pub use inflow::{Inflow, Step};
pub use joiner::{Joined, Joiner};
pub use subscription::{WebhookState, WebhookSubscription, WebhookTopic};

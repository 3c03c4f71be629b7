//! Campaigns and replies; beside them what a portal would write.

mod interleaved;
mod locking;
mod material;
mod patterns;
mod replies;
mod stepping;
mod stored;
mod won;

use self::patterns::Patterns;
use self::replies::Ours;
use crate::failure::Failure;
use crate::outreach::Ground;
use crate::task::{Answer, Order, Task};

/// Does a task with our crates.
pub(super) async fn carry_out(order: &Order) -> Result<Answer, Failure> {
    match order.task {
        Task::StepCampaigns { campaigns } => stepping::step(campaigns),
        Task::ReadReplies { messages, only } => replies::read(&Ours::new()?, messages, only),
        Task::RaceClaims {
            ground: Ground::Interleaved { seed },
            shifts,
        } => interleaved::race(seed, shifts),
        Task::RaceClaims {
            ground: Ground::Store { database },
            shifts,
        } => stored::race(order.place()?, database, shifts).await,
        ref other => Err(Failure::new(format!("this lane does no {other:?}"))),
    }
}

/// Reads replies by a list of patterns.
pub(super) fn carry_out_patterns(order: &Order) -> Result<Answer, Failure> {
    match order.task {
        Task::ReadReplies { messages, only } => replies::read(&Patterns::new()?, messages, only),
        ref other => Err(Failure::new(format!("this lane does no {other:?}"))),
    }
}

/// Gives shifts away under a lock of the process.
pub(super) async fn carry_out_locking(order: &Order) -> Result<Answer, Failure> {
    match order.task {
        Task::RaceClaims {
            ground: Ground::Store { database },
            shifts,
        } => locking::race(order.place()?, database, shifts).await,
        ref other => Err(Failure::new(format!("this lane does no {other:?}"))),
    }
}

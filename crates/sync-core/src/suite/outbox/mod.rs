//! What every outbox must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod input;
mod reports;
mod turns;

pub use input::*;
pub use reports::*;
pub use turns::*;

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};

use crate::MemoryStore;
use crate::lease::Fence;
use crate::outbox::{
    ClaimFilter, DeadFilter, Deferral, Dispatch, Outbox, OutboxCounts, OutboxItem, OutboxState, RetrySchedule,
};
use crate::suite::block_on;
use crate::suite::dice::{Dice, calls};
use crate::suite::ledger::intent;

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! outbox_suite {
    ($fresh:expr) => {
        $crate::behaviours! { outbox, $fresh =>
            an_effect_is_planned_and_queued_together_and_once
            a_refused_claim_of_a_key_queues_nothing
            a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other
            priority_then_due_time_then_order_decide_between_lanes
            a_claim_that_ended_goes_to_another_worker_and_fences_off_the_first
            a_failed_item_waits_as_the_schedule_says_and_is_dead_at_its_end
            a_worker_takes_only_the_operations_it_asks_for_and_lanes_keep_their_order
            a_deferral_uses_up_no_attempt
            an_item_that_kills_its_workers_ends_dead
            a_dead_item_is_redriven_with_the_same_effect
            reports_that_end_an_item_may_be_repeated
            of_items_completed_together_each_has_its_own_answer
            bad_input_is_refused_and_leaves_no_trace
            of_many_workers_each_item_is_claimed_once
            a_long_random_life_equals_that_of_the_model_and_adds_up
        }
    };
}

const TTL: Duration = Duration::from_secs(60);

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn lane(name: &str) -> Dispatch {
    Dispatch {
        lane: name.to_owned(),
        due_at: t(0),
        priority: 0,
    }
}

fn retries(max_attempts: u32) -> RetrySchedule {
    let s = Duration::from_secs;
    RetrySchedule::new(s(2), s(600), s(3_600), max_attempts).unwrap()
}

#[track_caller]
fn refused<T: Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

async fn queue(store: &dyn Outbox, shift: &str, dispatch: &Dispatch) -> OutboxItem {
    let intent = intent(shift, "caregiver-1");
    store.enqueue(&intent, dispatch, t(0)).await.unwrap().item
}

async fn claim(store: &dyn Outbox, limit: u32, now: DateTime<Utc>) -> Vec<OutboxItem> {
    store
        .claim("worker-1", TTL, &retries(5), limit, now)
        .await
        .unwrap()
}

fn numbers(items: &[OutboxItem]) -> Vec<u64> {
    items.iter().map(|item| item.number).collect()
}

async fn counts(store: &dyn Outbox) -> OutboxCounts {
    let counts = store.outbox_counts().await.unwrap();
    assert!(counts.add_up(), "{counts:?}");
    counts
}

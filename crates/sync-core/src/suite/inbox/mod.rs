//! What every inbox must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hints;
mod input;
mod messages;

pub use hints::*;
pub use input::*;
pub use messages::*;

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Pii, Result};
use chrono::{DateTime, TimeDelta, Utc};

use crate::MemoryStore;
use crate::inbox::{
    Accepted, Inbox, InboxCounts, Incoming, MessageClass, MessageIdentity, MessageState, Retention,
    Settlement, Subject,
};
use crate::lease::{Fence, FenceGuard, Leases};
use crate::suite::block_on;
use crate::suite::dice::{Dice, calls};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! inbox_suite {
    ($fresh:expr) => {
        $crate::behaviours! { inbox, $fresh =>
            the_first_delivery_is_kept_and_retries_are_counted
            stamped_messages_are_told_apart_by_event_subject_and_stamp
            an_id_used_for_other_content_is_told_and_changes_nothing
            ids_of_other_sources_and_classes_do_not_meet
            a_message_is_settled_once_and_its_body_erased
            a_retry_of_a_settled_message_does_not_bring_it_back
            every_hint_is_kept_and_one_during_a_fetch_keeps_it_dirty
            a_late_report_of_an_old_fetch_cleans_nothing
            the_longest_dirty_subject_comes_first
            a_worker_without_its_lease_changes_nothing
            settled_messages_are_forgotten_after_the_retention_and_not_before
            waiting_messages_are_listed_in_order_of_receipt
            bad_input_is_refused_and_leaves_no_trace
            any_bytes_and_any_text_come_back_exactly
            of_many_deliveries_at_once_one_is_new
            of_many_hints_at_once_none_is_lost
            a_long_random_life_equals_that_of_the_model_and_adds_up
        }
    };
}

/// What the suite needs: guarded steps look at leases.
pub trait GuardedInbox: Inbox + Leases {}
impl<T: Inbox + Leases> GuardedInbox for T {}

const SOURCE: &str = "calendly.agency-1";

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn keyed(id: &str, body: &str) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-1".to_owned(),
        sent_at: Some(t(-5)),
        body: Pii::new(body.as_bytes().to_vec()),
    }
}

fn subject(id: &str) -> Subject {
    Subject {
        source: SOURCE.to_owned(),
        kind: "Patient".to_owned(),
        id: id.to_owned(),
    }
}

fn superseded() -> Settlement {
    Settlement::Superseded {
        reason: "newer_known".to_owned(),
    }
}

#[track_caller]
fn refused<T: Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

async fn counts(store: &dyn GuardedInbox) -> InboxCounts {
    let counts = store.inbox_counts(SOURCE).await.unwrap();
    assert!(counts.add_up(), "{counts:?}");
    counts
}

//! What every effect ledger must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attempts;
mod claims;
mod doubt;
mod input;

pub use attempts::*;
pub use claims::*;
pub use doubt::*;
pub use input::*;

use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};

use crate::ledger::{
    AttemptOutcome, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, EffectState, Fingerprint,
    Intent, Planned, Reconcile,
};
use crate::suite::block_on;
pub use crate::suite::ledger_life::a_long_random_life_equals_that_of_the_model;

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! ledger_suite {
    ($fresh:expr) => {
        $crate::behaviours! { ledger, $fresh =>
            planning_again_gives_the_same_effect
            the_first_claim_of_a_key_wins
            a_confirmed_effect_holds_its_key
            a_terminal_effect_frees_its_key_for_the_next_version
            an_attempt_can_be_begun_once
            a_stale_sender_cannot_finish_another_attempt
            confirming_again_is_harmless_and_contradicting_is_not
            repeating_a_step_changes_nothing
            only_a_passed_deadline_expires
            absence_counts_only_after_the_quiet_period
            the_quiet_period_is_never_moved_back
            late_evidence_confirms_at_any_time
            a_person_decides_what_no_look_can_show
            a_remote_key_is_sent_again_only_inside_its_lifetime
            only_a_confirmed_effect_is_superseded
            only_a_planned_effect_is_abandoned
            a_rejected_attempt_is_final
            listings_filter_and_page_in_order_of_planning
            unresolved_names_what_must_be_looked_up
            history_has_every_version
            attempts_are_logged_with_their_outcome
            unknown_effects_are_not_found
            bad_intents_are_refused_and_leave_no_trace
            bad_steps_are_refused_and_change_nothing
            bad_listings_are_refused
            any_text_a_key_may_hold_comes_back_exactly
            instants_are_kept_to_the_microsecond
            of_many_planners_one_wins
            of_many_senders_one_begins
            a_long_random_life_equals_that_of_the_model
        }
    };
}

const QUIET: TimeDelta = TimeDelta::minutes(2);

pub(in crate::suite) fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

pub(in crate::suite) fn key(name: &str) -> EffectKey {
    EffectKey::new(format!("wellsky/assign/agency-1/{name}")).unwrap()
}

pub(in crate::suite) fn intent(shift: &str, caregiver: &str) -> Intent {
    Intent {
        key: key(shift),
        operation: "shifts.assign".to_owned(),
        subject: shift.to_owned(),
        detail: caregiver.to_owned(),
        fingerprint: Fingerprint::of(&["shifts.assign", shift, caregiver]),
        strategy: Reconcile::ReadBack {
            quiet: QUIET.to_std().unwrap(),
        },
    }
}

async fn planned(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    match store.plan(intent, t(0)).await.unwrap() {
        Planned::New(effect) => effect,
        Planned::Existing(effect) => panic!("held already: {effect:?}"),
    }
}

/// Planned at 0, begun at 1 with its deadline at 31.
async fn sending(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    let effect = planned(store, intent).await;
    store.begin(effect.id, 0, t(31), t(1)).await.unwrap()
}

/// As [`sending`], doubted at 5: absence counts from 151.
async fn in_doubt(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    let effect = sending(store, intent).await;
    store.doubt(effect.id, 1, t(5)).await.unwrap()
}

async fn confirmed(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    let effect = sending(store, intent).await;
    store.confirm(effect.id, 1, Some("remote-1"), t(2)).await.unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

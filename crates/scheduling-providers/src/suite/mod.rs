//! Behaviour suite: what every provider must do, for whoever writes one.
//!
//! A behaviour has a name, the capabilities it needs, and a body that says what it saw when it fails. [`run`] gives every
//! behaviour a fresh [`Subject`]; those whose capabilities the provider lacks are skipped, and one behaviour sees to it that each
//! lacking capability is refused before anything is sent.
//!
//! ```ignore
//! let report = suite::run(|| async { subject_over_a_fresh_sandbox().await }).await;
//! report.assert_passed();
//! ```

mod booking;
mod changing;
mod listing;
mod refusals;
mod slots;
mod subject;
mod webhooks;

use std::fmt;

use futures_util::future::BoxFuture;

use crate::capability::Capability;

pub use subject::Subject;

/// What was seen, and should not have been.
pub type Failure = String;

/// The body of a behaviour.
type Body = for<'a> fn(&'a Subject) -> BoxFuture<'a, Result<(), Failure>>;

/// Something every provider must do.
#[derive(Clone, Copy)]
pub struct Behaviour {
    /// What, in words.
    pub name: &'static str,
    /// What a provider has to be able to do.
    pub needs: &'static [Capability],
    body: Body,
}

impl fmt::Debug for Behaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Behaviour")
            .field("name", &self.name)
            .field("needs", &self.needs)
            .finish_non_exhaustive()
    }
}

/// How a behaviour came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it must be.
    Passed,
    /// The provider, or the subject's set-up, lacks what it needs.
    Skipped(&'static str),
    /// Not as it must be.
    Failed(Failure),
}

/// How all behaviours came out.
#[derive(Clone, Debug)]
pub struct Report {
    /// Each behaviour with its verdict, in the order of the table.
    pub verdicts: Vec<(&'static str, Verdict)>,
}

impl Report {
    /// How many passed.
    pub fn passed(&self) -> usize {
        self.verdicts
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Passed)
            .count()
    }

    /// The names of those that were skipped.
    pub fn skipped(&self) -> Vec<&'static str> {
        let skipped = self
            .verdicts
            .iter()
            .filter(|(_, verdict)| matches!(verdict, Verdict::Skipped(_)));
        skipped.map(|(name, _)| *name).collect()
    }

    /// The names of those that failed, with what was seen.
    pub fn failed(&self) -> Vec<(&'static str, &str)> {
        let failed = self.verdicts.iter().filter_map(|(name, verdict)| match verdict {
            Verdict::Failed(seen) => Some((*name, seen.as_str())),
            _ => None,
        });
        failed.collect()
    }

    /// Ends the test unless everything that ran passed, and something ran.
    ///
    /// # Panics
    /// With the names and findings of what failed.
    #[track_caller]
    pub fn assert_passed(&self) {
        let failed = self.failed();
        assert!(
            failed.is_empty(),
            "{} of {} behaviours failed: {failed:#?}",
            failed.len(),
            self.verdicts.len()
        );
        assert!(self.passed() > 0, "no behaviour ran");
    }
}

macro_rules! behaviours {
    ($($module:ident::$name:ident [$($need:ident)*];)+) => {
        const BEHAVIOURS: &[Behaviour] = &[$(
            Behaviour {
                name: stringify!($name),
                needs: &[$(Capability::$need),*],
                body: |subject| Box::pin($module::$name(subject)),
            },
        )+];
    };
}

behaviours! {
    refusals::what_it_cannot_do_is_refused_before_anything_is_sent [];
    refusals::wrong_requests_are_refused_before_anything_is_sent [];
    refusals::notes_follow_the_rule_of_the_service [Create];
    refusals::health_information_stays_here_without_an_agreement [Create];
    refusals::a_client_cannot_book_the_past [Create];
    booking::the_account_is_the_one_it_says [];
    booking::an_offered_slot_can_be_booked [Slots Create];
    booking::one_key_books_once [Slots Create];
    booking::a_key_stands_for_one_booking [Slots Create];
    booking::a_taken_slot_is_refused_by_name [Slots Create];
    booking::of_two_who_race_for_a_slot_one_gets_it [Slots Create];
    booking::a_booking_whose_answer_was_lost_is_found_and_not_made_twice [Slots Create ListByRange];
    booking::what_does_not_exist_is_not_found [];
    listing::a_range_holds_its_start_and_not_its_end [Slots Create ListByRange];
    listing::small_pages_bring_what_large_ones_do [Slots Create ListByRange];
    listing::a_cancelled_appointment_is_seen_and_can_be_left_out [Slots Create Cancel ListByRange];
    listing::changes_are_new_then_nothing_then_what_changed [Slots Create Cancel ListByRange Changes];
    listing::nothing_personal_is_printed [Slots Create ListByRange];
    listing::an_appointment_survives_a_store [Slots Create];
    changing::cancelling_twice_is_done_once [Slots Create Cancel];
    changing::a_moved_appointment_is_at_its_new_time_and_no_other [Slots Create Reschedule];
    changing::moving_under_the_same_key_moves_once [Slots Create Reschedule];
    changing::a_cancelled_appointment_is_not_moved [Slots Create Cancel Reschedule];
    changing::details_change_and_the_time_does_not [Slots Create UpdateDetails];
    changing::a_confirmation_is_read_back [Slots Create Confirm];
    changing::a_completion_is_read_back [Slots Create Complete];
    changing::a_no_show_is_not_a_cancellation [Slots Create MarkNoShow];
    slots::slots_are_future_ordered_and_each_once [Slots];
    slots::the_past_of_a_range_has_no_slots [Slots];
    slots::a_booked_slot_is_not_offered [Slots Create];
    slots::a_check_says_free_and_then_taken [Slots Create CheckSlot];
    slots::a_held_slot_is_kept_and_given_back [Slots Create SlotHold];
    slots::a_booking_makes_its_calendar_busy [Slots Create Busy Calendars];
    webhooks::registering_twice_leaves_one [Webhooks];
    webhooks::a_deleted_webhook_is_gone_and_deleting_again_is_done [Webhooks];
    webhooks::a_delivery_nobody_signed_is_refused [Webhooks SignedWebhooks];
}

/// Every behaviour.
pub fn behaviours() -> &'static [Behaviour] {
    BEHAVIOURS
}

impl Behaviour {
    /// Tries the behaviour on a fresh subject.
    pub async fn try_on(&self, subject: &Subject) -> Verdict {
        let capabilities = subject.provider.capabilities();
        if let Some(lacking) = self.needs.iter().find(|need| !capabilities.can(**need)) {
            return Verdict::Skipped(lacking.code());
        }
        match (self.body)(subject).await {
            Ok(()) => Verdict::Passed,
            Err(seen) => match seen.strip_prefix(SET_UP) {
                Some(_) => Verdict::Skipped("the subject's set-up offers no way to stage it"),
                None => Verdict::Failed(seen),
            },
        }
    }
}

/// How a body says that the subject offers no way to stage it.
const SET_UP: &str = "set-up: ";

/// Tries every behaviour, each on a subject of its own.
pub async fn run<Fresh, Made>(fresh: Fresh) -> Report
where
    Fresh: Fn() -> Made,
    Made: Future<Output = Subject>,
{
    let mut verdicts = Vec::with_capacity(BEHAVIOURS.len());
    for behaviour in BEHAVIOURS {
        let subject = fresh().await;
        verdicts.push((behaviour.name, behaviour.try_on(&subject).await));
    }
    Report { verdicts }
}

/// Fails the behaviour with what was seen, unless something holds.
macro_rules! ensure {
    ($holds:expr, $($seen:tt)+) => {
        if !$holds {
            return Err(format!($($seen)+));
        }
    };
}
use ensure;

//! The flow in which a write is made once, over scripted outcomes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use careweave_http::RecordedSleep;
use careweave_scheduling_providers::write::{AfterLoss, Attempts, Resolution, once};
use careweave_scheduling_providers::{Effect, Problem};
use careweave_types::{Delivery, Error, ErrorKind, Result};

/// What a search and a send answer, one after the other; the script has to be used up.
struct Script {
    searches: RefCell<VecDeque<Result<Option<&'static str>>>>,
    sends: RefCell<VecDeque<Result<&'static str>>>,
    sleep: Arc<RecordedSleep>,
    sent: Cell<u32>,
}

impl Script {
    fn new(
        searches: impl IntoIterator<Item = Result<Option<&'static str>>>,
        sends: impl IntoIterator<Item = Result<&'static str>>,
    ) -> Self {
        Self {
            searches: RefCell::new(searches.into_iter().collect()),
            sends: RefCell::new(sends.into_iter().collect()),
            sleep: Arc::new(RecordedSleep::new()),
            sent: Cell::new(0),
        }
    }

    async fn play(&self) -> Result<(&'static str, Resolution)> {
        let attempts = Attempts {
            operation: "appointments.create",
            after_loss: AfterLoss::default(),
            sleep: Arc::clone(&self.sleep) as _,
        };
        let search = || async {
            self.searches
                .borrow_mut()
                .pop_front()
                .expect("one search too many")
        };
        let send = || async {
            self.sent.set(self.sent.get() + 1);
            self.sends.borrow_mut().pop_front().expect("one send too many")
        };
        let outcome = once(&attempts, search, send).await;
        assert!(self.searches.borrow().is_empty(), "a search was left out");
        assert!(self.sends.borrow().is_empty(), "a send was left out");
        outcome
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::Unreachable, "t", "the connection broke").with_delivery(Delivery::MaybeSent)
}

fn taken() -> Error {
    Problem::SlotTaken
        .error("t", "taken")
        .with_delivery(Delivery::Answered)
}

fn nothing() -> Result<Option<&'static str>> {
    Ok(None)
}

#[tokio::test]
async fn what_is_there_is_not_sent() {
    let script = Script::new([Ok(Some("it"))], []);
    assert_eq!(script.play().await.unwrap(), ("it", Resolution::Found));
    assert_eq!(Resolution::Found.effect(Effect::Created), Effect::AlreadyDone);
}

#[tokio::test]
async fn what_is_not_there_is_sent_once() {
    let script = Script::new([nothing()], [Ok("it")]);
    assert_eq!(script.play().await.unwrap(), ("it", Resolution::Sent));
    assert!(script.sleep.waits().is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_looked_for_before_anything_is_sent_again() {
    let script = Script::new([nothing(), nothing(), Ok(Some("it"))], [Err(lost())]);
    assert_eq!(script.play().await.unwrap(), ("it", Resolution::FoundAfterLoss));
    assert_eq!(script.sent.get(), 1);
    assert_eq!(script.sleep.waits(), [Duration::from_secs(1)]);
}

#[tokio::test]
async fn a_write_that_never_arrived_is_sent_again() {
    let script = Script::new(
        [nothing(), nothing(), nothing(), nothing()],
        [Err(lost()), Ok("it")],
    );
    assert_eq!(script.play().await.unwrap(), ("it", Resolution::Sent));
    assert_eq!(
        script.sleep.waits(),
        [Duration::from_secs(1), Duration::from_secs(2)]
    );
}

#[tokio::test]
async fn a_slot_taken_after_a_lost_answer_may_be_taken_by_this_very_write() {
    let searches = [nothing(), nothing(), nothing(), nothing(), Ok(Some("it"))];
    let script = Script::new(searches, [Err(lost()), Err(taken())]);
    assert_eq!(script.play().await.unwrap(), ("it", Resolution::FoundAfterLoss));

    let searches = [nothing(), nothing(), nothing(), nothing(), nothing()];
    let script = Script::new(searches, [Err(lost()), Err(taken())]);
    assert_eq!(
        Problem::of(&script.play().await.unwrap_err()),
        Some(Problem::SlotTaken)
    );
}

#[tokio::test]
async fn a_refusal_is_passed_on_and_nothing_is_searched_for() {
    let script = Script::new([nothing()], [Err(taken())]);
    assert_eq!(
        Problem::of(&script.play().await.unwrap_err()),
        Some(Problem::SlotTaken)
    );
    let script = Script::new(
        [nothing()],
        [Err(Problem::UpstreamCalendar
            .error("t", "424")
            .with_delivery(Delivery::Answered))],
    );
    assert_eq!(
        Problem::of(&script.play().await.unwrap_err()),
        Some(Problem::UpstreamCalendar)
    );
}

#[tokio::test]
async fn two_lost_answers_without_a_trace_leave_it_in_doubt() {
    let searches = (0..7).map(|_| nothing());
    let script = Script::new(searches, [Err(lost()), Err(lost())]);
    let error = script.play().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InDoubt);
    assert_eq!(error.delivery(), Delivery::MaybeSent);
    assert_eq!(error.get("cause"), Some("unreachable"));
}

#[tokio::test]
async fn a_search_that_fails_before_sending_says_that_nothing_was_sent() {
    let script = Script::new([Err(lost())], []);
    let error = script.play().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::NotSent)
    );
}

#[tokio::test]
async fn a_search_that_fails_after_a_lost_answer_leaves_it_in_doubt() {
    let script = Script::new([nothing(), Err(lost())], [Err(lost())]);
    assert_eq!(script.play().await.unwrap_err().kind(), ErrorKind::InDoubt);
}

#[tokio::test]
async fn an_answer_nobody_can_read_is_a_lost_one() {
    let unreadable = Problem::Contract
        .error("t", "no id in the answer")
        .with_delivery(Delivery::Answered);
    let script = Script::new([nothing(), Ok(Some("it"))], [Err(unreadable)]);
    assert_eq!(script.play().await.unwrap(), ("it", Resolution::FoundAfterLoss));
}

#[tokio::test]
async fn a_service_that_breaks_twice_and_made_nothing_is_reported_as_it_answered() {
    let broken = || Error::new(ErrorKind::Server, "t", "502").with_delivery(Delivery::Answered);
    let searches = (0..7).map(|_| nothing());
    let script = Script::new(searches, [Err(broken()), Err(broken())]);
    assert_eq!(script.play().await.unwrap_err().kind(), ErrorKind::Server);
}

#[tokio::test]
async fn a_second_send_that_never_left_does_not_settle_the_first() {
    let searches = (0..4).map(|_| nothing());
    let refused = Error::new(ErrorKind::Unreachable, "t", "no route");
    let script = Script::new(searches, [Err(lost()), Err(refused)]);
    assert_eq!(script.play().await.unwrap_err().kind(), ErrorKind::InDoubt);
}

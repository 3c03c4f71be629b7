//! Booking, once.

use careweave_types::ErrorKind;

use super::ensure;
use super::subject::{key, seen};
use super::{Failure, Subject};
use crate::problem::Problem;
use crate::written::Effect;

pub(super) async fn the_account_is_the_one_it_says(subject: &Subject) -> Result<(), Failure> {
    let account = subject.provider.verify().await.map_err(seen("verify"))?;
    ensure!(
        account.provider == subject.provider.identity().provider,
        "the account is of {}",
        account.provider
    );
    ensure!(!account.account_id.is_empty(), "the account has no id");
    Ok(())
}

pub(super) async fn an_offered_slot_can_be_booked(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let written = subject.book(slot, 0).await?;
    ensure!(
        written.effect == Effect::Created,
        "the effect is {:?}",
        written.effect
    );
    ensure!(
        written.appointment.window == slot.window,
        "it is at {:?}",
        written.appointment.window
    );
    ensure!(
        written.appointment.status().occupies_time(),
        "it stands at {}",
        written.appointment.status()
    );
    let read = subject
        .provider
        .get(written.appointment.id())
        .await
        .map_err(seen("get"))?;
    ensure!(
        read.key == written.appointment.key,
        "{} became {}",
        written.appointment.key,
        read.key
    );
    ensure!(read.window == slot.window, "it is read back at {:?}", read.window);
    ensure!(
        read.key.integration == subject.provider.identity().integration,
        "it is of the account {}",
        read.key.integration
    );
    let start = read.local_start.with_timezone(&chrono::Utc);
    ensure!(start == read.start(), "the wall clock says {start}");
    Ok(())
}

pub(super) async fn one_key_books_once(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let first = subject.book(slot, 0).await?;
    let second = subject.book(slot, 0).await?;
    ensure!(
        second.effect == Effect::AlreadyDone,
        "the second effect is {:?}",
        second.effect
    );
    ensure!(
        first.appointment.key == second.appointment.key,
        "a second record was made"
    );
    Ok(())
}

pub(super) async fn a_key_stands_for_one_booking(subject: &Subject) -> Result<(), Failure> {
    let slots = subject.free_slots(2).await?;
    subject.book(&slots[0], 0).await?;
    let other = subject.booking(&slots[1], 0);
    match subject.provider.create(&other, &key("suite/book/0")?).await {
        Ok(written) => Err(format!("the key booked again: {:?}", written.effect)),
        Err(error) => {
            ensure!(error.kind() == ErrorKind::KeyReuse, "{error:#}");
            Ok(())
        }
    }
}

pub(super) async fn a_taken_slot_is_refused_by_name(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let first = subject.book(slot, 0).await?;
    let second = subject
        .provider
        .create(&subject.booking(slot, 1), &key("suite/book/1")?)
        .await;
    match second {
        Ok(written) => return Err(format!("the slot was booked twice: {:?}", written.effect)),
        Err(error) => ensure!(Problem::of(&error) == Some(Problem::SlotTaken), "{error:#}"),
    }
    let standing = subject.standing().await?;
    ensure!(standing.len() == 1, "{} records stand", standing.len());
    ensure!(standing[0].key == first.appointment.key, "another record stands");
    Ok(())
}

pub(super) async fn of_two_who_race_for_a_slot_one_gets_it(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let (one, two) = (subject.booking(slot, 0), subject.booking(slot, 1));
    let (first, second) = (key("suite/race/0")?, key("suite/race/1")?);
    let (left, right) = futures_util::future::join(
        subject.provider.create(&one, &first),
        subject.provider.create(&two, &second),
    )
    .await;
    let refused = match (left, right) {
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
        (Ok(_), Ok(_)) => return Err("both got it".to_owned()),
        (Err(left), Err(right)) => return Err(format!("none got it: {left:#}; {right:#}")),
    };
    ensure!(Problem::of(&refused) == Some(Problem::SlotTaken), "{refused:#}");
    let standing = subject.standing().await?;
    ensure!(standing.len() == 1, "{} records stand", standing.len());
    Ok(())
}

pub(super) async fn a_booking_whose_answer_was_lost_is_found_and_not_made_twice(
    subject: &Subject,
) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    subject.lose_next_answer()?;
    let booking = subject.booking(slot, 0);
    let key = key("suite/lost")?;
    let first = match subject.provider.create(&booking, &key).await {
        Ok(written) => Some(written),
        // A provider may leave it to the next try; it must not say that nothing happened.
        Err(error) if error.kind() == ErrorKind::InDoubt => None,
        Err(error) => return Err(format!("a lost answer became {error:#}")),
    };
    let again = subject
        .provider
        .create(&booking, &key)
        .await
        .map_err(seen("the second try"))?;
    ensure!(
        again.effect == Effect::AlreadyDone,
        "the second effect is {:?}",
        again.effect
    );
    if let Some(first) = first {
        ensure!(
            first.appointment.key == again.appointment.key,
            "a second record was made"
        );
    }
    let standing = subject.standing().await?;
    ensure!(standing.len() == 1, "{} records stand", standing.len());
    Ok(())
}

pub(super) async fn what_does_not_exist_is_not_found(subject: &Subject) -> Result<(), Failure> {
    match subject.provider.get(&subject.unknown()?).await {
        Ok(found) => Err(format!("something was found: {}", found.key)),
        Err(error) => {
            ensure!(error.kind() == ErrorKind::NotFound, "{error:#}");
            Ok(())
        }
    }
}

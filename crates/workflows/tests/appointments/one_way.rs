use careweave_scheduling_providers::Effect;
use careweave_scheduling_providers::model::{CancelledBy, ProviderKind};
use careweave_scheduling_providers::request::{Cancellation, NewTime};
use careweave_sync_core::{IntegrationState, Level, ReferenceState};
use careweave_types::ErrorKind;
use careweave_workflows::appointments::{MemoryBoard, TaskStatus, suite};
use chrono::TimeDelta;

use crate::desk::{Desk, key, stores};

#[tokio::test]
async fn the_board_in_memory_behaves_as_every_board_must() {
    let proved = suite::board(&MemoryBoard::new()).await;
    assert!(proved.is_ok(), "{proved:?}");
}

#[tokio::test]
async fn every_appointment_of_the_window_becomes_one_task_and_a_second_run_writes_nothing() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let booked = [desk.book(0).await, desk.book(1).await, desk.book(2).await];
        let first = desk.sync.sync().await.unwrap();
        assert_eq!(
            (first.read, first.written, first.failed.len()),
            (3, 3, 0),
            "{first:?}"
        );
        for appointment in &booked {
            let task = desk.task(appointment.id()).unwrap();
            assert_eq!(
                (task.draft.start, task.draft.end),
                (appointment.start(), appointment.end())
            );
            assert_eq!(task.draft.status, TaskStatus::Pending);
            assert!(task.draft.title.expose().contains("Testclient"));
        }
        let (before, appointments) = (desk.board.writes(), desk.control.appointments());
        let second = desk.sync.sync().await.unwrap();
        assert_eq!(
            (second.unchanged, second.written, second.already),
            (3, 0, 0),
            "{second:?}"
        );
        assert!(second.planned.is_empty());
        assert_eq!(desk.board.writes(), before);
        assert_eq!(desk.control.appointments(), appointments);
        assert!(!format!("{first:?}{second:?}").contains("Alpha"));
    }
}

#[tokio::test]
async fn what_was_called_off_and_what_moved_at_the_service_follow_in_the_same_task() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let (first, second) = (desk.book(0).await, desk.book(1).await);
        desk.sync.sync().await.unwrap();
        let before = desk.task(second.id()).unwrap();
        let off = Cancellation::by(CancelledBy::Client);
        desk.provider
            .cancel(first.id(), &off, &key("cancel/1"))
            .await
            .unwrap();
        let to = NewTime::at(desk.slot(5).window.start());
        desk.provider
            .reschedule(second.id(), &to, &key("move/1"))
            .await
            .unwrap();
        let report = desk.sync.sync().await.unwrap();
        assert_eq!(report.written, 2, "{report:?}");
        assert_eq!(desk.task(first.id()).unwrap().draft.status, TaskStatus::Cancelled);
        let after = desk.task(second.id()).unwrap();
        assert_eq!(
            (after.id, after.draft.start),
            (before.id, desk.slot(5).window.start())
        );
    }
}

#[tokio::test]
async fn a_task_keeps_its_id_when_another_record_takes_the_place_of_its_appointment() {
    for store in stores().await.0 {
        let desk = Desk::like(store, Some(ProviderKind::Ninsaude)).await;
        let old = desk.book(3).await;
        desk.sync.sync().await.unwrap();
        let before = desk.task(old.id()).unwrap();
        // Twice, between two runs, and to an earlier time: the new records are read before the old ones.
        let mut id = old.id().clone();
        for (number, slot) in [(1, 2), (2, 1)] {
            let to = NewTime::at(desk.slot(slot).window.start());
            let written = desk
                .provider
                .reschedule(&id, &to, &key(&format!("move/{number}")))
                .await
                .unwrap();
            let Effect::Replaced { new, .. } = written.effect else {
                panic!("it makes a new record: {:?}", written.effect);
            };
            id = new;
        }
        let report = desk.sync.sync().await.unwrap();
        assert_eq!((report.read, report.written), (3, 1), "{report:?}");
        assert_eq!(report.planned[0].reason, "replaced_there");
        let after = desk.task(&id).unwrap();
        assert_eq!(
            (&after.id, after.draft.start),
            (&before.id, desk.slot(1).window.start())
        );
        assert_eq!(
            (after.draft.status, desk.board.tasks().len()),
            (TaskStatus::Pending, 1)
        );
        let held = desk
            .store
            .reference(&desk.source(old.id()).external())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(held.state, ReferenceState::Superseded);
        assert_eq!(desk.sync.sync().await.unwrap().written, 0);
    }
}

#[tokio::test]
async fn only_a_complete_reading_calls_an_appointment_gone_and_only_then_is_the_integration_well_again() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let (gone, odd) = (desk.book(0).await, desk.book(1).await);
        desk.sync.sync().await.unwrap();
        let state = || async { desk.sync.status().await.unwrap().unwrap().state };
        assert_eq!(state().await, IntegrationState::Active);
        desk.control.erase(gone.id());
        desk.control.make_unreadable(odd.id().clone());
        let partial = desk.sync.sync().await.unwrap();
        assert_eq!((partial.failed.len(), partial.written), (1, 0), "{partial:?}");
        assert_eq!(state().await, IntegrationState::Error);
        assert_eq!(desk.task(gone.id()).unwrap().draft.status, TaskStatus::Pending);
        // Switching it off and on again does not make it well.
        desk.sync.switch_off().await.unwrap();
        assert_eq!(desk.sync.sync().await.unwrap_err().kind(), ErrorKind::Forbidden);
        desk.sync.switch_on().await.unwrap();
        assert_eq!(state().await, IntegrationState::Error);
        desk.control.erase(odd.id());
        assert_eq!(desk.sync.sync().await.unwrap().written, 2);
        assert_eq!(state().await, IntegrationState::Active);
        assert_eq!(desk.task(gone.id()).unwrap().draft.status, TaskStatus::Cancelled);
    }
}

#[tokio::test]
async fn an_appointment_that_is_gone_closes_its_task_and_one_that_comes_back_opens_it_again() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let gone = desk.book(0).await;
        desk.sync.sync().await.unwrap();
        let record = desk.control.erase(gone.id()).unwrap();
        let report = desk.sync.sync().await.unwrap();
        assert_eq!(
            (report.planned[0].reason.as_str(), report.written),
            ("gone_there", 1),
            "{report:?}"
        );
        assert_eq!(desk.task(gone.id()).unwrap().draft.status, TaskStatus::Cancelled);
        assert_eq!(desk.sync.sync().await.unwrap().written, 0);
        desk.control.put(record).unwrap();
        desk.sync.sync().await.unwrap();
        let back = desk.task(gone.id()).unwrap();
        assert_eq!(
            (back.draft.status, desk.board.tasks().len()),
            (TaskStatus::Pending, 1)
        );
    }
}

#[tokio::test]
async fn more_that_is_gone_at_once_than_the_brake_lets_through_changes_nothing() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let mut booked = Vec::new();
        for number in 0..8 {
            booked.push(desk.book(number).await);
        }
        desk.sync.sync().await.unwrap();
        for appointment in &booked[..6] {
            desk.control.erase(appointment.id());
        }
        let report = desk.sync.sync().await.unwrap();
        assert_eq!((report.written, report.failed.len()), (0, 6), "{report:?}");
        assert!(
            desk.board
                .tasks()
                .iter()
                .all(|task| task.draft.status == TaskStatus::Pending)
        );
    }
}

#[tokio::test]
async fn the_gate_decides_whether_anything_is_read_or_written_and_nothing_it_refused_is_lost() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        desk.book(0).await;
        desk.allow(Level::Off).await;
        assert_eq!(desk.sync.sync().await.unwrap_err().kind(), ErrorKind::Forbidden);
        desk.allow(Level::ReadOnly).await;
        let report = desk.sync.sync().await.unwrap();
        assert_eq!(
            (report.gated.len(), report.gated[0].level.as_str()),
            (1, "read_only"),
            "{report:?}"
        );
        assert!(desk.board.tasks().is_empty());
        desk.allow(Level::Inbound).await;
        assert_eq!(desk.sync.sync().await.unwrap().written, 1);
    }
}

#[tokio::test]
async fn a_dry_run_shows_the_changes_of_the_real_one_and_makes_none() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let (first, second) = (desk.book(0).await, desk.book(1).await);
        desk.sync.sync().await.unwrap();
        desk.book(2).await;
        desk.control.erase(first.id());
        let to = NewTime::at(desk.slot(6).window.start());
        desk.provider
            .reschedule(second.id(), &to, &key("move/1"))
            .await
            .unwrap();
        let (before, tasks) = (desk.board.writes(), desk.board.tasks());
        let dry = desk.sync.clone().within(|context| context.dry_run(true));
        let shown = dry.sync().await.unwrap();
        assert_eq!((desk.board.writes(), desk.board.tasks()), (before, tasks));
        let made = desk.sync.sync().await.unwrap();
        assert_eq!((shown.planned.len(), made.written), (3, 3), "{shown:?}");
        assert_eq!(shown.planned, made.planned);
    }
}

#[tokio::test]
async fn a_task_that_was_removed_here_is_not_made_again() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let booked = desk.book(0).await;
        desk.sync.sync().await.unwrap();
        desk.board.remove(&desk.task(booked.id()).unwrap().id);
        desk.clock.advance(TimeDelta::hours(1).to_std().unwrap());
        let to = NewTime::at(desk.slot(6).window.start());
        desk.provider
            .reschedule(booked.id(), &to, &key("move/1"))
            .await
            .unwrap();
        desk.sync.sync().await.unwrap();
        assert!(desk.board.tasks().is_empty());
    }
}

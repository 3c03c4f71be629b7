use careweave_scheduling_providers::model::{AppointmentStatus, ProviderKind};
use careweave_scheduling_providers::request::NewTime;
use careweave_sync_core::{ConflictDecision, ConflictFilter, Level};
use careweave_workflows::appointments::TaskStatus;

use crate::desk::{Desk, key, stores};

#[tokio::test]
async fn a_task_that_moved_or_was_called_off_here_takes_its_appointment_along_once() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let (moved, off) = (desk.book(0).await, desk.book(1).await);
        desk.sync.sync().await.unwrap();
        desk.sync.push().await.unwrap();
        desk.allow(Level::TwoWay).await;
        let slot = desk.slot(7).window;
        let edit = |id, change: &dyn Fn(&mut _)| {
            desk.board
                .edit(&desk.task(id).unwrap().id, |draft| change(draft))
                .unwrap();
        };
        edit(
            moved.id(),
            &|draft: &mut careweave_workflows::appointments::TaskDraft| {
                (draft.start, draft.end) = (slot.start(), slot.end());
            },
        );
        edit(off.id(), &|draft| draft.status = TaskStatus::Cancelled);
        let report = desk.sync.push().await.unwrap();
        assert_eq!((report.written, report.failed.len()), (2, 0), "{report:?}");
        let there = desk.provider.get(moved.id()).await.unwrap();
        assert_eq!(there.window, slot);
        let there = desk.provider.get(off.id()).await.unwrap();
        assert_eq!(*there.status(), AppointmentStatus::Cancelled);
        let (appointments, writes) = (desk.control.appointments(), desk.board.writes());
        let again = desk.sync.push().await.unwrap();
        assert_eq!((again.read, again.written), (0, 0), "{again:?}");
        assert_eq!(desk.sync.sync().await.unwrap().written, 0);
        assert_eq!(
            (desk.control.appointments(), desk.board.writes()),
            (appointments, writes)
        );
    }
}

#[tokio::test]
async fn a_task_that_moved_here_keeps_its_id_where_the_service_makes_a_new_record() {
    for store in stores().await.0 {
        let desk = Desk::like(store, Some(ProviderKind::Ninsaude)).await;
        let old = desk.book(0).await;
        desk.allow(Level::TwoWay).await;
        desk.sync.sync().await.unwrap();
        let task = desk.task(old.id()).unwrap();
        let slot = desk.slot(7).window;
        desk.board
            .edit(&task.id, |draft| {
                (draft.start, draft.end) = (slot.start(), slot.end());
            })
            .unwrap();
        let report = desk.sync.push().await.unwrap();
        assert_eq!(report.failed.len(), 0, "{report:?}");
        let after = &desk.board.tasks()[..];
        assert_eq!(
            (after.len(), &after[0].id, after[0].draft.start),
            (1, &task.id, slot.start())
        );
        assert_ne!(after[0].external, task.external);
        let writes = desk.board.writes();
        desk.sync.push().await.unwrap();
        assert_eq!(desk.sync.sync().await.unwrap().written, 0);
        assert_eq!(desk.board.writes(), writes);
    }
}

#[tokio::test]
async fn what_the_gate_holds_back_is_sent_by_a_later_run_and_is_not_overwritten_before() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let booked = desk.book(0).await;
        desk.sync.sync().await.unwrap();
        desk.board
            .edit(&desk.task(booked.id()).unwrap().id, |draft| {
                draft.status = TaskStatus::Cancelled;
            })
            .unwrap();
        let held = desk.sync.push().await.unwrap();
        assert_eq!((held.gated.len(), held.written), (1, 0), "{held:?}");
        assert_eq!(desk.sync.sync().await.unwrap().gated.len(), 1);
        assert_eq!(
            desk.task(booked.id()).unwrap().draft.status,
            TaskStatus::Cancelled
        );
        desk.allow(Level::TwoWay).await;
        assert_eq!(desk.sync.sync().await.unwrap().written, 1);
        let there = desk.provider.get(booked.id()).await.unwrap();
        assert_eq!(*there.status(), AppointmentStatus::Cancelled);
    }
}

#[tokio::test]
async fn two_changes_of_one_field_rest_until_a_person_decides_and_then_go_the_way_that_was_chosen() {
    for decision in [ConflictDecision::Local, ConflictDecision::Remote] {
        for store in stores().await.0 {
            let desk = Desk::open(store).await;
            desk.allow(Level::TwoWay).await;
            let booked = desk.book(0).await;
            desk.sync.sync().await.unwrap();
            let (here, there) = (desk.slot(5).window, desk.slot(6).window);
            desk.board
                .edit(&desk.task(booked.id()).unwrap().id, |draft| {
                    (draft.start, draft.end) = (here.start(), here.end());
                })
                .unwrap();
            let to = NewTime::at(there.start());
            desk.provider
                .reschedule(booked.id(), &to, &key("move/1"))
                .await
                .unwrap();
            for _ in 0..2 {
                let report = desk.sync.sync().await.unwrap();
                assert_eq!((report.conflicts, report.written), (2, 0), "{report:?}");
            }
            assert_eq!(desk.task(booked.id()).unwrap().draft.start, here.start());
            assert_eq!(desk.provider.get(booked.id()).await.unwrap().window, there);
            let open = desk
                .store
                .conflicts(&ConflictFilter::open(desk.sync.connection()))
                .await
                .unwrap();
            assert_eq!(open.len(), 2);
            for conflict in open {
                desk.store
                    .resolve_conflict(
                        conflict.number,
                        &decision,
                        "user-1",
                        "asked_the_client",
                        crate::desk::now(),
                    )
                    .await
                    .unwrap();
            }
            let report = desk.sync.sync().await.unwrap();
            assert_eq!((report.conflicts, report.written), (0, 1), "{report:?}");
            let chosen = match decision {
                ConflictDecision::Local => here,
                _ => there,
            };
            assert_eq!(desk.task(booked.id()).unwrap().draft.start, chosen.start());
            assert_eq!(desk.provider.get(booked.id()).await.unwrap().window, chosen);
            assert_eq!(desk.sync.sync().await.unwrap().written, 0);
        }
    }
}

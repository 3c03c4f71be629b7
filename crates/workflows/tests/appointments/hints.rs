use careweave_scheduling_providers::memory::MemoryDelivery;
use careweave_scheduling_providers::model::{CancelledBy, PrivateLink, ProviderKind};
use careweave_scheduling_providers::request::{Cancellation, NewTime, NewWebhook};
use careweave_scheduling_providers::webhook::WebhookTopic;
use careweave_types::{ErrorKind, Result};
use careweave_webhooks::Delivery;
use careweave_workflows::appointments::{HintReport, TaskStatus};

use crate::desk::{Desk, key, stores};

pub(crate) async fn listen(desk: &Desk) {
    let hook = NewWebhook {
        target: PrivateLink::new("https://hooks.example.invalid/opaque"),
        topics: vec![
            WebhookTopic::Created,
            WebhookTopic::Rescheduled,
            WebhookTopic::Cancelled,
        ],
        signing_key: None,
    };
    desk.provider.register_webhook(&hook).await.unwrap();
}

pub(crate) async fn accept(desk: &Desk, delivery: &MemoryDelivery) -> Result<HintReport> {
    let (headers, body) = delivery.deliver(|delivery| {
        let headers = delivery
            .headers
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        (headers.collect::<Vec<_>>(), delivery.body.to_vec())
    });
    let headers: Vec<_> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let delivery = Delivery {
        headers: &headers,
        body: &body,
    };
    desk.sync.accept(&delivery).await
}

#[tokio::test]
async fn booked_moved_and_called_off_arrive_by_webhook_repeated_and_in_any_order() {
    for (reversed, vendor) in [
        (false, ProviderKind::Memory),
        (true, ProviderKind::Memory),
        (false, ProviderKind::Calendly),
        (true, ProviderKind::Calendly),
    ] {
        for store in stores().await.0 {
            let desk = Desk::like(store, Some(vendor.clone())).await;
            listen(&desk).await;
            let (moved, off) = (desk.book(0).await, desk.book(1).await);
            for delivery in desk.control.take_deliveries() {
                accept(&desk, &delivery).await.unwrap();
            }
            desk.sync.serve(100).await.unwrap();
            let task = desk.task(moved.id()).unwrap();
            let to = desk.slot(6).window.start();
            let written = desk
                .provider
                .reschedule(moved.id(), &NewTime::at(to), &key("move/1"))
                .await;
            let stands = match written {
                Ok(written) => Some(written.appointment.id().clone()),
                // Not every service moves an appointment.
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Unsupported);
                    None
                }
            };
            let off_now = Cancellation::by(CancelledBy::Client);
            desk.provider
                .cancel(off.id(), &off_now, &key("cancel/1"))
                .await
                .unwrap();
            let mut deliveries = desk.control.take_deliveries();
            assert!(!deliveries.is_empty());
            deliveries.extend(deliveries.clone());
            if reversed {
                deliveries.reverse();
            }
            for delivery in &deliveries {
                let accepted = accept(&desk, delivery).await.unwrap();
                assert!(accepted.marked >= accepted.events);
                desk.sync.serve(1).await.unwrap();
            }
            let report = desk.sync.serve(100).await.unwrap();
            assert!(report.failed.is_empty(), "{report:?}");
            assert_eq!(desk.task(off.id()).unwrap().draft.status, TaskStatus::Cancelled);
            if let Some(stands) = stands {
                let after = desk.task(&stands).unwrap();
                assert_eq!((after.id, after.draft.start), (task.id, to));
            }
            assert_eq!(desk.board.tasks().len(), 2);
            // Nothing waits, and reading everything finds nothing left to do.
            assert_eq!(desk.sync.serve(100).await.unwrap().read, 0);
            let writes = desk.board.writes();
            desk.sync.sync().await.unwrap();
            assert_eq!(desk.board.writes(), writes);
        }
    }
}

#[tokio::test]
async fn a_delivery_that_does_not_prove_itself_marks_nothing() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        let body = br#"{"event_id":"e-1","kind":"created","id":"m1","occurred_at":"2026-04-06T12:00:00Z"}"#;
        let forged = Delivery {
            headers: &[("x-memory-token", "another-token")],
            body,
        };
        let error = desk.sync.accept(&forged).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated);
        assert_eq!(desk.sync.serve(10).await.unwrap().read, 0);
    }
}

#[tokio::test]
async fn a_record_that_was_announced_and_cannot_be_found_is_left_to_the_next_complete_reading() {
    for store in stores().await.0 {
        let desk = Desk::open(store).await;
        listen(&desk).await;
        let booked = desk.book(0).await;
        desk.sync.sync().await.unwrap();
        desk.control.erase(booked.id());
        for delivery in desk.control.take_deliveries() {
            accept(&desk, &delivery).await.unwrap();
        }
        let report = desk.sync.serve(10).await.unwrap();
        assert_eq!((report.waiting, report.written), (1, 0), "{report:?}");
        assert_eq!(desk.task(booked.id()).unwrap().draft.status, TaskStatus::Pending);
        desk.sync.sync().await.unwrap();
        assert_eq!(
            desk.task(booked.id()).unwrap().draft.status,
            TaskStatus::Cancelled
        );
    }
}

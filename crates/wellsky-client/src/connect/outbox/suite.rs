//! The behaviour of an [`Outbox`], run by every implementation of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a suite fails by panicking"
)]

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use careweave_http::{Clock, ManualClock};
use careweave_types::{ClientId, Delivery, ErrorKind, Pii, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Claimed, Earlier, Outbox, OutboxItem, Settled};
use crate::IdempotencyKey;
use crate::connect::models::{DocumentOwner, NewDocument, NewTaskLog};

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_775_476_800)
}

/// A note of a client; equal arguments make equal items.
fn note(client: &str, key: &str, sent: Delivery) -> OutboxItem {
    OutboxItem::Note {
        client_id: ClientId::new(client).unwrap(),
        window: TimeWindow::new(noon() - TimeDelta::days(7), noon()).unwrap(),
        note: NewTaskLog::note("Call", "Daughter called about Friday", noon()),
        key: IdempotencyKey::new(key).unwrap(),
        sent,
    }
}

fn document(key: &str, bytes: usize) -> OutboxItem {
    OutboxItem::Document {
        document: NewDocument {
            owner: DocumentOwner::Client(ClientId::new("500001").unwrap()),
            kind: "General".to_owned(),
            title: "plan.pdf".into(),
            content_type: "application/pdf".to_owned(),
            bytes: Pii::new((0..bytes).map(|n| (n % 251) as u8).collect()),
        },
        key: IdempotencyKey::new(key).unwrap(),
        sent: Delivery::NotSent,
    }
}

struct Under<S> {
    outbox: S,
    clock: Arc<ManualClock>,
}

impl<S: Outbox> Under<S> {
    async fn claim(&self) -> Option<Claimed> {
        self.outbox.claim().await.unwrap()
    }

    fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// Runs everything an outbox promises; `fresh` gives an empty one that reads the clock it is given.
///
/// # Panics
/// When a promise is broken.
pub async fn outbox<S, F>(fresh: impl Fn(Arc<dyn Clock>) -> F)
where
    S: Outbox,
    F: Future<Output = S>,
{
    macro_rules! run {
        ($($behaviour:ident),+ $(,)?) => {$(
            let clock = Arc::new(ManualClock::new(noon()));
            let outbox = fresh(Arc::clone(&clock) as Arc<dyn Clock>).await;
            $behaviour(&Under { outbox, clock }).await;
        )+};
    }
    run!(
        the_same_item_is_kept_once_and_another_under_its_key_refused,
        what_was_kept_comes_back_as_it_was,
        a_claimed_item_is_nobody_elses_and_one_client_is_served_in_order,
        what_failed_comes_again_later,
        what_is_delivered_or_refused_never_comes_again,
        what_may_have_landed_is_said_to_and_not_sent_before_absence_counts,
        a_doubt_that_comes_later_counts_too,
        a_worker_that_died_while_sending_leaves_a_doubt_and_one_that_died_before_leaves_none,
        what_a_worker_says_after_its_claim_has_ended_is_refused,
    );
}

async fn the_same_item_is_kept_once_and_another_under_its_key_refused(under: &Under<impl Outbox>) {
    let first = under
        .outbox
        .keep(note("500001", "n/1", Delivery::NotSent))
        .await
        .unwrap();
    let again = under
        .outbox
        .keep(note("500001", "n/1", Delivery::NotSent))
        .await
        .unwrap();
    assert_eq!(first, again);
    let error = under
        .outbox
        .keep(note("500002", "n/1", Delivery::NotSent))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::KeyReuse, "{error}");
    assert!(under.claim().await.is_some());
    assert!(under.claim().await.is_none());
}

async fn what_was_kept_comes_back_as_it_was(under: &Under<impl Outbox>) {
    // Ten megabytes is the largest document the vendor takes.
    for item in [
        note("500001", "n/1", Delivery::NotSent),
        document("d/1", 3),
        document("d/2", 10 * 1024 * 1024),
    ] {
        let ticket = under.outbox.keep(item.clone()).await.unwrap();
        let claimed = under.claim().await.expect("its time has come");
        assert_eq!((&claimed.ticket, claimed.earlier), (&ticket, Earlier::Nothing));
        assert!(claimed.item == item, "kept and given back alike: {ticket:?}");
        under.outbox.sending(&claimed).await.unwrap();
        let delivered = Settled::Delivered { id: "1".to_owned() };
        under.outbox.settle(&claimed, &delivered).await.unwrap();
    }
}

async fn a_claimed_item_is_nobody_elses_and_one_client_is_served_in_order(under: &Under<impl Outbox>) {
    for (client, key) in [("500001", "n/1"), ("500001", "n/2"), ("500002", "n/3")] {
        under
            .outbox
            .keep(note(client, key, Delivery::NotSent))
            .await
            .unwrap();
    }
    let (one, three) = (under.claim().await.unwrap(), under.claim().await.unwrap());
    assert_eq!(
        (one.item.key().as_str(), three.item.key().as_str()),
        ("n/1", "n/3"),
        "the second note of a client waits for the first"
    );
    assert!(under.claim().await.is_none());
    under.outbox.sending(&one).await.unwrap();
    let delivered = Settled::Delivered { id: "1".to_owned() };
    under.outbox.settle(&one, &delivered).await.unwrap();
    assert_eq!(under.claim().await.unwrap().item.key().as_str(), "n/2");
}

async fn what_failed_comes_again_later(under: &Under<impl Outbox>) {
    under
        .outbox
        .keep(note("500001", "n/1", Delivery::NotSent))
        .await
        .unwrap();
    for _ in 0..3 {
        let claimed = under.claim().await.expect("it comes again");
        assert_eq!(claimed.earlier, Earlier::Nothing, "nothing was sent");
        let failed = Settled::Failed {
            reason: "unreachable",
        };
        under.outbox.settle(&claimed, &failed).await.unwrap();
        under.later(6 * 3_600);
    }
    assert!(under.claim().await.is_some());
}

async fn what_is_delivered_or_refused_never_comes_again(under: &Under<impl Outbox>) {
    for (key, settled) in [
        ("n/1", Settled::Delivered { id: "1".to_owned() }),
        ("n/2", Settled::Refused { reason: "rejected" }),
        (
            "n/3",
            Settled::Refused {
                reason: "no_encounter",
            },
        ),
    ] {
        under
            .outbox
            .keep(note("500001", key, Delivery::NotSent))
            .await
            .unwrap();
        let claimed = under.claim().await.unwrap();
        if settled
            != (Settled::Refused {
                reason: "no_encounter",
            })
        {
            under.outbox.sending(&claimed).await.unwrap();
        }
        under.outbox.settle(&claimed, &settled).await.unwrap();
        under.later(7 * 3_600);
        assert!(under.claim().await.is_none(), "{key}");
    }
    let again = note("500001", "n/1", Delivery::NotSent);
    under.outbox.keep(again).await.unwrap();
    assert!(under.claim().await.is_none(), "kept again after it was delivered");
    let again = note("500001", "n/2", Delivery::NotSent);
    under.outbox.keep(again).await.unwrap();
    let claimed = under.claim().await.expect("kept again after it was refused");
    assert_eq!(claimed.item.key().as_str(), "n/2");
}

async fn what_may_have_landed_is_said_to_and_not_sent_before_absence_counts(under: &Under<impl Outbox>) {
    under
        .outbox
        .keep(note("500001", "n/1", Delivery::MaybeSent))
        .await
        .unwrap();
    let claimed = under.claim().await.unwrap();
    let early = Earlier::MayHaveLanded {
        absence_counts: false,
    };
    assert_eq!(claimed.earlier, early);
    assert_eq!(
        under.outbox.sending(&claimed).await.unwrap_err().kind(),
        ErrorKind::InDoubt
    );
    under.outbox.settle(&claimed, &Settled::InDoubt).await.unwrap();
    under.later(600);
    let claimed = under.claim().await.unwrap();
    let counts = Earlier::MayHaveLanded { absence_counts: true };
    assert_eq!(claimed.earlier, counts);
    under.outbox.sending(&claimed).await.unwrap();
    under.outbox.settle(&claimed, &Settled::InDoubt).await.unwrap();
    under.later(600);
    let claimed = under.claim().await.unwrap();
    assert_eq!(
        claimed.earlier, counts,
        "the last attempt is as doubtful as the first"
    );
    let found = Settled::Delivered { id: "9".to_owned() };
    under.outbox.settle(&claimed, &found).await.unwrap();
    under.later(7 * 3_600);
    assert!(under.claim().await.is_none());
}

async fn a_doubt_that_comes_later_counts_too(under: &Under<impl Outbox>) {
    let item = |sent| note("500001", "n/1", sent);
    let first = under.outbox.keep(item(Delivery::NotSent)).await.unwrap();
    let again = under.outbox.keep(item(Delivery::MaybeSent)).await.unwrap();
    assert_eq!(first, again);
    let claimed = under.claim().await.unwrap();
    assert!(matches!(claimed.earlier, Earlier::MayHaveLanded { .. }));
}

async fn a_worker_that_died_while_sending_leaves_a_doubt_and_one_that_died_before_leaves_none(
    under: &Under<impl Outbox>,
) {
    under
        .outbox
        .keep(note("500001", "n/1", Delivery::NotSent))
        .await
        .unwrap();
    let dies_before = under.claim().await.unwrap();
    under.later(3_600);
    let dies_sending = under.claim().await.expect("its claim has ended");
    assert!(dies_sending.fence > dies_before.fence);
    assert_eq!(dies_sending.earlier, Earlier::Nothing);
    under.outbox.sending(&dies_sending).await.unwrap();
    under.later(3_600);
    let claimed = under.claim().await.expect("its claim has ended");
    let counts = Earlier::MayHaveLanded { absence_counts: true };
    let early = Earlier::MayHaveLanded {
        absence_counts: false,
    };
    assert!(
        claimed.earlier == counts || claimed.earlier == early,
        "it may have landed: {:?}",
        claimed.earlier
    );
}

async fn what_a_worker_says_after_its_claim_has_ended_is_refused(under: &Under<impl Outbox>) {
    under
        .outbox
        .keep(note("500001", "n/1", Delivery::NotSent))
        .await
        .unwrap();
    let late = under.claim().await.unwrap();
    under.later(3_600);
    let other = under.claim().await.unwrap();
    assert_eq!(
        under.outbox.sending(&late).await.unwrap_err().kind(),
        ErrorKind::Conflict
    );
    let delivered = Settled::Delivered { id: "1".to_owned() };
    assert_eq!(
        under.outbox.settle(&late, &delivered).await.unwrap_err().kind(),
        ErrorKind::Conflict
    );
    under.outbox.sending(&other).await.unwrap();
    under.outbox.settle(&other, &delivered).await.unwrap();
}

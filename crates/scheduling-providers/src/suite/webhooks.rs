//! Registering, and refusing what is not signed.

use careweave_types::ErrorKind;
use careweave_webhooks::Delivery;

use super::ensure;
use super::subject::seen;
use super::{Failure, Subject};
use crate::model::PrivateLink;

pub(super) async fn registering_twice_leaves_one(subject: &Subject) -> Result<(), Failure> {
    let webhook = subject.webhook()?;
    let first = subject
        .provider
        .register_webhook(&webhook)
        .await
        .map_err(seen("register"))?;
    ensure!(!first.is_empty(), "nothing was registered");
    let second = subject
        .provider
        .register_webhook(&webhook)
        .await
        .map_err(seen("register again"))?;
    let ids = |hooks: &[crate::webhook::WebhookSubscription]| {
        let mut ids: Vec<_> = hooks.iter().map(|hook| hook.id.clone()).collect();
        ids.sort_unstable();
        ids
    };
    ensure!(ids(&first) == ids(&second), "another one was made");
    let all = subject.provider.webhooks().await.map_err(seen("webhooks"))?;
    let ours = |target: &PrivateLink| all.iter().filter(|hook| hook.target == *target).count();
    ensure!(
        ours(&webhook.target) == first.len(),
        "{} point here",
        ours(&webhook.target)
    );
    Ok(())
}

pub(super) async fn a_deleted_webhook_is_gone_and_deleting_again_is_done(
    subject: &Subject,
) -> Result<(), Failure> {
    let webhook = subject.webhook()?;
    let hooks = subject
        .provider
        .register_webhook(&webhook)
        .await
        .map_err(seen("register"))?;
    for hook in &hooks {
        subject
            .provider
            .delete_webhook(&hook.id)
            .await
            .map_err(seen("delete"))?;
        subject
            .provider
            .delete_webhook(&hook.id)
            .await
            .map_err(seen("delete again"))?;
    }
    let all = subject.provider.webhooks().await.map_err(seen("webhooks"))?;
    let left = all.iter().filter(|hook| hook.target == webhook.target).count();
    ensure!(left == 0, "{left} are left");
    Ok(())
}

pub(super) async fn a_delivery_nobody_signed_is_refused(subject: &Subject) -> Result<(), Failure> {
    let delivery = Delivery {
        headers: &[("content-type", "application/json")],
        body: br#"{"event":"forged"}"#,
    };
    let now = subject.clock.now();
    for outcome in [
        subject.provider.verify_webhook(&delivery, now).err(),
        subject.provider.parse_webhook(&delivery, now).err(),
    ] {
        let Some(error) = outcome else {
            return Err("a delivery without a signature was taken".to_owned());
        };
        ensure!(error.kind() == ErrorKind::Unauthenticated, "{error:#}");
    }
    Ok(())
}

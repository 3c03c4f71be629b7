use std::collections::HashSet;

use careweave_types::{Error, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::{WebhookState, WebhookSubscription, WebhookTopic};
use crate::changes::{Changes, SyncState};
use crate::provider::SchedulingProvider;
use crate::request::NewWebhook;

/// Time in which deliveries may have been lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Since when; `None` when the service does not say.
    pub since: Option<DateTime<Utc>>,
    /// Up to when.
    pub until: DateTime<Utc>,
}

/// What a check found and did.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthReport {
    /// Webhooks the service had given up on: deleted.
    pub deleted: Vec<WebhookSubscription>,
    /// Webhooks that were made, because they had been given up on or were missing.
    pub made: Vec<WebhookSubscription>,
    /// Webhooks whose life was lengthened.
    pub renewed: Vec<WebhookSubscription>,
    /// When deliveries may have been lost.
    pub gap: Option<Gap>,
    /// What was missed: apply it as any other changes.
    pub missed: Option<Changes>,
}

impl HealthReport {
    /// True when there was nothing to do.
    pub const fn was_healthy(&self) -> bool {
        self.deleted.is_empty() && self.made.is_empty() && self.renewed.is_empty() && self.gap.is_none()
    }
}

/// Looks after the webhook of one account.
#[derive(Clone, Debug)]
pub struct WebhookHealth {
    /// The webhook as it should be.
    pub webhook: NewWebhook,
    /// Webhooks that lapse sooner than this from now are renewed.
    pub renew_before: TimeDelta,
}

impl WebhookHealth {
    /// A webhook as it should be, renewed a day before it lapses.
    pub fn of(webhook: NewWebhook) -> Self {
        Self {
            webhook,
            renew_before: TimeDelta::days(1),
        }
    }

    /// Looks at the account's webhooks. One the service gave up on is deleted and made anew, one that is missing is made, one about
    /// to lapse is renewed. If deliveries may have been lost, the changes in `window` since `since` are read *after* the
    /// webhook stands again, so that nothing falls between; what both bring is recognised by its key or version.
    ///
    /// # Errors
    /// What the provider says. A webhook that was deleted before the failure is found missing by the next check, which reads
    /// the gap then.
    pub async fn check<P>(
        &self,
        provider: &P,
        since: Option<&SyncState>,
        window: TimeWindow,
        now: DateTime<Utc>,
    ) -> Result<HealthReport>
    where
        P: SchedulingProvider + ?Sized,
    {
        if self.webhook.topics.is_empty() {
            return Err(Error::invalid(
                "webhooks.check",
                "webhook.topics",
                "a webhook has at least one topic",
            ));
        }
        let all = provider.webhooks().await?;
        let (dead, alive): (Vec<_>, Vec<_>) = all
            .into_iter()
            .filter(|hook| hook.target == self.webhook.target)
            .partition(|hook| {
                hook.state == WebhookState::Disabled || hook.expires_at.is_some_and(|at| at <= now)
            });
        for hook in &dead {
            provider.delete_webhook(&hook.id).await?;
        }
        let covered: HashSet<&WebhookTopic> = alive.iter().flat_map(|hook| &hook.topics).collect();
        let missing = self.webhook.topics.iter().any(|topic| !covered.contains(topic));
        let known: HashSet<_> = alive.iter().map(|hook| hook.id.clone()).collect();
        let mut made = Vec::new();
        if missing {
            let registered = provider.register_webhook(&self.webhook).await?;
            made.extend(registered.into_iter().filter(|hook| !known.contains(&hook.id)));
        }
        let mut renewed = Vec::new();
        for hook in &alive {
            if hook.expires_at.is_some_and(|at| at - now < self.renew_before) {
                renewed.push(provider.renew_webhook(&hook.id).await?);
            }
        }
        let gap = (missing || !dead.is_empty()).then(|| Gap {
            since: dead
                .iter()
                .filter_map(|hook| hook.failing_since.or(hook.expires_at))
                .min(),
            until: now,
        });
        let missed = match gap {
            Some(_) => Some(provider.changes(since, window).await?),
            None => None,
        };
        Ok(HealthReport {
            deleted: dead,
            made,
            renewed,
            gap,
            missed,
        })
    }
}

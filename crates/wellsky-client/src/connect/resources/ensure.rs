use std::collections::BTreeMap;

use careweave_types::ids::SubscriptionId;
use careweave_types::{ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};

use super::Subscriptions;
use super::office::everything;
use crate::IdempotencyKey;
use crate::caller::nothing_written;
use crate::connect::models::{
    Criteria, DesiredSubscriptions, EnsuredSubscriptions, HiddenHeader, NewSubscription,
};
use crate::connect::paths;
use crate::pager::rows_by_id;

impl Subscriptions {
    /// Makes the subscriptions that are wanted the ones there are: keeps those that are right, changes those that are not,
    /// creates what is missing, deletes what is ours and not wanted. A subscription is ours when its reason begins with the
    /// owner or when it delivers to our address; all others are left alone. Doing it again, also after a failure halfway,
    /// ends with the same.
    ///
    /// Two programs that ensure the same at once may each create a subscription; the next `ensure` deletes one of the two.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent; what a request failed with. What was done by then stays done.
    pub async fn ensure(
        &self,
        desired: &DesiredSubscriptions,
        key: &IdempotencyKey,
    ) -> Result<EnsuredSubscriptions> {
        desired.validate()?;
        let search = everything("subscriptions.ensure", paths::SUBSCRIPTIONS_SEARCH);
        let shown: Vec<Shown> = self.session().search_all(search).await.map_err(nothing_written)?;
        let mut ensured = EnsuredSubscriptions::default();
        let mut ours: BTreeMap<Option<Criteria>, Vec<Shown>> = BTreeMap::new();
        for subscription in shown {
            if subscription.is_of(desired) {
                ours.entry(subscription.criteria.clone())
                    .or_default()
                    .push(subscription);
            } else {
                ensured.foreign += 1;
            }
        }
        for criteria in &desired.criteria {
            let wanted = desired.subscription(criteria.clone());
            let there = ours.remove(&Some(criteria.clone())).unwrap_or_default();
            self.converge(&wanted, there, desired.hidden_header, key, &mut ensured)
                .await?;
        }
        for not_wanted in ours.into_values().flatten() {
            self.give_up(&not_wanted.id, key, &mut ensured).await?;
        }
        Ok(ensured)
    }

    /// One event: the best of the subscriptions to it stays, as it should be.
    async fn converge(
        &self,
        wanted: &NewSubscription,
        mut there: Vec<Shown>,
        hidden: HiddenHeader,
        key: &IdempotencyKey,
        ensured: &mut EnsuredSubscriptions,
    ) -> Result<()> {
        there.sort_by_key(|shown| (!shown.is_as(wanted), shown.number(), shown.id.clone()));
        let mut there = there.into_iter();
        let Some(best) = there.next() else {
            let step = step_key(key, "create", wanted.criteria.as_str())?;
            ensured.created.push(self.create(wanted, &step).await?);
            return Ok(());
        };
        let secret = best.secret(wanted);
        if !best.is_as(wanted)
            || secret == Header::Another
            || (secret == Header::NotShown && hidden == HiddenHeader::Rewrite)
        {
            let step = step_key(key, "change", best.id.as_str())?;
            self.change(&best.id, wanted, &step).await?;
            ensured.changed.push(best.id);
        } else {
            if secret == Header::NotShown {
                ensured.header_not_shown.push(best.id.clone());
            }
            ensured.kept.push(best.id);
        }
        for twice in there {
            self.give_up(&twice.id, key, ensured).await?;
        }
        Ok(())
    }

    async fn give_up(
        &self,
        id: &SubscriptionId,
        key: &IdempotencyKey,
        ensured: &mut EnsuredSubscriptions,
    ) -> Result<()> {
        match self.delete(id, &step_key(key, "delete", id.as_str())?).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            // Not there any more is as wanted.
            _ => {
                ensured.deleted.push(id.clone());
                Ok(())
            }
        }
    }
}

/// The key of one step: the same step of the same call has the same.
fn step_key(key: &IdempotencyKey, step: &str, of: &str) -> Result<IdempotencyKey> {
    IdempotencyKey::new(&format!("{key}/{step}/{of}"))
}

/// A subscription with the header it carries, where the vendor shows it.
#[derive(Deserialize)]
struct Shown {
    id: SubscriptionId,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    criteria: Option<Criteria>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    channel: Option<Channel>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Channel {
    endpoint: Option<String>,
    #[serde(deserialize_with = "headers")]
    header: Option<Vec<SecretString>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    AsWanted,
    Another,
    NotShown,
}

rows_by_id!(Shown);

impl Shown {
    fn endpoint(&self) -> Option<&str> {
        self.channel.as_ref()?.endpoint.as_deref()
    }

    fn is_of(&self, desired: &DesiredSubscriptions) -> bool {
        let mark = format!("{}: ", desired.owner);
        self.endpoint() == Some(desired.endpoint.as_str())
            || self
                .reason
                .as_ref()
                .is_some_and(|reason| reason.starts_with(&mark))
    }

    /// True when it is active and delivers to the right address for the right reason; of the secret this says nothing.
    fn is_as(&self, wanted: &NewSubscription) -> bool {
        self.status.as_deref() == Some("active")
            && self.endpoint() == Some(wanted.endpoint.as_str())
            && self.reason.as_deref() == Some(&wanted.reason)
    }

    fn secret(&self, wanted: &NewSubscription) -> Header {
        let shown = self.channel.as_ref().and_then(|channel| channel.header.as_ref());
        let Some(lines) = shown.filter(|lines| !lines.is_empty()) else {
            return Header::NotShown;
        };
        // A vendor that masks the header does not show it.
        let masked = |line: &SecretString| line.expose_secret().contains("***");
        if lines.iter().any(masked) {
            return Header::NotShown;
        }
        let expected = format!("Authorization: Bearer {}", wanted.bearer.expose_secret());
        if lines.iter().any(|line| line.expose_secret() == expected) {
            Header::AsWanted
        } else {
            Header::Another
        }
    }

    /// The id as a number, so that the oldest comes first.
    fn number(&self) -> u64 {
        self.id.as_str().parse().unwrap_or(u64::MAX)
    }
}

/// Header lines in whatever shape they come: a list, one line, nothing.
fn headers<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Vec<SecretString>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Lines {
        Many(Vec<String>),
        One(String),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Option::<Lines>::deserialize(d)? {
        Some(Lines::Many(lines)) => Some(lines.into_iter().map(SecretString::from).collect()),
        Some(Lines::One(line)) => Some(vec![line.into()]),
        Some(Lines::Other(_)) | None => None,
    })
}

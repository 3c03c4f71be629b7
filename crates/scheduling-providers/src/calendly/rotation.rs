use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use careweave_http::{AccessToken, Clock, REFRESH_MARGIN, Sleep, TokenSource};
use careweave_types::ids::IntegrationId;
use careweave_types::{Error, ErrorKind, Result};
use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};

use super::TokenDesk;
use crate::credentials::{CredentialStore, Replacement, StoredTokens, TokenSet, TokenState};
use crate::problem::Problem;

const OPERATION: &str = "credentials.refresh";
/// How long another process is given to write down the tokens it asked for.
const PATIENCE: TimeDelta = TimeDelta::seconds(30);
/// How often it is looked for meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The tokens of an account whose refresh token works once.
///
/// The store is told before the request leaves, and takes the new tokens only from who told it: of two processes one refreshes
/// and the other waits. If the new tokens cannot be stored, they are kept here and stored first thing next time. If a process
/// dies in between, the next one tries the old refresh token once; when it is refused, the set is marked as used up, and from
/// then on every call says so without a request.
#[derive(Debug)]
pub(super) struct Rotation {
    desk: TokenDesk,
    store: Arc<dyn CredentialStore>,
    integration: IntegrationId,
    clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
    /// The access token that was handed to callers last: asked for again before its time, it was refused.
    handed: Mutex<Option<SecretString>>,
    /// Tokens that were got and could not be stored, and the revision they belong over.
    unsaved: tokio::sync::Mutex<Option<(u64, TokenSet)>>,
}

impl Rotation {
    pub(super) fn new(
        desk: TokenDesk,
        store: Arc<dyn CredentialStore>,
        integration: IntegrationId,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
    ) -> Self {
        Self {
            desk,
            store,
            integration,
            clock,
            sleep,
            handed: Mutex::new(None),
            unsaved: tokio::sync::Mutex::new(None),
        }
    }

    async fn stored(&self) -> Result<StoredTokens> {
        self.store.load(&self.integration).await?.ok_or_else(|| {
            Problem::ReauthRequired.error(OPERATION, "the account was never connected: there are no tokens")
        })
    }

    async fn replace(&self, revision: u64, tokens: &TokenSet) -> Result<Replacement> {
        self.store
            .replace(&self.integration, Some(revision), tokens)
            .await
    }

    fn was_refused(&self, tokens: &TokenSet) -> bool {
        let handed = self.handed.lock().unwrap_or_else(PoisonError::into_inner);
        handed
            .as_ref()
            .is_some_and(|last| last.expose_secret() == tokens.access.expose_secret())
    }

    fn is_fresh(&self, tokens: &TokenSet) -> bool {
        let margin = TimeDelta::from_std(REFRESH_MARGIN).unwrap_or_default();
        tokens.expires_at.is_none_or(|at| self.clock.now() + margin < at)
    }

    fn hand_out(&self, tokens: &TokenSet) -> AccessToken {
        *self.handed.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.access.clone());
        let left = tokens
            .expires_at
            .map(|at| (at - self.clock.now()).to_std().unwrap_or_default());
        AccessToken::new(tokens.access.clone(), left)
    }

    /// Stores what could not be stored before.
    async fn save(&self, unsaved: &mut Option<(u64, TokenSet)>) -> Result<Option<TokenSet>> {
        let Some((revision, tokens)) = unsaved.take() else {
            return Ok(None);
        };
        match self.replace(revision, &tokens).await {
            Ok(Replacement::Stored(_)) => Ok(Some(tokens)),
            // Somebody connected the account anew meanwhile: theirs hold.
            Ok(Replacement::Stale) => Ok(None),
            Err(error) => {
                *unsaved = Some((revision, tokens));
                Err(error)
            }
        }
    }

    async fn refresh(
        &self,
        at: StoredTokens,
        unsaved: &mut Option<(u64, TokenSet)>,
    ) -> Result<Option<TokenSet>> {
        let since = self.clock.now();
        let marked = at.tokens.in_state(TokenState::Refreshing { since });
        let Replacement::Stored(revision) = self.replace(at.revision, &marked).await? else {
            return Ok(None);
        };
        match self.desk.refresh(&at.tokens.refresh).await {
            Ok(mut tokens) => {
                tokens.owner = tokens.owner.or(at.tokens.owner);
                *unsaved = Some((revision, tokens.clone()));
                self.save(unsaved).await
            }
            Err(error) if Problem::of(&error) == Some(Problem::ReauthRequired) => {
                let _ = self
                    .replace(revision, &at.tokens.in_state(TokenState::UsedUp))
                    .await?;
                let lost = matches!(at.tokens.state, TokenState::Refreshing { .. });
                Err(match lost {
                    true => error.with("cause", "an earlier refresh was never written down"),
                    false => error,
                })
            }
            Err(error) => {
                if error.delivery() != careweave_types::Delivery::MaybeSent {
                    // The token was not looked at, so that others need not wait for it.
                    let _ = self.replace(revision, &at.tokens).await?;
                }
                Err(error)
            }
        }
    }
}

#[async_trait]
impl TokenSource for Rotation {
    async fn fetch(&self) -> Result<AccessToken> {
        let mut unsaved = self.unsaved.lock().await;
        if let Some(tokens) = self.save(&mut unsaved).await? {
            return Ok(self.hand_out(&tokens));
        }
        // Bounded: each turn either ends, waits for a process that is given so long, or saw another one win.
        for _ in 0..200 {
            let stored = self.stored().await?;
            let tokens = &stored.tokens;
            match tokens.state {
                TokenState::UsedUp => {
                    return Err(Problem::ReauthRequired.error(
                        OPERATION,
                        "the refresh token was used up: a person has to connect the account again",
                    ));
                }
                TokenState::Refreshing { since } if self.clock.now() - since < PATIENCE => {
                    self.sleep.sleep(LOOK_EVERY).await;
                    continue;
                }
                TokenState::Usable if self.is_fresh(tokens) && !self.was_refused(tokens) => {
                    return Ok(self.hand_out(tokens));
                }
                _ => {}
            }
            if let Some(tokens) = self.refresh(stored, &mut unsaved).await? {
                return Ok(self.hand_out(&tokens));
            }
        }
        Err(Error::new(
            ErrorKind::Conflict,
            OPERATION,
            "the tokens of the account are replaced again and again by somebody else",
        ))
    }
}

/// A token that lasts.
#[derive(Debug)]
pub(super) struct Lasting(pub(super) SecretString);

#[async_trait]
impl TokenSource for Lasting {
    async fn fetch(&self) -> Result<AccessToken> {
        Ok(AccessToken::new(self.0.clone(), None))
    }
}

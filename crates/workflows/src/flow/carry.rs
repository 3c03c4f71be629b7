use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::{
    Action, Effect, EffectKey, EffectState, Fingerprint, GateScope, Intent, Reconcile,
};
use careweave_types::{Delivery, Error, ErrorKind, IdempotencyKey, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::FlowContext;

/// How long one attempt may be under way.
const DEADLINE: Duration = Duration::from_secs(30);

/// How long after its deadline a request may still land.
const QUIET: Duration = Duration::from_secs(30);

/// How often a key that another worker moved is read anew.
const TURNS: u32 = 4;

/// One change that is to be made at another system.
#[derive(Clone, Debug)]
pub struct FlowChange {
    /// The kind of record, as the gate knows it: `"prospect"`.
    pub kind: &'static str,
    /// What is done, as a code: `"prospects.update"`.
    pub operation: &'static str,
    /// Whether it goes out, comes in, or is done by itself.
    pub action: Action,
    /// What of a record it is about: one such change at a time, among all workers. Holds no personal data.
    pub key: String,
    /// The opaque id of the record.
    pub subject: String,
    /// What tells the outcome from any other. Of an event that happens once it is the event's own; of a record it is that of
    /// the content it is to have.
    pub outcome: Fingerprint,
    /// Whether it may follow itself: the content of a record may, a creation may not.
    pub repeats: bool,
    /// Whether to look before the first attempt too.
    pub look_first: bool,
}

/// What a look at the other side found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It is as the change leaves it.
    Done {
        /// The id it has there.
        remote_id: Option<String>,
    },
    /// It is not.
    NotDone,
}

/// How a change is made, and how one sees whether it was.
#[async_trait]
pub trait RemoteChange: Send + Sync {
    /// Whether the other side is as `outcome` says: of this change, or of an earlier one under the same key.
    ///
    /// # Errors
    /// What the reading failed with: then nothing is decided.
    async fn look(&self, outcome: Fingerprint) -> Result<Seen>;

    /// Makes the change, under a key that is the same whenever it is sent again.
    ///
    /// # Errors
    /// What the writing failed with; its delivery decides what follows.
    async fn send(&self, key: &IdempotencyKey) -> Result<()>;

    /// Called before an attempt begins, and again before the next one.
    ///
    /// # Errors
    /// Then nothing is sent.
    async fn begins(&self, _effect: &Effect) -> Result<()> {
        Ok(())
    }

    /// Called when it is known to have happened, possibly more than once.
    ///
    /// # Errors
    /// Failures of the store.
    async fn happened(&self, _effect: &Effect) -> Result<()> {
        Ok(())
    }

    /// Called when it is known not to have happened.
    ///
    /// # Errors
    /// Failures of the store.
    async fn refused(&self, _effect: &Effect) -> Result<()> {
        Ok(())
    }
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Made now, and seen to be there.
    Written {
        /// The id it has there.
        remote_id: Option<String>,
    },
    /// It was there already.
    Already {
        /// The id it has there.
        remote_id: Option<String>,
    },
    /// Not made: this is a dry run.
    Planned,
    /// The gate forbids it.
    Gated {
        /// The level that does.
        level: String,
    },
    /// Not known yet.
    InDoubt {
        /// From when on a look can tell.
        until: DateTime<Utc>,
    },
}

enum Settled {
    Over(Carried),
    Open(Box<Effect>),
}

impl FlowContext {
    /// Carries out a change: gate, ledger, sending, reading back, audit. The audit log has an entry before anything is sent
    /// (`prospects.update.begins`) and one when it is seen to be there (`prospects.update`).
    ///
    /// Calling it again is safe at any time, in any process: what may have happened is looked up before it is sent again, and
    /// what did happen is not repeated. An earlier change under the same key that is not settled is settled first.
    ///
    /// # Errors
    /// Failures of the store and of reads; and what the other side refused the change with.
    pub async fn carry_out(&self, change: &FlowChange, remote: &dyn RemoteChange) -> Result<Carried> {
        let scope = self.scope(change);
        match self.store.check(&scope, change.action).await {
            Err(error) if error.kind() == ErrorKind::Forbidden => return Ok(gated(&error)),
            other => other?,
        }
        if self.is_dry_run() {
            return Ok(Carried::Planned);
        }
        let intent = intent(change)?;
        for _ in 0..TURNS {
            let now = self.clock.now();
            let effect = match self.store.plan(&intent, now).await {
                Ok(planned) => planned.into_effect(),
                Err(error) if error.kind() == ErrorKind::KeyReuse => {
                    match self.store.current(&intent.key).await? {
                        Some(earlier) => {
                            if let Some(carried) = self.clear(earlier, remote).await? {
                                return Ok(carried);
                            }
                        }
                        None => return Err(error),
                    }
                    continue;
                }
                Err(error) => return Err(error),
            };
            if effect.state == EffectState::Confirmed {
                if let Seen::Done { remote_id } = remote.look(effect.fingerprint).await? {
                    remote.happened(&effect).await?;
                    return Ok(Carried::Already { remote_id });
                }
                if !change.repeats {
                    return Err(Error::new(
                        ErrorKind::Conflict,
                        "flow.carry_out",
                        "it was done before and is not there any more: somebody has to look",
                    )
                    .with("effect", effect.id.to_string()));
                }
                self.store.supersede(effect.id, "undone", now).await?;
                continue;
            }
            return match self.settle(effect, change, remote).await? {
                Settled::Over(carried) => Ok(carried),
                Settled::Open(effect) => self.send(*effect, &scope, change, remote).await,
            };
        }
        Ok(Carried::InDoubt {
            until: self.clock.now() + span(DEADLINE),
        })
    }

    /// Makes room for a newer content: the earlier change is over, or known to be. Gives what to answer where it is not.
    async fn clear(&self, earlier: Effect, remote: &dyn RemoteChange) -> Result<Option<Carried>> {
        let now = self.clock.now();
        let earlier = match earlier.state {
            EffectState::Confirmed => {
                self.store.supersede(earlier.id, "newer_content", now).await?;
                return Ok(None);
            }
            EffectState::Planned => earlier,
            EffectState::Sending | EffectState::InDoubt => {
                if let Seen::Done { remote_id } = remote.look(earlier.fingerprint).await? {
                    self.confirm(&earlier, remote_id.as_deref(), remote).await?;
                    self.store.supersede(earlier.id, "newer_content", now).await?;
                    return Ok(None);
                }
                match self.proved_absent(earlier).await? {
                    Ok(absent) => absent,
                    Err(until) => return Ok(Some(Carried::InDoubt { until })),
                }
            }
            EffectState::Manual => {
                return Ok(Some(Carried::InDoubt {
                    until: looks_count_from(&earlier),
                }));
            }
            _ => return Ok(None),
        };
        self.store.abandon(earlier.id, "newer_content", now).await?;
        Ok(None)
    }

    /// Finds out what became of an earlier attempt, if there was one.
    async fn settle(
        &self,
        effect: Effect,
        change: &FlowChange,
        remote: &dyn RemoteChange,
    ) -> Result<Settled> {
        match effect.state {
            EffectState::Planned if !change.look_first => Ok(Settled::Open(Box::new(effect))),
            EffectState::Planned => match remote.look(effect.fingerprint).await? {
                Seen::NotDone => Ok(Settled::Open(Box::new(effect))),
                Seen::Done { remote_id } => {
                    remote.happened(&effect).await?;
                    let now = self.clock.now();
                    self.store.abandon(effect.id, "there_already", now).await?;
                    Ok(Settled::Over(Carried::Already { remote_id }))
                }
            },
            EffectState::Sending | EffectState::InDoubt => match remote.look(effect.fingerprint).await? {
                Seen::Done { remote_id } => {
                    self.confirm(&effect, remote_id.as_deref(), remote).await?;
                    Ok(Settled::Over(Carried::Already { remote_id }))
                }
                Seen::NotDone => Ok(match self.proved_absent(effect).await? {
                    Ok(absent) => Settled::Open(Box::new(absent)),
                    Err(until) => Settled::Over(Carried::InDoubt { until }),
                }),
            },
            _ => Ok(Settled::Over(Carried::InDoubt {
                until: looks_count_from(&effect),
            })),
        }
    }

    /// After a look that found nothing: the effect, free to be sent again, or from when on such a look counts.
    async fn proved_absent(&self, effect: Effect) -> Result<Result<Effect, DateTime<Utc>>> {
        let now = self.clock.now();
        let until = looks_count_from(&effect);
        if now < until {
            return Ok(Err(until));
        }
        let effect = match effect.state {
            EffectState::Sending => self.store.expire(effect.id, effect.attempt, now).await?,
            _ => effect,
        };
        match self.store.absent(effect.id, effect.attempt, now).await {
            Ok(absent) => Ok(Ok(absent)),
            Err(error) if error.kind() == ErrorKind::InDoubt => Ok(Err(until + span(QUIET))),
            Err(error) => Err(error),
        }
    }

    async fn send(
        &self,
        effect: Effect,
        scope: &GateScope,
        change: &FlowChange,
        remote: &dyn RemoteChange,
    ) -> Result<Carried> {
        remote.begins(&effect).await?;
        let begins = format!("{}.begins", change.operation);
        self.audit(&begins, &change.subject, |entry| entry.by_effect(effect.id))
            .await?;
        let now = self.clock.now();
        let deadline = now + span(DEADLINE);
        let begun = self
            .store
            .begin_gated(effect.id, effect.attempt, scope, change.action, deadline, now)
            .await;
        let begun = match begun {
            Ok(begun) => begun,
            // Another worker was quicker, and it is his to say what came of it.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                return Ok(Carried::InDoubt {
                    until: deadline + span(QUIET),
                });
            }
            Err(error) if error.kind() == ErrorKind::Forbidden => {
                remote.refused(&effect).await?;
                return Ok(gated(&error));
            }
            Err(error) => return Err(error),
        };
        let key = IdempotencyKey::new(&begun.id.to_string())?;
        let failure = remote.send(&key).await.err();
        if let Some(error) = failure {
            if error.delivery() == Delivery::NotSent {
                return self.rejected(&begun, "not_sent", error, remote).await;
            }
            if was_refused(&error) {
                // An earlier request of ours may have landed, and this one be refused because of it.
                return match remote.look(begun.fingerprint).await {
                    Ok(Seen::Done { remote_id }) => {
                        self.confirm(&begun, remote_id.as_deref(), remote).await?;
                        Ok(Carried::Written { remote_id })
                    }
                    Ok(Seen::NotDone) => {
                        let reason = error.kind().code();
                        self.rejected(&begun, reason, error, remote).await
                    }
                    Err(_) => self.doubtful(&begun).await,
                };
            }
        }
        // Answered with success, or nobody knows: both are settled by what the other side shows.
        match remote.look(begun.fingerprint).await {
            Ok(Seen::Done { remote_id }) => {
                self.confirm(&begun, remote_id.as_deref(), remote).await?;
                Ok(Carried::Written { remote_id })
            }
            Ok(Seen::NotDone) | Err(_) => self.doubtful(&begun).await,
        }
    }

    async fn confirm(
        &self,
        effect: &Effect,
        remote_id: Option<&str>,
        remote: &dyn RemoteChange,
    ) -> Result<()> {
        // Before it is recorded as confirmed: an entry that is written twice is better than one that is missing.
        self.audit(&effect.operation, &effect.subject, |entry| {
            entry.changed(None, Some(effect.fingerprint)).by_effect(effect.id)
        })
        .await?;
        let now = self.clock.now();
        let confirmed = self
            .store
            .confirm(effect.id, effect.attempt, remote_id, now)
            .await?;
        remote.happened(&confirmed).await
    }

    async fn rejected(
        &self,
        effect: &Effect,
        reason: &str,
        error: Error,
        remote: &dyn RemoteChange,
    ) -> Result<Carried> {
        let now = self.clock.now();
        let rejected = self.store.reject(effect.id, effect.attempt, reason, now).await?;
        remote.refused(&rejected).await?;
        Err(error)
    }

    async fn doubtful(&self, effect: &Effect) -> Result<Carried> {
        let doubted = self
            .store
            .doubt(effect.id, effect.attempt, self.clock.now())
            .await?;
        Ok(Carried::InDoubt {
            until: looks_count_from(&doubted),
        })
    }

    fn scope(&self, change: &FlowChange) -> GateScope {
        GateScope::connection(self.connection())
            .kind(change.kind)
            .operation(change.operation)
    }
}

fn intent(change: &FlowChange) -> Result<Intent> {
    Ok(Intent {
        key: EffectKey::new(change.key.as_str())?,
        operation: change.operation.to_owned(),
        subject: change.subject.clone(),
        detail: String::new(),
        fingerprint: change.outcome,
        strategy: Reconcile::ReadBack { quiet: QUIET },
    })
}

fn gated(error: &Error) -> Carried {
    Carried::Gated {
        level: error.get("level").unwrap_or("off").to_owned(),
    }
}

/// True when the other side answered and said no; a server error or an answer that cannot be read says nothing.
fn was_refused(error: &Error) -> bool {
    error.delivery() == Delivery::Answered
        && !matches!(
            error.kind(),
            ErrorKind::Server | ErrorKind::Decode | ErrorKind::Timeout
        )
}

/// From when on a look that finds nothing proves that nothing happened.
fn looks_count_from(effect: &Effect) -> DateTime<Utc> {
    let after_deadline = effect
        .deadline_at
        .map_or(effect.planned_at, |deadline| deadline + span(QUIET));
    effect
        .not_before
        .map_or(after_deadline, |kept| kept.max(after_deadline))
}

fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

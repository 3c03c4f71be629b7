//! One shift to one caregiver: at most once, and looked up before it is ever tried again.
//!
//! The claim is a row in the effect ledger under a key that names the shift and not the caregiver. Whoever
//! plans first holds it, across threads, processes and restarts; a claim for another caregiver is refused by
//! the store. The request goes out after that row is committed, and the shift is read back before anything is
//! called assigned.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use careweave_http::Clock;
use careweave_sync_core::{
    Effect, EffectKey, EffectLedger, EffectState, Fingerprint, Intent, Planned, Reconcile,
};
use careweave_types::{CaregiverId, Delivery, Error, ErrorKind, Result, ShiftId};
use careweave_wellsky_client::{IdempotencyKey, WellSky, models::Shift};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

/// The operation's name in the ledger.
pub const OPERATION: &str = "shifts.assign";

/// How long an assignment may be under way: connect, one attempt and its answer.
const DEADLINE: Duration = Duration::from_secs(15);

/// How long after its deadline a request may still land at WellSky. Nothing documents it; this is the longest answer
/// seen there, doubled.
const QUIET: Duration = Duration::from_secs(15);

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AssignOutcome {
    /// Assigned now, read back from WellSky, recorded.
    Assigned {
        /// Who has the shift.
        caregiver_id: CaregiverId,
    },
    /// Was assigned to this caregiver before; nothing was sent.
    AlreadyAssigned {
        /// Who has the shift.
        caregiver_id: CaregiverId,
    },
    /// Somebody else has the shift, or claimed it first.
    Taken {
        /// Who, where known.
        caregiver_id: Option<CaregiverId>,
    },
    /// WellSky refused, or the shift is not to be had.
    Refused {
        /// Why, in a word or a phrase without personal data.
        reason: String,
    },
    /// Not known yet. The claim is held; look again at or after the instant given.
    InDoubt {
        /// Whose claim it is.
        caregiver_id: CaregiverId,
        /// From when on a look at WellSky can tell that nothing happened.
        until: DateTime<Utc>,
    },
}

impl AssignOutcome {
    /// True when the caregiver asked for has the shift.
    pub fn is_assigned(&self) -> bool {
        matches!(self, Self::Assigned { .. } | Self::AlreadyAssigned { .. })
    }
}

/// Gives shifts to caregivers in WellSky, recording every step in a ledger.
#[derive(Clone)]
pub struct AssignmentDesk {
    wellsky: WellSky,
    ledger: Arc<dyn EffectLedger>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for AssignmentDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssignmentDesk")
            .field("ledger", &self.ledger)
            .finish_non_exhaustive()
    }
}

impl AssignmentDesk {
    /// A desk over a client and a ledger. `clock` times deadlines; a test gives one it can turn.
    pub fn new(wellsky: WellSky, ledger: Arc<dyn EffectLedger>, clock: Arc<dyn Clock>) -> Self {
        Self {
            wellsky,
            ledger,
            clock,
        }
    }

    /// The client the desk writes with.
    pub fn wellsky(&self) -> &WellSky {
        &self.wellsky
    }

    /// Claims `shift` for `caregiver` and, when the claim is the first, assigns it.
    ///
    /// Calling it again with the same caregiver is safe at any time: after a crash or a lost answer it looks before it
    /// sends. When two callers come with different caregivers exactly one gets `Assigned`.
    ///
    /// # Errors
    /// Failures of the store and of reads. A failed write is no error but an outcome: `Refused` when WellSky
    /// said no, `InDoubt` when it is not known.
    pub async fn assign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<AssignOutcome> {
        let effect = match self
            .ledger
            .plan(&self.intent(shift, caregiver)?, self.clock.now())
            .await
        {
            Ok(Planned::New(effect) | Planned::Existing(effect)) => effect,
            Err(error) if error.kind() == ErrorKind::KeyReuse => {
                let held_by = error.get("held_detail").and_then(|id| CaregiverId::new(id).ok());
                return Ok(AssignOutcome::Taken {
                    caregiver_id: held_by,
                });
            }
            Err(error) => return Err(error),
        };
        self.carry_out(effect, caregiver).await
    }

    /// Takes up a claim that an earlier run left unfinished.
    ///
    /// # Errors
    /// As [`assign`](Self::assign); `Storage` when the record holds no caregiver.
    pub async fn resume(&self, effect: Effect) -> Result<AssignOutcome> {
        let caregiver = caregiver_of(&effect)?;
        self.carry_out(effect, &caregiver).await
    }

    /// Every claim of this agency in the given states, oldest first.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn claims(&self, states: &[EffectState]) -> Result<Vec<Effect>> {
        let prefix = format!("{}/", self.key_prefix());
        let mut filter = careweave_sync_core::EffectFilter {
            states: states.to_vec(),
            operation: Some(OPERATION.to_owned()),
            ..Default::default()
        };
        let mut claims = Vec::new();
        loop {
            let page = self.ledger.list(&filter).await?;
            let Some(last) = page.last() else {
                return Ok(claims);
            };
            filter.after_id = Some(last.id);
            claims.extend(page.into_iter().filter(|e| e.key.as_str().starts_with(&prefix)));
        }
    }

    /// Where a shift that was assigned and recorded is open again, closes the old record, so that the shift can be given
    /// anew. Gives the caregiver who still has it, where WellSky's list was behind.
    pub(crate) async fn reconsider(&self, shift: &ShiftId) -> Result<Option<CaregiverId>> {
        let Some(effect) = self.ledger.current(&self.key(shift)?).await? else {
            return Ok(None);
        };
        if effect.state != EffectState::Confirmed {
            return Ok(None);
        }
        match self.holder(shift).await? {
            Holder::Nobody => {
                self.ledger
                    .supersede(effect.id, "open_again", self.clock.now())
                    .await?;
                Ok(None)
            }
            Holder::Caregiver(caregiver) => Ok(Some(caregiver)),
            Holder::NotToBeHad(_) => Ok(None),
        }
    }

    /// Who has a shift, as WellSky shows it; nobody when absent. A claim whose answer was lost is settled first.
    ///
    /// # Errors
    /// Failures of the store and of reads; `InDoubt`, with `retry_after`, while a request of ours may still land.
    pub async fn look(&self, shift: &ShiftId) -> Result<Option<CaregiverId>> {
        let current = self.ledger.current(&self.key(shift)?).await?;
        let open = [EffectState::Sending, EffectState::InDoubt];
        if let Some(effect) = current.filter(|effect| open.contains(&effect.state)) {
            let caregiver = caregiver_of(&effect)?;
            match self.settle(effect, &caregiver).await? {
                Settled::Outcome(AssignOutcome::InDoubt { until, .. }) => {
                    let wait = (until - self.clock.now()).to_std().unwrap_or_default();
                    return Err(Error::new(
                        ErrorKind::InDoubt,
                        "assign.look",
                        "a request that was sent may still land: look again later",
                    )
                    .with("shift_id", shift.as_str())
                    .with_status(careweave_types::Status::Temporary)
                    .with_retry_after(wait));
                }
                Settled::Outcome(_) => return Ok(Some(caregiver)),
                Settled::Absent(effect) => {
                    self.ledger
                        .abandon(effect.id, "not_landed", self.clock.now())
                        .await?;
                }
            }
        }
        Ok(match self.holder(shift).await? {
            Holder::Caregiver(caregiver) => Some(caregiver),
            Holder::Nobody | Holder::NotToBeHad(_) => None,
        })
    }

    async fn carry_out(&self, effect: Effect, caregiver: &CaregiverId) -> Result<AssignOutcome> {
        let already = || AssignOutcome::AlreadyAssigned {
            caregiver_id: caregiver.clone(),
        };
        let effect = match effect.state {
            EffectState::Planned => effect,
            EffectState::Confirmed => return Ok(already()),
            EffectState::Sending | EffectState::InDoubt => match self.settle(effect, caregiver).await? {
                Settled::Absent(effect) => *effect,
                Settled::Outcome(outcome) => return Ok(outcome),
            },
            state => {
                return Ok(AssignOutcome::Refused {
                    reason: format!("the claim is {}", state.as_str()),
                });
            }
        };
        let shift = shift_of(&effect)?;
        match self.holder(&shift).await? {
            Holder::Nobody => {}
            Holder::Caregiver(held_by) => {
                self.ledger.abandon(effect.id, "taken", self.clock.now()).await?;
                return Ok(if held_by == *caregiver {
                    already()
                } else {
                    AssignOutcome::Taken {
                        caregiver_id: Some(held_by),
                    }
                });
            }
            Holder::NotToBeHad(reason) => {
                self.ledger
                    .abandon(effect.id, "not_open", self.clock.now())
                    .await?;
                return Ok(AssignOutcome::Refused { reason });
            }
        }
        self.send(&effect, &shift, caregiver).await
    }

    async fn send(&self, effect: &Effect, shift: &ShiftId, caregiver: &CaregiverId) -> Result<AssignOutcome> {
        let now = self.clock.now();
        let deadline = now + span(DEADLINE);
        let begun = match self.ledger.begin(effect.id, effect.attempt, deadline, now).await {
            Ok(begun) => begun,
            Err(error) if error.kind() == ErrorKind::Conflict => {
                let until = deadline + span(QUIET);
                return Ok(AssignOutcome::InDoubt {
                    caregiver_id: caregiver.clone(),
                    until,
                });
            }
            Err(error) => return Err(error),
        };
        let key = IdempotencyKey::new(&begun.id.to_string())?;
        let refusal = self.wellsky.shifts().assign(shift, caregiver, &key).await.err();
        match refusal {
            Some(error) if error.delivery() == Delivery::NotSent => {
                self.ledger
                    .reject(begun.id, begun.attempt, "not_sent", self.clock.now())
                    .await?;
                Err(error)
            }
            Some(error) if refused(&error) => self.after_refusal(&begun, shift, caregiver, &error).await,
            // Answered with success, or nobody knows: both are settled by what WellSky shows now.
            unsure => {
                if unsure.is_some() {
                    self.ledger
                        .doubt(begun.id, begun.attempt, self.clock.now())
                        .await?;
                }
                self.read_back(&begun, shift, caregiver).await
            }
        }
    }

    /// A refusal counts unless WellSky shows that the caregiver has the shift: then an earlier request of ours landed.
    async fn after_refusal(
        &self,
        effect: &Effect,
        shift: &ShiftId,
        caregiver: &CaregiverId,
        error: &Error,
    ) -> Result<AssignOutcome> {
        let now = self.clock.now();
        match self.holder(shift).await? {
            Holder::Caregiver(held_by) if held_by == *caregiver => {
                self.ledger
                    .confirm(effect.id, effect.attempt, Some(shift.as_str()), now)
                    .await?;
                Ok(AssignOutcome::Assigned {
                    caregiver_id: held_by,
                })
            }
            Holder::Caregiver(held_by) => {
                self.ledger
                    .reject(effect.id, effect.attempt, "taken", now)
                    .await?;
                Ok(AssignOutcome::Taken {
                    caregiver_id: Some(held_by),
                })
            }
            Holder::Nobody | Holder::NotToBeHad(_) => {
                self.ledger
                    .reject(effect.id, effect.attempt, error.kind().code(), now)
                    .await?;
                Ok(AssignOutcome::Refused {
                    reason: error.message().to_owned(),
                })
            }
        }
    }

    async fn read_back(
        &self,
        effect: &Effect,
        shift: &ShiftId,
        caregiver: &CaregiverId,
    ) -> Result<AssignOutcome> {
        match self.holder(shift).await {
            Ok(Holder::Caregiver(held_by)) if held_by == *caregiver => {
                self.ledger
                    .confirm(effect.id, effect.attempt, Some(shift.as_str()), self.clock.now())
                    .await?;
                Ok(AssignOutcome::Assigned {
                    caregiver_id: held_by,
                })
            }
            // Not visible, somebody else's, or the read failed: never called assigned.
            Ok(_) | Err(_) => {
                let now = self.clock.now();
                if self.ledger.get(effect.id).await?.state == EffectState::Sending {
                    self.ledger.doubt(effect.id, effect.attempt, now).await?;
                }
                Ok(self.doubtful(effect, caregiver))
            }
        }
    }

    /// Finds out what became of a request whose answer was lost.
    async fn settle(&self, effect: Effect, caregiver: &CaregiverId) -> Result<Settled> {
        let shift = shift_of(&effect)?;
        let holder = self.holder(&shift).await?;
        let now = self.clock.now();
        if let Holder::Caregiver(held_by) = &holder
            && held_by == caregiver
        {
            self.ledger
                .confirm(effect.id, effect.attempt, Some(shift.as_str()), now)
                .await?;
            return Ok(Settled::Outcome(AssignOutcome::AlreadyAssigned {
                caregiver_id: held_by.clone(),
            }));
        }
        let until = looks_count_from(&effect);
        if now < until {
            return Ok(Settled::Outcome(AssignOutcome::InDoubt {
                caregiver_id: caregiver.clone(),
                until,
            }));
        }
        let effect = match effect.state {
            EffectState::Sending => self.ledger.expire(effect.id, effect.attempt, now).await?,
            _ => effect,
        };
        let absent = self.ledger.absent(effect.id, effect.attempt, now).await?;
        Ok(Settled::Absent(Box::new(absent)))
    }

    fn doubtful(&self, effect: &Effect, caregiver: &CaregiverId) -> AssignOutcome {
        AssignOutcome::InDoubt {
            caregiver_id: caregiver.clone(),
            until: looks_count_from(effect),
        }
    }

    async fn holder(&self, shift: &ShiftId) -> Result<Holder> {
        let shift: Shift = self.wellsky.shifts().get(shift).await?;
        use careweave_types::ShiftStatus::{Cancelled, Completed, InProgress, Missed};
        Ok(match (shift.caregiver_id, shift.status) {
            (_, status @ (Cancelled | Missed)) => Holder::NotToBeHad(format!("the shift is {status}")),
            (Some(caregiver), _) => Holder::Caregiver(caregiver),
            (None, status @ (Completed | InProgress)) => Holder::NotToBeHad(format!("the shift is {status}")),
            (None, _) => Holder::Nobody,
        })
    }

    fn key_prefix(&self) -> String {
        format!("wellsky/assign/{}", self.wellsky.config().agency_id())
    }

    fn key(&self, shift: &ShiftId) -> Result<EffectKey> {
        EffectKey::new(format!("{}/{shift}", self.key_prefix()))
    }

    fn intent(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Intent> {
        Ok(Intent {
            key: self.key(shift)?,
            operation: OPERATION.to_owned(),
            subject: shift.to_string(),
            detail: caregiver.to_string(),
            fingerprint: Fingerprint::of(&[OPERATION, shift.as_str(), caregiver.as_str()]),
            strategy: Reconcile::ReadBack { quiet: QUIET },
        })
    }
}

/// Who has a shift, as WellSky shows it now.
enum Holder {
    Nobody,
    Caregiver(CaregiverId),
    NotToBeHad(String),
}

enum Settled {
    /// It did not happen, and that is recorded: it may be sent again.
    Absent(Box<Effect>),
    Outcome(AssignOutcome),
}

/// True when WellSky answered and said no; a server error or an answer that cannot be read says nothing.
fn refused(error: &Error) -> bool {
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
        .map_or(after_deadline, |persisted| persisted.max(after_deadline))
}

fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

fn shift_of(effect: &Effect) -> Result<ShiftId> {
    ShiftId::new(effect.subject.as_str()).map_err(|e| damaged(effect, e))
}

pub(crate) fn caregiver_of(effect: &Effect) -> Result<CaregiverId> {
    CaregiverId::new(effect.detail.as_str()).map_err(|e| damaged(effect, e))
}

fn damaged(effect: &Effect, cause: Error) -> Error {
    Error::new(
        ErrorKind::Storage,
        "assign.resume",
        "the record of a claim does not name its shift and caregiver",
    )
    .with("effect", effect.id.to_string())
    .with_source(cause)
}

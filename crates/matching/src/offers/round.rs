use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{CaregiverId, Error, ErrorKind, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::chance::Chance;
use super::messages::{self, MessagePlan, MessagePolicy};
use super::price::SetPrice;
use super::shift::{self, Candidacy, OfferedShift, ShiftIndex, Taken};

const OPERATION: &str = "offers.round";

/// A message that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentMessage {
    /// To whom.
    pub caregiver_id: CaregiverId,
    /// About which shifts.
    pub shift_ids: Vec<ShiftId>,
    /// When.
    pub sent_at: DateTime<Utc>,
}

/// Where a round of offers stands: plain data that a host keeps between two messages.
///
/// Every accept changes who is best for the rest: the caregiver is busy then, and nearer to overtime. So an accept comes
/// with a new ranking ([`Rerank`]), and the next plan starts from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferRound {
    /// The shifts of the round, those taken meanwhile among them.
    pub shifts: Vec<OfferedShift>,
    /// Who may take what, by the latest ranking.
    pub candidacies: Vec<Candidacy>,
    /// The messages so far.
    #[serde(default)]
    pub sent: Vec<SentMessage>,
    /// The shifts that are taken.
    #[serde(default)]
    pub taken: Vec<Taken>,
    /// The shifts that were declined, and by whom.
    #[serde(default)]
    pub declined: Vec<Taken>,
}

/// Ranks anew after an accept. Any closure of the same shape will do.
pub trait Rerank {
    /// Who may take which of the `open` shifts once `taken` is booked.
    ///
    /// # Errors
    /// Whatever the ranking reports.
    fn rerank(&self, open: &[&OfferedShift], taken: &[Taken]) -> Result<Vec<Candidacy>>;
}

impl<F: Fn(&[&OfferedShift], &[Taken]) -> Result<Vec<Candidacy>>> Rerank for F {
    fn rerank(&self, open: &[&OfferedShift], taken: &[Taken]) -> Result<Vec<Candidacy>> {
        self(open, taken)
    }
}

impl OfferRound {
    /// A round in which nobody has been asked.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field: a shift that stands twice or whose value is out of range; a
    /// candidacy for an unknown shift, that stands twice, or whose score is out of range.
    pub fn new(shifts: Vec<OfferedShift>, candidacies: Vec<Candidacy>) -> Result<Self> {
        let round = Self {
            shifts,
            candidacies,
            ..Self::default()
        };
        round.check()?;
        Ok(round)
    }

    /// The messages to send now: at most one per caregiver and window, each with the shifts that add most to
    /// `Σ v(1 − Π(1 − p))` and of which no two overlap.
    ///
    /// Messages are chosen by lazy greedy, each one exactly for its caregiver. The expected value is at least half of the
    /// best possible (a monotone submodular function over a partition matroid; Fisher, Nemhauser and Wolsey 1978). Shifts
    /// that have begun are not offered.
    ///
    /// # Errors
    /// As [`OfferRound::new`]; `InvalidInput` for a policy out of range and for a message sent after `now`; what `price`
    /// reports.
    pub fn plan(
        &self,
        now: DateTime<Utc>,
        policy: &MessagePolicy,
        price: &impl SetPrice,
    ) -> Result<MessagePlan> {
        messages::plan(self, now, policy, price)
    }

    /// Records that the messages of a plan went out.
    pub fn send(&mut self, plan: &MessagePlan, sent_at: DateTime<Utc>) {
        self.sent.extend(plan.messages.iter().map(|message| {
            SentMessage {
                caregiver_id: message.caregiver_id.clone(),
                shift_ids: message
                    .shifts
                    .iter()
                    .map(|shift| shift.shift_id.clone())
                    .collect(),
                sent_at,
            }
        }));
    }

    /// Records a no.
    ///
    /// # Errors
    /// `NotFound` for a shift that is not of this round.
    pub fn decline(&mut self, caregiver: &CaregiverId, shift: &ShiftId) -> Result<()> {
        shift::find(OPERATION, &self.check()?, shift)?;
        let declined = Taken {
            caregiver_id: caregiver.clone(),
            shift_id: shift.clone(),
        };
        if !self.declined.contains(&declined) {
            self.declined.push(declined);
        }
        Ok(())
    }

    /// Records a yes and ranks the open shifts anew. Nothing changes when it fails.
    ///
    /// # Errors
    /// `NotFound` for a shift that is not of this round; `Conflict` when the shift is taken, the caregiver is not a
    /// candidate for it (any more), or has taken one that overlaps it; what `ranking` reports, and `InvalidInput` for
    /// candidacies of it that are wrong.
    pub fn accept(&mut self, caregiver: &CaregiverId, shift: &ShiftId, ranking: &impl Rerank) -> Result<()> {
        let shifts = self.check()?;
        let wanted = shift::find(OPERATION, &shifts, shift)?;
        let refuse = |why: &str| {
            Error::new(ErrorKind::Conflict, OPERATION, why)
                .with("caregiver_id", caregiver.as_str())
                .with("shift_id", shift.as_str())
        };
        if self.taken.iter().any(|taken| taken.shift_id == *shift) {
            return Err(refuse("the shift is taken"));
        }
        if let Some(held) = self
            .held(caregiver, &shifts)?
            .iter()
            .find(|held| shift::clash(&held.window, &wanted.window, 0))
        {
            return Err(
                refuse("the caregiver has taken a shift that overlaps it").with("with", held.id.as_str())
            );
        }
        if !self
            .candidacies
            .iter()
            .any(|c| c.caregiver_id == *caregiver && c.shift_id == *shift)
        {
            return Err(refuse("the caregiver is not a candidate for the shift"));
        }
        let mut taken = self.taken.clone();
        taken.push(Taken {
            caregiver_id: caregiver.clone(),
            shift_id: shift.clone(),
        });
        let gone: BTreeSet<_> = taken.iter().map(|t| &t.shift_id).collect();
        let open: Vec<_> = self.shifts.iter().filter(|s| !gone.contains(&s.id)).collect();
        let candidacies = ranking.rerank(&open, &taken)?;
        shift::check_candidacies(
            OPERATION,
            &candidacies,
            &open.iter().map(|s| (&s.id, *s)).collect(),
        )?;
        self.candidacies = candidacies;
        self.taken = taken;
        Ok(())
    }

    /// The candidates for an open shift, best first: by score, then by id. Those who declined it are left out.
    pub fn ranked(&self, shift: &ShiftId) -> Vec<&Candidacy> {
        let declined = self.declined_pairs();
        let mut ranked: Vec<_> = self
            .candidacies
            .iter()
            .filter(|c| c.shift_id == *shift && !declined.contains(&(&c.caregiver_id, &c.shift_id)))
            .collect();
        ranked.sort_by_key(|c| (std::cmp::Reverse(c.score), &c.caregiver_id));
        ranked
    }

    pub(super) fn check(&self) -> Result<ShiftIndex<'_>> {
        let shifts = shift::index(OPERATION, &self.shifts)?;
        shift::check_candidacies(OPERATION, &self.candidacies, &shifts)?;
        let mut filled = BTreeSet::new();
        for (at, taken) in self.taken.iter().enumerate() {
            let wrong = |rule: &str| {
                Error::invalid(OPERATION, "shift_id", rule).with("record", format!("taken[{at}]"))
            };
            if !shifts.contains_key(&taken.shift_id) {
                return Err(wrong("must be one of the round's shifts"));
            }
            if !filled.insert(&taken.shift_id) {
                return Err(wrong("a shift is taken once"));
            }
        }
        Ok(shifts)
    }

    /// What a caregiver has taken in this round.
    pub(super) fn held<'a>(
        &self,
        caregiver: &CaregiverId,
        shifts: &ShiftIndex<'a>,
    ) -> Result<Vec<&'a OfferedShift>> {
        let own = self.taken.iter().filter(|taken| taken.caregiver_id == *caregiver);
        own.map(|taken| shift::find(OPERATION, shifts, &taken.shift_id))
            .collect()
    }

    /// Candidacies that were not declined.
    pub(super) fn standing(&self) -> BTreeMap<(&CaregiverId, &ShiftId), Chance> {
        let declined = self.declined_pairs();
        self.candidacies
            .iter()
            .map(|c| ((&c.caregiver_id, &c.shift_id), c.acceptance))
            .filter(|(pair, _)| !declined.contains(pair))
            .collect()
    }

    fn declined_pairs(&self) -> BTreeSet<(&CaregiverId, &ShiftId)> {
        self.declined
            .iter()
            .map(|d| (&d.caregiver_id, &d.shift_id))
            .collect()
    }
}

//! What is to be done about one record and its pair: pure, without a clock and without I/O.

use careweave_sync_core::conflicts::{carry_out, found};
use careweave_sync_core::merge::{Decision, MergeInput, merge};
use careweave_sync_core::{
    Chosen, Conflict, ConflictState, Fingerprint, FoundConflict, PlannedAction, PlannedChange,
};
use careweave_types::{Error, Result};

use super::agreed::Whose;
use super::values::{Changes, Values, fingerprint, with};
use super::{Agreed, Creation, Pair};
use crate::flow::DigestKey;

/// What is known of a record.
pub(crate) struct PairState<'a, P: Pair> {
    pub(crate) key: &'a DigestKey,
    /// The record as it is now.
    pub(crate) here: &'a P::Here,
    /// Its pair as it is now; `None` when there is none.
    pub(crate) there: Option<&'a P::There>,
    /// What both agreed on last.
    pub(crate) agreed: Option<&'a Agreed>,
    /// Conflicts of it that a person decided.
    pub(crate) resolved: &'a [Conflict],
}

/// What is to be done about a record.
pub(crate) struct PairPlan<P: Pair> {
    /// Make this there; nothing else then.
    pub(crate) create: Option<Creation<P::New>>,
    /// Change the record there like this.
    pub(crate) push: Option<P::Patch>,
    /// Change the record here like this.
    pub(crate) apply: Option<P::Fields>,
    /// What the record there is then.
    pub(crate) push_outcome: Fingerprint,
    /// What the record here is then.
    pub(crate) apply_outcome: Fingerprint,
    /// What a person has to decide.
    pub(crate) conflicts: Vec<FoundConflict>,
    /// How many fields are not carried over because another record has taken the place of the one there.
    pub(crate) waiting: u64,
    /// What cannot be done about single fields, and why.
    pub(crate) refused: Vec<Error>,
    /// The same as rows of a dry run.
    pub(crate) rows: Vec<PlannedChange>,
    pub(crate) pushed: Changes,
    pub(crate) applied: Changes,
    pub(crate) adopted: Changes,
}

/// Plans what is to be done about one record.
///
/// # Errors
/// `InvalidInput` that names the field: a word that is not in the map, a content that a field cannot have.
pub(crate) fn plan<P: Pair>(pair: &P, state: &PairState<'_, P>) -> Result<PairPlan<P>> {
    let here = pair.here_values(state.here)?;
    match state.there {
        None => creation(pair, state, &here),
        Some(record) => {
            let there = pair.there_values(record)?;
            merged(pair, state, &here, &there, pair.frozen(record))
        }
    }
}

/// The record as reports name it.
pub(super) fn reference<P: Pair>(pair: &P, here: &P::Here) -> String {
    format!("{}/{}", P::NAMES.here, pair.id(here))
}

fn empty<P: Pair>(push_outcome: Fingerprint, apply_outcome: Fingerprint) -> PairPlan<P> {
    PairPlan {
        create: None,
        push: None,
        apply: None,
        push_outcome,
        apply_outcome,
        conflicts: Vec::new(),
        waiting: 0,
        refused: Vec::new(),
        rows: Vec::new(),
        pushed: Changes::new(),
        applied: Changes::new(),
        adopted: Changes::new(),
    }
}

fn creation<P: Pair>(pair: &P, state: &PairState<'_, P>, here: &Values) -> Result<PairPlan<P>> {
    let made = pair.creation(state.here, here)?;
    let outcome = fingerprint(state.key, &pair.policy()?, here)?;
    let row = PlannedChange {
        reference: reference(pair, state.here),
        field: String::new(),
        action: PlannedAction::Create,
        before: None,
        after: Some(outcome),
        base: None,
        reason: made.reason.to_owned(),
    };
    Ok(PairPlan {
        create: Some(made),
        rows: vec![row],
        ..empty(outcome, outcome)
    })
}

fn merged<P: Pair>(
    pair: &P,
    state: &PairState<'_, P>,
    here: &Values,
    there: &Values,
    frozen: bool,
) -> Result<PairPlan<P>> {
    let policy = pair.policy()?;
    let whose = Whose {
        key: state.key,
        flow: P::NAMES.flow,
        id: pair.id(state.here),
    };
    let mut base = match state.agreed {
        Some(agreed) => agreed.record(whose, &policy, here, there)?,
        None => policy.record(Values::new())?,
    };
    let mut ours = policy.record(here.clone())?;
    let theirs = policy.record(there.clone())?;
    let mut third = Vec::new();
    for conflict in state.resolved {
        if conflict.state != ConflictState::Resolved {
            continue;
        }
        let decided = carry_out(conflict, &policy, &base, &ours, &theirs)?;
        (base, ours) = (decided.base, decided.local);
        if conflict.resolution.as_ref().map(|r| r.chosen) == Some(Chosen::Value) {
            third.push(conflict.key.field.clone());
        }
    }
    let input = MergeInput {
        base: Some(&base),
        local: Some(&ours),
        remote: Some(&theirs),
        ..MergeInput::default()
    };
    let result = merge(&policy, &input)?;
    let mut plan = empty(
        fingerprint(state.key, &policy, there)?,
        fingerprint(state.key, &policy, here)?,
    );
    plan.conflicts = found(&policy, &input, &result);
    let content = state.key.digest(theirs.fingerprint());
    for (field, decision) in policy.fields().iter().zip(&result.fields) {
        let path = field.path.as_str();
        let (value, to_them, to_us) = match decision {
            Decision::None | Decision::Conflict(_) => continue,
            Decision::Adopt => {
                plan.adopted.insert(path.to_owned(), here.get(path).cloned());
                continue;
            }
            Decision::Push(value) => (value, true, third.iter().any(|one| one == path)),
            Decision::Apply(value) => (value, false, true),
            Decision::Both(value) => (value, true, true),
        };
        if to_them && frozen {
            plan.waiting += 1;
            continue;
        }
        if to_them && let Some(error) = pair.refusal(path, there.get(path), value.as_ref()) {
            plan.refused.push(error);
            continue;
        }
        let seen_before = if to_them { there.get(path) } else { here.get(path) };
        plan.rows.push(PlannedChange {
            reference: reference(pair, state.here),
            field: path.to_owned(),
            action: PlannedAction::Update,
            before: seen_before.map(|value| whose.digest(path, value)),
            after: value.as_ref().map(|value| whose.digest(path, value)),
            base: Some(content),
            reason: if to_them {
                pair.reason(path, value.as_ref())
            } else {
                "changed_there"
            }
            .to_owned(),
        });
        if to_them {
            plan.pushed.insert(path.to_owned(), value.clone());
        }
        if to_us {
            plan.applied.insert(path.to_owned(), value.clone());
        }
    }
    if !plan.pushed.is_empty() {
        plan.push = Some(pair.patch(&plan.pushed)?);
        plan.push_outcome = fingerprint(state.key, &policy, &with(there, &plan.pushed))?;
    }
    if !plan.applied.is_empty() {
        plan.apply = Some(pair.fields(&plan.applied)?);
        plan.apply_outcome = fingerprint(state.key, &policy, &with(here, &plan.applied))?;
    }
    Ok(plan)
}

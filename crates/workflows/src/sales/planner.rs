//! What is to be done about one deal: pure, without a clock and without I/O.

use std::collections::BTreeMap;

use careweave_sync_core::canonical::Json;
use careweave_sync_core::conflicts::{carry_out, found};
use careweave_sync_core::merge::{Decision, MergeInput, MergePolicy, merge};
use careweave_sync_core::{
    Chosen, Conflict, ConflictState, Fingerprint, FoundConflict, PlannedAction, PlannedChange,
};
use careweave_types::{Error, ErrorKind, Pii, ProspectStatus, Result};
use careweave_wellsky_client::{NewProspect, Patch, Prospect, ProspectPatch};

use super::record::{self, Agreed, Values};
use super::{Deal, DealFields, SalesField, SalesMaps, split_name};
use crate::flow::DigestKey;

/// What is known of a deal.
#[derive(Clone, Copy, Debug)]
pub struct DealState<'a> {
    /// The key of digests.
    pub key: &'a DigestKey,
    /// The deal as it is now.
    pub deal: &'a Deal,
    /// Its prospect as it is now; `None` when there is none.
    pub prospect: Option<&'a Prospect>,
    /// What both agreed on last.
    pub agreed: Option<&'a Agreed>,
    /// Conflicts of it that a person decided.
    pub resolved: &'a [Conflict],
}

/// What is to be done about a deal.
#[derive(Debug)]
pub struct DealPlan {
    /// Create this prospect; nothing else then.
    pub create: Option<NewProspect>,
    /// Change the prospect like this.
    pub push: Option<ProspectPatch>,
    /// Change the deal like this.
    pub apply: Option<DealFields>,
    /// What the prospect is then.
    pub push_outcome: Fingerprint,
    /// What the deal is then.
    pub apply_outcome: Fingerprint,
    /// What a person has to decide.
    pub conflicts: Vec<FoundConflict>,
    /// How many fields are not carried over to a prospect because it is a client by now.
    pub waiting: u64,
    /// What cannot be done about single fields, and why.
    pub refused: Vec<Error>,
    /// The same as rows of a dry run.
    pub rows: Vec<PlannedChange>,
    pub(super) pushed: BTreeMap<String, Option<Json>>,
    pub(super) applied: BTreeMap<String, Option<Json>>,
    pub(super) adopted: BTreeMap<String, Option<Json>>,
}

/// Plans what is to be done about one deal.
///
/// # Errors
/// `InvalidInput` that names the field: a stage or a status that is not in the map, an amount that makes no hours, a content
/// that a field cannot have.
pub fn plan_deal(maps: &SalesMaps, state: &DealState<'_>) -> Result<DealPlan> {
    let policy = maps.policy()?;
    let local = record::of_deal(maps, state.deal)?;
    let Some(prospect) = state.prospect else {
        return creation(maps, &policy, state, &local);
    };
    let remote = record::of_prospect(maps, prospect)?;
    merged(
        maps,
        &policy,
        state,
        &local,
        &remote,
        prospect.converted_client_id.is_some(),
    )
}

fn creation(
    maps: &SalesMaps,
    policy: &MergePolicy,
    state: &DealState<'_>,
    local: &Values,
) -> Result<DealPlan> {
    let deal = state.deal;
    let name = split_name(deal.name.expose(), &maps.unsplit_first_name);
    let mut made = NewProspect::new(name.first, name.last, deal.phone.clone());
    for (path, value) in local {
        match field_of(path)? {
            SalesField::Name | SalesField::Phone => {}
            SalesField::Email => made.email = Some(Pii::new(record::as_text(path, value)?)),
            SalesField::Address => made.address = Some(record::as_address(path, value)?),
            SalesField::Status => {
                made.status = Some(ProspectStatus::from(record::as_text(path, value)?.as_str()));
            }
            SalesField::ReferralSource => made.referral_source = Some(record::as_text(path, value)?),
            SalesField::Hours => made.estimated_hours_per_week = Some(record::as_hours(path, value)?),
            SalesField::Notes => made.notes = Some(Pii::new(record::as_text(path, value)?)),
        }
    }
    made.external_id = Some(deal.id.clone());
    made.validate()?;
    let outcome = record::fingerprint(state.key, policy, local)?;
    let row = PlannedChange {
        reference: reference(deal),
        field: String::new(),
        action: PlannedAction::Create,
        before: None,
        after: Some(outcome),
        base: None,
        reason: if name.kept_whole {
            "name_kept_whole"
        } else {
            "new_here"
        }
        .to_owned(),
    };
    Ok(DealPlan {
        create: Some(made),
        push: None,
        apply: None,
        push_outcome: outcome,
        apply_outcome: outcome,
        conflicts: Vec::new(),
        waiting: 0,
        refused: Vec::new(),
        rows: vec![row],
        pushed: BTreeMap::new(),
        applied: BTreeMap::new(),
        adopted: BTreeMap::new(),
    })
}

fn merged(
    maps: &SalesMaps,
    policy: &MergePolicy,
    state: &DealState<'_>,
    local: &Values,
    remote: &Values,
    is_client: bool,
) -> Result<DealPlan> {
    let deal = state.deal;
    let mut base = match state.agreed {
        Some(agreed) => agreed.record(state.key, policy, &deal.id, local, remote)?,
        None => policy.record(Values::new())?,
    };
    let mut ours = policy.record(local.clone())?;
    let theirs = policy.record(remote.clone())?;
    let mut third = Vec::new();
    for conflict in state.resolved {
        if conflict.state != ConflictState::Resolved {
            continue;
        }
        let decided = carry_out(conflict, policy, &base, &ours, &theirs)?;
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
    let result = merge(policy, &input)?;
    let mut plan = DealPlan {
        create: None,
        push: None,
        apply: None,
        push_outcome: record::fingerprint(state.key, policy, remote)?,
        apply_outcome: record::fingerprint(state.key, policy, local)?,
        conflicts: found(policy, &input, &result),
        waiting: 0,
        refused: Vec::new(),
        rows: Vec::new(),
        pushed: BTreeMap::new(),
        applied: BTreeMap::new(),
        adopted: BTreeMap::new(),
    };
    let content = state.key.digest(theirs.fingerprint());
    for (field, decision) in policy.fields().iter().zip(&result.fields) {
        let path = field.path.as_str();
        let (value, to_them, to_us) = match decision {
            Decision::None | Decision::Conflict(_) => continue,
            Decision::Adopt => {
                plan.adopted.insert(path.to_owned(), local.get(path).cloned());
                continue;
            }
            Decision::Push(value) => (value, true, third.iter().any(|one| one == path)),
            Decision::Apply(value) => (value, false, true),
            Decision::Both(value) => (value, true, true),
        };
        if to_them && is_client {
            plan.waiting += 1;
            continue;
        }
        if to_them && let Some(error) = refusal(maps, path, remote.get(path), value.as_ref()) {
            plan.refused.push(error);
            continue;
        }
        let seen_before = if to_them {
            remote.get(path)
        } else {
            local.get(path)
        };
        plan.rows.push(PlannedChange {
            reference: reference(deal),
            field: path.to_owned(),
            action: PlannedAction::Update,
            before: seen_before.map(|value| record::digest(state.key, &deal.id, path, value)),
            after: value
                .as_ref()
                .map(|value| record::digest(state.key, &deal.id, path, value)),
            base: Some(content),
            reason: if to_them {
                reason(maps, path, value.as_ref())
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
        plan.push = Some(patch_of(maps, &plan.pushed)?);
        plan.push_outcome = record::fingerprint(state.key, policy, &with(remote, &plan.pushed))?;
    }
    if !plan.applied.is_empty() {
        plan.apply = Some(fields_of(maps, &plan.applied)?);
        plan.apply_outcome = record::fingerprint(state.key, policy, &with(local, &plan.applied))?;
    }
    Ok(plan)
}

/// Why a value may not go to WellSky: a move the stage map does not allow.
fn refusal(maps: &SalesMaps, path: &str, from: Option<&Json>, to: Option<&Json>) -> Option<Error> {
    let (Some(Json::Text(from)), Some(Json::Text(to))) = (from, to) else {
        return None;
    };
    if SalesField::of_path(path) != Some(SalesField::Status) || maps.stages.allows(from, to) {
        return None;
    }
    Some(
        Error::new(
            ErrorKind::Rejected,
            "sales.stage",
            "the stage map does not allow this move",
        )
        .with("field", "status")
        .with("from", from.clone())
        .with("to", to.clone()),
    )
}

fn reason(maps: &SalesMaps, path: &str, value: Option<&Json>) -> &'static str {
    match value {
        Some(Json::Text(name))
            if path == SalesField::Name.path() && split_name(name, &maps.unsplit_first_name).kept_whole =>
        {
            "name_kept_whole"
        }
        _ => "changed_here",
    }
}

fn with(values: &Values, changes: &BTreeMap<String, Option<Json>>) -> Values {
    let mut changed = values.clone();
    for (path, value) in changes {
        match value {
            Some(value) => changed.insert(path.clone(), value.clone()),
            None => changed.remove(path),
        };
    }
    changed
}

fn patch<T>(value: Option<&Json>, read: impl FnOnce(&Json) -> Result<T>) -> Result<Patch<T>> {
    value.map_or(Ok(Patch::Clear), |value| read(value).map(Patch::Set))
}

/// Only what changes is named: a change of the notes says nothing about the status.
fn patch_of(maps: &SalesMaps, pushed: &BTreeMap<String, Option<Json>>) -> Result<ProspectPatch> {
    let mut made = ProspectPatch::default();
    for (path, value) in pushed {
        let value = value.as_ref();
        let text = |value: &Json| record::as_text(path, value);
        match field_of(path)? {
            SalesField::Name => {
                if let Some(name) = value {
                    let name = split_name(&text(name)?, &maps.unsplit_first_name);
                    (made.first_name, made.last_name) = (Patch::Set(name.first), Patch::Set(name.last));
                }
            }
            SalesField::Email => made.email = patch(value, |v| text(v).map(Pii::new))?,
            SalesField::Phone => made.phone = patch(value, |v| record::as_phone(path, v))?,
            SalesField::Address => made.address = patch(value, |v| record::as_address(path, v))?,
            SalesField::Status => {
                made.status = patch(value, |v| Ok(ProspectStatus::from(text(v)?.as_str())))?;
            }
            SalesField::ReferralSource => made.referral_source = patch(value, text)?,
            SalesField::Hours => made.estimated_hours_per_week = patch(value, |v| record::as_hours(path, v))?,
            SalesField::Notes => made.notes = patch(value, |v| text(v).map(Pii::new))?,
        }
    }
    made.validate()?;
    Ok(made)
}

fn fields_of(maps: &SalesMaps, applied: &BTreeMap<String, Option<Json>>) -> Result<DealFields> {
    let mut made = DealFields::default();
    for (path, value) in applied {
        let value = value.as_ref();
        let text = |value: &Json| record::as_text(path, value);
        match field_of(path)? {
            SalesField::Name => made.name = patch(value, |v| text(v).map(Pii::new))?,
            SalesField::Email => made.email = patch(value, |v| text(v).map(Pii::new))?,
            SalesField::Phone => made.phone = patch(value, |v| record::as_phone(path, v))?,
            SalesField::Address => made.address = patch(value, |v| record::as_address(path, v))?,
            SalesField::Status => {
                made.stage = patch(value, |v| Ok(maps.stages.stage_of(&text(v)?)?.to_owned()))?;
            }
            SalesField::ReferralSource => made.referral_source = patch(value, text)?,
            SalesField::Notes => made.notes = patch(value, |v| text(v).map(Pii::new))?,
            SalesField::Hours => {
                return Err(Error::invalid(
                    "sales.value",
                    "hours",
                    "must not be taken over: hours are made of the revenue",
                ));
            }
        }
    }
    Ok(made)
}

fn field_of(path: &str) -> Result<SalesField> {
    SalesField::of_path(path).ok_or_else(|| {
        Error::invalid("sales.value", "path", "must be a shared field").with("path", path.to_owned())
    })
}

/// The deal as reports name it.
pub(super) fn reference(deal: &Deal) -> String {
    format!("deal/{}", deal.id)
}

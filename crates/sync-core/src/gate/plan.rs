use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Fingerprint;
use crate::rules;
use crate::words::words;

/// What a change would do to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannedAction {
    /// Make it.
    Create,
    /// Change a field of it.
    Update,
    /// Delete it.
    Delete,
}

words!(PlannedAction, "plan.action", "action", "must be create, update or delete":
    Create = "create", Update = "update", Delete = "delete");

/// One row of a dry run. It shows contents as fingerprints, because it is looked at, sent about and kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlannedChange {
    /// The opaque id of the record.
    pub reference: String,
    /// The path of the field; empty for the whole record.
    pub field: String,
    /// What would be done.
    pub action: PlannedAction,
    /// The content the field has; `None` for none.
    pub before: Option<Fingerprint>,
    /// The content it would have.
    pub after: Option<Fingerprint>,
    /// The content of the whole record that the plan was made from: if it is another by then, the plan is void.
    pub base: Option<Fingerprint>,
    /// Why, as a code: `"changed_there"`.
    pub reason: String,
}

/// How much one run may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// The most records it may make.
    pub creates: u32,
    /// The most records it may delete.
    pub deletes: u32,
    /// The largest share of the records in scope it may touch, in percent.
    pub touched_percent: u8,
}

/// What a dry run would do: rows in a fixed order, and a digest that names exactly them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePlan {
    changes: Vec<PlannedChange>,
    in_scope: u64,
    digest: Fingerprint,
}

/// What a person approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The plan.
    pub digest: Fingerprint,
    /// By whom: an opaque id.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl ChangePlan {
    /// The plan of `changes` among `in_scope` records.
    ///
    /// # Errors
    /// `InvalidInput` for a reference or a reason that breaks a rule, and for a field of a record that is planned twice.
    pub fn new(mut changes: Vec<PlannedChange>, in_scope: u64) -> Result<Self> {
        const AT: &str = "plan.new";
        for change in &changes {
            rules::reference(AT, "reference", &change.reference)?;
            rules::optional_reference(AT, "field", &change.field)?;
            rules::code(AT, "reason", &change.reason)?;
        }
        changes.sort();
        let twice =
            |pair: &[PlannedChange]| pair[0].reference == pair[1].reference && pair[0].field == pair[1].field;
        if let Some(pair) = changes.windows(2).find(|pair| twice(pair)) {
            return Err(Error::invalid(AT, "field", "must be planned once per record")
                .with("reference", pair[0].reference.clone())
                .with("path", pair[0].field.clone()));
        }
        let digest = digest(&changes, in_scope);
        Ok(Self {
            changes,
            in_scope,
            digest,
        })
    }

    /// The rows, by record and field.
    pub fn changes(&self) -> &[PlannedChange] {
        &self.changes
    }

    /// What names this plan and no other.
    pub const fn digest(&self) -> Fingerprint {
        self.digest
    }

    /// Passes when the plan keeps to the caps.
    ///
    /// # Errors
    /// `Rejected` with the context `cap` (`creates`, `deletes`, `touched_percent`), `allowed` and `planned`.
    pub fn keeps_to(&self, caps: &Caps) -> Result<()> {
        let mut records: Vec<(&str, PlannedAction)> = self
            .changes
            .iter()
            .map(|change| (change.reference.as_str(), change.action))
            .collect();
        // By record and action: a record has its fields side by side, because the rows are sorted by it first.
        records.sort_unstable();
        records.dedup();
        let of = |action| records.iter().filter(|(_, planned)| *planned == action).count() as u64;
        let (creates, deletes) = (of(PlannedAction::Create), of(PlannedAction::Delete));
        records.dedup_by_key(|(reference, _)| *reference);
        let touched = records.len() as u64;
        let percent = if self.in_scope == 0 {
            0
        } else {
            (touched * 100).div_ceil(self.in_scope)
        };
        for (cap, allowed, planned) in [
            ("creates", u64::from(caps.creates), creates),
            ("deletes", u64::from(caps.deletes), deletes),
            ("touched_percent", u64::from(caps.touched_percent), percent),
        ] {
            if planned > allowed {
                return Err(Error::new(
                    ErrorKind::Rejected,
                    "plan.caps",
                    "the plan changes more than one run may: look at it, and raise the cap if it is right",
                )
                .with("cap", cap)
                .with("allowed", allowed.to_string())
                .with("planned", planned.to_string()));
            }
        }
        Ok(())
    }

    /// Passes when this plan was approved, and every record is as it was when the plan was made. `present` gives the content
    /// of a record now.
    ///
    /// # Errors
    /// `Conflict`: the approval is of another plan (context `approved`, `plan`), or a record changed (context `reference`):
    /// plan anew.
    pub fn may_run(
        &self,
        approval: &Approval,
        mut present: impl FnMut(&str) -> Option<Fingerprint>,
    ) -> Result<()> {
        const AT: &str = "plan.run";
        if approval.digest != self.digest {
            return Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "another plan was approved: approve this one",
            )
            .with("approved", approval.digest.to_string())
            .with("plan", self.digest.to_string()));
        }
        let changed = self
            .changes
            .iter()
            .find(|change| present(&change.reference) != change.base);
        match changed {
            None => Ok(()),
            Some(change) => Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "a record changed since the plan was made: plan anew",
            )
            .with("reference", change.reference.clone())),
        }
    }
}

fn digest(changes: &[PlannedChange], in_scope: u64) -> Fingerprint {
    let mut parts = vec!["careweave plan 1".to_owned(), in_scope.to_string()];
    let content = |content: &Option<Fingerprint>| content.map_or_else(String::new, |c| c.to_string());
    for change in changes {
        parts.extend([
            change.reference.clone(),
            change.field.clone(),
            change.action.as_str().to_owned(),
            content(&change.before),
            content(&change.after),
            content(&change.base),
            change.reason.clone(),
        ]);
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Fingerprint::of(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(reference: &str, field: &str, action: PlannedAction) -> PlannedChange {
        PlannedChange {
            reference: reference.to_owned(),
            field: field.to_owned(),
            action,
            before: None,
            after: Some(Fingerprint::of(&["after"])),
            base: Some(Fingerprint::of(&[reference])),
            reason: "changed_there".to_owned(),
        }
    }

    fn plan(changes: &[PlannedChange]) -> ChangePlan {
        ChangePlan::new(changes.to_vec(), 10).unwrap()
    }

    fn approval(plan: &ChangePlan) -> Approval {
        Approval {
            digest: plan.digest(),
            actor: "user-7".to_owned(),
            at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_order_of_finding_does_not_make_another_plan_and_any_difference_does() {
        let rows = [
            change("c-1", "phone", PlannedAction::Update),
            change("c-1", "email", PlannedAction::Update),
            change("c-2", "", PlannedAction::Delete),
        ];
        let mut turned = rows.clone();
        turned.reverse();
        assert_eq!(plan(&rows), plan(&turned));
        for touch in [
            |c: &mut PlannedChange| c.reason = "other".to_owned(),
            |c: &mut PlannedChange| c.before = c.after,
            |c: &mut PlannedChange| c.after = None,
            |c: &mut PlannedChange| c.base = None,
            |c: &mut PlannedChange| c.field = "name".to_owned(),
            |c: &mut PlannedChange| c.action = PlannedAction::Create,
        ] {
            let mut touched = rows.clone();
            touch(&mut touched[1]);
            assert_ne!(plan(&rows).digest(), plan(&touched).digest());
        }
        assert!(ChangePlan::new(vec![rows[0].clone(), rows[0].clone()], 10).is_err());
    }

    #[test]
    fn another_plan_or_a_record_that_changed_is_not_carried_out() {
        let approved = plan(&[change("c-1", "phone", PlannedAction::Update)]);
        let as_planned = |reference: &str| Some(Fingerprint::of(&[reference]));
        approved.may_run(&approval(&approved), as_planned).unwrap();
        let other = plan(&[change("c-2", "phone", PlannedAction::Update)]);
        let error = other.may_run(&approval(&approved), as_planned).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        let error = approved.may_run(&approval(&approved), |_| None).unwrap_err();
        assert_eq!(error.get("reference"), Some("c-1"));
    }

    #[test]
    fn a_plan_beyond_its_caps_is_held() {
        let caps = Caps {
            creates: 1,
            deletes: 1,
            touched_percent: 30,
        };
        let cap = |changes: &[PlannedChange]| {
            let error = plan(changes).keeps_to(&caps).unwrap_err();
            error.get("cap").unwrap().to_owned()
        };
        let delete = |reference| change(reference, "", PlannedAction::Delete);
        let create = |reference, field| change(reference, field, PlannedAction::Create);
        // Two fields of one new record are one record.
        plan(&[create("c-1", "a"), create("c-1", "b"), delete("c-2")])
            .keeps_to(&caps)
            .unwrap();
        assert_eq!(cap(&[delete("c-1"), delete("c-2")]), "deletes");
        assert_eq!(cap(&[create("c-1", "a"), create("c-2", "a")]), "creates");
        let update = |reference| change(reference, "f", PlannedAction::Update);
        assert_eq!(
            cap(&[update("c-1"), update("c-2"), update("c-3"), update("c-4")]),
            "touched_percent"
        );
    }
}

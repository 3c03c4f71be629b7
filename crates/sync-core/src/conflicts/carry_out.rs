use careweave_types::{Error, ErrorKind, Result};

use super::{Chosen, Conflict, Resolution};
use crate::canonical::Json;
use crate::merge::{Choice, MergePolicy, Record, resolve};

/// The records to merge with after a decision: what was decided is an ordinary push or apply then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedOut {
    /// The base.
    pub base: Record,
    /// The local side; another than before only where a third value was chosen, which is to be written locally.
    pub local: Record,
}

/// What a resolved conflict about a field does to the records it is about.
///
/// # Errors
/// `Conflict` when it is not resolved, when a side has changed since, or when its third value was purged; `InvalidInput` when
/// it is about a record as a whole, which the program deletes or keeps itself, and for a field the policy does not have.
pub fn carry_out(
    conflict: &Conflict,
    policy: &MergePolicy,
    base: &Record,
    local: &Record,
    remote: &Record,
) -> Result<CarriedOut> {
    const AT: &str = "conflict.carry_out";
    let Some(resolution) = &conflict.resolution else {
        return Err(moved_on(
            AT,
            conflict,
            "nobody has decided about this conflict yet",
        ));
    };
    let choice = match resolution.chosen {
        Chosen::Local | Chosen::Value => Choice::Local,
        Chosen::Remote => Choice::Remote,
    };
    let base = resolve(policy, &conflict.key, choice, base, local, remote)?;
    let mut local = local.clone();
    if resolution.chosen == Chosen::Value {
        let value = third_value(AT, conflict, resolution)?;
        let place = policy
            .fields()
            .iter()
            .position(|field| field.path == conflict.key.field);
        if let Some(held) = place.and_then(|place| local.0.get_mut(place)) {
            *held = Some(value);
        }
    }
    Ok(CarriedOut { base, local })
}

fn third_value(at: &'static str, conflict: &Conflict, resolution: &Resolution) -> Result<Json> {
    let value = resolution.value.as_ref().ok_or_else(|| {
        moved_on(
            at,
            conflict,
            "the value that was decided on was purged: decide anew",
        )
    })?;
    Json::parse(value.expose().as_bytes())
}

fn moved_on(at: &'static str, conflict: &Conflict, message: &'static str) -> Error {
    Error::new(ErrorKind::Conflict, at, message)
        .with("conflict", conflict.number.to_string())
        .with("state", conflict.state.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use careweave_types::Pii;
    use chrono::DateTime;

    use super::*;
    use crate::conflicts::{ConflictDecision, found, machine};
    use crate::merge::{Decision, Merge, MergeInput, Owner, merge};
    use crate::mirror::ExternalRef;

    fn policy() -> MergePolicy {
        MergePolicy::new()
            .field("phone", Owner::Manual)
            .unwrap()
            .field("note", Owner::Manual)
            .unwrap()
    }

    fn record(phone: &str, note: &str) -> Record {
        let text = |text: &str| Json::Text(text.to_owned());
        let values = [("phone", text(phone)), ("note", text(note))];
        policy()
            .record(
                values
                    .into_iter()
                    .map(|(path, value)| (path.to_owned(), value))
                    .collect::<BTreeMap<_, _>>(),
            )
            .unwrap()
    }

    fn merged(
        base: &Record,
        local: &Record,
        remote: &Record,
    ) -> (Merge, Vec<crate::conflicts::FoundConflict>) {
        let input = MergeInput {
            base: Some(base),
            local: Some(local),
            remote: Some(remote),
            ..MergeInput::default()
        };
        let merge = merge(&policy(), &input).unwrap();
        let found = found(&policy(), &input, &merge);
        (merge, found)
    }

    /// Both sides changed the phone; what somebody decided goes through an ordinary merge, and then both sides are equal.
    #[test]
    fn every_decision_becomes_an_ordinary_push_or_apply_and_both_sides_agree() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (base, local, remote) = (
            record("3035550100", "old"),
            record("3035550101", "old"),
            record("3035550102", "new"),
        );
        let (first, conflicts) = merged(&base, &local, &remote);
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].key.field, "phone");
        assert!(
            first
                .fields
                .iter()
                .any(|field| matches!(field, Decision::Apply(_))),
            "the note flows on"
        );
        let reference = ExternalRef::new("wellsky/agency-1", "client", "c-1");
        for (decision, expected) in [
            (ConflictDecision::Local, "\"3035550101\""),
            (ConflictDecision::Remote, "\"3035550102\""),
            (
                ConflictDecision::Value(Pii::from("\"3035550103\"")),
                "\"3035550103\"",
            ),
        ] {
            let recorded = machine::record(&[], &reference, &conflicts, 0, now).unwrap();
            let open = &recorded.report.conflicts[0];
            assert!(carry_out(open, &policy(), &base, &local, &remote).is_err());
            let resolved = machine::resolve(open, &decision, "user-7", "called", now).unwrap();
            let after = carry_out(&resolved, &policy(), &base, &local, &remote).unwrap();
            let (second, none) = merged(&after.base, &after.local, &remote);
            assert!(none.is_empty(), "{decision:?}");
            let phone = policy()
                .fields()
                .iter()
                .position(|field| field.path == "phone")
                .unwrap();
            let carried = match &second.fields[phone] {
                Decision::Push(Some(value)) | Decision::Apply(Some(value)) => value.to_canonical(),
                other => panic!("{other:?}"),
            };
            assert_eq!(carried, expected);
        }
        // After a side changed the decision is about values nobody has any more.
        let resolved = machine::record(&[], &reference, &conflicts, 0, now).unwrap();
        let resolved = machine::resolve(
            &resolved.report.conflicts[0],
            &ConflictDecision::Local,
            "user-7",
            "called",
            now,
        )
        .unwrap();
        let error =
            carry_out(&resolved, &policy(), &base, &record("3035550109", "old"), &remote).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
    }
}

use careweave_types::Pii;

use super::Sides;
use crate::canonical::Json;
use crate::merge::{ConflictKey, Decision, Merge, MergeInput, MergePolicy, Record, RecordDecision};

/// A conflict as a merge found it, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundConflict {
    /// The field and the three contents.
    pub key: ConflictKey,
    /// The values, for the person who decides.
    pub sides: Sides,
}

/// The conflicts of a merge with their values, as [`Conflicts::record_conflicts`](super::Conflicts::record_conflicts) takes them.
/// `policy` and `input` are those of the merge. Of a conflict about the record itself the values are objects of all fields.
pub fn found(policy: &MergePolicy, input: &MergeInput<'_>, merge: &Merge) -> Vec<FoundConflict> {
    let whole = match &merge.record {
        RecordDecision::Conflict(key) => Some(FoundConflict {
            key: key.clone(),
            sides: Sides {
                base: input.base.map(|record| object(policy, record)),
                local: input.local.map(|record| object(policy, record)),
                remote: input.remote.map(|record| object(policy, record)),
            },
        }),
        _ => None,
    };
    let of_field = |(place, decision): (usize, &Decision)| {
        let Decision::Conflict(key) = decision else {
            return None;
        };
        Some(FoundConflict {
            key: key.clone(),
            sides: Sides {
                base: value(input.base, place),
                local: value(input.local, place),
                remote: value(input.remote, place),
            },
        })
    };
    whole
        .into_iter()
        .chain(merge.fields.iter().enumerate().filter_map(of_field))
        .collect()
}

fn value(record: Option<&Record>, place: usize) -> Option<Pii<String>> {
    Some(Pii::new(record?.value(place)?.to_canonical()))
}

fn object(policy: &MergePolicy, record: &Record) -> Pii<String> {
    let fields = policy.fields().iter().enumerate();
    let held = fields.filter_map(|(place, field)| Some((field.path.clone(), record.value(place)?.clone())));
    Pii::new(Json::Object(held.collect()).to_canonical())
}

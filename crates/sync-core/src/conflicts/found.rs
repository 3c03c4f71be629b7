use careweave_types::{Error, Pii, Result};

use super::Sides;
use crate::canonical::Json;
use crate::merge::{ConflictKey, Decision, Merge, MergeInput, MergePolicy, Record, RecordDecision};
use crate::rules;

/// A conflict as a merge found it, with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundConflict {
    /// The field and the three contents.
    pub key: ConflictKey,
    /// The values, for the person who decides.
    pub sides: Sides,
}

impl FoundConflict {
    /// A conflict about one field that a program found by itself, from the values as JSON texts; `None` where there is none. It has
    /// the key that a merge would give it.
    ///
    /// # Errors
    /// `InvalidInput` that names `base`, `local` or `remote`, for what is no JSON or could be read in two ways; `field` for a path
    /// with control characters.
    pub fn of_json(
        field: &str,
        base: Option<&str>,
        local: Option<&str>,
        remote: Option<&str>,
    ) -> Result<Self> {
        const AT: &str = "conflict.record";
        rules::optional_reference(AT, "field", field)?;
        let read = |side: &'static str, text: Option<&str>| {
            let parsed = text.map(|text| Json::parse(text.as_bytes())).transpose();
            // The reason of the parser may quote the value.
            parsed.map_err(|_| Error::invalid(AT, side, "must be JSON").with("path", field.to_owned()))
        };
        let (base, local, remote) = (
            read("base", base)?,
            read("local", local)?,
            read("remote", remote)?,
        );
        let kept = |json: &Option<Json>| json.as_ref().map(|json| Pii::new(json.to_canonical()));
        Ok(Self {
            key: ConflictKey::of(field, base.as_ref(), local.as_ref(), remote.as_ref()),
            sides: Sides {
                base: kept(&base),
                local: kept(&local),
                remote: kept(&remote),
            },
        })
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::merge::{Owner, merge};

    #[test]
    fn a_conflict_from_json_texts_is_the_one_a_merge_finds() {
        let policy = MergePolicy::new().field("rate", Owner::Manual).unwrap();
        let record = |rate: &str| {
            let rate = Json::parse(rate.as_bytes()).unwrap();
            policy
                .record(BTreeMap::from([("rate".to_owned(), rate)]))
                .unwrap()
        };
        let (base, local, remote) = (record("21"), record("22.50"), record("2.3e1"));
        let input = MergeInput {
            base: Some(&base),
            local: Some(&local),
            remote: Some(&remote),
            ..MergeInput::default()
        };
        let merged = merge(&policy, &input).unwrap();
        let by_hand = FoundConflict::of_json("rate", Some("21.0"), Some(" 22.5"), Some("23")).unwrap();
        assert_eq!(found(&policy, &input, &merged), [by_hand]);
    }

    #[test]
    fn a_value_that_is_no_json_is_refused_by_its_side_and_not_shown() {
        let twice = r#"{"name":"Alpha","name":"Beta"}"#;
        for (side, given) in [
            ("base", [Some("Alpha"), None, None]),
            ("local", [None, Some(twice), None]),
            ("remote", [None, None, Some("")]),
        ] {
            let error = FoundConflict::of_json("name", given[0], given[1], given[2]).unwrap_err();
            assert_eq!(error.get("field"), Some(side));
            assert!(!format!("{error:#} {error:?}").contains("Alpha"));
        }
        let error = FoundConflict::of_json("na\nme", None, None, None).unwrap_err();
        assert_eq!(error.get("field"), Some("field"));
    }
}

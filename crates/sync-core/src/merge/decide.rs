use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::owner::Owner;
use super::{ConflictKey, Field, MergePolicy, Record};
use crate::Fingerprint;
use crate::canonical::Json;

/// What there is of a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct MergeInput<'a> {
    /// What both sides agreed on last; `None` when they never did.
    pub base: Option<&'a Record>,
    /// What is held here; `None` when it is not (any more).
    pub local: Option<&'a Record>,
    /// What the other system holds; `None` when it is known not to (a complete reading, or a 404).
    pub remote: Option<&'a Record>,
    /// The fingerprint of what was pushed last: a remote record that equals it is our own echo.
    pub pushed: Option<Fingerprint>,
    /// When the local side last changed, by its clock. For [`Owner::Newest`].
    pub local_version: Option<DateTime<Utc>>,
    /// When the remote side last changed, by its clock.
    pub remote_version: Option<DateTime<Utc>>,
    /// How far the two clocks may be apart: versions closer than this decide nothing.
    pub skew: Duration,
}

/// What is to be done about one field.
#[derive(Clone, PartialEq, Eq)]
pub enum Decision {
    /// Nothing.
    None,
    /// The remote side is to take the local value (`None`: is to lose it).
    Push(Option<Json>),
    /// The local side is to take the remote value (`None`: is to lose it).
    Apply(Option<Json>),
    /// Both hold it already: only the base moves.
    Adopt,
    /// Both are to take a third value, made of theirs.
    Both(Option<Json>),
    /// Nobody takes anything until a person has decided.
    Conflict(ConflictKey),
}

impl std::fmt::Debug for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Push(_) => "Push(…)",
            Self::Apply(_) => "Apply(…)",
            Self::Adopt => "Adopt",
            Self::Both(_) => "Both(…)",
            Self::Conflict(key) => return write!(f, "Conflict({key:?})"),
        })
    }
}

/// What is to be done about the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordDecision {
    /// It is on both sides: see the fields.
    Fields,
    /// It is here only and new: create it at the other side with the fields that are pushed.
    CreateRemote,
    /// It is there only and new: create it here with the fields that are applied.
    CreateLocal,
    /// It was deleted here and not touched there: delete it there.
    DeleteRemote,
    /// It was deleted there and not touched here: delete it here.
    DeleteLocal,
    /// Both deleted it: the base goes.
    Forget,
    /// Deleted on one side and changed on the other.
    Conflict(ConflictKey),
    /// It is on no side and never was.
    Nothing,
}

/// The decisions about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// About the record.
    pub record: RecordDecision,
    /// About its fields, in the order of the policy; empty unless there is something to carry over.
    pub fields: Vec<Decision>,
    /// The base to be written in the transaction that applies the local part and records the intent to push the rest.
    /// `None`: there is none any more.
    pub base: Option<Record>,
}

impl Merge {
    /// The conflicts, of the record and of its fields.
    pub fn conflicts(&self) -> impl Iterator<Item = &ConflictKey> {
        let record = match &self.record {
            RecordDecision::Conflict(key) => Some(key),
            _ => None,
        };
        record
            .into_iter()
            .chain(self.fields.iter().filter_map(|decision| match decision {
                Decision::Conflict(key) => Some(key),
                _ => None,
            }))
    }

    /// True when something has to be sent.
    pub fn pushes(&self) -> bool {
        matches!(
            self.record,
            RecordDecision::CreateRemote | RecordDecision::DeleteRemote
        ) || self
            .fields
            .iter()
            .any(|decision| matches!(decision, Decision::Push(_) | Decision::Both(_)))
    }

    /// True when something changes here.
    pub fn applies(&self) -> bool {
        matches!(
            self.record,
            RecordDecision::CreateLocal | RecordDecision::DeleteLocal
        ) || self
            .fields
            .iter()
            .any(|decision| matches!(decision, Decision::Apply(_) | Decision::Both(_)))
    }
}

/// Decides what happens to a record of two sides.
///
/// # Errors
/// `InvalidInput` for a record of another policy (another number of fields).
pub fn merge(policy: &MergePolicy, input: &MergeInput<'_>) -> Result<Merge> {
    let width = policy.fields().len();
    let given = [input.base, input.local, input.remote];
    if given.into_iter().flatten().any(|record| record.0.len() != width) {
        return Err(Error::invalid("merge.merge", "record", "must be of this policy"));
    }
    // What the other side holds is what it got from us: agreed.
    let echo = input
        .remote
        .filter(|remote| input.pushed.is_some_and(|pushed| pushed == remote.fingerprint()));
    let base = echo.or(input.base);
    let whole = |record, base| Merge {
        record,
        fields: Vec::new(),
        base,
    };
    Ok(match (input.local, input.remote) {
        (Some(local), Some(remote)) => {
            let (fields, base) = each_field(policy, input, base, local, remote);
            Merge {
                record: RecordDecision::Fields,
                fields,
                base: Some(base),
            }
        }
        (None, None) if base.is_none() => whole(RecordDecision::Nothing, None),
        (None, None) => whole(RecordDecision::Forget, None),
        (Some(local), None) => match base {
            None => created(policy, RecordDecision::CreateRemote, local, Decision::Push),
            Some(base) if same(policy, base, local) => whole(RecordDecision::DeleteLocal, None),
            Some(base) => whole(deleted(Some(base), Some(local), None), Some(base.clone())),
        },
        (None, Some(remote)) => match base {
            None => created(policy, RecordDecision::CreateLocal, remote, Decision::Apply),
            Some(base) if same(policy, base, remote) => whole(RecordDecision::DeleteRemote, None),
            Some(base) => whole(deleted(Some(base), None, Some(remote)), Some(base.clone())),
        },
    })
}

/// A record that only one side has, and that is new: the other gets all of it, whoever owns a field from then on. Were a
/// field left out that the other side owns, its being empty there would be carried back and lose what there was.
fn created(
    policy: &MergePolicy,
    record: RecordDecision,
    held: &Record,
    carry: fn(Option<Json>) -> Decision,
) -> Merge {
    let of_field = |(field, value): (&Field, &Option<Json>)| {
        let carried = field.owner != Owner::Computed && value.is_some();
        match carried {
            true => (carry(value.clone()), value.clone()),
            false => (Decision::None, None),
        }
    };
    let (fields, base) = policy.fields().iter().zip(&held.0).map(of_field).unzip();
    Merge {
        record,
        fields,
        base: Some(Record(base)),
    }
}

fn deleted(base: Option<&Record>, local: Option<&Record>, remote: Option<&Record>) -> RecordDecision {
    // Of a side that has no record any more the fingerprint is that of nothing.
    let of = |record: Option<&Record>| record.map_or_else(|| Fingerprint::of(&[]), Record::fingerprint);
    RecordDecision::Conflict(ConflictKey {
        field: String::new(),
        base: of(base),
        local: of(local),
        remote: of(remote),
    })
}

fn same(policy: &MergePolicy, one: &Record, other: &Record) -> bool {
    let fields = policy.fields().iter().zip(one.0.iter().zip(&other.0));
    fields
        .filter(|(field, _)| field.owner != Owner::Computed)
        .all(|(field, (one, other))| field.comparison.same(one.as_ref(), other.as_ref()))
}

fn each_field(
    policy: &MergePolicy,
    input: &MergeInput<'_>,
    base: Option<&Record>,
    local: &Record,
    remote: &Record,
) -> (Vec<Decision>, Record) {
    let mut decisions = Vec::with_capacity(policy.fields().len());
    let mut agreed = Vec::with_capacity(policy.fields().len());
    for (place, field) in policy.fields().iter().enumerate() {
        let values = Values {
            base: base.and_then(|base| base.value(place)),
            local: local.value(place),
            remote: remote.value(place),
        };
        let decision = values.decide(field, input);
        agreed.push(match &decision {
            Decision::None | Decision::Conflict(_) => values.base.cloned(),
            Decision::Push(value) | Decision::Apply(value) | Decision::Both(value) => value.clone(),
            Decision::Adopt => values.local.cloned(),
        });
        decisions.push(decision);
    }
    (decisions, Record(agreed))
}

/// The three values of one field.
#[derive(Clone, Copy)]
struct Values<'a> {
    base: Option<&'a Json>,
    local: Option<&'a Json>,
    remote: Option<&'a Json>,
}

impl Values<'_> {
    fn decide(self, field: &Field, input: &MergeInput<'_>) -> Decision {
        let same = |one, other| field.comparison.same(one, other);
        if field.owner == Owner::Computed {
            return Decision::None;
        }
        if same(self.local, self.remote) {
            // Written differently but the same: nobody has to take anything.
            return match same(self.base, self.local) {
                true => Decision::None,
                false => Decision::Adopt,
            };
        }
        match &field.owner {
            Owner::Local => return self.push(),
            Owner::Remote => return self.apply(),
            Owner::Monotone(order) => return self.furthest(field, order),
            _ => {}
        }
        match (same(self.local, self.base), same(self.remote, self.base)) {
            (false, true) => self.push(),
            (true, false) => self.apply(),
            _ => self.both_changed(field, input),
        }
    }

    fn both_changed(self, field: &Field, input: &MergeInput<'_>) -> Decision {
        match &field.owner {
            Owner::Newest => self.newest(field, input),
            Owner::Union => self.union(field),
            Owner::Largest => self.compared(field, std::cmp::Ordering::Greater),
            Owner::Smallest => self.compared(field, std::cmp::Ordering::Less),
            _ => self.conflict(field),
        }
    }

    fn push(self) -> Decision {
        Decision::Push(self.local.cloned())
    }

    fn apply(self) -> Decision {
        Decision::Apply(self.remote.cloned())
    }

    fn conflict(self, field: &Field) -> Decision {
        Decision::Conflict(ConflictKey::of(&field.path, self.base, self.local, self.remote))
    }

    fn newest(self, field: &Field, input: &MergeInput<'_>) -> Decision {
        let skew = TimeDelta::from_std(input.skew).unwrap_or(TimeDelta::MAX);
        match (input.local_version, input.remote_version) {
            (Some(local), Some(remote)) if local - remote > skew => self.push(),
            (Some(local), Some(remote)) if remote - local > skew => self.apply(),
            _ => self.conflict(field),
        }
    }

    fn union(self, field: &Field) -> Decision {
        let items = |value: Option<&Json>| match value {
            None | Some(Json::Null) => Some(Vec::new()),
            Some(Json::List(items)) => Some(items.clone()),
            Some(_) => None,
        };
        let (Some(base), Some(local), Some(remote)) =
            (items(self.base), items(self.local), items(self.remote))
        else {
            return self.conflict(field);
        };
        let kept = |item: &Json, other: &[Json]| other.contains(item) || !base.contains(item);
        let mut union: Vec<Json> = local.iter().filter(|item| kept(item, &remote)).cloned().collect();
        union.extend(remote.iter().filter(|item| kept(item, &local)).cloned());
        union.sort();
        union.dedup();
        let union = Json::List(union);
        match (Some(&union) == self.local, Some(&union) == self.remote) {
            (true, _) => self.push(),
            (_, true) => self.apply(),
            _ => Decision::Both(Some(union)),
        }
    }

    /// Of two numbers, or two texts, the one that stands so to the other.
    fn compared(self, field: &Field, wanted: std::cmp::Ordering) -> Decision {
        let order = match (self.local, self.remote) {
            (Some(Json::Number(local)), Some(Json::Number(remote))) => local.cmp(remote),
            (Some(Json::Text(local)), Some(Json::Text(remote))) => local.cmp(remote),
            _ => return self.conflict(field),
        };
        match order == wanted {
            true => self.push(),
            false => self.apply(),
        }
    }

    fn furthest(self, field: &Field, order: &[String]) -> Decision {
        let place = |value: Option<&Json>| match value {
            // Not told yet: before the first.
            None | Some(Json::Null) => Some(0),
            Some(Json::Text(word)) => order.iter().position(|known| known == word).map(|at| at + 1),
            Some(_) => None,
        };
        match (place(self.local), place(self.remote)) {
            (Some(local), Some(remote)) if local > remote => self.push(),
            (Some(local), Some(remote)) if remote > local => self.apply(),
            _ => self.conflict(field),
        }
    }
}

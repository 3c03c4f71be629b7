//! What an appointment asks of its task, and the task of its appointment: state and input in, changes out.

use std::collections::BTreeMap;

use careweave_scheduling_providers::model::Appointment;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::conflicts::found;
use careweave_sync_core::merge::{Decision, MergeInput, MergePolicy, Owner, Record, merge};
use careweave_sync_core::{Fingerprint, FoundConflict};
use careweave_types::{Error, Pii, Result};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::{StatusMap, Task, TaskDraft, TaskKind, TaskStatus};

/// The fields both sides may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// Where it stands.
    pub status: TaskStatus,
}

impl Shared {
    /// Those of a task.
    pub const fn of(draft: &TaskDraft) -> Self {
        Self {
            start: draft.start,
            end: draft.end,
            status: draft.status,
        }
    }

    /// The fields as a record of the [`policy`].
    ///
    /// # Errors
    /// None that a record of the policy's own fields has.
    pub fn record(&self, policy: &MergePolicy) -> Result<Record> {
        let at = |instant: DateTime<Utc>| Json::Text(instant.to_rfc3339_opts(SecondsFormat::Micros, true));
        policy.record(BTreeMap::from([
            ("end".to_owned(), at(self.end)),
            ("start".to_owned(), at(self.start)),
            ("status".to_owned(), Json::Text(self.status.as_str().to_owned())),
        ]))
    }

    fn read(policy: &MergePolicy, record: &Record) -> Result<Self> {
        let text = |path: &'static str| {
            let place = policy.fields().iter().position(|field| field.path == path);
            match place.and_then(|place| record.value(place)) {
                Some(Json::Text(text)) => Ok(text.clone()),
                _ => Err(Error::invalid(AT, path, "must be text")),
            }
        };
        let at = |path: &'static str| {
            text(path)?
                .parse::<DateTime<Utc>>()
                .map_err(|_| Error::invalid(AT, path, "must be an instant such as 2026-04-06T12:00:00Z"))
        };
        Ok(Self {
            start: at("start")?,
            end: at("end")?,
            status: TaskStatus::from_word(&text("status")?)
                .ok_or_else(|| Error::invalid(AT, "status", "must be a status of a task"))?,
        })
    }
}

const AT: &str = "appointments.plan";

/// Who has the say: nobody alone. Two changes of one of these are a conflict.
///
/// # Errors
/// None: the fields are fixed.
pub fn policy() -> Result<MergePolicy> {
    MergePolicy::new()
        .field("start", Owner::Manual)?
        .field("end", Owner::Manual)?
        .field("status", Owner::Manual)
}

/// What a task says of an appointment. A status the map does not know leaves `present` as it is.
pub fn draft(appointment: &Appointment, map: &StatusMap, present: Option<TaskStatus>) -> TaskDraft {
    let kind = appointment.appointment_type.as_ref();
    let named = kind.and_then(|kind| kind.name.as_deref());
    let client = appointment.client.as_ref();
    let title = match (named, client) {
        (Some(named), Some(client)) => format!("{named}: {}", client.full.expose()),
        (None, Some(client)) => client.full.expose().clone(),
        (Some(named), None) => named.to_owned(),
        (None, None) => "Appointment".to_owned(),
    };
    let mut metadata = BTreeMap::new();
    if map.applied(appointment.status()).is_none() {
        metadata.insert("status_code".to_owned(), appointment.status.raw.clone());
    }
    if let Some(kind) = kind {
        metadata.insert("appointment_type".to_owned(), kind.id.to_string());
    }
    if let Some(group) = &appointment.group {
        metadata.insert("group".to_owned(), group.to_string());
    }
    let links = &appointment.links;
    TaskDraft {
        kind: TaskKind::Appointment,
        status: map
            .applied(appointment.status())
            .or(present)
            .unwrap_or_else(|| map.fresh()),
        title: Pii::new(title),
        notes: appointment.notes.clone(),
        start: appointment.start(),
        end: appointment.end(),
        url: links.manage.clone().or_else(|| links.public.clone()),
        metadata,
    }
}

/// What counts of an appointment for its task: another one asks for another look.
pub fn fingerprint(appointment: &Appointment, map: &StatusMap) -> Fingerprint {
    let unknown = map.applied(appointment.status()).is_none();
    let links = (&appointment.reschedule_of, &appointment.rescheduled_to);
    let told = (draft(appointment, map, None), unknown, links);
    Fingerprint::of_bytes(&serde_json::to_vec(&told).unwrap_or_default())
}

/// What is known of one appointment and its task.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// What both sides held last.
    pub base: Option<Shared>,
    /// The task as it is.
    pub task: Option<&'a Task>,
    /// What the task would say if nobody here had changed it.
    pub told: &'a TaskDraft,
    /// What a person decided, as the local side: a third value stands here before the task says it.
    pub local: Option<Shared>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the task is to say; `None`: it says so already, or is not there and is not to be.
    pub task: Option<TaskDraft>,
    /// What the service is to have; `None`: it has it.
    pub push: Option<Shared>,
    /// What both sides agree on once the task is written, whether or not anything is sent.
    pub base: Shared,
    /// What a person has to decide.
    pub conflicts: Vec<FoundConflict>,
    /// The three records, to carry a decision out.
    pub records: Option<Records>,
}

/// The three sides of a merge.
#[derive(Clone, Debug)]
pub struct Records {
    /// What both held last.
    pub base: Record,
    /// The task's.
    pub local: Record,
    /// The service's.
    pub remote: Record,
}

/// Decides.
///
/// * No task and never one: it is made. No task any more: somebody removed it here, and it is not made again.
/// * A field that only the service changed is applied; one that only the task changed is to be sent, and rests until it is.
/// * A field both changed rests until a person decides.
///
/// # Errors
/// None for records that were made here.
pub fn plan(known: &Known<'_>) -> Result<Plan> {
    let there = Shared::of(known.told);
    let quiet = |task, base| Plan {
        task,
        push: None,
        base,
        conflicts: Vec::new(),
        records: None,
    };
    let Some(task) = known.task else {
        let made = known.base.is_none().then(|| known.told.clone());
        return Ok(quiet(made, there));
    };
    let here = known.local.unwrap_or_else(|| Shared::of(&task.draft));
    let policy = policy()?;
    // Without a base (a crash came before it was kept) the task is as it was written from an earlier reading.
    let base = known.base.unwrap_or(here);
    let records = Records {
        base: base.record(&policy)?,
        local: here.record(&policy)?,
        remote: there.record(&policy)?,
    };
    let input = MergeInput {
        base: Some(&records.base),
        local: Some(&records.local),
        remote: Some(&records.remote),
        ..MergeInput::default()
    };
    let merged = merge(&policy, &input)?;
    let (mut after_here, mut after_there, mut agreed) = (here, there, base);
    for (field, decision) in policy.fields().iter().zip(&merged.fields) {
        let path = field.path.as_str();
        match decision {
            Decision::Apply(_) => {
                take(path, &there, &mut after_here);
                take(path, &there, &mut agreed);
            }
            Decision::Adopt => take(path, &there, &mut agreed),
            Decision::Push(_) => take(path, &here, &mut after_there),
            Decision::None | Decision::Both(_) | Decision::Conflict(_) => {}
        }
    }
    let wanted = TaskDraft {
        start: after_here.start,
        end: after_here.end,
        status: after_here.status,
        ..known.told.clone()
    };
    Ok(Plan {
        task: (wanted != task.draft).then_some(wanted),
        push: (after_there != there).then_some(after_there),
        base: agreed,
        conflicts: found(&policy, &input, &merged),
        records: Some(records),
    })
}

/// The shared fields of a record that a decision led to.
///
/// # Errors
/// `InvalidInput` for a third value that is no instant or status.
pub fn shared_of(record: &Record) -> Result<Shared> {
    Shared::read(&policy()?, record)
}

fn take(path: &str, from: &Shared, into: &mut Shared) {
    match path {
        "start" => into.start = from.start,
        "end" => into.end = from.end,
        _ => into.status = from.status,
    }
}

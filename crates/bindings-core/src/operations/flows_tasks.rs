//! Tasks of a host's board, as they cross the border both ways.

use std::collections::BTreeMap;

use careweave::providers::model::PrivateLink;
use careweave::sync::Fingerprint;
use careweave::types::{Error, Pii, Result};
use careweave::workflows::appointments::{
    StatusMap, Task, TaskChange, TaskDraft, TaskId, TaskKind, TaskPage, TaskPriority, TaskSource, TaskStatus,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::providers_shared::shared;
use super::results::results;

shared! {
    /// The appointment a task stands for. No two tasks of a board have the same.
    HostTaskSource as "TaskSource" {
        /// One account of one service: ``"calendly/main"``.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        source: String,
        /// The id of the appointment there, exactly. Some services make it of an address.
        #[cfg_attr(feature = "schema", schemars(extend("x-personal" = true)))]
        id: String,
    }

    /// What a task says of its appointment.
    HostTaskDraft as "TaskDraft" {
        /// What has to be done: appointment, call, other.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("x-shown" = true)))]
        kind: TaskKind,
        /// Where it stands: pending, confirmed, completed, cancelled, missed.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        status: TaskStatus,
        /// What it is called; it names a client.
        title: Pii<String>,
        /// Notes: health information.
        notes: Option<Pii<String>>,
        /// When it starts.
        start: DateTime<Utc>,
        /// When it ends.
        end: DateTime<Utc>,
        /// Where the appointment is shown or managed, as the service gave it.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        url: Option<PrivateLink>,
        /// Ids and codes of the service: never about a person.
        metadata: BTreeMap<String, String>,
    }

    /// A task of a board.
    BoardTask as "BoardTask" {
        /// Your id of it: 1 to 255 bytes, and nothing personal.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        id: String,
        /// Grows with every change of the task.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        version: u64,
        /// What it says.
        draft: HostTaskDraft,
        /// The appointment it stands for; nothing for one of your own.
        external: Option<HostTaskSource>,
        /// How urgent it is: low, normal (the default), high. Yours alone: no sync changes it.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        priority: Option<TaskPriority>,
    }

    /// Some of the tasks that changed, in the order of change.
    HostTaskPage as "TaskPage" {
        /// The tasks, each as it stands now.
        tasks: Vec<BoardTask>,
        /// Where to go on: the mark that was given, when nothing changed since.
        next: String,
        /// True when more follows at once.
        more: bool,
    }

    /// Which status of a task stands for which of an appointment.
    TaskStatusMap as "TaskStatusMap" {
        /// The status of a task for each of an appointment: ``{"scheduled": "pending"}``. A code that is not named leaves a task as
        /// it is.
        apply: BTreeMap<String, String>,
        /// The status of an appointment that is sent for one of a task: ``{"confirmed": "confirmed"}``. What is not named is not sent.
        send: BTreeMap<String, String>,
        /// What a new task starts as whose appointment has a code that is not named.
        fresh: String,
        /// What a task becomes whose appointment is gone; not an open status.
        gone: String,
    }
}

results! {
    /// One write to a board.
    HostTaskChange as "TaskChange" {
        /// create: a new task. update: another content, or another appointment, for the task `task_id`.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        kind: &'static str,
        /// The same for the same change and no other: keep it with the key, and a key that comes again with another digest is
        /// refused as a key reuse.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        digest: String,
        /// Of an update: which task.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        task_id: Option<String>,
        /// Of an update: only if the task still has this version.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        expected: Option<u64>,
        /// The appointment the task stands for from now on; in an update nothing leaves it.
        external: Option<HostTaskSource>,
        /// What the task says from now on; in an update nothing leaves it.
        draft: Option<HostTaskDraft>,
    }
}

impl From<TaskSource> for HostTaskSource {
    fn from(source: TaskSource) -> Self {
        Self {
            source: source.source,
            id: source.id,
        }
    }
}

impl From<HostTaskSource> for TaskSource {
    fn from(source: HostTaskSource) -> Self {
        Self {
            source: source.source,
            id: source.id,
        }
    }
}

impl From<TaskDraft> for HostTaskDraft {
    fn from(draft: TaskDraft) -> Self {
        Self {
            kind: draft.kind,
            status: draft.status,
            title: draft.title,
            notes: draft.notes,
            start: draft.start,
            end: draft.end,
            url: draft.url,
            metadata: draft.metadata,
        }
    }
}

impl From<HostTaskDraft> for TaskDraft {
    fn from(draft: HostTaskDraft) -> Self {
        Self {
            kind: draft.kind,
            status: draft.status,
            title: draft.title,
            notes: draft.notes,
            start: draft.start,
            end: draft.end,
            url: draft.url,
            metadata: draft.metadata,
        }
    }
}

impl BoardTask {
    /// The task, if its id is one.
    pub(crate) fn read(self) -> Result<Task> {
        Ok(Task {
            id: TaskId::new(self.id)?,
            version: self.version,
            priority: self.priority.unwrap_or_default(),
            external: self.external.map(TaskSource::from),
            draft: self.draft.into(),
        })
    }
}

impl HostTaskPage {
    /// The page, if the ids of its tasks are ids.
    pub(crate) fn read(self) -> Result<TaskPage> {
        Ok(TaskPage {
            tasks: self
                .tasks
                .into_iter()
                .map(BoardTask::read)
                .collect::<Result<_>>()?,
            next: self.next,
            more: self.more,
        })
    }
}

impl HostTaskChange {
    /// A change as a host is told of it.
    pub(crate) fn of(change: &TaskChange) -> Self {
        // A change is of our own types, whose maps are ordered and whose keys are text.
        let digest = Fingerprint::of_bytes(&serde_json::to_vec(change).unwrap_or_default()).to_string();
        match change.clone() {
            TaskChange::Create { external, draft } => Self {
                kind: "create",
                digest,
                task_id: None,
                expected: None,
                external: Some(external.into()),
                draft: Some((*draft).into()),
            },
            TaskChange::Update {
                task,
                expected,
                patch,
            } => Self {
                kind: "update",
                digest,
                task_id: Some(task.as_str().to_owned()),
                expected: Some(expected),
                external: patch.external.map(HostTaskSource::from),
                draft: patch.draft.map(HostTaskDraft::from),
            },
        }
    }
}

impl TaskStatusMap {
    /// The map, if its words are statuses and it does not contradict itself.
    ///
    /// # Errors
    /// `InvalidInput` that names the field under `statuses`.
    pub(crate) fn read(self, operation: &'static str) -> Result<StatusMap> {
        let status = |field: &str, word: &str| {
            TaskStatus::from_word(word).ok_or_else(|| {
                let words: Vec<&str> = TaskStatus::ALL.iter().map(|status| status.as_str()).collect();
                let rule = format!("must be one of {}", words.join(", "));
                Error::invalid(operation, format!("statuses.{field}"), rule)
            })
        };
        let mut apply = BTreeMap::new();
        for (there, here) in self.apply {
            apply.insert(there, status("apply", &here)?);
        }
        let mut send = BTreeMap::new();
        for (here, there) in self.send {
            send.insert(status("send", &here)?, there);
        }
        let (fresh, gone) = (status("fresh", &self.fresh)?, status("gone", &self.gone)?);
        StatusMap::new(apply, send, fresh, gone).map_err(|error| {
            let field = error.get("field").unwrap_or_default();
            Error::invalid(operation, format!("statuses.{field}"), error.message())
        })
    }
}

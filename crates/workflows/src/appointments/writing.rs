use async_trait::async_trait;
use careweave_sync_core::{Action, Fingerprint};
use careweave_types::{IdempotencyKey, Result};

use super::model::KIND;
use super::{Task, TaskBoard, TaskChange, TaskDraft, TaskPatch, TaskSource};
use crate::flow::{FlowChange, RemoteChange, Seen};

/// A task that is to stand for an appointment and say something.
#[derive(Debug)]
pub(super) struct TaskWrite<'a> {
    pub(super) board: &'a dyn TaskBoard,
    pub(super) external: &'a TaskSource,
    pub(super) draft: &'a TaskDraft,
    /// The task as it was read; `None` makes one.
    pub(super) task: Option<&'a Task>,
}

impl TaskWrite<'_> {
    /// The change for the ledger: one at a time for each appointment.
    pub(super) fn change(&self) -> FlowChange {
        let token = self.external.token();
        FlowChange {
            kind: KIND,
            operation: match self.task {
                None => "tasks.create",
                Some(_) => "tasks.update",
            },
            action: Action::Apply,
            key: format!("appointments/task/{token}"),
            subject: token,
            outcome: self.draft.fingerprint(),
            repeats: true,
            look_first: true,
        }
    }
}

#[async_trait]
impl RemoteChange for TaskWrite<'_> {
    async fn look(&self, outcome: Fingerprint) -> Result<Seen> {
        let found = self.board.find(self.external).await?;
        Ok(match found {
            Some(task) if task.draft.fingerprint() == outcome => Seen::Done {
                remote_id: Some(task.id.to_string()),
            },
            _ => Seen::NotDone,
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        let change = match self.task {
            None => TaskChange::Create {
                external: self.external.clone(),
                draft: Box::new(self.draft.clone()),
            },
            Some(task) => TaskChange::Update {
                task: task.id.clone(),
                expected: task.version,
                patch: Box::new(TaskPatch {
                    external: (task.external.as_ref() != Some(self.external)).then(|| self.external.clone()),
                    draft: (task.draft != *self.draft).then(|| self.draft.clone()),
                }),
            },
        };
        self.board.apply(&change, key).await.map(drop)
    }
}

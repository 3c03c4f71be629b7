use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::{IdempotencyKey, Result};

use super::{Task, TaskChange, TaskId, TaskSource};

/// Some of the tasks that changed, in the order of change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskPage {
    /// The tasks, each as it stands now.
    pub tasks: Vec<Task>,
    /// Where to go on: the same as was given when nothing changed since.
    pub next: String,
    /// True when more follows at once.
    pub more: bool,
}

/// The tasks of a host. [`suite::board`](super::suite::board) proves an implementation.
#[async_trait]
pub trait TaskBoard: Debug + Send + Sync {
    /// The task that stands for an appointment.
    ///
    /// # Errors
    /// What the board or the way to it said; never `None` instead.
    async fn find(&self, external: &TaskSource) -> Result<Option<Task>>;

    /// A task.
    ///
    /// # Errors
    /// `NotFound`.
    async fn get(&self, id: &TaskId) -> Result<Task>;

    /// Tasks that changed after `after`, from the first one on where it is `None`; at most `limit`.
    ///
    /// # Errors
    /// `InvalidInput` for a mark that this board never gave, and for a limit of zero.
    async fn changed(&self, after: Option<&str>, limit: u32) -> Result<TaskPage>;

    /// Makes a change, and gives the task after it. A key that was used before changes nothing again, and gives the task as it
    /// stands now.
    ///
    /// # Errors
    /// `Conflict` for another version than expected, and for an appointment that another task stands for; `NotFound` for an
    /// unknown task; `KeyReuse` for a key that was used for another change.
    async fn apply(&self, change: &TaskChange, key: &IdempotencyKey) -> Result<Task>;
}

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave_sync_core::Fingerprint;
use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};

use super::{Task, TaskBoard, TaskChange, TaskDraft, TaskId, TaskPage, TaskPatch, TaskPriority, TaskSource};

/// A board in memory, with the rules of every other.
#[derive(Debug, Default)]
pub struct MemoryBoard(Mutex<Tasks>);

#[derive(Debug, Default)]
struct Tasks {
    by_id: BTreeMap<TaskId, Task>,
    /// Which task changed at which number, the last change of each only.
    order: BTreeMap<u64, TaskId>,
    keys: HashMap<IdempotencyKey, (Fingerprint, TaskId)>,
    changes: u64,
    writes: u64,
}

impl MemoryBoard {
    /// An empty board.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every task, by id.
    pub fn tasks(&self) -> Vec<Task> {
        self.lock().by_id.values().cloned().collect()
    }

    /// How many changes were made, those of [`edit`](Self::edit) and [`remove`](Self::remove) left out.
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    /// Changes a task as a person at the host does.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn edit(&self, id: &TaskId, change: impl FnOnce(&mut TaskDraft)) -> Result<Task> {
        let mut tasks = self.lock();
        let mut task = tasks.by_id.get(id).cloned().ok_or_else(|| unknown(id))?;
        change(&mut task.draft);
        task.version += 1;
        tasks.store(task.clone());
        Ok(task)
    }

    /// Removes a task as a person at the host does; false when there is none.
    pub fn remove(&self, id: &TaskId) -> bool {
        let mut tasks = self.lock();
        tasks.order.retain(|_, held| held != id);
        tasks.by_id.remove(id).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Tasks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tasks {
    fn store(&mut self, task: Task) {
        self.changes += 1;
        self.order.retain(|_, held| *held != task.id);
        self.order.insert(self.changes, task.id.clone());
        self.by_id.insert(task.id.clone(), task);
    }

    fn of(&self, external: &TaskSource) -> Option<&Task> {
        self.by_id
            .values()
            .find(|task| task.external.as_ref() == Some(external))
    }

    fn create(&mut self, external: &TaskSource, draft: &TaskDraft) -> Result<Task> {
        if let Some(held) = self.of(external) {
            return Err(taken(&held.id));
        }
        let task = Task {
            id: TaskId::new(format!("task-{}", self.changes + 1))?,
            version: 1,
            priority: TaskPriority::default(),
            external: Some(external.clone()),
            draft: draft.clone(),
        };
        self.store(task.clone());
        Ok(task)
    }

    fn update(&mut self, id: &TaskId, expected: u64, patch: &TaskPatch) -> Result<Task> {
        let mut task = self.by_id.get(id).cloned().ok_or_else(|| unknown(id))?;
        if task.version != expected {
            return Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "the task changed since it was read: read it again",
            )
            .with("task_id", id.to_string())
            .with("version", task.version.to_string()));
        }
        if let Some(external) = &patch.external {
            match self.of(external) {
                Some(held) if held.id != *id => return Err(taken(&held.id)),
                _ => task.external = Some(external.clone()),
            }
        }
        if let Some(draft) = &patch.draft {
            task.draft = draft.clone();
        }
        task.version += 1;
        self.store(task.clone());
        Ok(task)
    }
}

#[async_trait]
impl TaskBoard for MemoryBoard {
    async fn find(&self, external: &TaskSource) -> Result<Option<Task>> {
        Ok(self.lock().of(external).cloned())
    }

    async fn get(&self, id: &TaskId) -> Result<Task> {
        self.lock().by_id.get(id).cloned().ok_or_else(|| unknown(id))
    }

    async fn changed(&self, after: Option<&str>, limit: u32) -> Result<TaskPage> {
        const AT: &str = "tasks.changed";
        let from: u64 = match after {
            None => 0,
            Some(mark) => mark
                .parse()
                .map_err(|_| Error::invalid(AT, "after", "must be a mark of this board"))?,
        };
        if limit == 0 {
            return Err(Error::invalid(AT, "limit", "must be 1 or more"));
        }
        let tasks = self.lock();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut later = tasks.order.range(from.saturating_add(1)..);
        let page: Vec<_> = later.by_ref().take(limit).collect();
        Ok(TaskPage {
            next: page
                .last()
                .map_or_else(|| from.to_string(), |(change, _)| change.to_string()),
            tasks: page
                .into_iter()
                .filter_map(|(_, id)| tasks.by_id.get(id).cloned())
                .collect(),
            more: later.next().is_some(),
        })
    }

    async fn apply(&self, change: &TaskChange, key: &IdempotencyKey) -> Result<Task> {
        let content = Fingerprint::of_bytes(&serde_json::to_vec(change).unwrap_or_default());
        let mut tasks = self.lock();
        if let Some((used_for, id)) = tasks.keys.get(key) {
            if *used_for != content {
                return Err(Error::new(
                    ErrorKind::KeyReuse,
                    AT,
                    "the key was used for another change",
                ));
            }
            return tasks.by_id.get(id).cloned().ok_or_else(|| unknown(id));
        }
        let task = match change {
            TaskChange::Create { external, draft } => tasks.create(external, draft),
            TaskChange::Update {
                task,
                expected,
                patch,
            } => tasks.update(task, *expected, patch),
        }?;
        tasks.keys.insert(key.clone(), (content, task.id.clone()));
        tasks.writes += 1;
        Ok(task)
    }
}

const AT: &str = "tasks.apply";

fn unknown(id: &TaskId) -> Error {
    Error::new(ErrorKind::NotFound, AT, "there is no such task").with("task_id", id.to_string())
}

fn taken(by: &TaskId) -> Error {
    Error::new(
        ErrorKind::Conflict,
        AT,
        "another task stands for this appointment",
    )
    .with("task_id", by.to_string())
}

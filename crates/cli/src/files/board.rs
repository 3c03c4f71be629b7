use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave::http::Clock;
use careweave::sync::Fingerprint;
use careweave::types::{Error, ErrorKind, IdempotencyKey, Result};
use careweave::workflows::appointments::{
    Task, TaskBoard, TaskChange, TaskId, TaskPage, TaskPriority, TaskSource,
};
use serde::{Deserialize, Serialize};

use super::index::Noted;
use super::journal::{Entry, Journal};
use super::lines::{self, failed};

const AT: &str = "sync.tasks";

/// One change, and the task after it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    made: TaskChange,
    task: Task,
}

/// Tasks in a file, with the changes that were not taken in yet on top of them.
pub(crate) struct FileBoard {
    path: PathBuf,
    tasks: BTreeMap<TaskId, Task>,
    changes: Mutex<Journal>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for FileBoard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileBoard")
            .field("file", &self.path)
            .field("tasks", &self.tasks.len())
            .finish_non_exhaustive()
    }
}

impl FileBoard {
    /// Reads the tasks of `path`; changes go to `out`. Tasks of another version than was seen last count as changed.
    ///
    /// # Errors
    /// `InvalidInput` naming the line for what is no task, and for a task or an appointment that stands twice; `NotFound` for no
    /// such file.
    pub(crate) fn open(path: &Path, out: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| failed(AT, path, &error))?;
        let (mut tasks, mut taken) = (BTreeMap::new(), BTreeMap::new());
        let mut changes = Journal::open(out);
        let mut index = changes.index.hold()?;
        for task in lines::read::<Task>(AT, path, &text)? {
            let twice = |field: &'static str| {
                Error::invalid(AT, field, "must stand in one line only").with("record", task.id.to_string())
            };
            if let Some(external) = &task.external
                && taken.insert(external.clone(), task.id.clone()).is_some()
            {
                return Err(twice("external"));
            }
            if tasks.contains_key(&task.id) {
                return Err(twice("id"));
            }
            if index.version(task.id.as_str()) != Some(task.version) {
                index.note(Noted {
                    key: None,
                    content: None,
                    record: Some(task.id.to_string()),
                    version: Some(task.version),
                })?;
            }
            tasks.insert(task.id.clone(), task);
        }
        drop(index);
        Ok(Self {
            path: path.to_owned(),
            tasks,
            changes: Mutex::new(changes),
            clock,
        })
    }

    fn changes(&self) -> MutexGuard<'_, Journal> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tasks once every change is taken in. A task that the host changed since, which its version tells, stays as it is.
    fn current(&self, changes: &Journal) -> Result<BTreeMap<TaskId, Task>> {
        let mut tasks = self.tasks.clone();
        for line in changes.pending::<Written>()? {
            let task = line.change.task;
            if tasks.get(&task.id).is_none_or(|held| held.version < task.version) {
                tasks.insert(task.id.clone(), task);
            }
        }
        Ok(tasks)
    }
}

fn of<'t>(tasks: &'t BTreeMap<TaskId, Task>, external: &TaskSource) -> Option<&'t Task> {
    tasks
        .values()
        .find(|task| task.external.as_ref() == Some(external))
}

/// The task after a change.
fn changed(tasks: &BTreeMap<TaskId, Task>, change: &TaskChange) -> Result<Task> {
    match change {
        TaskChange::Create { external, draft } => match of(tasks, external) {
            Some(held) => Err(taken(&held.id)),
            None => Ok(Task {
                // Every host may take it over: it is made of the appointment, so no two tasks have it.
                id: TaskId::new(format!("careweave-{:.32}", external.token()))?,
                version: 1,
                priority: TaskPriority::default(),
                external: Some(external.clone()),
                draft: (**draft).clone(),
            }),
        },
        TaskChange::Update {
            task: id,
            expected,
            patch,
        } => {
            let mut task = tasks.get(id).cloned().ok_or_else(|| unknown(id))?;
            if task.version != *expected {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    AT,
                    "the task changed since it was read: read it again",
                )
                .with("task_id", id.to_string())
                .with("version", task.version.to_string()));
            }
            if let Some(external) = &patch.external {
                if let Some(held) = of(tasks, external).filter(|held| held.id != *id) {
                    return Err(taken(&held.id));
                }
                task.external = Some(external.clone());
            }
            if let Some(draft) = &patch.draft {
                task.draft = draft.clone();
            }
            task.version += 1;
            Ok(task)
        }
    }
}

#[async_trait]
impl TaskBoard for FileBoard {
    async fn find(&self, external: &TaskSource) -> Result<Option<Task>> {
        Ok(of(&self.current(&self.changes())?, external).cloned())
    }

    async fn get(&self, id: &TaskId) -> Result<Task> {
        let mut tasks = self.current(&self.changes())?;
        tasks.remove(id).ok_or_else(|| unknown(id))
    }

    async fn changed(&self, after: Option<&str>, limit: u32) -> Result<TaskPage> {
        let mut changes = self.changes();
        changes.index.hold()?;
        let known = changes.index.changes();
        let from = match after {
            None => 0,
            Some(mark) => mark
                .parse::<u64>()
                .ok()
                .filter(|mark| *mark <= known)
                .ok_or_else(|| {
                    Error::invalid(AT, "after", "must be a mark of this board: is its index gone?")
                })?,
        };
        if limit == 0 {
            return Err(Error::invalid(AT, "limit", "must be 1 or more"));
        }
        let tasks = self.current(&changes)?;
        let later = changes.index.changed(from);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let page = &later[..later.len().min(limit)];
        let next = page.last().map_or(from, |(change, _)| *change);
        let listed = page.iter().filter_map(|(_, id)| {
            let id = TaskId::new(*id).ok()?;
            tasks.get(&id).cloned()
        });
        Ok(TaskPage {
            tasks: listed.collect(),
            next: next.to_string(),
            more: later.len() > page.len(),
        })
    }

    async fn apply(&self, change: &TaskChange, key: &IdempotencyKey) -> Result<Task> {
        let content = Fingerprint::of_bytes(&serde_json::to_vec(change).unwrap_or_default());
        let mut changes = self.changes();
        let tasks = self.current(&changes)?;
        if changes.has(key, Some(content))? {
            let stands = match change {
                TaskChange::Create { external, .. } => of(&tasks, external),
                TaskChange::Update { task, .. } => tasks.get(task),
            };
            return stands
                .cloned()
                .ok_or_else(|| Error::new(ErrorKind::NotFound, AT, "the task is gone"));
        }
        let task = changed(&tasks, change)?;
        let entry = Entry {
            key,
            content,
            record: Some((task.id.to_string(), task.version)),
            change: Written {
                made: change.clone(),
                task: task.clone(),
            },
        };
        changes.append(entry, &*self.clock)?;
        Ok(task)
    }
}

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

#[cfg(test)]
mod tests {
    use careweave::http::SystemClock;
    use careweave::workflows::appointments::suite;

    use super::*;

    fn open(folder: &Path) -> FileBoard {
        let clock = Arc::new(SystemClock::new());
        FileBoard::open(&folder.join("tasks.jsonl"), &folder.join("out.jsonl"), clock).unwrap()
    }

    #[tokio::test]
    async fn tasks_in_a_file_keep_the_rules_of_boards() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tasks.jsonl"), "").unwrap();
        suite::board(&open(folder.path())).await.unwrap();
    }

    #[tokio::test]
    async fn what_the_host_took_in_and_changed_is_told_once_and_counts() {
        let folder = tempfile::tempdir().unwrap();
        let tasks = folder.path().join("tasks.jsonl");
        std::fs::write(&tasks, "").unwrap();
        let board = open(folder.path());
        suite::board(&board).await.unwrap();
        let made = board.changed(None, 10).await.unwrap();
        let lines: Vec<String> = made
            .tasks
            .iter()
            .map(|task| serde_json::to_string(task).unwrap() + "\n")
            .collect();
        std::fs::write(&tasks, lines.concat()).unwrap();
        std::fs::write(folder.path().join("out.jsonl"), "").unwrap();
        let taken_in = open(folder.path());
        let seen = taken_in.changed(Some(&made.next), 10).await.unwrap();
        assert!(seen.tasks.is_empty(), "taking in is no change");
        let mut edited = made.tasks[0].clone();
        edited.version += 1;
        edited.draft.title = "other".into();
        let edited_line = serde_json::to_string(&edited).unwrap() + "\n";
        std::fs::write(&tasks, edited_line + &lines[1]).unwrap();
        let again = open(folder.path()).changed(Some(&made.next), 10).await.unwrap();
        assert_eq!(again.tasks, [edited]);
    }
}

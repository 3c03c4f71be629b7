//! What every [`TaskBoard`] has to do. An implementation proves itself with [`board`].

use std::collections::BTreeMap;

use careweave_types::{ErrorKind, IdempotencyKey, Pii, Result};
use chrono::{DateTime, TimeDelta};

use super::{TaskBoard, TaskChange, TaskDraft, TaskId, TaskKind, TaskPatch, TaskSource, TaskStatus};
use crate::proof::Proof;

/// Proves a board that holds no task yet. It is left with tasks of the source `suite/board`.
///
/// # Errors
/// `Rejected` with the context `rule` for the first rule that does not hold; what the board itself failed with.
pub async fn board(board: &dyn TaskBoard) -> Result<()> {
    let start = board.changed(None, 10).await?;
    holds(
        start.tasks.is_empty() && !start.more,
        "an empty board has no changes",
    )?;
    let (first, second) = (source("a-1"), source("a-2"));
    holds(
        board.find(&first).await?.is_none(),
        "what was never made is not found",
    )?;

    let made = board.apply(&create(&first, "first"), &key("suite/1")?).await?;
    holds(
        made.external.as_ref() == Some(&first),
        "a task keeps its appointment",
    )?;
    holds(
        board.find(&first).await?.as_ref() == Some(&made),
        "what was made is found",
    )?;
    holds(
        board.get(&made.id).await? == made,
        "what was made is given by its id",
    )?;
    let again = board.apply(&create(&first, "first"), &key("suite/1")?).await?;
    holds(again == made, "a key that was used changes nothing again")?;
    let reused = board.apply(&create(&second, "second"), &key("suite/1")?).await;
    refused(reused, ErrorKind::KeyReuse, "a key is good for one change")?;
    let twice = board.apply(&create(&first, "other"), &key("suite/2")?).await;
    refused(twice, ErrorKind::Conflict, "an appointment has one task")?;

    let update = |expected, external: Option<&TaskSource>| TaskChange::Update {
        task: made.id.clone(),
        expected,
        patch: Box::new(TaskPatch {
            external: external.cloned(),
            draft: Some(draft("changed")),
        }),
    };
    let changed = board.apply(&update(made.version, None), &key("suite/3")?).await?;
    holds(changed.version > made.version, "a change makes the version grow")?;
    holds(changed.draft == draft("changed"), "a change is made")?;
    holds(changed.priority == made.priority, "a sync leaves the priority")?;
    let stale = board.apply(&update(made.version, None), &key("suite/4")?).await;
    refused(
        stale,
        ErrorKind::Conflict,
        "a change of another version is refused",
    )?;

    let moved = board
        .apply(&update(changed.version, Some(&second)), &key("suite/5")?)
        .await?;
    holds(
        moved.id == made.id,
        "a task keeps its id when its appointment is replaced",
    )?;
    holds(
        board.find(&first).await?.is_none(),
        "the old appointment has no task any more",
    )?;
    holds(
        board.find(&second).await?.as_ref() == Some(&moved),
        "the new appointment has it",
    )?;

    let third = board
        .apply(&create(&source("a-3"), "third"), &key("suite/6")?)
        .await?;
    let page = board.changed(None, 1).await?;
    holds(
        page.tasks == [moved] && page.more,
        "changes come in order, each task once, as it stands now",
    )?;
    let rest = board.changed(Some(&page.next), 10).await?;
    holds(
        rest.tasks == [third] && !rest.more,
        "a page goes on where the last one ended",
    )?;
    let end = board.changed(Some(&rest.next), 10).await?;
    holds(
        end.tasks.is_empty() && end.next == rest.next,
        "a mark stays when nothing changed",
    )?;
    let marked = board.changed(Some("no mark of this board"), 10).await;
    refused(marked, ErrorKind::InvalidInput, "a foreign mark is refused")?;
    let unknown = board.get(&TaskId::new("no such task")?).await;
    refused(unknown, ErrorKind::NotFound, "an unknown task is not found")
}

const PROOF: Proof = Proof {
    operation: "tasks.suite",
    broken: "the board breaks a rule of boards",
};

fn holds(holds: bool, rule: &'static str) -> Result<()> {
    PROOF.holds(holds, rule)
}

fn refused<T>(answer: Result<T>, kind: ErrorKind, rule: &'static str) -> Result<()> {
    PROOF.refused(answer, kind, rule)
}

fn key(text: &str) -> Result<IdempotencyKey> {
    IdempotencyKey::new(text)
}

fn source(id: &str) -> TaskSource {
    TaskSource {
        source: "suite/board".to_owned(),
        id: id.to_owned(),
    }
}

fn create(external: &TaskSource, title: &str) -> TaskChange {
    TaskChange::Create {
        external: external.clone(),
        draft: Box::new(draft(title)),
    }
}

fn draft(title: &str) -> TaskDraft {
    let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    TaskDraft {
        kind: TaskKind::Appointment,
        status: TaskStatus::Pending,
        title: Pii::new(title.to_owned()),
        notes: None,
        start,
        end: start + TimeDelta::hours(1),
        url: None,
        metadata: BTreeMap::new(),
    }
}

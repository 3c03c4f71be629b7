"""The tasks of the portal, as careweave's flow over appointments sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from careweave import BoardTask, TaskChange, TaskDraft, TaskPage, TaskSource, refusal
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from .tables import TaskRow, UsedKey, next_change


def task_of(row: TaskRow) -> BoardTask:
    """A task as careweave knows it."""
    external = None
    if row.source is not None and row.source_id is not None:
        external = TaskSource(row.source, row.source_id)
    draft = TaskDraft(
        kind=row.kind,
        status=row.status,
        title=row.title,
        start=row.start,
        end=row.end,
        metadata=row.details,
        notes=row.notes,
        url=row.url,
    )
    return BoardTask(row.id, row.version, draft, external, row.priority)


def take(row: TaskRow, draft: TaskDraft) -> None:
    """What a task says from now on."""
    row.kind, row.status, row.title, row.notes = draft.kind, draft.status, draft.title, draft.notes
    row.start, row.end, row.url, row.details = draft.start, draft.end, draft.url, dict(draft.metadata)


class SqlTaskBoard:
    """A :class:`careweave.TaskBoard` over the portal's table. Every method is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, external: TaskSource) -> BoardTask | None:
        """The task that stands for an appointment."""
        with Session(self._engine) as session, session.begin():
            row = self._standing_for(session, external)
            return None if row is None else task_of(row)

    def get(self, task_id: str) -> BoardTask:
        """A task."""
        with Session(self._engine) as session, session.begin():
            return task_of(self._row(session, task_id))

    def changed(self, after: str | None, limit: int) -> TaskPage:
        """Tasks by the number of their last change."""
        if after is not None and not (after.isascii() and after.isdigit()):
            raise refusal("invalid_input", "must be a mark of this board", field="after")
        since = int(after or 0)
        with Session(self._engine) as session, session.begin():
            later = select(TaskRow).where(TaskRow.change > since).order_by(TaskRow.change).limit(limit + 1)
            rows = list(session.scalars(later))
            page = rows[:limit]
            return TaskPage(
                next=str(page[-1].change if page else since),
                more=len(rows) > limit,
                tasks=tuple(task_of(row) for row in page),
            )

    def apply(self, change: TaskChange, key: str) -> BoardTask:
        """Makes a change, once for each key."""
        with Session(self._engine) as session, session.begin():
            number = next_change(session, "task")
            used = session.get(UsedKey, f"task/{key}")
            if used is not None:
                if used.digest != change.digest:
                    raise refusal("key_reuse", "the key was used for another change")
                return task_of(self._row(session, used.record))
            row = self._create(session, change, number) if change.kind == "create" else self._update(session, change)
            row.change = number
            session.add(UsedKey(key=f"task/{key}", digest=change.digest, record=row.id))
            session.flush()
            return task_of(row)

    def edit(self, task_id: str, edit: Callable[[TaskRow], Any]) -> BoardTask:
        """Changes a task as somebody of the agency asked for; the flow carries it to the appointment service."""
        with Session(self._engine) as session, session.begin():
            number = next_change(session, "task")
            row = self._row(session, task_id)
            edit(row)
            row.version, row.change = row.version + 1, number
            return task_of(row)

    def all(self) -> list[BoardTask]:
        """Every task, by start."""
        with Session(self._engine) as session, session.begin():
            return [task_of(row) for row in session.scalars(select(TaskRow).order_by(TaskRow.start, TaskRow.id))]

    def _row(self, session: Session, task_id: str) -> TaskRow:
        row = session.get(TaskRow, task_id)
        if row is None:
            raise refusal("not_found", "there is no such task")
        return row

    def _standing_for(self, session: Session, external: TaskSource) -> TaskRow | None:
        of = select(TaskRow).where(TaskRow.source == external.source, TaskRow.source_id == external.id)
        return session.scalars(of).one_or_none()

    def _create(self, session: Session, change: TaskChange, number: int) -> TaskRow:
        assert change.external is not None and change.draft is not None
        if self._standing_for(session, change.external) is not None:
            raise refusal("conflict", "another task stands for this appointment")
        row = TaskRow(
            id=f"task-{number}",
            version=1,
            change=number,
            source=change.external.source,
            source_id=change.external.id,
            priority="normal",
        )
        take(row, change.draft)
        session.add(row)
        return row

    def _update(self, session: Session, change: TaskChange) -> TaskRow:
        assert change.task_id is not None
        row = self._row(session, change.task_id)
        if row.version != change.expected:
            raise refusal("conflict", "the task changed since it was read")
        if change.external is not None:
            held = self._standing_for(session, change.external)
            if held is not None and held.id != row.id:
                raise refusal("conflict", "another task stands for this appointment")
            row.source, row.source_id = change.external.source, change.external.id
        if change.draft is not None:
            take(row, change.draft)
        row.version += 1
        return row

"""A board and a CRM in memory, as a portal would put its own behind the interfaces."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timezone
from typing import Any

import careweave
from careweave import BoardTask, Deal, DealChange, DealPage, TaskChange, TaskDraft, TaskPage, TaskSource, refusal


def present() -> datetime:
    """The clock the flows have."""
    return datetime.now(timezone.utc)


class MemoryBoard:
    """Tasks in memory, with the rules of every board."""

    def __init__(self) -> None:
        self.tasks: dict[str, BoardTask] = {}
        self.order: dict[str, int] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.changes = 0
        self.calls: list[str] = []

    def find(self, external: TaskSource) -> BoardTask | None:
        self.calls.append("find")
        return next((task for task in self.tasks.values() if task.external == external), None)

    def get(self, task_id: str) -> BoardTask:
        self.calls.append("get")
        if task_id not in self.tasks:
            raise refusal("not_found", "there is no such task")
        return self.tasks[task_id]

    def changed(self, after: str | None, limit: int) -> TaskPage:
        self.calls.append("changed")
        if after is not None and not after.isdigit():
            raise refusal("invalid_input", "must be a mark of this board", field="after")
        since = int(after or 0)
        later = sorted((number, key) for key, number in self.order.items() if number > since)
        page = later[:limit]
        last = str(page[-1][0]) if page else str(since)
        return TaskPage(last, len(later) > len(page), tuple(self.tasks[key] for _, key in page))

    def apply(self, change: TaskChange, key: str) -> BoardTask:
        self.calls.append("apply")
        if key in self.keys:
            digest, task_id = self.keys[key]
            if digest != change.digest:
                raise refusal("key_reuse", "the key was used for another change")
            return self.tasks[task_id]
        task = self._create(change) if change.kind == "create" else self._update(change)
        self.keys[key] = (change.digest, task.id)
        return self._keep(task)

    def edit(self, task_id: str, **changed: Any) -> BoardTask:
        """Changes a task as a person at the portal does."""
        task = self.tasks[task_id]
        draft: TaskDraft = dataclasses.replace(task.draft, **changed)
        return self._keep(dataclasses.replace(task, draft=draft, version=task.version + 1))

    @property
    def writes(self) -> int:
        """How many changes the flows made."""
        return len(self.keys)

    def _taken(self, external: TaskSource, by_another_than: str | None) -> None:
        held = next((task for task in self.tasks.values() if task.external == external), None)
        if held is not None and held.id != by_another_than:
            raise refusal("conflict", "another task stands for this appointment")

    def _create(self, change: TaskChange) -> BoardTask:
        assert change.external is not None and change.draft is not None
        self._taken(change.external, None)
        return BoardTask(f"task-{len(self.tasks) + 1}", 1, change.draft, change.external, "normal")

    def _update(self, change: TaskChange) -> BoardTask:
        assert change.task_id is not None
        task = self.tasks.get(change.task_id)
        if task is None:
            raise refusal("not_found", "there is no such task")
        if task.version != change.expected:
            raise refusal("conflict", "the task changed since it was read")
        if change.external is not None:
            self._taken(change.external, task.id)
            task = dataclasses.replace(task, external=change.external)
        return dataclasses.replace(task, draft=change.draft or task.draft, version=task.version + 1)

    def _keep(self, task: BoardTask) -> BoardTask:
        self.changes += 1
        self.order[task.id] = self.changes
        self.tasks[task.id] = task
        return task


class AsyncMemoryBoard:
    """As :class:`MemoryBoard`, awaited."""

    def __init__(self) -> None:
        self.held = MemoryBoard()

    async def find(self, external: TaskSource) -> BoardTask | None:
        return self.held.find(external)

    async def get(self, task_id: str) -> BoardTask:
        return self.held.get(task_id)

    async def changed(self, after: str | None, limit: int) -> TaskPage:
        return self.held.changed(after, limit)

    async def apply(self, change: TaskChange, key: str) -> BoardTask:
        return self.held.apply(change, key)


class MemoryCrm:
    """Deals in memory."""

    def __init__(self) -> None:
        self.deals: dict[str, tuple[int, Deal]] = {}
        self.number = 0
        self.keys: set[str] = set()
        self.told: list[DealChange] = []
        self.lose_next = False

    def put(self, deal: Deal) -> None:
        """A deal as a person at the portal leaves it."""
        self.number += 1
        self.deals[deal.id] = (self.number, deal)

    def edit(self, deal_id: str, **changed: Any) -> None:
        """Changes a deal as a person at the portal does."""
        self.put(dataclasses.replace(self.deals[deal_id][1], **changed, updated_at=present()))

    def changed_deals(self, after: str | None) -> DealPage:
        changed = sorted(
            ((number, deal) for number, deal in self.deals.values() if number > int(after or 0)),
            key=lambda one: one[0],
        )
        page = changed[:2]
        last = str(page[-1][0]) if page else after
        return DealPage(
            tuple(deal for _, deal in page), next=last if len(changed) > len(page) else None, resume=last
        )

    def deal(self, deal_id: str) -> Deal | None:
        found = self.deals.get(deal_id)
        return None if found is None else found[1]

    def apply(self, change: DealChange, key: str) -> None:
        if key in self.keys:
            return
        self.keys.add(key)
        self.told.append(change)
        if change.fields is not None:
            fields = change.fields
            self.edit(change.deal_id, **{name: getattr(fields, name) for name in fields.changed})
        if self.lose_next:
            self.lose_next = False
            raise ConnectionError("Alpha Testclient: the answer was lost")

    def has_applied(self, key: str) -> bool:
        return key in self.keys


class AsyncMemoryCrm:
    """As :class:`MemoryCrm`, awaited."""

    def __init__(self) -> None:
        self.held = MemoryCrm()

    async def changed_deals(self, after: str | None) -> DealPage:
        return self.held.changed_deals(after)

    async def deal(self, deal_id: str) -> Deal | None:
        return self.held.deal(deal_id)

    async def apply(self, change: DealChange, key: str) -> None:
        self.held.apply(change, key)

    async def has_applied(self, key: str) -> bool:
        return self.held.has_applied(key)


def deal(deal_id: str, **changed: Any) -> Deal:
    """A deal with everything a client needs."""
    fields: dict[str, Any] = {
        "name": "Alpha Testclient",
        "phone": "3035550100",
        "stage": "new",
        "updated_at": present(),
        "email": "alpha@example.invalid",
        "address": careweave.Address("1 Test Street", "Denver", "CO", "80202"),
        "referral_source": "Test Hospital",
        "notes": "prefers mornings",
        "monthly_revenue_minor": 312_000,
        "start_date": date(2026, 5, 4),
        **changed,
    }
    return Deal(deal_id, **fields)

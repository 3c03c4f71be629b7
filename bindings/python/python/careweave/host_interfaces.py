"""Flows between two systems, one of which is the portal's own: appointments and its tasks, its deals and WellSky.

A flow reads both sides, decides, and writes through the ledger of a store, so that running it again, in any process and after
any crash, repeats nothing. How far it may go is set at the gate; ``off`` until you say otherwise::

    with careweave.Store("sqlite:careweave.db") as store:
        sync = careweave.AppointmentSync(provider, store, board, actor="portal-1")
        store.gate.set_level(sync.connection, "two_way", "user-1", "rollout")
        sync.switch_on()
        print(sync.sync(dry_run=True).planned)          # what it would do
        report = sync.sync()                            # and now it does
        print(report.written, report.failed, report.lag_seconds)

What a portal brings along are its tasks, or its deals.

Each interface exists twice, for the two ways in which a flow is run: :class:`TaskBoard` and :class:`SalesCrm` for
:class:`AppointmentSync` and :class:`SalesFlow`, whose methods are called on the thread that runs the flow, one at a time; and
:class:`AsyncTaskBoard` and :class:`AsyncSalesCrm` for the flows for asyncio, which await them on the loop that runs the flow.
The flows for asyncio take the blocking interfaces too, and call them in a thread.

A method that cannot do what it is asked raises :func:`refusal`: a code, a sentence without personal data, and whether the
change may have been made. Any other exception counts as a failure after which nobody knows whether the change was made: the
flow looks before it tries again. Either way the failure carries the name of the method, as ``board.apply``.
"""

from __future__ import annotations

import json
from typing import Literal, Protocol

from . import _native
from ._generated.models import (
    BoardTask,
    Deal,
    DealChange,
    DealPage,
    TaskChange,
    TaskPage,
    TaskSource,
)
from .errors import CareweaveError, from_fields

__all__ = [
    "AsyncSalesCrm",
    "AsyncTaskBoard",
    "SalesCrm",
    "TaskBoard",
    "refusal",
]


def refusal(
    code: str,
    message: str,
    *,
    field: str | None = None,
    delivery: Literal["not_sent", "maybe_sent", "answered"] = "answered",
    retry_after: float | None = None,
) -> CareweaveError:
    """The error a method of yours raises to refuse what a flow asks of it::

        raise careweave.refusal("conflict", "the task changed since it was read")

    Args:
        code: the code of an error, as :attr:`CareweaveError.code`: ``not_found``, ``conflict``, ``key_reuse``, ``invalid_input``.
        message: a sentence for a person, without personal data: it stands in reports and logs.
        field: the field that is to blame.
        delivery: ``answered``: nothing was changed. ``maybe_sent``: it may have been.
        retry_after: how long to wait before another try, in seconds.

    Raises:
        InvalidInputError: ``code`` or ``delivery`` is none.
    """
    given = {
        "code": code,
        "message": message,
        "field": field,
        "delivery": delivery,
        "retry_after_ms": None if retry_after is None else round(retry_after * 1000),
    }
    return from_fields(_native.refusal_fields(json.dumps(given)))


class TaskBoard(Protocol):
    """The tasks of a portal. :func:`prove_board` proves an implementation."""

    def find(self, external: TaskSource, /) -> BoardTask | None:
        """The task that stands for an appointment; ``None`` when there is none, and never because looking failed."""

    def get(self, task_id: str, /) -> BoardTask:
        """A task. An unknown id is refused with ``not_found``."""

    def changed(self, after: str | None, limit: int, /) -> TaskPage:
        """Tasks that changed after a mark, in the order of change, each as it stands now; from the first one on for ``None``.

        A mark that this board never gave is refused with ``invalid_input``. Your own changes count like those of a flow.
        """

    def apply(self, change: TaskChange, key: str, /) -> BoardTask:
        """Makes a change and gives the task after it.

        A key that was used before changes nothing again, and gives the task as it stands now; used with another digest it is
        refused with ``key_reuse``. Another version than expected, and an appointment that another task stands for, are refused
        with ``conflict``, an unknown task with ``not_found``. Keep the key in the transaction of the change.
        """


class AsyncTaskBoard(Protocol):
    """As :class:`TaskBoard`, for asyncio."""

    async def find(self, external: TaskSource, /) -> BoardTask | None:
        """As :meth:`TaskBoard.find`."""

    async def get(self, task_id: str, /) -> BoardTask:
        """As :meth:`TaskBoard.get`."""

    async def changed(self, after: str | None, limit: int, /) -> TaskPage:
        """As :meth:`TaskBoard.changed`."""

    async def apply(self, change: TaskChange, key: str, /) -> BoardTask:
        """As :meth:`TaskBoard.apply`."""


class SalesCrm(Protocol):
    """The deals of a portal."""

    def changed_deals(self, after: str | None, /) -> DealPage:
        """Deals that changed after a token of an earlier page, in the order of change; from the beginning for ``None``."""

    def deal(self, deal_id: str, /) -> Deal | None:
        """A deal as it is now; ``None`` when there is none, and never because looking failed."""

    def apply(self, change: DealChange, key: str, /) -> None:
        """Makes a change, and nothing else about the deal. A key that was used before changes nothing again. Keep the key in the
        transaction of the change."""

    def has_applied(self, key: str, /) -> bool:
        """Whether a change was made under this key."""


class AsyncSalesCrm(Protocol):
    """As :class:`SalesCrm`, for asyncio."""

    async def changed_deals(self, after: str | None, /) -> DealPage:
        """As :meth:`SalesCrm.changed_deals`."""

    async def deal(self, deal_id: str, /) -> Deal | None:
        """As :meth:`SalesCrm.deal`."""

    async def apply(self, change: DealChange, key: str, /) -> None:
        """As :meth:`SalesCrm.apply`."""

    async def has_applied(self, key: str, /) -> bool:
        """As :meth:`SalesCrm.has_applied`."""

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

What the portal brings along, its tasks or its deals, stands in :mod:`careweave.host_interfaces`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from . import _native, _wire
from ._generated import wire
from ._generated.models import FamilyActivity, FlowReport, FlowStep, HintReport, SalesMaps, SyncStanding, TaskStatusMap
from ._host_side import BOARD, CRM, Conversation, OnException, OnProgress, require_methods
from .aio import AsyncWellSky
from .errors import invalid_input
from .events import header_pairs
from .host_interfaces import AsyncSalesCrm, AsyncTaskBoard, SalesCrm, TaskBoard
from .providers import AsyncProvider, Provider
from .store import AsyncStore, Store
from .webhooks import Headers
from .wellsky import WellSky

__all__ = [
    "AppointmentSync",
    "AsyncAppointmentSync",
    "AsyncSalesFlow",
    "SalesFlow",
    "prove_board",
    "prove_board_async",
]

_APPOINTMENTS = "flow.appointments"
_SALES = "flow.sales"

T = TypeVar("T")


def _known(operation: str, field: str, value: object, *classes: type) -> None:
    if not isinstance(value, classes):
        names = " or ".join(cls.__name__ for cls in classes)
        raise invalid_input(operation, field, f"must be a {names}")


def _report(step: FlowStep | None) -> FlowReport:
    assert step is not None and step.report is not None
    return step.report


def _hints(step: FlowStep | None) -> HintReport:
    assert step is not None and step.hints is not None
    return step.hints


def _standing(step: FlowStep | None) -> SyncStanding:
    assert step is not None and step.standing is not None
    return step.standing


def _carried(step: FlowStep | None) -> str:
    assert step is not None and step.carried is not None
    return step.carried


class _Appointments:
    """What both forms of the flow over appointments share."""

    __slots__ = ("_board", "_given", "_on_exception", "_provider", "_store")

    def __init__(
        self,
        provider: Provider | AsyncProvider,
        store: Store | AsyncStore,
        board: object,
        *,
        actor: str,
        days_back: int | None = None,
        days_ahead: int | None = None,
        gone_count: int | None = None,
        gone_percent: int | None = None,
        statuses: TaskStatusMap | None = None,
        answer_seconds: float | None = None,
        on_exception: OnException | None = None,
    ) -> None:
        """A flow that sends nothing yet.

        Args:
            provider: the account of a scheduling service.
            store: where is kept what was read, agreed on and is being written.
            board: the tasks of the portal.
            actor: who does it: the opaque name of the worker, which stands in the audit log.
            days_back: how many days back appointments are read; 7 by default.
            days_ahead: how many days ahead; 90 by default.
            gone_count: so many appointments may always be gone in one run; 5 by default. Beyond that and ``gone_percent`` a run
                believes none of them, because it is more likely that the service is ill.
            gone_percent: so may this share of those in the window, in percent; 5 by default.
            statuses: which status of a task stands for which of an appointment; a map of the usual words by default.
            answer_seconds: how long one answer of the board may take; without it as long as it takes. A method that blocks is
                waited for.
            on_exception: called with the method and the exception when a method of the board raises one that is no
                :class:`CareweaveError`: for your log. The run goes on and reports the record as failed.

        Raises:
            InvalidInputError: names the argument and the rule.
        """
        _known(_APPOINTMENTS, "provider", provider, Provider, AsyncProvider)
        _known(_APPOINTMENTS, "store", store, Store, AsyncStore)
        require_methods(_APPOINTMENTS, "board", board, BOARD)
        self._provider = provider
        self._store = store
        self._board = board
        self._on_exception = on_exception
        self._given: tuple[_wire.Given, ...] = (
            ("actor", _wire.plain, actor),
            ("days_back", _wire.count, days_back),
            ("days_ahead", _wire.count, days_ahead),
            ("gone_count", _wire.count, gone_count),
            ("gone_percent", _wire.count, gone_percent),
            ("statuses", wire.WRITE_TASK_STATUS_MAP, statuses),
            ("answer_seconds", _wire.plain, answer_seconds),
        )
        # What is wrong with them is told here, where they are.
        self._begin("status")

    @property
    def connection(self) -> str:
        """The account as gates, audit and mirror name it: ``"calendly/main"``."""
        return f"{self._provider.provider}/{self._provider.integration}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.connection}>"

    def _begin(
        self, run: str, given: Sequence[_wire.Given] = (), on_progress: OnProgress | None = None
    ) -> Conversation:
        asked = (
            ("run", _wire.plain, run),
            *self._given,
            ("progress", _wire.plain, True if on_progress is not None else None),
            *given,
        )
        native = _native.Flow.appointments(
            self._provider._session.native, self._store._native, _wire.arguments(_APPOINTMENTS, asked)
        )
        return Conversation(native, self._board, BOARD, on_progress, self._on_exception)

    def _run(
        self,
        run: str,
        dry_run: bool,
        timeout_seconds: float | None,
        on_progress: OnProgress | None,
        limit: int | None = None,
    ) -> Conversation:
        given: tuple[_wire.Given, ...] = (
            ("dry_run", _wire.plain, dry_run),
            ("timeout_seconds", _wire.plain, timeout_seconds),
            ("limit", _wire.count, limit),
        )
        return self._begin(run, given, on_progress)

    def _accept(self, headers: Headers, body: bytes) -> Conversation:
        pairs = header_pairs(_APPOINTMENTS, headers)
        given: tuple[_wire.Given, ...] = (
            ("headers", _wire.each(_wire.plain), [text for pair in pairs for text in pair]),
            ("body", _wire.base64_of, body),
        )
        return self._begin("accept", given)


class AppointmentSync(_Appointments):
    """One account of a scheduling service and the tasks of a portal, kept in step.

    The service has the say over title, notes, kind and address of a task. Start, end and status may change on both sides:
    where both changed one of them, a person decides. Nothing but a complete reading, and then a look at the very record, calls
    an appointment gone. For asyncio see :class:`AsyncAppointmentSync`.
    """

    __slots__ = ()

    _board: TaskBoard

    def switch_on(self) -> SyncStanding:
        """Switches the integration on. After a failed reading it is in error, until a complete one."""
        return _standing(self._begin("switch_on").hold())

    def switch_off(self) -> SyncStanding:
        """Switches the integration off: nothing is read or written any more."""
        return _standing(self._begin("switch_off").hold())

    def status(self) -> SyncStanding | None:
        """Whether it is on, whether it works, and when it last did; ``None`` before it was ever switched on."""
        step = self._begin("status").hold()
        return None if step is None else step.standing

    def sync(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """Reads the window and brings the tasks, and what may be sent, up to date. A run after a complete one writes nothing.

        Args:
            dry_run: plan, and write nothing.
            timeout_seconds: how long the whole of it may take. What it leaves open the next run looks up.
            on_progress: called after every record with how far it is.

        Raises:
            PermissionDeniedError: the integration is switched off, or the gate does not let it read.
            RequestTimeoutError: it took longer than it was given.
            CareweaveError: what reading the service failed with; then nothing was changed.
        """
        return _report(self._run("sync", dry_run, timeout_seconds, on_progress).hold())

    def push(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """Reads the tasks that changed since the last time and tells the service what changed about their appointments. What the
        gate holds back is sent by a later :meth:`sync`.

        Raises:
            PermissionDeniedError, RequestTimeoutError, CareweaveError: as :meth:`sync`.
        """
        return _report(self._run("push", dry_run, timeout_seconds, on_progress).hold())

    def accept(self, headers: Headers, body: bytes) -> HintReport:
        """Takes a delivery of the service: who sent it is checked, and what it names is marked for :meth:`serve`. Once this
        returns, answer the sender; repeats and any order are harmless.

        Raises:
            AuthenticationError: answer 401 and change nothing.
            DecodeError: it is no delivery of this service: put it aside.
            StorageError: answer so that the sender tries again.
        """
        return _hints(self._accept(headers, body).hold())

    def serve(
        self,
        *,
        limit: int | None = None,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """Fetches what was marked, up to ``limit`` (1 to 1000, 100 by default) records, and brings their tasks up to date.

        Raises:
            PermissionDeniedError, RequestTimeoutError, CareweaveError: as :meth:`sync`.
        """
        return _report(self._run("serve", dry_run, timeout_seconds, on_progress, limit).hold())


class AsyncAppointmentSync(_Appointments):
    """As :class:`AppointmentSync`, for asyncio: the same methods, each a coroutine.

    Cancelling the task, or a time limit of :func:`asyncio.wait_for`, ends the run where it stands; the next one looks up what
    this one left open. A method of a blocking board that runs in its thread by then ends by itself.
    """

    __slots__ = ()

    _board: AsyncTaskBoard | TaskBoard

    async def switch_on(self) -> SyncStanding:
        """As :meth:`AppointmentSync.switch_on`."""
        return _standing(await self._begin("switch_on").hold_async())

    async def switch_off(self) -> SyncStanding:
        """As :meth:`AppointmentSync.switch_off`."""
        return _standing(await self._begin("switch_off").hold_async())

    async def status(self) -> SyncStanding | None:
        """As :meth:`AppointmentSync.status`."""
        step = await self._begin("status").hold_async()
        return None if step is None else step.standing

    async def sync(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`AppointmentSync.sync`."""
        return _report(await self._run("sync", dry_run, timeout_seconds, on_progress).hold_async())

    async def push(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`AppointmentSync.push`."""
        return _report(await self._run("push", dry_run, timeout_seconds, on_progress).hold_async())

    async def accept(self, headers: Headers, body: bytes) -> HintReport:
        """As :meth:`AppointmentSync.accept`."""
        return _hints(await self._accept(headers, body).hold_async())

    async def serve(
        self,
        *,
        limit: int | None = None,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`AppointmentSync.serve`."""
        return _report(await self._run("serve", dry_run, timeout_seconds, on_progress, limit).hold_async())


class _Sales:
    """What both forms of the sales flow share."""

    __slots__ = ("_connection", "_crm", "_given", "_on_exception", "_store", "_wellsky")

    def __init__(
        self,
        wellsky: WellSky | AsyncWellSky,
        store: Store | AsyncStore,
        crm: object,
        *,
        actor: str,
        connection: str | None = None,
        maps: SalesMaps | None = None,
        answer_seconds: float | None = None,
        on_exception: OnException | None = None,
    ) -> None:
        """A flow that sends nothing yet.

        Args:
            wellsky: the client of the agency.
            store: where is kept what was read, agreed on and is being written.
            crm: the deals of the portal.
            actor: who does it: the opaque name of the worker, which stands in the audit log.
            connection: the name of the agency at the gate and in the store; ``"wellsky/agency-<id>"`` by default.
            maps: stages and statuses, who has the say over which field, and what an hour costs; those of
                :meth:`WellSky.sales_maps` by default. Change a copy of those with :func:`dataclasses.replace`.
            answer_seconds: how long one answer of the CRM may take; without it as long as it takes. A method that blocks is waited
                for.
            on_exception: called with the method and the exception when a method of the CRM raises one that is no
                :class:`CareweaveError`: for your log.

        Raises:
            InvalidInputError: names the argument and the rule.
        """
        _known(_SALES, "wellsky", wellsky, WellSky, AsyncWellSky)
        _known(_SALES, "store", store, Store, AsyncStore)
        require_methods(_SALES, "crm", crm, CRM)
        self._wellsky = wellsky
        self._store = store
        self._crm = crm
        self._connection = connection
        self._on_exception = on_exception
        self._given: tuple[_wire.Given, ...] = (
            ("actor", _wire.plain, actor),
            ("connection", _wire.plain, connection),
            ("maps", wire.WRITE_SALES_MAPS, maps),
            ("answer_seconds", _wire.plain, answer_seconds),
        )
        # What is wrong with them is told here, where they are.
        self._begin("convert")

    @property
    def connection(self) -> str:
        """The agency as gates, audit and mirror name it: ``"wellsky/agency-9001"``."""
        return self._connection or f"wellsky/agency-{self._wellsky._session.native.agency_id}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.connection}>"

    def _begin(
        self, run: str, given: Sequence[_wire.Given] = (), on_progress: OnProgress | None = None
    ) -> Conversation:
        asked = (
            ("run", _wire.plain, run),
            *self._given,
            ("progress", _wire.plain, True if on_progress is not None else None),
            *given,
        )
        native = _native.Flow.sales(
            self._wellsky._session.native, self._store._native, _wire.arguments(_SALES, asked)
        )
        return Conversation(native, self._crm, CRM, on_progress, self._on_exception)

    def _run(
        self, run: str, dry_run: bool, timeout_seconds: float | None, on_progress: OnProgress | None
    ) -> Conversation:
        given: tuple[_wire.Given, ...] = (
            ("dry_run", _wire.plain, dry_run),
            ("timeout_seconds", _wire.plain, timeout_seconds),
        )
        return self._begin(run, given, on_progress)

    def _activity(self, activity: FamilyActivity) -> Conversation:
        return self._begin("family_activity", (("activity", wire.WRITE_FAMILY_ACTIVITY, activity),))


class SalesFlow(_Sales):
    """The deals of a portal and the prospects and clients of WellSky, kept in step.

    A deal that is new becomes a prospect with the deal's id; a field that changed on one side goes to the other, and where both
    changed one, a person decides. Call the methods as often as you like: what is done is not done again. For asyncio see
    :class:`AsyncSalesFlow`.
    """

    __slots__ = ()

    _crm: SalesCrm

    def outbound(
        self,
        *,
        whole: bool = False,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """Carries over the deals that changed since the last run. One that is as it was costs no request to WellSky.

        Args:
            whole: read all deals from the beginning: after the maps were changed, or to mend what only that mends.
            dry_run: plan, and write nothing.
            timeout_seconds: how long the whole of it may take. What it leaves open the next run looks up.
            on_progress: called after every record with how far it is.

        Raises:
            RequestTimeoutError: it took longer than it was given.
            CareweaveError: the store failed, or listing deals; what was not read is read by the next run.
        """
        run = "outbound_whole" if whole else "outbound"
        return _report(self._run(run, dry_run, timeout_seconds, on_progress).hold())

    def inbound(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """Carries over what changed in WellSky since the last run, for the prospects and clients of deals. A reading that is not
        complete changes nobody's status.

        Raises:
            RequestTimeoutError, CareweaveError: as :meth:`outbound`.
        """
        return _report(self._run("inbound", dry_run, timeout_seconds, on_progress).hold())

    def convert(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """Makes clients of the prospects whose paperwork is proved to be signed and whose deal is won, each once. Whoever sees the
        paperwork arms the latch ``prospect.convert`` for ``<connection>/<prospect id>``.

        Raises:
            RequestTimeoutError, CareweaveError: as :meth:`outbound`.
        """
        return _report(self._run("convert", dry_run, timeout_seconds, on_progress).hold())

    def family_activity(self, activity: FamilyActivity) -> str:
        """Writes what a family did as a note of the deal, once. Gives what became of it: ``written``, ``already``, ``refused`` (by
        the gate) or ``in_doubt`` (call again with the same id later).

        Raises:
            InvalidInputError: the id is none.
            NotFoundError: the client belongs to no deal.
            CareweaveError: what the CRM refused it with.
        """
        return _carried(self._activity(activity).hold())


class AsyncSalesFlow(_Sales):
    """As :class:`SalesFlow`, for asyncio: the same methods, each a coroutine. Cancelling the task ends the run where it stands;
    the next one looks up what this one left open."""

    __slots__ = ()

    _crm: AsyncSalesCrm | SalesCrm

    async def outbound(
        self,
        *,
        whole: bool = False,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`SalesFlow.outbound`."""
        run = "outbound_whole" if whole else "outbound"
        return _report(await self._run(run, dry_run, timeout_seconds, on_progress).hold_async())

    async def inbound(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`SalesFlow.inbound`."""
        return _report(await self._run("inbound", dry_run, timeout_seconds, on_progress).hold_async())

    async def convert(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`SalesFlow.convert`."""
        return _report(await self._run("convert", dry_run, timeout_seconds, on_progress).hold_async())

    async def family_activity(self, activity: FamilyActivity) -> str:
        """As :meth:`SalesFlow.family_activity`."""
        return _carried(await self._activity(activity).hold_async())


_SUITE = "flow.board_suite"


def prove_board(board: TaskBoard) -> None:
    """Proves a board that holds no task yet, by the rules that the flow relies on. It is left with tasks of the source
    ``suite/board``: call it in a test of yours.

    Raises:
        RejectedError: a rule does not hold; ``error.get("rule")`` says which.
        CareweaveError: what the board itself failed with; the ``__cause__`` is its exception.
    """
    require_methods(_SUITE, "board", board, BOARD)
    Conversation(_native.Flow.board_suite(), board, BOARD).hold()


async def prove_board_async(board: AsyncTaskBoard | TaskBoard) -> None:
    """As :func:`prove_board`, awaited."""
    require_methods(_SUITE, "board", board, BOARD)
    await Conversation(_native.Flow.board_suite(), board, BOARD).hold_async()

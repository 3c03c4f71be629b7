"""The appointments of a scheduling service and the tasks of a portal, kept in step."""

from __future__ import annotations

from collections.abc import Sequence

from . import _native, _wire
from ._generated import wire
from ._generated.models import FlowReport, FlowStep, HintReport, SyncStanding, TaskStatusMap
from ._host_side import BOARD, Conversation, OnException, OnProgress, report_of, require_instance, require_methods
from .events import header_pairs
from .host_interfaces import AsyncTaskBoard, TaskBoard
from .providers import AsyncProvider, Provider
from .store import AsyncStore, Store
from .webhooks import Headers

__all__ = ["AppointmentSync", "AsyncAppointmentSync", "prove_board", "prove_board_async"]

_APPOINTMENTS = "flow.appointments"


def _hints(step: FlowStep | None) -> HintReport:
    assert step is not None and step.hints is not None
    return step.hints


def _standing(step: FlowStep | None) -> SyncStanding:
    assert step is not None and step.standing is not None
    return step.standing


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
        require_instance(_APPOINTMENTS, "provider", provider, Provider, AsyncProvider)
        require_instance(_APPOINTMENTS, "store", store, Store, AsyncStore)
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
        return report_of(self._run("sync", dry_run, timeout_seconds, on_progress).hold())

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
        return report_of(self._run("push", dry_run, timeout_seconds, on_progress).hold())

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
        return report_of(self._run("serve", dry_run, timeout_seconds, on_progress, limit).hold())


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
        return report_of(await self._run("sync", dry_run, timeout_seconds, on_progress).hold_async())

    async def push(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`AppointmentSync.push`."""
        return report_of(await self._run("push", dry_run, timeout_seconds, on_progress).hold_async())

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
        return report_of(await self._run("serve", dry_run, timeout_seconds, on_progress, limit).hold_async())


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

"""The deals of a portal and the prospects and clients of WellSky, kept in step."""

from __future__ import annotations

from collections.abc import Sequence

from . import _native, _wire
from ._generated import wire
from ._generated.models import FamilyActivity, FlowReport, FlowStep, SalesMaps
from ._host_side import CRM, Conversation, OnException, OnProgress, report_of, require_instance, require_methods
from .aio import AsyncWellSky
from .host_interfaces import AsyncSalesCrm, SalesCrm
from .store import AsyncStore, Store
from .wellsky import WellSky

__all__ = ["AsyncSalesFlow", "SalesFlow"]

_SALES = "flow.sales"


def _carried(step: FlowStep | None) -> str:
    assert step is not None and step.carried is not None
    return step.carried


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
        require_instance(_SALES, "wellsky", wellsky, WellSky, AsyncWellSky)
        require_instance(_SALES, "store", store, Store, AsyncStore)
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
        return report_of(self._run(run, dry_run, timeout_seconds, on_progress).hold())

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
        return report_of(self._run("inbound", dry_run, timeout_seconds, on_progress).hold())

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
        return report_of(self._run("convert", dry_run, timeout_seconds, on_progress).hold())

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
        return report_of(await self._run(run, dry_run, timeout_seconds, on_progress).hold_async())

    async def inbound(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`SalesFlow.inbound`."""
        return report_of(await self._run("inbound", dry_run, timeout_seconds, on_progress).hold_async())

    async def convert(
        self,
        *,
        dry_run: bool = False,
        timeout_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> FlowReport:
        """As :meth:`SalesFlow.convert`."""
        return report_of(await self._run("convert", dry_run, timeout_seconds, on_progress).hold_async())

    async def family_activity(self, activity: FamilyActivity) -> str:
        """As :meth:`SalesFlow.family_activity`."""
        return _carried(await self._activity(activity).hold_async())

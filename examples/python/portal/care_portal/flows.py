"""What the portal does over and over: on a schedule, when a delivery says that something happened, and on demand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import careweave
from careweave import AsyncAppointmentSync, AsyncProvider, AsyncSalesFlow, AsyncStore, AsyncWellSky, FlowReport
from sqlalchemy import Engine

from .deals import SqlSalesCrm
from .outbox import send_what_waits
from .settings import Settings
from .tasks import SqlTaskBoard

log = logging.getLogger(__name__)


class Flows:
    """The flows of one agency, one run at a time. Further workers on the same database do no harm: whatever two of them see, one
    of them writes."""

    def __init__(self, settings: Settings, engine: Engine, store: AsyncStore, ws: AsyncWellSky) -> None:
        """Flows over the portal's tables."""
        self.tasks = SqlTaskBoard(engine)
        self.deals = SqlSalesCrm(engine)
        self.store = store
        self.ws = ws
        self.reports: dict[str, FlowReport] = {}
        provider = AsyncProvider.from_url(settings.provider_url)
        self.appointments = AsyncAppointmentSync(
            provider, store, self.tasks, actor=settings.actor, on_exception=self._exception
        )
        self.sales = AsyncSalesFlow(ws, store, self.deals, actor=settings.actor, on_exception=self._exception)
        self._settings = settings
        self._running = asyncio.Lock()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Asks for a run at once: somebody heard that something happened."""
        self._wake.set()

    async def run(self, *, dry_run: bool = False) -> dict[str, FlowReport]:
        """Everything there is to do, or with ``dry_run`` what it would be."""
        async with self._running:
            reports = {
                "appointments.serve": await self.appointments.serve(dry_run=dry_run),
                "appointments.push": await self.appointments.push(dry_run=dry_run),
                "appointments.sync": await self.appointments.sync(dry_run=dry_run),
                "sales.inbound": await self.sales.inbound(dry_run=dry_run),
                "sales.outbound": await self.sales.outbound(dry_run=dry_run),
                "sales.convert": await self.sales.convert(dry_run=dry_run),
            }
            if not dry_run:
                await send_what_waits(self.store, self.ws, self._settings.actor)
                self.reports.update(reports)
            return reports

    async def metrics(self) -> str:
        """What was asked of WellSky, what waits and what was queued, as Prometheus reads it. Nothing in it is of a person."""
        integrations = [
            careweave.Integration("appointments", self.appointments.connection),
            careweave.Integration("sales", self.sales.connection),
        ]
        return careweave.metrics.page(
            await self.ws.metrics_text(), await self.store.health.metrics_text(integrations)
        )

    async def keep_in_step(self) -> None:
        """Runs every few minutes, and when it is woken, until it is cancelled."""
        while True:
            try:
                await self.run()
            except careweave.CareweaveError as error:
                # Its line holds nothing personal. The next run goes on where this one stopped.
                log.warning("a run failed: %s", error)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._settings.every_seconds)
            self._wake.clear()

    def _exception(self, method: str, error: Exception) -> None:
        # The words of an exception may hold what a row holds, so only its class is logged.
        log.error("%s raised %s", method, type(error).__name__)


@asynccontextmanager
async def running(flows: Flows, every_seconds: float) -> AsyncIterator[None]:
    """Keeps the agency in step as long as the portal is up."""
    if every_seconds <= 0:
        yield
        return
    task = asyncio.ensure_future(flows.keep_in_step())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

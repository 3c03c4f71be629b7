"""The portal: its routes for the people of the agency, its webhooks, and the flows beneath.

    PORTAL_TOKEN=… PORTAL_PROVIDER_URL=… … uvicorn --factory care_portal.app:app
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import careweave
from careweave import AsyncStore, AsyncWellSky, CareweaveError
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, Field
from starlette.concurrency import run_in_threadpool

from .flows import Flows, running
from .outbox import decide
from .settings import Settings
from .tables import DealRow, TaskRow, create_tables, engine_at
from .webhooks import routes as webhook_routes

STATUS_OF = {"not_found": 404, "conflict": 409, "invalid_input": 422, "forbidden": 403, "key_reuse": 409}


class TaskEdit(BaseModel):
    """What somebody changes about a task."""

    status: Literal["pending", "confirmed", "completed", "cancelled", "missed"] | None = None
    start: AwareDatetime | None = None
    end: AwareDatetime | None = None


class NewDeal(BaseModel):
    """A family that called."""

    id: str = Field(min_length=1, max_length=200)
    name: str
    phone: str
    email: str | None = None
    notes: str | None = None


class DealEdit(BaseModel):
    """What somebody changes about a deal."""

    stage: str | None = None
    phone: str | None = None
    email: str | None = None
    notes: str | None = None


class Assignment(BaseModel):
    """Who gets which shift."""

    shift_id: str
    caregiver_id: str


class Rollout(BaseModel):
    """How far an integration may go: off, read_only, inbound, outbound, two_way, automation."""

    level: str


def create_app(settings: Settings) -> FastAPI:
    """The portal over a database. The store is made first, so that its tables are there."""
    careweave.Store(settings.database_url, schema=settings.schema).close()
    engine = engine_at(settings.database_url)
    create_tables(engine)

    @asynccontextmanager
    async def lifespan(portal: FastAPI) -> AsyncIterator[None]:
        ws = AsyncWellSky.from_env() if settings.wellsky is None else AsyncWellSky(**settings.wellsky)
        store = await AsyncStore.open(settings.database_url, schema=settings.schema)
        flows = Flows(settings, engine, store, ws)
        portal.include_router(agency_routes(settings, flows, engine))
        portal.include_router(webhook_routes(settings, flows))
        portal.state.flows = flows
        try:
            async with running(flows, settings.every_seconds):
                yield
        finally:
            await ws.close()
            await store.close()
            engine.dispose()

    portal = FastAPI(lifespan=lifespan)

    @portal.exception_handler(CareweaveError)
    async def refused(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, CareweaveError)
        body = {"code": error.code, "message": error.message, "field": error.get("field")}
        return JSONResponse(body, status_code=STATUS_OF.get(error.code, 502))

    return portal


def agency_routes(settings: Settings, flows: Flows, engine: Any) -> APIRouter:
    """What the people of the agency use, with the token they were given."""

    async def known(authorization: str = Header(default="")) -> None:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {settings.token}".encode()):
            raise HTTPException(401, "show the token of the portal")

    router = APIRouter(dependencies=[Depends(known)])

    @router.get("/tasks")
    async def tasks() -> list[dict[str, Any]]:
        return [dataclasses.asdict(task) for task in await run_in_threadpool(flows.tasks.all)]

    @router.patch("/tasks/{task_id}")
    async def edit_task(task_id: str, edit: TaskEdit) -> dict[str, Any]:
        def change(row: TaskRow) -> None:
            for name, value in edit.model_dump(exclude_none=True).items():
                setattr(row, name, value)

        task = await run_in_threadpool(flows.tasks.edit, task_id, change)
        flows.wake()
        return dataclasses.asdict(task)

    @router.post("/deals", status_code=201)
    async def new_deal(deal: NewDeal) -> dict[str, Any]:
        def fill(row: DealRow) -> None:
            row.name, row.phone, row.email, row.notes = deal.name, deal.phone, deal.email, deal.notes

        made = await run_in_threadpool(flows.deals.create, deal.id, fill)
        flows.wake()
        return dataclasses.asdict(made)

    @router.get("/deals/{deal_id}")
    async def one_deal(deal_id: str) -> dict[str, Any]:
        found = await run_in_threadpool(flows.deals.deal, deal_id)
        if found is None:
            raise HTTPException(404, "there is no such deal")
        return {**dataclasses.asdict(found), "heard": await run_in_threadpool(flows.deals.heard, deal_id)}

    @router.patch("/deals/{deal_id}")
    async def edit_deal(deal_id: str, edit: DealEdit) -> dict[str, Any]:
        def change(row: DealRow) -> None:
            for name, value in edit.model_dump(exclude_unset=True).items():
                setattr(row, name, value)

        made = await run_in_threadpool(flows.deals.edit, deal_id, change)
        flows.wake()
        return dataclasses.asdict(made)

    @router.post("/assignments", status_code=202)
    async def assign(assignment: Assignment) -> dict[str, bool]:
        await run_in_threadpool(
            decide, engine, settings, flows.sales.connection, assignment.shift_id, assignment.caregiver_id
        )
        flows.wake()
        return {"queued": True}

    @router.post("/flows/run")
    async def run(dry_run: bool = False) -> dict[str, Any]:
        reports = await flows.run(dry_run=dry_run)
        return {name: dataclasses.asdict(report) for name, report in reports.items()}

    @router.get("/flows")
    async def last_reports() -> dict[str, Any]:
        standing = await flows.appointments.status()
        return {
            "appointments": None if standing is None else dataclasses.asdict(standing),
            "reports": {name: dataclasses.asdict(report) for name, report in flows.reports.items()},
        }

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(await flows.metrics(), media_type=careweave.metrics.CONTENT_TYPE)

    @router.put("/flows/level")
    async def roll_out(rollout: Rollout) -> dict[str, str]:
        for connection in (flows.appointments.connection, flows.sales.connection):
            await flows.store.gate.set_level(connection, rollout.level, settings.actor, "rollout")
        if rollout.level == "off":
            await flows.appointments.switch_off()
        else:
            await flows.appointments.switch_on()
        flows.wake()
        return {"level": rollout.level}

    return router


def app() -> FastAPI:
    """For uvicorn."""
    return create_app(Settings.from_env())

"""`httpx` with pydantic models: blocking for lists, asyncio for a schedule."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx

import models
import results
import visits

# Enough to use up a hundred calls a second at 100 ms each, and a little more for the time between two calls.
AT_ONCE = 12


class Lane:
    def __init__(self) -> None:
        self._http: httpx.Client | None = None

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        endpoint = order["endpoint"]
        match order["task"]:
            case "list_clients":
                return list_clients(self._open(endpoint), endpoint)
            case "agency_schedule":
                return asyncio.run(agency_schedule(endpoint, visits.Window(order["start"], order["end"])))
            case other:
                raise ValueError(f"this lane does no {other}")

    def _open(self, endpoint: dict[str, str]) -> httpx.Client:
        if self._http is None:
            self._http = httpx.Client(timeout=30)
            answer = self._http.post(endpoint["token"], json=grant(endpoint))
            answer.raise_for_status()
            self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            self._http.headers["X-Agency-Id"] = endpoint["agency_id"]
        return self._http


def grant(endpoint: dict[str, str]) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": endpoint["api_key"],
        "client_secret": endpoint["api_secret"],
    }


def list_clients(http: httpx.Client, endpoint: dict[str, str]) -> dict[str, Any]:
    begun = time.perf_counter()
    rows: list[models.Client] = []
    while True:
        query = {"limit": visits.PAGE, "offset": len(rows)}
        answer = http.get(f"{endpoint['rest']}/clients", params=query)
        answer.raise_for_status()
        page = models.ClientPage.model_validate_json(answer.content)
        rows += page.clients
        if not page.clients or len(rows) >= page.total:
            break
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "parts": results.clients(rows)}


async def agency_schedule(endpoint: dict[str, str], window: visits.Window) -> dict[str, Any]:
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(timeout=30, limits=limits) as http:
        answer = await http.post(endpoint["token"], json=grant(endpoint))
        answer.raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        connect = Connect(http, endpoint["connect"])
        begun = time.perf_counter()
        patients = await connect.search("patients/_search/", {})
        everybody = [patient["id"] for patient in patients if visits.is_client(patient)]
        schedules = await asyncio.gather(*(schedule(connect, client, window) for client in everybody))
        seconds = time.perf_counter() - begun
    parts = {
        client: visits.visits_digest(rows) for client, rows in zip(everybody, schedules, strict=True) if rows
    }
    return {"seconds": seconds, "parts": parts}


async def schedule(connect: Connect, client: str, window: visits.Window) -> list[Any]:
    weeks = [{"clientId": client, **days} for days in window.weeks()]
    found = await asyncio.gather(*(connect.search("appointment/_search/", week, "start") for week in weeks))
    kept = [appointment for week in found for appointment in week if window.holds(appointment)]
    if not kept:
        return []
    filters = {"clientId": client, **window.encounter_days()}
    return visits.join(kept, await connect.search("encounter/_search/", filters, "startDate"))


class Connect:
    def __init__(self, http: httpx.AsyncClient, root: str) -> None:
        self._http = http
        self._root = root
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def search(self, path: str, filters: dict[str, str], sort: str | None = None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        page = 0
        while True:
            query: dict[str, Any] = {"_count": visits.PAGE, "_page": page}
            if sort:
                query["_sort"] = sort
            bundle = (await self._post(f"{self._root}/{path}", query, filters)).json()
            found = visits.resources(bundle)
            rows += found
            if not found or len(rows) >= bundle.get("totalRecords", 0):
                return rows
            page += 1

    async def _post(self, url: str, query: dict[str, Any], filters: dict[str, str]) -> httpx.Response:
        while True:
            async with self._turns:
                answer = await self._http.post(url, params=query, json=filters)
            if answer.status_code != 429:
                answer.raise_for_status()
                return answer
            await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))

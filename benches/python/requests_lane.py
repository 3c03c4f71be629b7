"""`requests` in a loop: the integration most portals begin with."""

from __future__ import annotations

import time
from typing import Any

import requests

import visits


class Lane:
    def __init__(self) -> None:
        self._http: requests.Session | None = None

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "agency_schedule":
            raise ValueError(f"this lane does no {order['task']}")
        endpoint = order["endpoint"]
        http = self._open(endpoint)
        window = visits.Window(order["start"], order["end"])
        begun = time.perf_counter()
        everybody = [p for p in search(http, endpoint, "patients/_search/", {}) if visits.is_client(p)]
        listed = time.perf_counter() - begun
        chosen = everybody[: order["clients"]]
        schedules = {patient["id"]: schedule(http, endpoint, patient["id"], window) for patient in chosen}
        seconds = time.perf_counter() - begun
        return {
            "seconds": seconds,
            "parts": {client: visits.visits_digest(rows) for client, rows in schedules.items() if rows},
            "sample": {"fixed_seconds": listed, "done": len(chosen), "of": len(everybody)},
        }

    def _open(self, endpoint: dict[str, str]) -> requests.Session:
        if self._http is None:
            self._http = requests.Session()
            grant = {
                "grant_type": "client_credentials",
                "client_id": endpoint["api_key"],
                "client_secret": endpoint["api_secret"],
            }
            answer = self._http.post(endpoint["token"], json=grant, timeout=30)
            answer.raise_for_status()
            self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self._http


def schedule(http: requests.Session, endpoint: dict[str, str], client: str, window: visits.Window) -> list[Any]:
    found = []
    for days in window.weeks():
        found += search(http, endpoint, "appointment/_search/", {"clientId": client, **days}, "start")
    kept = [appointment for appointment in found if window.holds(appointment)]
    if not kept:
        return []
    filters = {"clientId": client, **window.encounter_days()}
    return visits.join(kept, search(http, endpoint, "encounter/_search/", filters, "startDate"))


def search(
    http: requests.Session, endpoint: dict[str, str], path: str, filters: dict[str, str], sort: str | None = None
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page = 0
    while True:
        query: dict[str, Any] = {"_count": visits.PAGE, "_page": page}
        if sort:
            query["_sort"] = sort
        answer = post(http, f"{endpoint['connect']}/{path}", query, filters)
        bundle = answer.json()
        found = visits.resources(bundle)
        rows += found
        if not found or len(rows) >= bundle.get("totalRecords", 0):
            return rows
        page += 1


def post(http: requests.Session, url: str, query: dict[str, Any], filters: dict[str, str]) -> requests.Response:
    while True:
        answer = http.post(url, params=query, json=filters, timeout=30)
        if answer.status_code != 429:
            answer.raise_for_status()
            return answer
        time.sleep(float(answer.headers.get("Retry-After", "1")))

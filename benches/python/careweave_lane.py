"""Ours, as a portal in Python uses it."""

from __future__ import annotations

import os
import time
from typing import Any

import careweave

import results


class Lane:
    def __init__(self) -> None:
        self._client: careweave.WellSky | None = None

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        ws = self._open(order["endpoint"])
        match order["task"]:
            case "list_clients":
                return list_clients(ws)
            case "stream_clients":
                return stream_clients(ws, order["rows"])
            case other:
                raise ValueError(f"this lane does no {other}")

    def _open(self, endpoint: dict[str, str]) -> careweave.WellSky:
        if self._client is None:
            os.environ.update(
                WELLSKY_API_KEY=endpoint["api_key"],
                WELLSKY_API_SECRET=endpoint["api_secret"],
                WELLSKY_AGENCY_ID=endpoint["agency_id"],
                WELLSKY_BASE_URL=endpoint["rest"],
                WELLSKY_TOKEN_URL=endpoint["token"],
                # The peers have none, and this server allows any rate.
                WELLSKY_RATE_LIMIT="off",
            )
            self._client = careweave.WellSky.from_env()
        return self._client


def list_clients(ws: careweave.WellSky) -> dict[str, Any]:
    begun = time.perf_counter()
    rows = ws.clients()
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "parts": results.clients(rows)}


def stream_clients(ws: careweave.WellSky, rows: int) -> dict[str, Any]:
    begun = time.perf_counter()
    stream = results.StreamParts()
    total = 0
    for page in ws.client_pages():
        total = page.total
        for client in page.items:
            stream.add(client.id)
        if stream.rows >= rows:
            break
    return {
        "seconds": time.perf_counter() - begun,
        "parts": stream.parts,
        "sample": {"fixed_seconds": 0.0, "done": stream.rows, "of": total},
    }

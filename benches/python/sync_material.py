"""Rows of another system, the same in every language (see src/sync/rows.rs), and how a result is read back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import results

BODY = 500
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def row_id(n: int) -> str:
    return f"client-{n:08}"


def body(n: int, generation: int) -> str:
    head = f"{row_id(n)}|{generation}|"
    return (head + ALPHABET * (BODY // len(ALPHABET) + 1))[:BODY]


def rows(until: int, generation: int) -> list[tuple[str, str]]:
    return [(row_id(n), body(n, generation)) for n in range(until)]


def generations(content: str) -> tuple[int | None, int]:
    """Of what is there already, and of what comes."""
    return {"new": (None, 0), "same": (0, 0), "changed": (0, 1)}[content]


def answer(seconds: float, stored: Iterable[tuple[str, str]], expected: int, of: int) -> dict[str, Any]:
    """What was stored, in the order of the ids; `of` rows were to be done, `expected` were."""
    parts = results.StreamParts()
    for external_id, content in stored:
        parts.add(f"{external_id}|{content}")
    if parts.rows != expected:
        raise ValueError(f"{parts.rows} rows are there, and should be {expected}")
    told: dict[str, Any] = {"seconds": seconds, "parts": parts.parts}
    if expected != of:
        told["sample"] = {"fixed_seconds": 0.0, "done": expected, "of": of}
    return told

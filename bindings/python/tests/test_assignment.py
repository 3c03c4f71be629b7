"""Assigning shifts from Python, over the vectors that Rust and Node read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import careweave
import pytest
from careweave import assignment
from conftest import REPOSITORY

FILES = sorted((REPOSITORY / "vectors/assignment").glob("*.json"))
CASES: list[dict[str, Any]] = [json.loads(path.read_text("utf-8")) for path in FILES]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_vector_is_solved_as_it_says(case: dict[str, Any]) -> None:
    solution = assignment.solve(case["problem"])
    expected = case["expected"]
    rows = [[a.visit, a.caregiver, a.start] for a in solution.assignment]
    assert [row[: len(wanted)] for row, wanted in zip(rows, expected["assignment"], strict=True)] == expected["assignment"]
    assert [u.visit for u in solution.unfilled] == expected["unfilled"]
    assert (solution.objective.total, solution.stop_reason) == (expected["total"], expected["stop_reason"])
    assert assignment.cost_of(case["problem"], solution.assignment) == solution.objective
    assert solution.gap == solution.objective.total - solution.lower_bound


def test_there_are_vectors() -> None:
    assert len(CASES) >= 3


def crowded() -> assignment.Problem:
    caregivers = [{"id": f"c{n:03}"} for n in range(12)]
    visits = [
        {"id": f"v{n:03}", "start": 37 * n % 1_400, "end": 37 * n % 1_400 + 240, "unfilled_penalty": 500 + n}
        for n in range(60)
    ]
    pairs = [{"caregiver": c["id"], "visit": v["id"], "cost": (7 * i + 13 * j) % 97} for i, c in enumerate(caregivers)
             for j, v in enumerate(visits)]
    return {"caregivers": caregivers, "visits": visits, "pairs": pairs}


def test_the_same_seed_gives_the_same_solution() -> None:
    one, again = (assignment.solve(crowded(), iterations=200, seed=7) for _ in range(2))
    assert one == again
    assert one.lower_bound <= one.objective.total


def test_a_wrong_record_is_named() -> None:
    problem = {"caregivers": [], "visits": [{"id": "1", "start": 60, "end": 30, "unfilled_penalty": 1}]}
    with pytest.raises(careweave.InvalidInputError) as refused:
        assignment.solve(problem)
    assert (refused.value.get("record"), refused.value.get("field")) == ("visits[0]", "end")
    with pytest.raises(careweave.InvalidInputError):
        assignment.solve("{")
    with pytest.raises(careweave.InvalidInputError) as refused:
        assignment.solve(crowded(), iterations=-1)
    assert refused.value.get("field") == "iterations"


async def test_a_cancelled_task_stops_the_search() -> None:
    task = asyncio.create_task(assignment.solve_async(crowded(), iterations=10**12))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as stopped:
        await task
    assert isinstance(stopped.value.__cause__, careweave.OperationCancelledError)
    solved = await assignment.solve_async(CASES[0]["problem"])
    assert solved.objective.total == CASES[0]["expected"]["total"]

"""Who gets which shift: assigning many visits at once, at least cost, with a proof of how good it is.

A problem (format ``careweave.assignment/1``) is a mapping, or the text of a problem file; times are whole minutes since an
origin of your choice, costs are whole numbers, and lower is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from . import _native
from ._calls import Prepared, run, wait
from ._plain import arguments, text
from ._plans import reader

__all__ = ["Assigned", "Objective", "Problem", "Solution", "Unfilled", "cost_of", "solve", "solve_async"]


class _Required(TypedDict):
    caregivers: list[dict[str, Any]]
    visits: list[dict[str, Any]]


class Problem(_Required, total=False):
    """The keys of a problem. ``format`` is ``"careweave.assignment/1"``, and is added when it is not there."""

    format: str
    pairs: list[dict[str, Any]]
    eligibility: str
    links: list[dict[str, Any]]
    travel: dict[str, Any]
    forbidden_successions: list[tuple[str, str]]
    day_starts: list[int]
    week_starts: list[int]
    days: int
    saturdays: list[int]
    late_cost_per_minute: int
    max_lateness_cost_per_minute: int
    offset: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """One caregiver on one visit."""

    visit: str
    caregiver: str
    start: int | None
    """The minute at which it begins; ``None`` in a problem without times."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A visit without all of its caregivers."""

    visit: str
    missing: int


@dataclass(frozen=True, slots=True)
class Objective:
    """What an assignment costs, part by part; ``total`` is their sum."""

    total: int
    unfilled: int
    pairs: int
    extra: int
    overtime: int
    travel: int
    lateness: int
    max_lateness: int
    use_of_caregivers: int
    offset: int


@dataclass(frozen=True, slots=True)
class Solution:
    """An assignment, what it costs, and how much better it could be at most."""

    assignment: tuple[Assigned, ...]
    unfilled: tuple[Unfilled, ...]
    objective: Objective
    lower_bound: int
    """No solution costs less than this."""
    gap: int
    """``objective.total - lower_bound``; zero is a proof."""
    gap_ppm: int
    iterations: int
    stop_reason: str
    """``optimal``: nothing better exists. ``budget``: the iterations are used up."""


_read_solution = reader(Solution)
_read_objective = reader(Objective)


def solve(
    problem: Problem | Mapping[str, Any] | str, *, iterations: int | None = None, seed: int | None = None
) -> Solution:
    """Solves a problem. The same problem, iterations and seed give the same solution on every machine.

    It blocks with the interpreter released; Ctrl-C ends it.

    Args:
        iterations: How hard to search, 20,000 unless stated. There is no limit by time: results would differ between
            machines.
        seed: Of every random choice.

    Raises:
        InvalidInputError: a record breaks a rule; the context names the ``record`` (``visits[3]``) and the ``field``.
        ConflictError: no plan of a caregiver keeps their minimums.
    """
    return wait(_prepared(problem, iterations, seed))


async def solve_async(
    problem: Problem | Mapping[str, Any] | str, *, iterations: int | None = None, seed: int | None = None
) -> Solution:
    """As :func:`solve`; a cancelled task stops the search."""
    return await run(_prepared(problem, iterations, seed))


def _prepared(
    problem: Problem | Mapping[str, Any] | str, iterations: int | None, seed: int | None
) -> Prepared[Solution]:
    effort = arguments("assignment.solve", iterations=iterations, seed=seed)
    return Prepared(_native.solve(_document(problem), effort), _read_solution)


def cost_of(problem: Problem | Mapping[str, Any] | str, assignment: Iterable[Assigned | Mapping[str, Any]]) -> Objective:
    """Checks every rule and recomputes the cost of an assignment, independently of the solver.

    Raises:
        InvalidInputError: the problem or the assignment breaks a rule.
        ConflictError: as the rules of the problem say.
    """
    given = arguments("assignment.evaluate", assignment=list(assignment))
    return _read_objective(_native.compute("assignment.evaluate", _document(problem), given))


def _document(problem: Problem | Mapping[str, Any] | str) -> str:
    if isinstance(problem, str):
        return problem
    return text("assignment.load", {"format": "careweave.assignment/1", **problem})

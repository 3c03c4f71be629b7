"""OR-Tools CP-SAT on the staffing model."""

from __future__ import annotations

import time
from typing import Any

from ortools.sat.python import cp_model

from agency import Staffing, all_open, answer, at_once, staffing


def model_of(problem: Staffing) -> cp_model.CpModel:
    model = cp_model.CpModel()
    takes = {pair: model.new_bool_var("") for pair in problem.pairs}
    cost: list[Any] = [price * takes[pair] for pair, price in problem.pairs.items()]
    whoever: list[list[Any]] = [[] for _ in problem.visits]
    for (_, s), taken in takes.items():
        whoever[s].append(taken)
    for s, (_, _, penalty) in enumerate(problem.visits):
        opened = model.new_bool_var("")
        model.add_exactly_one([*whoever[s], opened])
        cost.append(penalty * opened)
    longest = sum(end - start for start, end, _ in problem.visits)
    for c, mine in enumerate(problem.mine()):
        for group in at_once(problem, mine):
            model.add_at_most_one(takes[c, s] for s in group)
        minutes = sum((problem.visits[s][1] - problem.visits[s][0]) * takes[c, s] for s in mine)
        extra = model.new_int_var(0, longest, "")
        model.add(extra >= minutes - problem.overtime_after)
        cost.append(extra)
    model.minimize(sum(cost))
    return model


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "staff":
            raise ValueError(f"this lane does no {order['task']}")
        problem, limit = staffing(order["week"]), order["seconds"]
        begun = time.perf_counter()
        model = model_of(problem)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = 7
        if limit is not None:
            solver.parameters.max_time_in_seconds = float(limit)
        status = solver.solve(model)
        seconds = time.perf_counter() - begun
        if limit is None and status != cp_model.OPTIMAL:
            raise RuntimeError(f"CP-SAT ended with {solver.status_name(status)}")
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        cost = round(solver.objective_value) if found else all_open(problem)
        return answer(seconds, {"cost": str(cost)}, None, 0)

"""OR-Tools CP-SAT on the staffing model."""

from __future__ import annotations

import time
from typing import Any

from ortools.sat.python import cp_model

from agency import answer, at_once, staffing


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "staff":
            raise ValueError(f"this lane does no {order['task']}")
        problem = staffing(order["shifts"], order["caregivers"], order["seed"])
        begun = time.perf_counter()
        model = cp_model.CpModel()
        takes = {pair: model.new_bool_var("") for pair in problem.pairs}
        cost: list[Any] = [price * takes[pair] for pair, price in problem.pairs.items()]
        for s, (_, _, penalty) in enumerate(problem.visits):
            whoever = [takes[c, s] for c in range(problem.caregivers) if (c, s) in takes]
            opened = model.new_bool_var("")
            model.add_exactly_one([*whoever, opened])
            cost.append(penalty * opened)
        longest = sum(end - start for start, end, _ in problem.visits)
        for c in range(problem.caregivers):
            for group in at_once(problem):
                model.add_at_most_one(takes[c, s] for s in group if (c, s) in takes)
            minutes = sum((end - start) * takes[c, s] for s, (start, end, _) in enumerate(problem.visits) if (c, s) in takes)
            extra = model.new_int_var(0, longest, "")
            model.add(extra >= minutes - problem.overtime_after)
            cost.append(extra)
        model.minimize(sum(cost))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = 7
        status = solver.solve(model)
        seconds = time.perf_counter() - begun
        if status != cp_model.OPTIMAL:
            raise RuntimeError(f"CP-SAT ended with {solver.status_name(status)}")
        return answer(seconds, {"cost": str(round(solver.objective_value))}, None, 0)

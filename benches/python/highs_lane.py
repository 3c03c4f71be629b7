"""HiGHS on the staffing model, as a mixed-integer program."""

from __future__ import annotations

import time
from typing import Any

import highspy
import numpy as np

from agency import Staffing, all_open, answer, at_once, staffing


def build(highs: highspy.Highs, problem: Staffing) -> None:
    takes = {pair: highs.addBinary(obj=price) for pair, price in problem.pairs.items()}
    whoever: list[list[Any]] = [[] for _ in problem.visits]
    for (_, s), taken in takes.items():
        whoever[s].append(taken)
    for s, (_, _, penalty) in enumerate(problem.visits):
        opened = highs.addBinary(obj=penalty)
        highs.addConstr(highs.qsum([*whoever[s], opened]) == 1)
    for c, mine in enumerate(problem.mine()):
        for group in at_once(problem, mine):
            highs.addConstr(highs.qsum([takes[c, s] for s in group]) <= 1)
        extra = highs.addVariable(lb=0, obj=1)
        minutes = highs.qsum([(problem.visits[s][1] - problem.visits[s][0]) * takes[c, s] for s in mine])
        highs.addConstr(minutes - extra <= problem.overtime_after)


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "staff":
            raise ValueError(f"this lane does no {order['task']}")
        problem, limit = staffing(order["week"]), order["seconds"]
        begun = time.perf_counter()
        highs = highspy.Highs()
        highs.silent()
        highs.setOptionValue("threads", 2)
        highs.setOptionValue("mip_rel_gap", 0.0)
        if limit is not None:
            highs.setOptionValue("time_limit", float(limit))
        build(highs, problem)
        highs.run()
        seconds = time.perf_counter() - begun
        status = highs.modelStatusToString(highs.getModelStatus())
        if limit is None and status != "Optimal":
            raise RuntimeError(f"HiGHS ended with {status}")
        value = highs.getInfo().objective_function_value
        if not np.isfinite(value) or value > all_open(problem):
            value = float(all_open(problem))
        assert abs(value - np.rint(value)) < 1e-4
        return answer(seconds, {"cost": str(int(np.rint(value)))}, None, 0)

"""HiGHS on the staffing model, as a mixed-integer program."""

from __future__ import annotations

import time
from typing import Any

import highspy
import numpy as np

from agency import answer, at_once, staffing


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "staff":
            raise ValueError(f"this lane does no {order['task']}")
        problem = staffing(order["shifts"], order["caregivers"], order["seed"])
        begun = time.perf_counter()
        highs = highspy.Highs()
        highs.silent()
        highs.setOptionValue("threads", 2)
        highs.setOptionValue("mip_rel_gap", 0.0)
        takes = {pair: highs.addBinary(obj=price) for pair, price in problem.pairs.items()}
        for s, (_, _, penalty) in enumerate(problem.visits):
            opened = highs.addBinary(obj=penalty)
            whoever = [takes[c, s] for c in range(problem.caregivers) if (c, s) in takes]
            highs.addConstr(highs.qsum([*whoever, opened]) == 1)
        for c in range(problem.caregivers):
            for group in at_once(problem):
                whoever = [takes[c, s] for s in group if (c, s) in takes]
                if len(whoever) > 1:
                    highs.addConstr(highs.qsum(whoever) <= 1)
            extra = highs.addVariable(lb=0, obj=1)
            mine = [(s, takes[c, s]) for s in range(len(problem.visits)) if (c, s) in takes]
            minutes = highs.qsum([(problem.visits[s][1] - problem.visits[s][0]) * one for s, one in mine])
            highs.addConstr(minutes - extra <= problem.overtime_after)
        highs.run()
        seconds = time.perf_counter() - begun
        status = highs.modelStatusToString(highs.getModelStatus())
        if status != "Optimal":
            raise RuntimeError(f"HiGHS ended with {status}")
        value = highs.getInfo().objective_function_value
        assert abs(value - np.rint(value)) < 1e-4
        return answer(seconds, {"cost": str(int(np.rint(value)))}, None, 0)

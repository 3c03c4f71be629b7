"""A lane in Python: one JSON order per line in, one JSON answer out. See src/task.rs."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, Protocol


class Lane(Protocol):
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]: ...


def main() -> None:
    name = sys.argv[1]
    lane: Lane = importlib.import_module(f"{name}_lane").Lane()
    for line in sys.stdin:
        try:
            answer = lane.carry_out(json.loads(line))
        except Exception as error:  # noqa: BLE001  the harness says which lane failed, and stops
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

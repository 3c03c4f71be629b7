"""The messages of the corpus, and what is told of a reading: see src/worker/outreach/replies.rs."""

from __future__ import annotations

import enum
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "vectors" / "outreach" / "replies.json"


class Verdict(enum.Enum):
    YES = "yes"
    NO = "no"
    NEITHER = "neither"


MEANT = {"accept": Verdict.YES, "decline": Verdict.NO}


def corpus() -> list[tuple[str, Verdict]]:
    cases = json.loads(CORPUS.read_text(encoding="utf-8"))["cases"]
    plain = (case for case in cases if "known_language" not in case)
    return [(case["text"], MEANT.get(case["intent"]["kind"], Verdict.NEITHER)) for case in plain]


def read(reader: Callable[[str], Verdict], messages: int, only: int | None) -> dict[str, Any]:
    cases = corpus()
    done = only or messages
    texts = list(itertools.islice(itertools.cycle(text for text, _ in cases), done))
    begun = time.perf_counter()
    for text in texts:
        reader(text)
    seconds = time.perf_counter() - begun
    answers = [(reader(text), meant) for text, meant in cases]
    told: dict[str, Any] = {
        "seconds": seconds,
        "parts": {"corpus": str(len(cases))},
        "counted": {
            "messages misread": float(sum(answer is not meant for answer, meant in answers)),
            "taken for a yes": float(
                sum(answer is Verdict.YES and meant is not Verdict.YES for answer, meant in answers)
            ),
        },
    }
    if only is not None:
        told["sample"] = {"fixed_seconds": 0.0, "done": only, "of": messages}
    return told

"""A list of patterns, the first that matches decides: what a portal would write. patterns.rs has the same."""

from __future__ import annotations

import re
from typing import Any

from replies_material import Verdict, read

NEITHER = re.compile(r"\?|\b(stop|unsubscribe|quit|opt out|maybe|if|until|after|before)\b", re.IGNORECASE)
PATTERNS = [
    (re.compile(pattern, re.IGNORECASE), verdict)
    for pattern, verdict in [
        (r"\b(can'?t|cannot|can not|unable|won'?t|not available|unavailable)\b", Verdict.NO),
        (r"\b(no thanks|no thank you|not interested|pass|sorry|busy|decline)\b", Verdict.NO),
        (r"^\s*(no|nope|nah|n)\b", Verdict.NO),
        (r"\b(no puedo|no gracias|lo siento|ocupad[oa])\b", Verdict.NO),
        (r"\b(yes|yeah|yep|yup|sure|of course|absolutely|definitely)\b", Verdict.YES),
        (r"\b(i can|i'?ll take|i will|i'?m available|count me in|i'?m in)\b", Verdict.YES),
        (r"\b(ok|okay|sounds good|works for me|no problem|confirmed?)\b", Verdict.YES),
        (r"^\s*(y|k|1)\s*[.!]*\s*$", Verdict.YES),
        (r"\b(s[ií]|claro|puedo|acepto|de acuerdo)\b", Verdict.YES),
    ]
]


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "read_replies":
            raise ValueError(f"this lane does no {order['task']}")
        return read(verdict, order["messages"], order["only"])


def verdict(text: str) -> Verdict:
    if NEITHER.search(text):
        return Verdict.NEITHER
    for pattern, found in PATTERNS:
        if pattern.search(text):
            return found
    return Verdict.NEITHER

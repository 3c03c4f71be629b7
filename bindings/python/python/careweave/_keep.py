"""What a field of a patch says when it says nothing."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

__all__ = ["KEEP", "Keep"]


class _Keep(Enum):
    KEEP = "keep"

    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = _Keep.KEEP
"""Leave the field as it is. ``None`` empties it."""

Keep = Literal[_Keep.KEEP]

"""Records that print no personal data."""

from __future__ import annotations

from typing import ClassVar


class Masked:
    """A record whose ``repr`` names nobody: it shows ids and statuses only."""

    __slots__ = ()
    _shown: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"<{type(self).__name__} {shown}>" if shown else f"<{type(self).__name__} [personal]>"

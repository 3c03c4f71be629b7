"""What the primitives of a store share: arguments in, :class:`Prepared` calls out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from . import _native, _wire
from ._calls import Prepared

if TYPE_CHECKING:
    from .store import AsyncStore, Store

T = TypeVar("T")


class StoreSession:
    """The native store behind the primitives of a :class:`Store` or an :class:`AsyncStore`."""

    __slots__ = ("native",)

    def __init__(self, native: _native.Store) -> None:
        self.native = native

    def call(
        self,
        operation: str,
        result: _native.Plan[T],
        given: Sequence[_wire.Given],
        _store: Store | AsyncStore | None,
    ) -> Prepared[T]:
        """An operation of the table."""
        call = self.native.call(operation, _wire.arguments(operation, given))
        return Prepared(call, lambda text: _native.decode(text, result))

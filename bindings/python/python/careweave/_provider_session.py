"""What the blocking and the asynchronous provider share: arguments in, :class:`Prepared` calls out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from . import _native, _wire
from ._calls import Prepared
from .errors import invalid_input

if TYPE_CHECKING:
    from .store import AsyncStore, Store

T = TypeVar("T")

_CONFIGURE = "providers.config"


class ProviderSession:
    """The native provider behind :class:`Provider` and :class:`AsyncProvider`."""

    __slots__ = ("_held",)

    def __init__(self, native: _native.Provider) -> None:
        self._held: _native.Provider | None = native

    @classmethod
    def from_url(cls, url: str) -> ProviderSession:
        if not isinstance(url, str):
            raise invalid_input(_CONFIGURE, "url", "must be a string")
        return cls(_native.Provider.from_url(url))

    @classmethod
    def from_settings(cls, settings: dict[str, str]) -> ProviderSession:
        for name, value in settings.items():
            if not isinstance(value, str):
                raise invalid_input(_CONFIGURE, name, "must be a string")
        return cls(_native.Provider.from_settings(json.dumps(settings)))

    @classmethod
    def from_env(cls, prefix: str) -> ProviderSession:
        if not isinstance(prefix, str):
            raise invalid_input(_CONFIGURE, "prefix", "must be a string")
        return cls(_native.Provider.from_env(prefix))

    @property
    def native(self) -> _native.Provider:
        if self._held is None:
            raise invalid_input("provider.call", "provider", "this provider is closed; make a new one")
        return self._held

    def close(self) -> None:
        self._held = None

    def describe(self, name: str) -> str:
        if self._held is None:
            return f"<{name} closed>"
        return f"<{name} {self._held.provider} integration={self._held.integration!r}>"

    def call(
        self, operation: str, result: _native.Plan[T], given: Sequence[_wire.Given], _store: Store | AsyncStore | None
    ) -> Prepared[T]:
        """An operation of the table. No operation of a scheduling service takes a store."""
        call = self.native.call(operation, _wire.arguments(operation, given))
        return Prepared(call, lambda text: _native.decode(text, result))

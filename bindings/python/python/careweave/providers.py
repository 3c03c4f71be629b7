"""Appointment schedulers: Acuity, Calendly, Ninsaúde and one in memory, behind one interface."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType

from . import _native
from ._generated import wire
from ._generated.models import ProviderEvent, VerifiedDelivery
from ._generated.operations import AsyncProviderOperations, ProviderOperations
from ._provider_session import ProviderSession
from .webhooks import Headers, checked

__all__ = ["AsyncProvider", "Provider"]

_VERIFY = "provider.verify_webhook"
_PARSE = "provider.parse_webhook"


def _verified(session: ProviderSession, headers: Headers, body: bytes, now: datetime | None) -> VerifiedDelivery:
    return checked(_VERIFY, session.native.verify_webhook, headers, body, now)


def _parsed(session: ProviderSession, headers: Headers, body: bytes, now: datetime | None) -> list[ProviderEvent]:
    text = checked(_PARSE, session.native.parse_webhook, headers, body, now)
    return _native.decode(text, wire.READ_PROVIDER_EVENT_LIST)


class Provider(ProviderOperations):
    """A connected account of a scheduling service.

    A write takes an ``idempotency_key``: the same key never books twice, even when an answer was lost on the way. What a
    service meant by a refusal stands in :attr:`CareweaveError.problem`. What it cannot do raises :class:`UnsupportedError`
    before anything is sent; :meth:`capabilities` tells beforehand. Threads may share one provider, Ctrl-C ends a blocked
    call, and a forked child opens connections of its own. For asyncio see :class:`AsyncProvider`.

    >>> with careweave.Provider.from_env("MAIN_") as provider:                     # doctest: +SKIP
    ...     slots = provider.slots("51000006", start, end, "America/Denver")
    ...     provider.book(slots[0], client, "America/Denver", idempotency_key="intake/17")
    """

    __slots__ = ("_session",)

    def __init__(self, session: ProviderSession) -> None:
        self._session = session

    @classmethod
    def from_url(cls, url: str) -> Provider:
        """A provider from an address: ``acuity://user_id:api_key@default?integration=main``.

        The host ``default`` stands for the service's own; further settings of the service are in the query.

        Raises:
            ConfigError: it is no such address, or names settings that do not fit the service.
        """
        return cls(ProviderSession.from_url(url))

    @classmethod
    def from_settings(cls, *, provider: str, integration: str, **settings: str) -> Provider:
        """A provider from settings: ``provider`` is acuity, calendly, ninsaude or memory, ``integration`` your own name for
        the connected account; the others are the service's.

        Raises:
            ConfigError: names the settings that are unknown, missing or malformed.
        """
        return cls(ProviderSession.from_settings({"provider": provider, "integration": integration, **settings}))

    @classmethod
    def from_env(cls, prefix: str) -> Provider:
        """A provider from the environment: with the prefix ``MAIN_``, from ``MAIN_PROVIDER``, ``MAIN_INTEGRATION`` and the
        service's settings, such as ``MAIN_API_KEY``.

        Raises:
            ConfigError: names the settings that are unknown, missing or malformed.
        """
        return cls(ProviderSession.from_env(prefix))

    @property
    def provider(self) -> str:
        """The service: ``"acuity"``."""
        return self._session.native.provider

    @property
    def integration(self) -> str:
        """The connected account, as you named it."""
        return self._session.native.integration

    def verify_webhook(self, headers: Headers, body: bytes, *, now: datetime | None = None) -> VerifiedDelivery:
        """Checks who sent a delivery, on the calling thread. Services that sign nothing prove nothing, and pass.

        Args:
            headers: the headers of the request, as a mapping or as pairs.
            body: the body, byte for byte.
            now: when it came; the present by default.

        Raises:
            AuthenticationError: answer 401 and change nothing.
        """
        return _verified(self._session, headers, body, now)

    def parse_webhook(self, headers: Headers, body: bytes, *, now: datetime | None = None) -> list[ProviderEvent]:
        """Checks who sent a delivery and reads it, on the calling thread. Nothing is sent.

        Args:
            headers: the headers of the request, as a mapping or as pairs.
            body: the body, byte for byte.
            now: when it came; the present by default.

        Raises:
            AuthenticationError: answer 401 and change nothing.
            DecodeError: it is no delivery of this service: put it aside.
        """
        return _parsed(self._session, headers, body, now)

    def close(self) -> None:
        """Lets go of the connections. Later calls raise :class:`InvalidInputError`."""
        self._session.close()

    def __enter__(self) -> Provider:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return self._session.describe("Provider")


class AsyncProvider(AsyncProviderOperations):
    """As :class:`Provider`, for asyncio: the same methods with the same arguments, each a coroutine.

    >>> async with careweave.AsyncProvider.from_env("MAIN_") as provider:          # doctest: +SKIP
    ...     kinds, calendars = await asyncio.gather(provider.appointment_types(), provider.calendars())
    """

    __slots__ = ("_session",)

    def __init__(self, session: ProviderSession) -> None:
        self._session = session

    @classmethod
    def from_url(cls, url: str) -> AsyncProvider:
        """As :meth:`Provider.from_url`."""
        return cls(ProviderSession.from_url(url))

    @classmethod
    def from_settings(cls, *, provider: str, integration: str, **settings: str) -> AsyncProvider:
        """As :meth:`Provider.from_settings`."""
        return cls(ProviderSession.from_settings({"provider": provider, "integration": integration, **settings}))

    @classmethod
    def from_env(cls, prefix: str) -> AsyncProvider:
        """As :meth:`Provider.from_env`."""
        return cls(ProviderSession.from_env(prefix))

    @property
    def provider(self) -> str:
        """The service: ``"acuity"``."""
        return self._session.native.provider

    @property
    def integration(self) -> str:
        """The connected account, as you named it."""
        return self._session.native.integration

    async def verify_webhook(self, headers: Headers, body: bytes, *, now: datetime | None = None) -> VerifiedDelivery:
        """As :meth:`Provider.verify_webhook`; nothing is waited for."""
        return _verified(self._session, headers, body, now)

    async def parse_webhook(
        self, headers: Headers, body: bytes, *, now: datetime | None = None
    ) -> list[ProviderEvent]:
        """As :meth:`Provider.parse_webhook`; nothing is waited for."""
        return _parsed(self._session, headers, body, now)

    async def close(self) -> None:
        """As :meth:`Provider.close`."""
        self._session.close()

    async def __aenter__(self) -> AsyncProvider:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return self._session.describe("AsyncProvider")

"""Who sent a webhook: checked on the calling thread, in constant time, over the bytes as they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from . import _native, _wire
from ._generated.models import VerifiedDelivery
from .errors import invalid_input

__all__ = ["Headers", "WebhookVerifier"]

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""The headers of a request: a mapping, or pairs as ``request.headers.raw`` of Starlette gives them. Pass pairs where you can:
a header that stands twice is refused, and a mapping may have dropped one of the two. Names compare without regard to case."""

_T = TypeVar("_T")
_SCHEME = "webhooks.scheme"
_VERIFY = "webhooks.verify"
_Check = Callable[[Any, bytes, "float | None"], _T]


def checked(operation: str, check: _Check[_T], headers: Headers, body: bytes, now: datetime | None) -> _T:
    """Hands a delivery to the native module; what is no delivery is refused by field."""
    # A dict is what most frameworks give, and asking it for its abstract class costs as much as its signature.
    given = headers if type(headers) is dict or not isinstance(headers, Mapping) else headers.items()
    seconds = None
    if now is not None:
        _wire.instant(operation, "now", now)
        seconds = now.timestamp()
    try:
        return check(given, body, seconds)
    except TypeError:
        if isinstance(body, bytes):
            rule = "must be a mapping of strings, or pairs of a name and a value"
            raise invalid_input(operation, "headers", rule) from None
        raise invalid_input(operation, "body", "must be bytes") from None


class WebhookVerifier:
    """Checks the deliveries of one sender. Make it once; threads may share it.

    Give every secret that is in force: two while one is being rotated. The scheduling services need none of these, since
    :meth:`Provider.verify_webhook` knows its service's scheme.

    >>> verifier = careweave.WebhookVerifier.standard("whsec_...")                # doctest: +SKIP
    >>> verifier.verify(request.headers.raw, await request.body()).id             # doctest: +SKIP
    'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.WebhookVerifier) -> None:
        self._native = native

    @classmethod
    def standard(cls, *secrets: str, tolerance: timedelta | None = None) -> WebhookVerifier:
        """Standard Webhooks: ``webhook-id``, ``webhook-timestamp``, ``webhook-signature``, HMAC-SHA256.

        Args:
            secrets: base64, with or without ``whsec_``.
            tolerance: how far the signed time may lie from now, either way; five minutes by default.

        Raises:
            InvalidInputError: there is no secret, or one is blank or not base64.
        """
        return cls(_native.WebhookVerifier.standard(_texts(secrets), _seconds(tolerance)))

    @classmethod
    def calendly(cls, *signing_keys: str, tolerance: timedelta | None = None) -> WebhookVerifier:
        """Calendly: ``Calendly-Webhook-Signature: t=...,v1=...``.

        Args:
            signing_keys: the keys of the subscription.
            tolerance: how far the signed time may lie from now, either way; three minutes by default.

        Raises:
            InvalidInputError: there is no key, or one is blank.
        """
        return cls(_native.WebhookVerifier.calendly(_texts(signing_keys), _seconds(tolerance)))

    @classmethod
    def acuity(cls, *api_keys: str) -> WebhookVerifier:
        """Acuity: ``X-Acuity-Signature``. It signs no time, so an old delivery verifies for ever: fetch what it names.

        Raises:
            InvalidInputError: there is no key, or one is blank.
        """
        return cls(_native.WebhookVerifier.acuity(_texts(api_keys)))

    @classmethod
    def shared_header(cls, header: str, *secrets: str) -> WebhookVerifier:
        """A header that carries the secret itself, as WellSky's subscriptions do. It proves who registered the receiver and
        nothing about the body: fetch what it names.

        Raises:
            InvalidInputError: there is no secret, one is blank, or ``header`` is no name of a header.
        """
        if not isinstance(header, str):
            raise invalid_input(_SCHEME, "header", "must be a string")
        return cls(_native.WebhookVerifier.shared_header(header, _texts(secrets)))

    def verify(self, headers: Headers, body: bytes, *, now: datetime | None = None) -> VerifiedDelivery:
        """Checks a delivery.

        Args:
            headers: the headers of the request.
            body: the body, byte for byte: never parse it and write it anew before it is checked.
            now: when it came; the present by default.

        Raises:
            AuthenticationError: answer 401 and change nothing.
            InvalidInputError: the body is over a mebibyte; answer 413.
        """
        if now is None and type(headers) is dict:
            # The common case, without another call; what is no delivery is told by the other way.
            try:
                return self._native.verify(headers, body, None)
            except TypeError:
                pass
        return checked(_VERIFY, self._native.verify, headers, body, now)

    def __repr__(self) -> str:
        return "<WebhookVerifier>"


def _texts(secrets: tuple[str, ...]) -> list[str]:
    if not all(isinstance(secret, str) for secret in secrets):
        raise invalid_input(_SCHEME, "secret", "must be a string")
    return list(secrets)


def _seconds(tolerance: timedelta | None) -> float | None:
    if tolerance is None:
        return None
    if not isinstance(tolerance, timedelta):
        raise invalid_input(_SCHEME, "tolerance", "must be a timedelta")
    return tolerance.total_seconds()

"""The exceptions careweave raises.

All of them are :class:`CareweaveError`. Which subclass it is says *what* went wrong; the attributes say what can
be done about it::

    try:
        ws.assign(shift_id, caregiver_id, store=store)
    except careweave.ConflictError as error:
        print(error.context)                # who has it
    except careweave.CareweaveError as error:
        if error.delivery == "maybe_sent":
            ...                             # look before trying again
        elif error.retryable:
            time.sleep(error.retry_after or 5)

No message, and no attribute, holds personal data or a secret. All classes can be pickled, so they cross process
pools and task queues.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, TypedDict

from . import _native

__all__ = [
    "AuthenticationError",
    "CareweaveError",
    "ConfigError",
    "ConflictError",
    "DecodeError",
    "InDoubtError",
    "IncompleteError",
    "InternalError",
    "InvalidInputError",
    "KeyReuseError",
    "NotFoundError",
    "OperationCancelledError",
    "PermissionDeniedError",
    "RateLimitedError",
    "RejectedError",
    "RequestTimeoutError",
    "ServerError",
    "StorageError",
    "UnknownRouteError",
    "UnreachableError",
    "UnsupportedError",
]

Delivery = Literal["not_sent", "maybe_sent", "answered"]
Status = Literal["permanent", "temporary", "persistent"]


class ErrorFields(TypedDict):
    """The fields of an error as they cross the language border."""

    code: str
    kind: str
    operation: str
    message: str
    context: Sequence[tuple[str, str]]
    status: Status
    retryable: bool
    retry_after_ms: int | None
    delivery: Delivery
    http_status: int | None
    request_id: str | None
    exception_class: str
    line: str


class CareweaveError(Exception):
    """The base of every exception careweave raises.

    ``str(error)`` is the whole error on one line, for a log.
    """

    _classes: ClassVar[dict[str, type[CareweaveError]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        CareweaveError._classes[cls.__name__] = cls

    def __init__(self, fields: ErrorFields) -> None:
        super().__init__(fields["line"])
        self._fields = fields

    @property
    def code(self) -> str:
        """The stable code of the kind, the same in every language: ``"not_found"``."""
        return self._fields["code"]

    @property
    def operation(self) -> str:
        """Where it went wrong, dotted: ``"shifts.assign"``."""
        return self._fields["operation"]

    @property
    def message(self) -> str:
        """The sentence for a person; it says what to do where something can be done."""
        return self._fields["message"]

    @property
    def context(self) -> tuple[tuple[str, str], ...]:
        """Key and value in the order they were added, such as ``("field", "scheduled_end")``. A key may occur twice."""
        return tuple((key, value) for key, value in self._fields["context"])

    @property
    def status(self) -> Status:
        """``"permanent"``; ``"temporary"``: may succeed later; ``"persistent"``: was retried until the budget was used
        up, so do not retry it again at once."""
        return self._fields["status"]

    @property
    def retryable(self) -> bool:
        """True when the same call may succeed later."""
        return self._fields["retryable"]

    @property
    def retry_after(self) -> float | None:
        """The wait the other side asked for, in seconds."""
        wait = self._fields["retry_after_ms"]
        return None if wait is None else wait / 1000

    @property
    def delivery(self) -> Delivery:
        """How far the request travelled: ``"not_sent"``, ``"maybe_sent"`` (the other side may have acted: look before
        a write is tried again) or ``"answered"``."""
        return self._fields["delivery"]

    @property
    def http_status(self) -> int | None:
        """The HTTP status of the answer, if there was one."""
        return self._fields["http_status"]

    @property
    def request_id(self) -> str | None:
        """The request id, if one is known."""
        return self._fields["request_id"]

    def get(self, key: str) -> str | None:
        """The first value under ``key`` in the context."""
        return next((value for name, value in self.context if name == key), None)

    @property
    def problem(self) -> str | None:
        """What a scheduling service meant by a refusal, finer than the class: ``"slot_taken"``, ``"too_close"``,
        ``"too_far"``, ``"not_allowed"``, ``"version_conflict"``, ``"limit_reached"``, ``"plan_gated"``,
        ``"missing_scope"``, ``"reauth_required"``, ``"upstream_calendar"``, ``"health_information"``,
        ``"consent_missing"``, ``"contract"``; ``None`` for every other error."""
        return self.get("problem")

    def __reduce__(self) -> tuple[Any, ...]:
        # The third item keeps notes and other attributes a caller has set.
        return (type(self), (self._fields,), self.__dict__)


class InvalidInputError(CareweaveError):
    """An argument breaks a documented rule; ``error.get("field")`` names it. Nothing was sent."""


class ConfigError(CareweaveError):
    """The configuration is missing or contradicts itself, such as an unset environment variable."""


class AuthenticationError(CareweaveError):
    """The credentials were refused."""


class PermissionDeniedError(CareweaveError):
    """The credentials are good but may not do this."""


class NotFoundError(CareweaveError):
    """The subject does not exist at the other side."""


class UnknownRouteError(CareweaveError):
    """The other side has no such path: a wrong base URL, not a missing permission."""


class ConflictError(CareweaveError):
    """The other side's state forbids the change, such as a shift that somebody else has."""


class RejectedError(CareweaveError):
    """The other side validated the request and refused it."""


class UnsupportedError(CareweaveError):
    """This service or store cannot do that. Nothing was sent."""


class RateLimitedError(CareweaveError):
    """Too many requests; ``retry_after`` says how long to wait."""


class RequestTimeoutError(CareweaveError):
    """A time limit of careweave passed. For a limit of your own see :func:`asyncio.wait_for`."""


class UnreachableError(CareweaveError):
    """No connection could be made, or it broke."""


class ServerError(CareweaveError):
    """The other side failed."""


class DecodeError(CareweaveError):
    """An answer could not be understood."""


class IncompleteError(CareweaveError):
    """A read could not be proved complete. It is never passed off as a shorter list."""


class InDoubtError(CareweaveError):
    """A write may or may not have happened and has to be looked up before it is tried again."""


class KeyReuseError(CareweaveError):
    """Something else was claimed under the same key before: the first claim wins."""


class StorageError(CareweaveError):
    """The store failed, is locked, or is of a newer version."""


class OperationCancelledError(CareweaveError):
    """The caller cancelled. It is the ``__cause__`` of the ``asyncio.CancelledError`` (or ``KeyboardInterrupt``)
    that ended a running call; ``delivery`` says whether a write may have happened."""


class InternalError(CareweaveError):
    """A defect of careweave itself; please report it with its message."""


def from_fields(fields: ErrorFields) -> CareweaveError:
    """The exception for the fields; called by the native module."""
    return CareweaveError._classes.get(fields["exception_class"], CareweaveError)(fields)


def invalid_input(operation: str, field: str, rule: str) -> CareweaveError:
    """The :class:`InvalidInputError` for an argument that Python already refuses, such as a naive datetime."""
    return from_fields(_native.invalid_input_fields(operation, field, rule))


def cancelled(operation: str) -> OperationCancelledError:
    """The error for a call that its caller cancelled while it ran."""
    return OperationCancelledError(_native.cancelled_fields(operation))

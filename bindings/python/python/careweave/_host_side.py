"""How a flow's questions reach the host's own objects, and their answers the flow: blocking, and for asyncio."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import _native, _wire
from ._calls import Prepared, nothing, run, wait
from ._generated import wire
from ._generated.models import FlowProgress, FlowReport, FlowStep, HostQuestion
from ._plain import plain as _plain
from .errors import CareweaveError, InvalidInputError, invalid_input

OnProgress = Callable[[FlowProgress], object]
OnException = Callable[[str, Exception], object]


@dataclass(frozen=True, slots=True)
class _Method:
    """A method of the host's interface: what it is called with, and how its answer is written."""

    name: str
    arguments: Callable[[HostQuestion], tuple[Any, ...]]
    answer: _wire.Writer


def _or_none(write: _wire.Writer) -> _wire.Writer:
    return lambda operation, field, value: None if value is None else write(operation, field, value)


def _none(operation: str, field: str, value: Any) -> None:
    if value is not None:
        raise invalid_input(operation, field, "must be None: the method gives nothing")


def _truth(operation: str, field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise invalid_input(operation, field, "must be True or False")
    return value


Side = Mapping[str, _Method]

BOARD: Side = {
    "board.find": _Method("find", lambda q: (q.external,), _or_none(wire.WRITE_BOARD_TASK)),
    "board.get": _Method("get", lambda q: (q.task_id,), wire.WRITE_BOARD_TASK),
    "board.changed": _Method("changed", lambda q: (q.after, q.limit), wire.WRITE_TASK_PAGE),
    "board.apply": _Method("apply", lambda q: (q.task_change, q.key), wire.WRITE_BOARD_TASK),
}
CRM: Side = {
    "crm.changed_deals": _Method("changed_deals", lambda q: (q.after,), wire.WRITE_DEAL_PAGE),
    "crm.deal": _Method("deal", lambda q: (q.deal_id,), _or_none(wire.WRITE_DEAL)),
    "crm.apply": _Method("apply", lambda q: (q.deal_change, q.key), _none),
    "crm.has_applied": _Method("has_applied", lambda q: (q.key,), _truth),
}


def _given(question: HostQuestion) -> Any:
    assert question.plain is not None
    return json.loads(question.plain)


def _named(*names: str) -> Callable[[HostQuestion], tuple[Any, ...]]:
    def arguments(question: HostQuestion) -> tuple[Any, ...]:
        given = _given(question)
        return tuple(given[name] for name in names)

    return arguments


def _word_or_none(operation: str, field: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise invalid_input(operation, field, "must be None, or the word for why it was refused")


def _truth_or_none(operation: str, field: str, value: Any) -> bool | None:
    return None if value is None else _truth(operation, field, value)


def _assigned(operation: str, field: str, value: Any) -> Any:
    return {"result": value} if isinstance(value, str) else _plain(operation, field, value)


_HANDED: Side = {
    "desk.send": _Method("send", lambda q: (q.key, _given(q)), _word_or_none),
    "desk.find_message": _Method("find_message", lambda q: (q.key, _given(q)), _truth_or_none),
    "desk.place_call": _Method("place_call", lambda q: (q.key, _given(q)), _word_or_none),
    "desk.find_call": _Method("find_call", lambda q: (q.key, _given(q)), _truth_or_none),
    "desk.take": _Method("take", lambda q: (_given(q),), _none),
}
DESK: Side = {
    **_HANDED,
    "desk.candidates": _Method("candidates", _named("shift_id", "exclude", "limit"), _plain),
    "desk.revalidate": _Method("revalidate", _named("shift_id", "caregiver_id"), _plain),
    "desk.assign": _Method("assign", _named("shift_id", "caregiver_id"), _assigned),
    "desk.assigned_to": _Method("assigned_to", _named("shift_id"), _word_or_none),
    "desk.unassign": _Method("unassign", _named("shift_id", "caregiver_id"), _none),
}
WELLSKY_DESK: Side = {**_HANDED, "desk.person": _Method("person", _named("caregiver_id"), _plain)}


def require_methods(operation: str, field: str, host: object, side: Side) -> None:
    """Refuses an object that lacks a method, before anything is read."""
    for method in side.values():
        if not callable(getattr(host, method.name, None)):
            raise invalid_input(operation, field, f"must have a method {method.name}")


def require_instance(operation: str, field: str, value: object, *classes: type) -> None:
    """Refuses what is of none of the classes."""
    if not isinstance(value, classes):
        names = " or ".join(cls.__name__ for cls in classes)
        raise invalid_input(operation, field, f"must be a {names}")


def report_of(step: FlowStep | None) -> FlowReport:
    """What a run came to, as its last step says it."""
    assert step is not None and step.report is not None
    return step.report


class Conversation:
    """One run of a flow, and who answers it."""

    __slots__ = ("_host", "_native", "_on_exception", "_on_progress", "_raised", "_side")

    def __init__(
        self,
        native: _native.Flow,
        host: object,
        side: Side,
        on_progress: OnProgress | None = None,
        on_exception: OnException | None = None,
    ) -> None:
        self._native = native
        self._host = host
        self._side = side
        self._on_progress = on_progress
        self._on_exception = on_exception
        self._raised: dict[int, Exception] = {}

    def hold(self) -> FlowStep | None:
        """Goes through with it on this thread, and gives the last step: what it came to."""
        told: FlowStep | None = None
        try:
            while (step := wait(self._next())) is not None:
                if step.question is not None:
                    self._answer(step.question)
                else:
                    told = self._heard(step) or told
        except CareweaveError as error:
            raise error from self._cause(error)
        finally:
            wait(Prepared(self._native.close(), nothing))
        return told

    async def hold_async(self) -> FlowStep | None:
        """As :meth:`hold`, awaited; methods of the host that are no coroutine functions run in a thread."""
        told: FlowStep | None = None
        answering: asyncio.Future[None] | None = None
        following = asyncio.ensure_future(run(self._next()))
        try:
            while (step := await following) is not None:
                # Asked for before the host has answered, so that a time limit ends the run while it does.
                following = asyncio.ensure_future(run(self._next()))
                if step.question is None:
                    told = self._heard(step) or told
                    continue
                answering = asyncio.ensure_future(self._answer_async(step.question))
                await asyncio.wait((answering, following), return_when=asyncio.FIRST_COMPLETED)
                if answering.done():
                    answering.result()
                else:
                    answering.cancel()
        except CareweaveError as error:
            raise error from self._cause(error)
        finally:
            left = [one for one in (following, answering) if one is not None]
            for one in left:
                one.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            await run(Prepared(self._native.close(), nothing))
        return told

    def _next(self) -> Prepared[FlowStep | None]:
        def read(text: str) -> FlowStep | None:
            return None if text == "null" else _native.decode(text, wire.READ_FLOW_STEP)

        return Prepared(self._native.next(), read)

    def _heard(self, step: FlowStep) -> FlowStep | None:
        if step.progress is None:
            return step
        if self._on_progress is not None:
            self._on_progress(step.progress)
        return None

    def _cause(self, error: CareweaveError) -> BaseException | None:
        """The exception of the host that an error is about."""
        number = error.get("question")
        return error.__cause__ if number is None else self._raised.get(int(number))

    def _answer(self, question: HostQuestion) -> None:
        method = self._side[question.method]
        try:
            answer = getattr(self._host, method.name)(*method.arguments(question))
            if inspect.isawaitable(answer):
                _let_go(answer)
                raise TypeError(f"{method.name} is a coroutine function: use the flow for asyncio")
        except Exception as error:
            self._refuse(question, error)
        else:
            self._give(question, method, answer)

    async def _answer_async(self, question: HostQuestion) -> None:
        method = self._side[question.method]
        try:
            called = getattr(self._host, method.name)
            if inspect.iscoroutinefunction(called):
                answer = await called(*method.arguments(question))
            else:
                answer = await asyncio.to_thread(called, *method.arguments(question))
                if inspect.isawaitable(answer):
                    answer = await answer
        except Exception as error:
            self._refuse(question, error)
        else:
            self._give(question, method, answer)

    def _give(self, question: HostQuestion, method: _Method, answer: Any) -> None:
        try:
            written = json.dumps(method.answer(question.method, "answer", answer))
        except InvalidInputError as error:
            # The method has done what it does; what it says of it cannot be used.
            self._raised[question.number] = error
            self._native.refuse(
                question.number,
                json.dumps({"code": "decode", "message": error.message, "field": error.get("field")}),
            )
        else:
            self._native.answer(question.number, written)

    def _refuse(self, question: HostQuestion, error: Exception) -> None:
        self._raised[question.number] = error
        failure: dict[str, Any]
        if isinstance(error, CareweaveError):
            wait_ms = None if error.retry_after is None else round(error.retry_after * 1000)
            failure = {
                "code": error.code,
                "message": error.message,
                "field": error.get("field"),
                "delivery": error.delivery,
                "retry_after_ms": wait_ms,
            }
        else:
            failure = {"exception": type(error).__name__}
            if self._on_exception is not None:
                self._on_exception(question.method, error)
        self._native.refuse(question.number, json.dumps(failure))


def _let_go(answer: Awaitable[Any]) -> None:
    # A coroutine that nobody awaits warns; it is told instead that it is not wanted.
    close = getattr(answer, "close", None)
    if close is not None:
        close()

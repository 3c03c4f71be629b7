"""Plans for the native decoder, made from the annotations of dataclasses."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal, TypeVar, Union

from ._native import Plan, decode

T = TypeVar("T")


_PLAIN: dict[Any, Plan[Any]] = {
    str: Plan.text(),
    int: Plan.integer(),
    float: Plan.number(),
    bool: Plan.flag(),
    datetime: Plan.instant(),
    date: Plan.date(),
    Fraction: Plan.via(Fraction, Plan.text()),
    Any: Plan.anything(),
}


def plan_of(kind: Any) -> Plan[Any]:
    """How JSON becomes ``kind``: a dataclass with slots, or what its fields are made of."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        names = [field.name for field in dataclasses.fields(kind) if not field.name.startswith("_")]
        # An underscore at the end keeps a name apart from a word of Python; JSON has no such words.
        return Plan.record(kind, [(name.removesuffix("_"), name, plan_of(hints[name])) for name in names])
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return Plan.word(list(inner))
    if origin in (Union, types.UnionType) and len(inner) == 2 and type(None) in inner:
        (item,) = (one for one in inner if one is not type(None))
        return Plan.optional(plan_of(item))
    if origin is dict and inner[0] is str:
        return Plan.map(plan_of(inner[1]))
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return Plan.tuple(plan_of(inner[0]))
    raise TypeError(f"no plan reads {kind!r}")


def reader(cls: type[T]) -> typing.Callable[[str], T]:
    """Reads JSON text into ``cls``."""
    plan: Plan[T] = plan_of(cls)
    return lambda text: decode(text, plan)

"""Answers, and their tables."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .. import _native
from .._plans import plan_of

if TYPE_CHECKING:
    import polars

R = TypeVar("R")


class Answer(Generic[R]):
    """A report as of a moment. It does not change; threads may share it."""

    __slots__ = ("_figures", "_kind", "_native")

    def __init__(self, native: _native.Answer, kind: type[R]) -> None:
        """Made by :meth:`Inquiry.answer` and :func:`report`."""
        self._native = native
        self._kind = kind
        self._figures: R | None = None

    @property
    def figures(self) -> R:
        """The report as a dataclass, read when it is first asked for."""
        if self._figures is None:
            read: R = _native.decode(self._native.json(), plan_of(self._kind))
            self._figures = read
        return self._figures

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables; the first is the main one."""
        return tuple(self._native.tables())

    def table(self, name: str | None = None) -> Table:
        """A table; the main one unless stated. A share is eight columns, money three, amounts are decimals with two places, instants
        are in UTC.

        Raises:
            InvalidInputError: there is no such table.
        """
        return Table(self._native.table(name))

    def to_json(self) -> str:
        """One line of JSON, byte for byte what Rust, Node and the command line give."""
        return self._native.json()

    def to_csv(self, table: str | None = None) -> str:
        """A table as CSV (RFC 4180), safe to open in a spreadsheet; the main one unless stated.

        Raises:
            InvalidInputError: there is no such table.
        """
        return self._native.csv(table)

    def to_svg(self) -> str:
        """The main figure as a chart."""
        return self._native.svg()

    def __repr__(self) -> str:
        return f"<Answer {self._kind.__name__} with {', '.join(self.tables)}>"


class Table:
    """A table of an answer, for whatever reads Arrow's capsules: Polars, pandas, pyarrow, DuckDB."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.AnswerTable) -> None:
        self._native = native

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def to_polars(self) -> polars.DataFrame:
        """As a data frame of Polars, which has to be installed."""
        frame: polars.DataFrame = importlib.import_module("polars").DataFrame(self)
        return frame

    def to_arrow(self) -> Any:
        """As a ``pyarrow.Table``; pyarrow has to be installed."""
        return importlib.import_module("pyarrow").table(self)

    def to_pandas(self) -> Any:
        """As a ``pandas.DataFrame``, through pyarrow; both have to be installed."""
        return self.to_arrow().to_pandas()

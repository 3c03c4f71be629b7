"""The store that records what is about to be changed at WellSky, so that nothing is done twice."""

from __future__ import annotations

from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, run, wait

__all__ = ["Store"]


class Store:
    """A store by its URL: ``sqlite:careweave.db`` is one file, which several processes may use at the same time.

    Threads, and the blocking and the asynchronous API, may share one ``Store``. A forked child cannot use the store of
    its parent, because SQLite would lose commits, and is told so by :class:`StorageError`: open it after the fork, as in
    the worker of a pre-fork server, or close it before.
    """

    __slots__ = ("_native",)

    def __init__(self, url: str) -> None:
        """Opens the store, and creates the file when there is none. It blocks for the time that takes; in ``async``
        code use :meth:`open_async`.

        Raises:
            InvalidInputError: the URL is none.
            StorageError: the file is no store of careweave, is of a newer version, is locked, or cannot be written.
        """
        self._native = _native.Store(url)
        wait(Prepared(self._native.open(), nothing))

    @classmethod
    async def open_async(cls, url: str) -> Store:
        """As ``Store(url)``, awaited."""
        store = cls.__new__(cls)
        store._native = _native.Store(url)
        await run(Prepared(store._native.open(), nothing))
        return store

    @property
    def url(self) -> str:
        """The URL it was opened by."""
        return self._native.url

    def close(self) -> None:
        """Finishes what is being written and closes the file; later calls raise :class:`StorageError`."""
        wait(Prepared(self._native.close(), nothing))

    async def close_async(self) -> None:
        """As :meth:`close`, awaited."""
        await run(Prepared(self._native.close(), nothing))

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Store:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close_async()

    def __repr__(self) -> str:
        return f"<Store {self.url}>"

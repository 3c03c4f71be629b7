"""Stores: what is about to be changed elsewhere, what was announced, how far was read, on SQLite or PostgreSQL."""

from __future__ import annotations

import json
from types import TracebackType

from . import _native
from ._calls import Prepared, nothing, run, wait
from ._primitives import (
    AsyncAudit,
    AsyncConflicts,
    AsyncGate,
    AsyncHealth,
    AsyncInbox,
    AsyncLatches,
    AsyncLeases,
    AsyncLedger,
    AsyncMirror,
    AsyncOutbox,
    AsyncRetention,
    AsyncVault,
    Audit,
    Conflicts,
    Gate,
    Health,
    Inbox,
    Latches,
    Leases,
    Ledger,
    Mirror,
    Outbox,
    Retention,
    Vault,
)
from ._store_session import StoreSession
from .errors import invalid_input

__all__ = ["AsyncStore", "Store"]


def _native_store(url: str, schema: str | None, vault_keys: str | None) -> _native.Store:
    settings = {}
    for field, value in (("url", url), ("schema", schema), ("vault_keys", vault_keys)):
        if value is not None and not isinstance(value, str):
            raise invalid_input("store.open", field, "must be a string")
        if value is not None and field != "url":
            settings[field] = value
    if url is None:
        raise invalid_input("store.open", "url", "must be a string")
    return _native.Store(url, json.dumps(settings))


class Store:
    """A store by its URL: ``sqlite:careweave.db`` is one file, which several processes may use at the same time;
    ``postgres://user:password@host:5432/care`` a schema of a database, for any number of workers.

    Each primitive is an attribute: :attr:`ledger`, :attr:`outbox`, :attr:`inbox`, :attr:`mirror`, :attr:`leases`,
    :attr:`latches`, :attr:`gate`, :attr:`audit`, :attr:`vault`, :attr:`conflicts`, :attr:`health`,
    :attr:`retention`. Every step is one atomic, durable change.

    Threads, and the blocking and the asynchronous API, may share one ``Store``. A forked child cannot use the store of
    its parent, because SQLite would lose commits, and is told so by :class:`StorageError`: open it after the fork, as in
    the worker of a pre-fork server, or close it before.

    >>> store = careweave.Store("sqlite:careweave.db")                             # doctest: +SKIP
    >>> with store.leases.hold("poll/agency-1", "worker-1", ttl_seconds=60) as held:   # doctest: +SKIP
    ...     store.mirror.apply_page("wellsky/agency-1", "client", records, guard=held.guard)
    """

    __slots__ = ("_native", "_session")

    def __init__(self, url: str, *, schema: str | None = None, vault_keys: str | None = None) -> None:
        """Opens the store, and creates it when there is none. It blocks for the time that takes; in ``async`` code use
        :meth:`AsyncStore.open`.

        Args:
            url: ``sqlite:<path>``, ``sqlite::memory:``, or ``postgres://user:password@host:port/database``.
            schema: of a store on PostgreSQL; ``careweave`` by default.
            vault_keys: the master keys of the vault, the current one first: ``"2026-11=<base64>,2026-05=<base64>"``.

        Raises:
            InvalidInputError: the URL is none.
            ConfigError: the server refuses the user or the database; or these are no keys.
            UnreachableError: no server answers.
            StorageError: it is no store of careweave, is of a newer version, is locked, or cannot be written.
        """
        self._native = _native_store(url, schema, vault_keys)
        self._session = StoreSession(self._native)
        wait(Prepared(self._native.open(), nothing))

    @classmethod
    def open(cls, url: str, *, schema: str | None = None, vault_keys: str | None = None) -> Store:
        """As ``Store(url)``."""
        return cls(url, schema=schema, vault_keys=vault_keys)

    @classmethod
    async def open_async(cls, url: str, *, schema: str | None = None, vault_keys: str | None = None) -> Store:
        """As ``Store(url)``, awaited. For a store whose primitives are awaited as well see :class:`AsyncStore`."""
        store = cls.__new__(cls)
        store._native = _native_store(url, schema, vault_keys)
        store._session = StoreSession(store._native)
        await run(Prepared(store._native.open(), nothing))
        return store

    @property
    def url(self) -> str:
        """The URL it was opened by, without a user or a password."""
        return self._native.url

    @property
    def ledger(self) -> Ledger:
        """What is about to be changed elsewhere, written down before it is sent."""
        return Ledger(self._session)

    @property
    def outbox(self) -> Outbox:
        """Effects that wait to be sent, in order, with retries that end."""
        return Outbox(self._session)

    @property
    def inbox(self) -> Inbox:
        """What other systems announce, kept once each, or as marks on what has to be fetched."""
        return Inbox(self._session)

    @property
    def mirror(self) -> Mirror:
        """What another system holds, under which id here, how far it was read and what is gone."""
        return Mirror(self._session)

    @property
    def leases(self) -> Leases:
        """Who may do a thing now, with a fence that refuses whoever comes back too late."""
        return Leases(self._session)

    @property
    def latches(self) -> Latches:
        """What may happen once in the life of a subject, and only with proof."""
        return Latches(self._session)

    @property
    def gate(self) -> Gate:
        """How far an integration may go by now."""
        return Gate(self._session)

    @property
    def audit(self) -> Audit:
        """Who did what, in chains of hashes that show every change."""
        return Audit(self._session)

    @property
    def vault(self) -> Vault:
        """Credentials, sealed under a key the store never sees."""
        return Vault(self._session)

    @property
    def conflicts(self) -> Conflicts:
        """Fields that both sides changed, kept until a person decides."""
        return Conflicts(self._session)

    @property
    def health(self) -> Health:
        """What waits for an integration and for how long, whether it works, what is wrong."""
        return Health(self._session)

    @property
    def retention(self) -> Retention:
        """What is let go of by age and of one person, and what is kept until a matter is closed."""
        return Retention(self._session)

    def close(self) -> None:
        """Finishes what is being written and closes the store; later calls raise :class:`StorageError`."""
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


class AsyncStore:
    """As :class:`Store`, for asyncio: the same primitives, each method a coroutine.

    >>> async with await careweave.AsyncStore.open("postgres://portal@db/care") as store:    # doctest: +SKIP
    ...     for item in await store.outbox.claim("worker-1", 30.0):
    ...         ...
    """

    __slots__ = ("_native", "_session")

    def __init__(self, url: str, *, schema: str | None = None, vault_keys: str | None = None) -> None:
        """A store that is opened by its first use; :meth:`open` tells a wrong URL early."""
        self._native = _native_store(url, schema, vault_keys)
        self._session = StoreSession(self._native)

    @classmethod
    async def open(cls, url: str, *, schema: str | None = None, vault_keys: str | None = None) -> AsyncStore:
        """As :class:`Store`, awaited."""
        store = cls(url, schema=schema, vault_keys=vault_keys)
        await run(Prepared(store._native.open(), nothing))
        return store

    @property
    def url(self) -> str:
        """As :attr:`Store.url`."""
        return self._native.url

    @property
    def ledger(self) -> AsyncLedger:
        """What is about to be changed elsewhere, written down before it is sent."""
        return AsyncLedger(self._session)

    @property
    def outbox(self) -> AsyncOutbox:
        """Effects that wait to be sent, in order, with retries that end."""
        return AsyncOutbox(self._session)

    @property
    def inbox(self) -> AsyncInbox:
        """What other systems announce, kept once each, or as marks on what has to be fetched."""
        return AsyncInbox(self._session)

    @property
    def mirror(self) -> AsyncMirror:
        """What another system holds, under which id here, how far it was read and what is gone."""
        return AsyncMirror(self._session)

    @property
    def leases(self) -> AsyncLeases:
        """Who may do a thing now, with a fence that refuses whoever comes back too late."""
        return AsyncLeases(self._session)

    @property
    def latches(self) -> AsyncLatches:
        """What may happen once in the life of a subject, and only with proof."""
        return AsyncLatches(self._session)

    @property
    def gate(self) -> AsyncGate:
        """How far an integration may go by now."""
        return AsyncGate(self._session)

    @property
    def audit(self) -> AsyncAudit:
        """Who did what, in chains of hashes that show every change."""
        return AsyncAudit(self._session)

    @property
    def vault(self) -> AsyncVault:
        """Credentials, sealed under a key the store never sees."""
        return AsyncVault(self._session)

    @property
    def conflicts(self) -> AsyncConflicts:
        """Fields that both sides changed, kept until a person decides."""
        return AsyncConflicts(self._session)

    @property
    def health(self) -> AsyncHealth:
        """What waits for an integration and for how long, whether it works, what is wrong."""
        return AsyncHealth(self._session)

    @property
    def retention(self) -> AsyncRetention:
        """What is let go of by age and of one person, and what is kept until a matter is closed."""
        return AsyncRetention(self._session)

    async def close(self) -> None:
        """As :meth:`Store.close`."""
        await run(Prepared(self._native.close(), nothing))

    async def __aenter__(self) -> AsyncStore:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<AsyncStore {self.url}>"

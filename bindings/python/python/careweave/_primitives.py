"""The primitives of a store as objects: the generated methods, and leases that are held for a block."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from ._generated import operations as generated
from ._generated.models import Lease, LeaseGuard
from ._store_session import StoreSession
from .errors import CareweaveError

__all__ = ["AsyncHeldLease", "HeldLease"]


class _Held:
    """A lease that this worker was granted."""

    __slots__ = ("lease",)

    def __init__(self, lease: Lease) -> None:
        self.lease = lease

    @property
    def guard(self) -> LeaseGuard:
        """What a write is to be guarded by: it is refused once somebody else has the lease."""
        return LeaseGuard(lease=self.lease.name, fence=self.lease.fence)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.lease.name} fence={self.lease.fence}>"


class HeldLease(_Held):
    """A lease that is held for a block; see :meth:`Leases.hold`."""

    __slots__ = ("_leases", "_ttl")

    def __init__(self, leases: Leases, lease: Lease, ttl_seconds: float) -> None:
        super().__init__(lease)
        self._leases = leases
        self._ttl = ttl_seconds

    def renew(self) -> Lease:
        """Moves its end. Do so after a third of its time.

        Raises:
            ConflictError: it has ended or was granted anew: stop.
        """
        self.lease = self._leases.renew(self.lease.name, self.lease.fence, self._ttl)
        return self.lease

    def check(self) -> None:
        """Passes while it is live.

        Raises:
            ConflictError: it has ended or was granted anew: stop.
        """
        self._leases.check(self.lease.name, self.lease.fence)


class AsyncHeldLease(_Held):
    """As :class:`HeldLease`, for asyncio."""

    __slots__ = ("_leases", "_ttl")

    def __init__(self, leases: AsyncLeases, lease: Lease, ttl_seconds: float) -> None:
        super().__init__(lease)
        self._leases = leases
        self._ttl = ttl_seconds

    async def renew(self) -> Lease:
        """As :meth:`HeldLease.renew`."""
        self.lease = await self._leases.renew(self.lease.name, self.lease.fence, self._ttl)
        return self.lease

    async def check(self) -> None:
        """As :meth:`HeldLease.check`."""
        await self._leases.check(self.lease.name, self.lease.fence)


class Ledger(generated.LedgerOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Outbox(generated.OutboxOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Inbox(generated.InboxOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Mirror(generated.MirrorOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Leases(generated.LeaseOperations):
    """The leases of a store."""

    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session

    @contextmanager
    def hold(self, name: str, holder: str, *, ttl_seconds: float) -> Iterator[HeldLease]:
        """Holds a lease for a block, and gives it back at its end.

        Nothing renews it by itself, so that a worker that hangs loses it: call :meth:`HeldLease.renew`.

        Args:
            name: what it is for: ``"poll/wellsky/agency-1"``.
            holder: the worker, unique among those that run.
            ttl_seconds: for how long, up to 24 hours.

        Raises:
            ConflictError: another holder has it; or, at the end, somebody was granted it meanwhile.
        """
        held = HeldLease(self, self.acquire(name, holder, ttl_seconds), ttl_seconds)
        try:
            yield held
        except BaseException:
            # The error of the block is the one to tell; a lease that was lost is nobody's to give back.
            with suppress(CareweaveError):
                self.release(held.lease.name, held.lease.fence)
            raise
        self.release(held.lease.name, held.lease.fence)


class Latches(generated.LatchOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Gate(generated.GateOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Audit(generated.AuditOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Vault(generated.VaultOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Conflicts(generated.ConflictOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Health(generated.HealthOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class Retention(generated.RetentionOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncLedger(generated.AsyncLedgerOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncOutbox(generated.AsyncOutboxOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncInbox(generated.AsyncInboxOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncMirror(generated.AsyncMirrorOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncLeases(generated.AsyncLeaseOperations):
    """As :class:`Leases`, for asyncio."""

    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session

    @asynccontextmanager
    async def hold(self, name: str, holder: str, *, ttl_seconds: float) -> AsyncIterator[AsyncHeldLease]:
        """As :meth:`Leases.hold`, with ``async with``."""
        held = AsyncHeldLease(self, await self.acquire(name, holder, ttl_seconds), ttl_seconds)
        try:
            yield held
        except BaseException:
            with suppress(CareweaveError):
                await self.release(held.lease.name, held.lease.fence)
            raise
        await self.release(held.lease.name, held.lease.fence)


class AsyncLatches(generated.AsyncLatchOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncGate(generated.AsyncGateOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncAudit(generated.AsyncAuditOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncVault(generated.AsyncVaultOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncConflicts(generated.AsyncConflictOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncHealth(generated.AsyncHealthOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session


class AsyncRetention(generated.AsyncRetentionOperations):
    __slots__ = ("_session",)

    def __init__(self, session: StoreSession) -> None:
        self._session = session

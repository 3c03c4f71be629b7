"""What the portal is told by its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Settings:
    """How the portal is set up. Secrets do not show."""

    database_url: str = "sqlite:portal.db"
    """``sqlite:<path>`` or ``postgres://user:password@host/database``: of the portal's own tables, and of careweave's store."""
    schema: str | None = None
    """The schema of the store, on PostgreSQL."""
    provider_url: str = field(default="", repr=False)
    """The account of the appointment service: ``acuity://user:key@default?integration=main``."""
    wellsky: Mapping[str, Any] | None = field(default=None, repr=False)
    """The keyword arguments of the client; the variables ``WELLSKY_…`` unless set."""
    token: str = field(default="", repr=False)
    """What people and programs show to use the portal: ``Authorization: Bearer …``."""
    webhook_secret: str = field(default="", repr=False)
    """What WellSky's subscriptions were made with."""
    webhook_path: str = field(default="", repr=False)
    """The part of the address for the appointment service that nobody can guess."""
    actor: str = "portal"
    """The name of this worker in the audit log."""
    every_seconds: float = 300.0
    """How long between two runs of the flows; 0 runs them on demand only."""

    @classmethod
    def from_env(cls) -> Settings:
        """The settings of the variables ``PORTAL_…``; what has no default is required."""
        required = ("PORTAL_PROVIDER_URL", "PORTAL_TOKEN", "PORTAL_WEBHOOK_SECRET", "PORTAL_WEBHOOK_PATH")
        missing = [name for name in required if not os.environ.get(name)]
        if missing:
            raise SystemExit(f"set {', '.join(missing)}")
        return cls(
            database_url=os.environ.get("PORTAL_DATABASE_URL", cls.database_url),
            schema=os.environ.get("PORTAL_SCHEMA") or None,
            provider_url=os.environ["PORTAL_PROVIDER_URL"],
            token=os.environ["PORTAL_TOKEN"],
            webhook_secret=os.environ["PORTAL_WEBHOOK_SECRET"],
            webhook_path=os.environ["PORTAL_WEBHOOK_PATH"],
            actor=os.environ.get("PORTAL_ACTOR", cls.actor),
            every_seconds=float(os.environ.get("PORTAL_EVERY_SECONDS", cls.every_seconds)),
        )

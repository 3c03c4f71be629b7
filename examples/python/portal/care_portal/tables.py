"""The portal's own tables."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import JSON, Connection, Engine, ForeignKey, String, TypeDecorator, UniqueConstraint, create_engine
from sqlalchemy import event as events
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Instant(TypeDecorator[datetime]):
    """An instant, as text that sorts by time on every database: SQLite has no type for it."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """As it is kept."""
        return None if value is None else value.astimezone(timezone.utc).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """As the portal sees it."""
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    """Every table of the portal."""

    type_annotation_map = {datetime: Instant, dict[str, str]: JSON}  # noqa: RUF012


class Clock(Base):
    """Counts the changes of a kind of record. Taking its next number orders the writers of the kind one after the other, so that
    whoever reads by number misses nothing that was committed late."""

    __tablename__ = "portal_clock"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class UsedKey(Base):
    """A write that was made under a key, kept in the transaction of the write."""

    __tablename__ = "portal_used_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    record: Mapped[str]


class TaskRow(Base):
    """Something to be done by somebody of the agency."""

    __tablename__ = "portal_task"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    change: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    priority: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    title: Mapped[str]
    notes: Mapped[str | None]
    start: Mapped[datetime]
    end: Mapped[datetime]
    url: Mapped[str | None]
    details: Mapped[dict[str, str]]


class DealRow(Base):
    """A family that may become a client."""

    __tablename__ = "portal_deal"

    id: Mapped[str] = mapped_column(primary_key=True)
    change: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str | None]
    line1: Mapped[str | None]
    line2: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str | None]
    zip_code: Mapped[str | None]
    stage: Mapped[str]
    referral_source: Mapped[str | None]
    notes: Mapped[str | None]
    monthly_revenue_minor: Mapped[int | None]
    start_date: Mapped[date | None]
    client_id: Mapped[str | None]
    ended_on: Mapped[date | None]
    updated_at: Mapped[datetime]


class DealEvent(Base):
    """What a deal heard from WellSky, in words for a person."""

    __tablename__ = "portal_deal_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    deal_id: Mapped[str] = mapped_column(ForeignKey("portal_deal.id"))
    kind: Mapped[str]
    text: Mapped[str | None]
    at: Mapped[datetime]


class AssignmentRow(Base):
    """A caregiver for a shift, as somebody of the agency decided."""

    __tablename__ = "portal_assignment"

    shift_id: Mapped[str] = mapped_column(primary_key=True)
    caregiver_id: Mapped[str]
    decided_at: Mapped[datetime]


def engine_at(url: str) -> Engine:
    """The portal's connections to the database at a careweave URL."""
    if not url.startswith("sqlite:"):
        return create_engine(url.replace("postgresql://", "postgres://").replace("postgres://", "postgresql+psycopg://", 1))
    engine = create_engine(f"sqlite:///{url.removeprefix('sqlite:')}")

    # The driver would begin a transaction late, and as one that only reads.
    @events.listens_for(engine, "connect")
    def leave_transactions_alone(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 10000")

    @events.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def create_tables(engine: Engine) -> None:
    """Makes what is not there yet."""
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        for name in ("task", "deal"):
            if session.get(Clock, name) is None:
                session.add(Clock(name=name, number=0))


def next_change(session: Session, kind: str) -> int:
    """The number of a change. Whoever has taken one keeps the other writers of the kind waiting until the transaction ends."""
    clock = session.get_one(Clock, kind, with_for_update=True)
    clock.number += 1
    return clock.number

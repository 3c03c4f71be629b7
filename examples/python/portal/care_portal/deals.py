"""The deals of the portal, as careweave's sales flow sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from careweave import Address, Deal, DealChange, DealPage, refusal
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from .tables import DealEvent, DealRow, UsedKey, next_change

PAGE = 100


def deal_of(row: DealRow) -> Deal:
    """A deal as careweave knows it."""
    address = None
    if row.line1 and row.city and row.state and row.zip_code:
        address = Address(row.line1, row.city, row.state, row.zip_code, row.line2)
    return Deal(
        id=row.id,
        name=row.name,
        phone=row.phone,
        stage=row.stage,
        updated_at=row.updated_at,
        email=row.email,
        address=address,
        referral_source=row.referral_source,
        notes=row.notes,
        monthly_revenue_minor=row.monthly_revenue_minor,
        start_date=row.start_date,
    )


def move_to(row: DealRow, address: Address | None) -> None:
    """Where care would be given from now on."""
    row.line1 = address.line1 if address else None
    row.line2 = address.line2 if address else None
    row.city = address.city if address else None
    row.state = address.state if address else None
    row.zip_code = address.zip_code if address else None


class SqlSalesCrm:
    """A :class:`careweave.SalesCrm` over the portal's tables. Every method is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changed_deals(self, after: str | None) -> DealPage:
        """Deals by the number of their last change."""
        since = int(after or 0)
        with Session(self._engine) as session, session.begin():
            later = select(DealRow).where(DealRow.change > since).order_by(DealRow.change).limit(PAGE + 1)
            rows = list(session.scalars(later))
            page = rows[:PAGE]
            last = str(page[-1].change) if page else after
            return DealPage(
                deals=tuple(deal_of(row) for row in page),
                next=last if len(rows) > PAGE else None,
                resume=last,
            )

    def deal(self, deal_id: str) -> Deal | None:
        """A deal as it is now."""
        with Session(self._engine) as session, session.begin():
            row = session.get(DealRow, deal_id)
            return None if row is None else deal_of(row)

    def apply(self, change: DealChange, key: str) -> None:
        """Makes a change, once for each key."""
        with Session(self._engine) as session, session.begin():
            number = next_change(session, "deal")
            if session.get(UsedKey, f"deal/{key}") is not None:
                return
            row = session.get(DealRow, change.deal_id)
            if row is None:
                raise refusal("not_found", "there is no such deal")
            now = datetime.now(timezone.utc)
            if self._take(row, change):
                row.change, row.updated_at = number, now
            if change.kind != "fields":
                text = change.text or change.reason
                session.add(DealEvent(deal_id=row.id, kind=change.kind, text=text, at=now))
            session.add(UsedKey(key=f"deal/{key}", digest="", record=row.id))

    def has_applied(self, key: str) -> bool:
        """Whether a change was made under this key."""
        with Session(self._engine) as session, session.begin():
            return session.get(UsedKey, f"deal/{key}") is not None

    def create(self, deal_id: str, fill: Callable[[DealRow], Any]) -> Deal:
        """A new deal, as somebody of the agency entered it."""
        with Session(self._engine) as session, session.begin():
            number = next_change(session, "deal")
            if session.get(DealRow, deal_id) is not None:
                raise refusal("conflict", "there is such a deal")
            row = DealRow(id=deal_id, change=number, stage="new", updated_at=datetime.now(timezone.utc))
            fill(row)
            session.add(row)
            session.flush()
            return deal_of(row)

    def edit(self, deal_id: str, edit: Callable[[DealRow], Any]) -> Deal:
        """Changes a deal as somebody of the agency asked for; the flow carries it to WellSky."""
        with Session(self._engine) as session, session.begin():
            number = next_change(session, "deal")
            row = session.get(DealRow, deal_id)
            if row is None:
                raise refusal("not_found", "there is no such deal")
            edit(row)
            row.change, row.updated_at = number, datetime.now(timezone.utc)
            return deal_of(row)

    def heard(self, deal_id: str) -> list[str]:
        """What a deal heard from WellSky, the oldest first."""
        with Session(self._engine) as session, session.begin():
            of = select(DealEvent.kind).where(DealEvent.deal_id == deal_id).order_by(DealEvent.id)
            return list(session.scalars(of))

    def _take(self, row: DealRow, change: DealChange) -> bool:
        """Changes the row; true when it is one that the flow has to see."""
        if change.kind == "client_active":
            row.client_id = change.client_id
        if change.kind == "discharged":
            row.ended_on = change.end_date
        if change.fields is None:
            return False
        for name in change.fields.changed:
            if name == "address":
                move_to(row, change.fields.address)
            else:
                setattr(row, name, getattr(change.fields, name))
        return True

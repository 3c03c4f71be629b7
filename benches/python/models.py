"""The peers' models: pydantic, with the types a portal would give these fields."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel


class Address(BaseModel):
    line1: str
    city: str
    state: str
    zip_code: str
    line2: str | None = None


class EmergencyContact(BaseModel):
    name: str
    phone: str
    relationship: str | None = None


class Client(BaseModel):
    id: str
    first_name: str
    last_name: str
    phone: str
    address: Address
    status: str
    updated_at: datetime
    email: str | None = None
    emergency_contacts: list[EmergencyContact] = []
    payer_source: str | None = None
    authorized_hours_per_week: int | None = None
    start_date: date | None = None
    discharge_date: date | None = None
    referral_source: str | None = None
    care_coordinator: str | None = None
    preferred_language: str | None = None
    gender_preference: str | None = None
    external_id: str | None = None


class ClientPage(BaseModel):
    clients: list[Client]
    total: int

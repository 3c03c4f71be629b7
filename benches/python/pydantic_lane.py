"""``json`` and pydantic models, as a portal writes them for Acuity."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from typing import Any

import providers_material as material
from pydantic import BaseModel, Field
from results import digest


class Answer(BaseModel):
    field_id: int = Field(alias="fieldID")
    name: str
    value: str | None = None


class Form(BaseModel):
    id: int
    name: str
    values: list[Answer]


class Appointment(BaseModel):
    id: int
    first_name: str = Field(alias="firstName")
    last_name: str = Field(alias="lastName")
    phone: str | None = None
    email: str | None = None
    start: datetime = Field(alias="datetime")
    created: datetime | None = Field(default=None, alias="datetimeCreated")
    price: str | None = None
    type: str | None = None
    appointment_type_id: int = Field(alias="appointmentTypeID")
    class_id: int | None = Field(default=None, alias="classID")
    duration: int
    calendar: str | None = None
    calendar_id: int = Field(alias="calendarID")
    location: str | None = None
    notes: str | None = None
    timezone: str | None = None
    calendar_timezone: str | None = Field(default=None, alias="calendarTimezone")
    canceled: bool | None = None
    labels: list[dict[str, Any]] | None = None
    forms: list[Form] | None = None

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.duration)


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        body = material.appointments(order["rows"])
        begun = time.perf_counter()
        rows = [Appointment.model_validate(row) for row in json.loads(body)]
        seconds = time.perf_counter() - begun
        lines = (
            f"{row.id}|{int(row.start.timestamp())}|{int(row.end.timestamp())}|{row.calendar_id}|{row.email}"
            for row in rows
        )
        return {"seconds": seconds, "parts": {"count": str(len(rows)), "appointments": digest(lines)}}

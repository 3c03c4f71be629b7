"""Where WellSky and the appointment service announce that something happened.

A delivery is a hint. What it says is not believed: it is checked, what it names is marked where that is needed, the sender is
answered at once, and the flow reads what is true.
"""

from __future__ import annotations

import secrets

from careweave import CareweaveError, EventReceiver, StorageError
from fastapi import APIRouter, Request, Response

from .flows import Flows
from .settings import Settings


def routes(settings: Settings, flows: Flows) -> APIRouter:
    """The endpoints; they ask for no token, because their senders bring proof of their own."""
    router = APIRouter(prefix="/webhooks")
    receiver = EventReceiver([settings.webhook_secret])

    @router.post("/wellsky")
    async def wellsky(request: Request) -> Response:
        try:
            receipt = receiver.accept(request.headers.raw, await request.body())
        except CareweaveError as refused:
            return Response(status_code=int(refused.get("answer") or 400))
        flows.wake()
        return Response(status_code=receipt.status)

    @router.post("/appointments/{secret}")
    async def appointments(secret: str, request: Request) -> Response:
        if not secrets.compare_digest(secret.encode(), settings.webhook_path.encode()):
            return Response(status_code=404)
        try:
            await flows.appointments.accept(request.headers.raw, await request.body())
        except StorageError:
            # It must not be taken for a success: the sender is to try again.
            return Response(status_code=503)
        except CareweaveError as refused:
            return Response(status_code=401 if refused.code == "unauthenticated" else 400)
        flows.wake()
        return Response(status_code=204)

    return router

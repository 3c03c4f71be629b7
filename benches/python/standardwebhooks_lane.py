"""The package ``standardwebhooks``, as a receiver uses it."""

from __future__ import annotations

import time
from typing import Any

import providers_material as material
from standardwebhooks import Webhook, WebhookVerificationError


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        came = material.deliveries(order["scheme"], order["deliveries"], order["now"])
        webhook = Webhook(material.key_in_base64())
        begun = time.perf_counter()
        found = [genuine(webhook, headers, body) for headers, body in came]
        return {"seconds": time.perf_counter() - begun, "parts": material.genuine(found)}


def genuine(webhook: Webhook, headers: dict[str, str], body: bytes) -> bool:
    try:
        webhook.verify(body, headers)
    except WebhookVerificationError:
        return False
    return True

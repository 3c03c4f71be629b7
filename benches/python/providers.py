"""How fast signatures of webhooks are checked: ours beside the library of Standard Webhooks and beside plain ``hmac``.

    python providers.py [DELIVERIES] [ROUNDS]

Each delivery has a body of 1 KB and a signature of its own; every tenth was changed on the way. Each competitor checks the
same bodies, turn by turn, the order turned by one each round, and all have to refuse the same ones. The schemes are those of
Acuity (HMAC-SHA256 of the body, base64) and Calendly (of a time and the body, hexadecimal); no library of their own checks
them, so the peer signs the same bodies by the scheme of Standard Webhooks: the same digest, and it parses the body as well.
Prints checks per second as JSON.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone

import careweave
from standardwebhooks import Webhook, WebhookVerificationError

KEY = "an-invented-key-of-some-length-0"
NOW = datetime.now(timezone.utc)
STAMP = int(NOW.timestamp())
Delivery = tuple[dict[str, str], bytes]


def digest(content: bytes) -> hmac.HMAC:
    return hmac.new(KEY.encode(), content, hashlib.sha256)


def bodies(count: int) -> list[tuple[bytes, bytes]]:
    """What was signed, and what came."""
    made = []
    for n in range(count):
        signed = (b'{"event":"invitee.created","n":"%08d","filler":"' % n).ljust(1022, b"x") + b'"}'
        made.append((signed, signed.replace(b"created", b"deleted") if n % 10 == 0 else signed))
    return made


def acuity(signed: bytes) -> dict[str, str]:
    return {"X-Acuity-Signature": base64.b64encode(digest(signed).digest()).decode()}


def calendly(signed: bytes) -> dict[str, str]:
    content = f"{STAMP}.".encode() + signed
    return {"Calendly-Webhook-Signature": f"t={STAMP},v1={digest(content).hexdigest()}"}


def standard(signed: bytes) -> dict[str, str]:
    signature = Webhook(base64.b64encode(KEY.encode()).decode()).sign("msg_1", NOW, signed.decode())
    return {"webhook-id": "msg_1", "webhook-timestamp": str(STAMP), "webhook-signature": signature}


def by_us(provider: careweave.Provider) -> Callable[[Delivery], bool]:
    def check(delivery: Delivery) -> bool:
        try:
            provider.verify_webhook(*delivery)
        except careweave.AuthenticationError:
            return False
        return True

    return check


def by_standardwebhooks() -> Callable[[Delivery], bool]:
    webhook = Webhook(base64.b64encode(KEY.encode()).decode())

    def check(delivery: Delivery) -> bool:
        headers, body = delivery
        try:
            webhook.verify(body, headers)
        except WebhookVerificationError:
            return False
        return True

    return check


def by_hmac(delivery: Delivery) -> bool:
    """Acuity's scheme, as a program would check it by itself."""
    headers, body = delivery
    expected = base64.b64encode(digest(body).digest()).decode()
    return hmac.compare_digest(headers["X-Acuity-Signature"], expected)


def main(count: int = 10_000, rounds: int = 7) -> None:
    made = bodies(count)
    url = f"acuity://1:{KEY}@default?integration=main"
    calendly_url = f"calendly://:a-token@default?integration=main&signing_key={KEY}"
    lanes: dict[str, tuple[Callable[[Delivery], bool], list[Delivery]]] = {
        "careweave acuity": (by_us(careweave.Provider.from_url(url)), [(acuity(s), b) for s, b in made]),
        "careweave calendly": (by_us(careweave.Provider.from_url(calendly_url)), [(calendly(s), b) for s, b in made]),
        "standardwebhooks": (by_standardwebhooks(), [(standard(s), b) for s, b in made]),
        "plain hmac": (by_hmac, [(acuity(s), b) for s, b in made]),
    }
    wanted = [signed == came for signed, came in made]
    seconds: dict[str, list[float]] = {name: [] for name in lanes}
    names = list(lanes)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            check, deliveries = lanes[name]
            began = time.perf_counter()
            found = [check(delivery) for delivery in deliveries]
            seconds[name].append(time.perf_counter() - began)
            if found != wanted:
                sys.exit(f"{name} does not refuse what was changed, and nothing else")
    print(json.dumps({name: round(count / statistics.median(taken)) for name, taken in seconds.items()}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

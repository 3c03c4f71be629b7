"""Who sent a delivery: as in Rust, whatever form the headers have."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import careweave
import pytest
from careweave import WebhookVerifier

KEY = "an-invented-key-of-some-length-0"
ENCODED = base64.b64encode(KEY.encode()).decode()
NOW = datetime(2030, 3, 4, 12, tzinfo=timezone.utc)
STAMP = str(int(NOW.timestamp()))
BODY = '{"event":"Grüße"}'.encode()


def signed(content: bytes, key: str = KEY) -> bytes:
    return hmac.new(key.encode(), content, hashlib.sha256).digest()


def standard(key: str = KEY) -> dict[str, str]:
    mac = base64.b64encode(signed(f"msg_7.{STAMP}.".encode() + BODY, key)).decode()
    return {"Webhook-Id": "msg_7", "webhook-timestamp": STAMP, "webhook-signature": f"v1,{mac}"}


def test_a_keyed_delivery_has_its_id_and_its_time_whatever_form_the_headers_have() -> None:
    verifier = WebhookVerifier.standard("whsec_" + ENCODED)
    headers = standard()
    expected = careweave.VerifiedDelivery("keyed", "msg_7", NOW)
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    for form in (headers, list(headers.items()), raw, iter(raw)):
        assert verifier.verify(form, BODY, now=NOW) == expected


def test_a_header_that_stands_twice_is_refused() -> None:
    verifier = WebhookVerifier.standard(ENCODED)
    headers = standard()
    twice = [*headers.items(), ("webhook-id", "msg_8")]
    with pytest.raises(careweave.AuthenticationError) as caught:
        verifier.verify(twice, BODY, now=NOW)
    assert caught.value.get("header") == "webhook-id"


def test_what_is_changed_late_or_signed_by_another_is_refused() -> None:
    verifier = WebhookVerifier.standard(ENCODED, tolerance=timedelta(seconds=30))
    verifier.verify(standard(), BODY, now=NOW + timedelta(seconds=30))
    refused = [
        (standard(), BODY + b" ", NOW),
        (standard(), BODY, NOW + timedelta(seconds=31)),
        (standard(), BODY, NOW - timedelta(seconds=31)),
        (standard("another-key"), BODY, NOW),
        ({}, BODY, NOW),
    ]
    for headers, body, now in refused:
        with pytest.raises(careweave.AuthenticationError):
            verifier.verify(headers, body, now=now)


def test_while_a_secret_is_rotated_both_are_believed() -> None:
    both = WebhookVerifier.standard(ENCODED, base64.b64encode(b"the-next-key").decode())
    for key in (KEY, "the-next-key"):
        assert both.verify(standard(key), BODY, now=NOW).id == "msg_7"


def test_calendly_signs_a_time_and_acuity_and_a_shared_header_only_hint() -> None:
    mac = signed(f"{STAMP}.".encode() + BODY).hex()
    stamped = WebhookVerifier.calendly(KEY).verify({"Calendly-Webhook-Signature": f"t={STAMP},v1={mac}"}, BODY, now=NOW)
    assert stamped == careweave.VerifiedDelivery("stamped", None, NOW)
    signature = base64.b64encode(signed(BODY)).decode()
    hint = careweave.VerifiedDelivery("hint")
    assert WebhookVerifier.acuity(KEY).verify({"x-acuity-signature": signature}, BODY) == hint
    shared = WebhookVerifier.shared_header("Authorization", "Bearer one", "Bearer two")
    assert shared.verify({"authorization": "Bearer two"}, BODY) == hint
    with pytest.raises(careweave.AuthenticationError):
        shared.verify({"authorization": "Bearer three"}, BODY)


def test_what_cannot_be_a_scheme_or_a_delivery_is_named() -> None:
    verifier = WebhookVerifier.acuity(KEY)
    wrong: list[tuple[str, Callable[[], object]]] = [
        ("secrets", lambda: WebhookVerifier.standard()),
        ("secret", lambda: WebhookVerifier.standard("not base64!")),
        ("secret", lambda: WebhookVerifier.acuity("  ")),
        ("secret", lambda: WebhookVerifier.acuity(b"bytes")),  # type: ignore[arg-type]
        ("tolerance", lambda: WebhookVerifier.calendly(KEY, tolerance=timedelta(seconds=-1))),
        ("header", lambda: WebhookVerifier.shared_header("", KEY)),
        ("headers", lambda: verifier.verify({"a": 1}, b"")),  # type: ignore[arg-type]
        ("headers", lambda: verifier.verify([("a",)], b"")),  # type: ignore[list-item]
        ("headers", lambda: verifier.verify(None, b"")),  # type: ignore[arg-type]
        ("body", lambda: verifier.verify({}, "text")),  # type: ignore[arg-type]
        ("now", lambda: verifier.verify({}, b"", now=datetime(2030, 1, 1))),
        ("body", lambda: verifier.verify({}, b"x" * (1024 * 1024 + 1))),
    ]
    for field, call in wrong:
        with pytest.raises(careweave.InvalidInputError) as caught:
            call()
        assert caught.value.get("field") == field


def test_no_secret_is_shown() -> None:
    assert repr(WebhookVerifier.acuity(KEY)) == "<WebhookVerifier>"
    with pytest.raises(careweave.AuthenticationError) as caught:
        WebhookVerifier.acuity(KEY).verify({"x-acuity-signature": "AAAA"}, BODY)
    assert KEY not in repr(caught.value) and "AAAA" not in repr(caught.value)

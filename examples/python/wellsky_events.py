"""Follows an agency: takes WellSky's deliveries, fetches back what they name, and polls for what has no event.

    python wellsky_events.py STORE_URL PUBLIC_URL [PORT]

Reads WELLSKY_API_KEY, WELLSKY_API_SECRET, WELLSKY_AGENCY_ID, WELLSKY_API (connect) and WELLSKY_WEBHOOK_SECRET. PUBLIC_URL is
the https address under which WellSky reaches this server; on the loopback, for a sandbox, it may be left out as "-". Prints one
line for each change, without anything personal; ends when its standard input does.
"""

import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import careweave

EVENTS = ["patient.created", "patient.telecom.changed", "practitioner.created", "encounter.clockout.changed"]
QUARTER_OF_AN_HOUR = 900.0


def server(port: int, ws: careweave.WellSky, store: careweave.Store, wake: threading.Event) -> ThreadingHTTPServer:
    """A server that marks what deliveries name. It fetches nothing, so that WellSky is answered at once."""
    receiver = careweave.EventReceiver([os.environ["WELLSKY_WEBHOOK_SECRET"]])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), 1 << 20))
            try:
                receipt = receiver.accept(self.headers.items(), body)
                if receipt.record is not None:
                    ws.mark_changed(receipt.record, store=store)
                status = receipt.status
            except careweave.CareweaveError as refused:
                # What the receiver refuses says what to answer; a store that failed must not be taken for a success.
                status = int(refused.get("answer") or 503)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            wake.set()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def take_up(ws: careweave.WellSky, store: careweave.Store) -> None:
    """What deliveries marked, and what is due to be polled. A portal stores each change under its id."""
    for changes in (ws.feed(store), ws.poll(store)):
        for change in changes:
            print(change.kind, change.record.kind, change.record.id, flush=True)


def main(store_url: str, public_url: str = "-", port: str = "0") -> None:
    wake, over = threading.Event(), threading.Event()
    with careweave.WellSky.from_env() as ws, careweave.Store(store_url) as store:
        hook = server(int(port), ws, store, wake)
        thread = threading.Thread(target=hook.serve_forever)
        thread.start()

        def wait_for_the_end() -> None:
            sys.stdin.read()
            over.set()
            wake.set()

        threading.Thread(target=wait_for_the_end, daemon=True).start()
        try:
            take_up(ws, store)
            address = public_url if public_url != "-" else f"http://127.0.0.1:{hook.server_port}/wellsky"
            ws.connect.ensure_subscriptions(
                "careweave-example",
                "follows the agency",
                address,
                os.environ["WELLSKY_WEBHOOK_SECRET"],
                EVENTS,
                idempotency_key=f"subscriptions/{address}",
            )
            print("listening", address, flush=True)
            while not over.is_set():
                wake.wait(QUARTER_OF_AN_HOUR)
                wake.clear()
                take_up(ws, store)
        finally:
            hook.shutdown()
            hook.server_close()
            thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:4])

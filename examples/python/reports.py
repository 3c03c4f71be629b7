"""What calls came to, and where clients come from: from a file of events, without any server.

    python reports.py EVENTS.jsonl AS_OF [ZONE]

AS_OF is an instant with its offset, such as ``2026-05-15T12:00:00Z``. Prints two lines of JSON, the same bytes as
``careweave report telephony --json`` and ``careweave report referral --json``.
"""

import sys
from datetime import datetime

import careweave
from careweave import insights


def main(path: str, as_of: str, zone: str = "America/Denver") -> int:
    calls, sources = insights.TelephonyQuery(zone=zone), insights.ReferralQuery(zone=zone)
    try:
        # Both questions are answered from one pass. The file may come in parts, in any order and again and again.
        inquiry = insights.Inquiry(calls, sources)
        with open(path, encoding="utf-8") as lines:
            inquiry.push(lines)
        moment = datetime.fromisoformat(as_of.replace("Z", "+00:00"))
        # With figures: inquiry.answer(calls, as_of=moment).figures.answer.value, and .table().to_polars()
        print(inquiry.answer(calls, as_of=moment).to_json())
        print(inquiry.answer(sources, as_of=moment).to_json())
    except careweave.CareweaveError as error:
        # The error names the line and the field, and never the value.
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))

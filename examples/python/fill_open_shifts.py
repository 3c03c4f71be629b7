"""The main job: fill an agency's open shifts, with every claim recorded and read back.

    python fill_open_shifts.py [STORE_URL]

Reads WELLSKY_API_KEY, WELLSKY_API_SECRET, WELLSKY_AGENCY_ID, WELLSKY_BASE_URL, CAREWEAVE_AGENCY_ZONE and, for the
caregivers' answers, CAREWEAVE_SANDBOX_CONTROL; ``careweave sandbox`` prints them. The report is one line of JSON, the
same bytes as ``careweave demo --json``.
"""

import sys

import careweave
import sandbox_phones


def main(store_url: str = "sqlite:careweave.db") -> None:
    with careweave.WellSky.from_env() as ws, careweave.Store(store_url) as store:
        # Pulls the agency, ranks each open shift, and takes up what an earlier run left unfinished.
        job = ws.fill_open_shifts(store, now=sandbox_phones.now())
        # Each offer says whom to ask, best first. When a round leaves a shift open, another one follows.
        for offer in job.offers():
            for reply in sandbox_phones.offer(offer.shift_id, offer.caregiver_ids):
                if reply.says_yes:
                    # The first yes gets the shift; a later one gets result "taken".
                    job.claim(offer.shift_id, reply.caregiver_id)
                else:
                    job.decline(offer.shift_id, reply.caregiver_id)
        print(job.report().to_json())


if __name__ == "__main__":
    main(*sys.argv[1:2])

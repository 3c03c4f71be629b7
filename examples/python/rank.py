"""Who can take each open shift, who should, and why: from a file, without any server.

    python rank.py ROSTER.json [--shift ID]

Prints one line of JSON, the same bytes as ``careweave rank --roster ROSTER.json --json``.
"""

import argparse
import sys

import careweave


def main() -> int:
    parser = argparse.ArgumentParser(description="Rank caregivers for the open shifts of a roster file.")
    parser.add_argument("roster", help="a roster file")
    parser.add_argument("--shift", help="rank for this shift only")
    arguments = parser.parse_args()
    try:
        # The file is read and validated once; every ranking afterwards runs in Rust.
        roster = careweave.Roster.load(arguments.roster)
        # For one shift as objects, with parts and reasons: roster.rank(shift_id).candidates
        print(roster.rank_all_json(arguments.shift))
    except careweave.CareweaveError as error:
        # The error names the record and the field, and never the value.
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

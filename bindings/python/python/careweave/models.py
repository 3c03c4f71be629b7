"""Records of WellSky Personal Care, as frozen dataclasses.

They are generated from the Rust types. Field names are those of the common surface; Connect's own records have the
vendor's names in snake case. Statuses and kinds are plain strings, because a vendor adds words without notice; the
documented ones stand beside each field. Instants are aware datetimes in UTC, dates are dates, times of day are
``"HH:MM"`` in the agency's zone.

The ``repr`` of a record with personal data shows ids and statuses only: names, phone numbers, addresses and notes must
not reach a log by accident. Read the attribute to use the value.
"""

from __future__ import annotations

from ._generated.models import *
from ._generic import *
from ._keep import *

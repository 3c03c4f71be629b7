"""Embeddable SDK for home-care operations.

* :class:`WellSky`, :class:`AsyncWellSky`: a typed client of WellSky Personal Care.
* :class:`Roster`: ranks caregivers for open shifts and explains each score.
* :class:`FillJob`, :class:`AsyncFillJob`: the main job, from open shift to verified assignment.
* :class:`Store`: where claims are recorded before they are sent.

All datetimes are aware, those that come back are in UTC; a naive datetime is refused. All errors are
:class:`CareweaveError`. Personal data (names, phone numbers, e-mail addresses, addresses, notes) and secrets never show in
a ``repr`` or an error.
"""

from __future__ import annotations

from . import errors as errors
from ._native import __version__ as __version__
from .aio import *
from .errors import *
from .fill import *
from .models import *
from .roster import *
from .store import *
from .wellsky import *

"""Embeddable SDK for home-care operations.

* :class:`WellSky`, :class:`AsyncWellSky`: a typed client of WellSky Personal Care, over both of its APIs.
* :mod:`careweave.models`: its records.
* :class:`Roster`: ranks caregivers for open shifts and explains each score.
* :class:`FillJob`, :class:`AsyncFillJob`: the main job, from open shift to verified assignment.
* :class:`Provider`, :class:`AsyncProvider`: appointment schedulers behind one interface.
* :class:`Store`: where claims are recorded before they are sent.

All datetimes are aware, those that come back are in UTC; a naive datetime is refused. All errors are
:class:`CareweaveError`. Personal data (names, phone numbers, e-mail addresses, addresses, notes) and secrets never show in
a ``repr`` or an error.
"""

from __future__ import annotations

from . import errors as errors
from . import models as models
from ._generated.models import *
from ._generic import *
from ._keep import *
from ._native import __version__ as __version__
from .aio import *
from .errors import *
from .fill import *
from .providers import *
from .roster import *
from .store import *
from .wellsky import *

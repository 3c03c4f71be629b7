"""Embeddable SDK for home-care operations.

* :class:`Roster` ranks caregivers for open shifts and explains each score.

Every call that waits exists twice: blocking, and as ``async def`` in the ``Async…`` twin. All datetimes are aware,
those that come back are in UTC; a naive datetime is refused. All errors are :class:`CareweaveError`. Personal data
(names, phone numbers, e-mail addresses, addresses, notes) never shows in a ``repr``, a log line or an error.
"""

from __future__ import annotations

from . import errors as errors
from ._native import __version__ as __version__
from .errors import *
from .roster import *

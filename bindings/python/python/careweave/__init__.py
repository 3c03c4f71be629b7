"""Embeddable SDK for home-care operations.

* :class:`WellSky`, :class:`AsyncWellSky`: a typed client of WellSky Personal Care, over both of its APIs.
* :mod:`careweave.models`: its records.
* :class:`Roster`: ranks caregivers for open shifts and explains each score.
* :mod:`careweave.overtime`, :mod:`careweave.evv`, :mod:`careweave.assignment`: labour law, visit verification, who gets
  which shift, as pure functions.
* :mod:`careweave.insights`: figures of an agency from events, with intervals and the reason where there is none.
* :mod:`careweave.metrics`: counters of all of it, as Prometheus reads them.
* :class:`FillJob`, :class:`AsyncFillJob`: the main job, from open shift to verified assignment.
* :class:`EventReceiver`, :meth:`WellSky.feed`, :meth:`WellSky.poll`: what happens at WellSky, as it becomes known.
* :class:`Provider`, :class:`AsyncProvider`: appointment schedulers behind one interface.
* :mod:`careweave.calendars`: conflicts, free time and turns across calendars and services.
* :class:`AppointmentSync`, :class:`SalesFlow` and their forms for asyncio: flows between a portal's own tables, scheduling
  services and WellSky.
* :mod:`careweave.outreach`: campaigns that fill shifts, replies, simulation, as pure functions.
* :class:`CampaignHost`, :class:`AsyncCampaignHost`: the same campaigns on a store, carried out through a desk of yours.
* :class:`WebhookVerifier`: who sent a webhook.
* :class:`Store`, :class:`AsyncStore`: where claims are recorded before they are sent, and the other primitives of sync.
* :func:`enqueue_statements`: the outbox in a transaction of your own.

All datetimes are aware, those that come back are in UTC; a naive datetime is refused. All errors are
:class:`CareweaveError`. Personal data (names, phone numbers, e-mail addresses, addresses, notes) and secrets never show in
a ``repr`` or an error.
"""

from __future__ import annotations

from . import assignment as assignment
from . import calendars as calendars
from . import errors as errors
from . import evv as evv
from . import insights as insights
from . import metrics as metrics
from . import models as models
from . import outreach as outreach
from . import overtime as overtime
from ._generated.models import *
from ._generic import *
from ._keep import *
from ._native import __version__ as __version__
from ._primitives import *
from .aio import *
from .appointment_sync import *
from .campaign_desk import *
from .campaign_host import *
from .errors import *
from .events import *
from .explanations import *
from .fill import *
from .host_interfaces import *
from .outbox_sql import *
from .providers import *
from .ranking import *
from .roster import *
from .roster_records import *
from .sales_flow import *
from .settings import *
from .store import *
from .webhooks import *
from .wellsky import *

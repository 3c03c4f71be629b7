"""How records cross the language border. Written by `cargo xtask codegen` from the Rust types; do not edit."""

from __future__ import annotations

from typing import Final

from .. import _generic, _wire
from .._native import Plan
from . import models

TEXT: Final[Plan[str]] = Plan.text()
BYTES: Final[Plan[bytes]] = Plan.via(_wire.bytes_of, TEXT)
INSTANT: Final = Plan.instant()
DATE: Final = Plan.date()
INTEGER: Final = Plan.integer()
NUMBER: Final = Plan.number()
FLAG: Final = Plan.flag()
WORD_ACTIVITY_STATUS: Final = Plan.word(["scheduled", "not-started", "in-progress", "completed"])
WORD_ACTIVITY_TYPE: Final = Plan.word(["ADL", "IADL"])
WORD_APPLICANT_STATUS: Final = Plan.word([
    "new",
    "screening",
    "phone_interview",
    "in_person_interview",
    "background_check",
    "offer_extended",
    "hired",
    "rejected",
    "withdrawn",
])
WORD_APPOINTMENT_STATUS: Final = Plan.word(["SCHEDULED", "COMPLETED", "CANCELLED"])
WORD_BACKGROUND_CHECK: Final = Plan.word(["pending", "cleared", "failed", "expired"])
WORD_CAREGIVER_STATUS: Final = Plan.word(["applicant", "pending", "active", "inactive", "terminated"])
WORD_CERTIFICATION: Final = Plan.word(["CNA", "HHA", "PCA"])
WORD_CLIENT_STATUS: Final = Plan.word(["prospect", "pending", "active", "on_hold", "discharged"])
WORD_CRITERIA: Final = Plan.word([
    "admintask.created",
    "admintask.changed",
    "admintask.status.changed",
    "admintask.status.complete",
    "agency_admin.created",
    "agency_admin.deactivated.changed",
    "encounter.clockout.changed",
    "patient.created",
    "patient.name.changed",
    "patient.address.changed",
    "patient.telecom.changed",
    "patient.deactivated.changed",
    "patient.dateofdeath.changed",
    "prospect.status.changed",
    "practitioner.created",
    "practitioner.name.changed",
    "practitioner.address.changed",
    "practitioner.telecom.changed",
    "practitioner.deactivated.changed",
    "applicant.status.changed",
    "referralsources.created",
    "referralsources.changed",
])
WORD_ENCOUNTER_STATUS: Final = Plan.word(["IN_PROGRESS", "COMPLETE"])
WORD_EVV_METHOD: Final = Plan.word(["mobile", "telephony", "manual"])
WORD_GENDER: Final = Plan.word(["female", "male", "other"])
WORD_PAYER: Final = Plan.word(["Medicaid", "VA", "Private Pay"])
WORD_PROSPECT_STATUS: Final = Plan.word([
    "new",
    "contacted",
    "assessment_scheduled",
    "assessment_completed",
    "proposal_sent",
    "negotiating",
    "won",
    "lost",
    "on_hold",
])
WORD_RATE_METHOD: Final = Plan.word(["Hourly", "perVisit", "liveIn", "notBillable", "notPayable"])
WORD_RECORD_KIND: Final = Plan.word([
    "Patient",
    "Practitioner",
    "Encounter",
    "AdminTask",
    "ReferralSource",
    "Appointment",
    "RelatedPerson",
    "DocumentReference",
    "ProfileTag",
])
WORD_SHIFT_STATUS: Final = Plan.word(["scheduled", "in_progress", "completed", "missed", "cancelled", "open"])
WORD_TASK_STATUS: Final = Plan.word(["COMPLETE", "NOT_COMPLETE"])
WORD_VISIT_TYPE: Final = Plan.word(["Personal Care", "Homemaker", "Companionship"])
WORD_WEEKDAY: Final = Plan.word(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])

READ_ACTIVITY: Final = Plan.record(
    models.Activity,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(TEXT)),
        ("activityType", "activity_type", Plan.optional(WORD_ACTIVITY_TYPE)),
    ],
)

READ_ADDRESS: Final = Plan.record(
    models.Address,
    [
        ("line1", "line1", TEXT),
        ("line2", "line2", Plan.optional(TEXT)),
        ("city", "city", TEXT),
        ("state", "state", TEXT),
        ("zip_code", "zip_code", TEXT),
    ],
)

READ_ADMIN_TASK: Final = Plan.record(
    models.AdminTask,
    [
        ("id", "id", TEXT),
        ("status", "status", Plan.optional(TEXT)),
        ("description", "description", Plan.optional(TEXT)),
        ("executionDate", "execution_date", Plan.optional(TEXT)),
        ("dueDate", "due_date", Plan.optional(INSTANT)),
    ],
)

READ_ALERT_CHANGE: Final = Plan.record(
    models.AlertChange,
    [
        ("rule", "rule", TEXT),
        ("severity", "severity", TEXT),
        ("before", "before", TEXT),
        ("after", "after", TEXT),
        ("at", "at", INSTANT),
    ],
)

READ_ALERT_RULE: Final = Plan.record(
    models.AlertRule,
    [
        ("rule", "rule", TEXT),
        ("severity", "severity", TEXT),
        ("condition", "condition", TEXT),
        ("limit", "limit", Plan.optional(NUMBER)),
        ("min_volume", "min_volume", INTEGER),
        ("broken_for_seconds", "broken_for_seconds", INTEGER),
        ("well_for_seconds", "well_for_seconds", INTEGER),
    ],
)

READ_ALERT_STANDING: Final = Plan.record(
    models.AlertStanding,
    [
        ("rule", "rule", TEXT),
        ("phase", "phase", TEXT),
        ("since", "since", Plan.optional(INSTANT)),
        ("broken_at", "broken_at", Plan.optional(INSTANT)),
        ("well_since", "well_since", Plan.optional(INSTANT)),
    ],
)

READ_ALERTS_SEEN: Final = Plan.record(
    models.AlertsSeen,
    [
        ("changes", "changes", Plan.tuple(READ_ALERT_CHANGE)),
        ("states", "states", Plan.tuple(READ_ALERT_STANDING)),
    ],
)

READ_APPLICANT: Final = Plan.record(
    models.Applicant,
    [
        ("id", "id", TEXT),
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("address", "address", Plan.optional(READ_ADDRESS)),
        ("status", "status", WORD_APPLICANT_STATUS),
        ("certifications", "certifications", Plan.tuple(WORD_CERTIFICATION)),
        ("source", "source", Plan.optional(TEXT)),
        ("position", "position", Plan.optional(TEXT)),
        ("background_check_status", "background_check_status", Plan.optional(WORD_BACKGROUND_CHECK)),
        ("external_id", "external_id", Plan.optional(TEXT)),
        ("converted_caregiver_id", "converted_caregiver_id", Plan.optional(TEXT)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_ATTACHMENT: Final = Plan.record(
    models.Attachment,
    [
        ("contentType", "content_type", Plan.optional(TEXT)),
        ("title", "title", Plan.optional(TEXT)),
        ("size", "size", Plan.optional(INTEGER)),
        ("url", "url", Plan.optional(TEXT)),
    ],
)

READ_ATTEMPT_COUNT: Final = Plan.record(
    models.AttemptCount,
    [
        ("outcome", "outcome", TEXT),
        ("status", "status", TEXT),
        ("count", "count", INTEGER),
    ],
)

READ_AUDIT_HEAD: Final = Plan.record(
    models.AuditHead,
    [
        ("seq", "seq", INTEGER),
        ("hash", "hash", TEXT),
        ("at", "at", INSTANT),
    ],
)

READ_AUDIT_ANCHOR: Final = Plan.record(
    models.AuditAnchor,
    [
        ("chain", "chain", TEXT),
        ("head", "head", READ_AUDIT_HEAD),
        ("signature", "signature", TEXT),
    ],
)

READ_AUDIT_VERIFICATION: Final = Plan.record(
    models.AuditVerification,
    [
        ("head", "head", READ_AUDIT_HEAD),
        ("entries", "entries", INTEGER),
    ],
)

READ_AVAILABILITY_WINDOW: Final = Plan.record(
    models.AvailabilityWindow,
    [
        ("day", "day", WORD_WEEKDAY),
        ("start", "start", TEXT),
        ("end", "end", TEXT),
    ],
)

READ_BOOKING_ANSWER: Final = Plan.record(
    models.BookingAnswer,
    [
        ("question_id", "question_id", Plan.optional(TEXT)),
        ("question", "question", TEXT),
        ("answer", "answer", TEXT),
    ],
)

READ_BOOKING_CALENDAR: Final = Plan.record(
    models.BookingCalendar,
    [
        ("id", "id", TEXT),
        ("name", "name", TEXT),
        ("emails", "emails", Plan.tuple(TEXT)),
        ("zone", "zone", Plan.optional(TEXT)),
        ("kind", "kind", TEXT),
        ("active", "active", FLAG),
    ],
)

READ_BOOKING_CALENDAR_REF: Final = Plan.record(
    models.BookingCalendarRef,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(TEXT)),
    ],
)

READ_BOOKING_CLIENT: Final = Plan.record(
    models.BookingClient,
    [
        ("full", "full", Plan.optional(TEXT)),
        ("first", "first", Plan.optional(TEXT)),
        ("last", "last", Plan.optional(TEXT)),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", Plan.optional(TEXT)),
        ("zone", "zone", Plan.optional(TEXT)),
        ("client_id", "client_id", Plan.optional(TEXT)),
    ],
)

READ_BOOKING_PLACE: Final = Plan.record(
    models.BookingPlace,
    [
        ("kind", "kind", TEXT),
        ("text", "text", Plan.optional(TEXT)),
        ("link", "link", Plan.optional(TEXT)),
        ("passcode", "passcode", Plan.optional(TEXT)),
    ],
)

READ_BOOKING_QUESTION: Final = Plan.record(
    models.BookingQuestion,
    [
        ("id", "id", TEXT),
        ("text", "text", TEXT),
        ("required", "required", FLAG),
        ("choices", "choices", Plan.tuple(TEXT)),
    ],
)

READ_BREAKER: Final = Plan.record(
    models.Breaker,
    [
        ("part", "part", TEXT),
        ("state", "state", TEXT),
        ("retry_after_seconds", "retry_after_seconds", Plan.optional(NUMBER)),
    ],
)

READ_BUSY_TIME: Final = Plan.record(
    models.BusyTime,
    [
        ("calendar", "calendar", TEXT),
        ("start", "start", INSTANT),
        ("end", "end", INSTANT),
        ("buffered_start", "buffered_start", Plan.optional(INSTANT)),
        ("buffered_end", "buffered_end", Plan.optional(INSTANT)),
        ("source", "source", TEXT),
        ("appointment_id", "appointment_id", Plan.optional(TEXT)),
    ],
)

READ_CACHE_COUNTS: Final = Plan.record(
    models.CacheCounts,
    [
        ("records", "records", TEXT),
        ("fresh", "fresh", INTEGER),
        ("stale", "stale", INTEGER),
        ("absent", "absent", INTEGER),
        ("miss", "miss", INTEGER),
    ],
)

READ_CAREGIVER: Final = Plan.record(
    models.Caregiver,
    [
        ("id", "id", TEXT),
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("status", "status", WORD_CAREGIVER_STATUS),
        ("certifications", "certifications", Plan.tuple(WORD_CERTIFICATION)),
        ("availability", "availability", Plan.tuple(READ_AVAILABILITY_WINDOW)),
        ("service_area", "service_area", Plan.optional(TEXT)),
        ("performance_rating", "performance_rating", Plan.optional(NUMBER)),
        ("hire_date", "hire_date", Plan.optional(DATE)),
        ("background_check_status", "background_check_status", Plan.optional(WORD_BACKGROUND_CHECK)),
        ("skills", "skills", Plan.tuple(TEXT)),
        ("languages", "languages", Plan.tuple(TEXT)),
        ("gender", "gender", Plan.optional(WORD_GENDER)),
        ("external_id", "external_id", Plan.optional(TEXT)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_CHANGED_RECORD: Final = Plan.record(
    models.ChangedRecord,
    [
        ("kind", "kind", WORD_RECORD_KIND),
        ("id", "id", TEXT),
    ],
)

READ_CHANNEL: Final = Plan.record(
    models.Channel,
    [
        ("endpoint", "endpoint", Plan.optional(TEXT)),
    ],
)

READ_CHARGE_ITEM: Final = Plan.record(
    models.ChargeItem,
    [
        ("id", "id", TEXT),
        ("status", "status", Plan.optional(TEXT)),
        ("client_id", "client_id", Plan.optional(TEXT)),
        ("caregiver_id", "caregiver_id", Plan.optional(TEXT)),
        ("start", "start", Plan.optional(INSTANT)),
        ("end", "end", Plan.optional(INSTANT)),
        ("quantity", "quantity", Plan.optional(NUMBER)),
        ("unit", "unit", Plan.optional(TEXT)),
    ],
)

READ_CLIENT_SNAPSHOT: Final = Plan.record(
    models.ClientSnapshot,
    [
        ("taken_at", "taken_at", INSTANT),
        ("statuses", "statuses", Plan.map(WORD_CLIENT_STATUS)),
    ],
)

READ_CLOCKED_IN: Final = Plan.record(
    models.ClockedIn,
    [
        ("encounter_id", "encounter_id", TEXT),
        ("start", "start", Plan.optional(INSTANT)),
        ("clocked_out", "clocked_out", FLAG),
    ],
)

READ_CODING: Final = Plan.record(
    models.Coding,
    [
        ("code", "code", Plan.optional(TEXT)),
        ("display", "display", Plan.optional(TEXT)),
    ],
)

READ_COMMUNICATION: Final = Plan.record(
    models.Communication,
    [
        ("coding", "coding", Plan.tuple(READ_CODING)),
        ("preferred", "preferred", Plan.optional(FLAG)),
    ],
)

READ_CONFLICT: Final = Plan.record(
    models.Conflict,
    [
        ("number", "number", INTEGER),
        ("connection", "connection", TEXT),
        ("kind", "kind", TEXT),
        ("external_id", "external_id", TEXT),
        ("field", "field", TEXT),
        ("state", "state", TEXT),
        ("base", "base", Plan.optional(TEXT)),
        ("local", "local", Plan.optional(TEXT)),
        ("remote", "remote", Plan.optional(TEXT)),
        ("chosen", "chosen", Plan.optional(TEXT)),
        ("value", "value", Plan.optional(TEXT)),
        ("actor", "actor", Plan.optional(TEXT)),
        ("reason", "reason", Plan.optional(TEXT)),
        ("found", "found", INTEGER),
        ("found_at", "found_at", INSTANT),
        ("last_found_at", "last_found_at", INSTANT),
        ("closed_at", "closed_at", Plan.optional(INSTANT)),
    ],
)

READ_CONFLICT_COUNTS: Final = Plan.record(
    models.ConflictCounts,
    [
        ("open", "open", INTEGER),
        ("resolved", "resolved", INTEGER),
        ("obsolete", "obsolete", INTEGER),
    ],
)

READ_CONFLICT_REPORT: Final = Plan.record(
    models.ConflictReport,
    [
        ("opened", "opened", INTEGER),
        ("known", "known", INTEGER),
        ("obsolete", "obsolete", INTEGER),
        ("conflicts", "conflicts", Plan.tuple(READ_CONFLICT)),
    ],
)

READ_CONVERTED_APPLICANT: Final = Plan.record(
    models.ConvertedApplicant,
    [
        ("caregiver", "caregiver", READ_CAREGIVER),
        ("applicant", "applicant", READ_APPLICANT),
    ],
)

READ_CURSOR_MOVE: Final = Plan.record(
    models.CursorMove,
    [
        ("stream", "stream", TEXT),
        ("expected_version", "expected_version", INTEGER),
        ("high", "high", Plan.optional(INSTANT)),
        ("token", "token", Plan.optional(TEXT)),
    ],
)

READ_DEAL: Final = Plan.record(
    models.Deal,
    [
        ("id", "id", TEXT),
        ("name", "name", TEXT),
        ("phone", "phone", TEXT),
        ("stage", "stage", TEXT),
        ("updated_at", "updated_at", INSTANT),
        ("email", "email", Plan.optional(TEXT)),
        ("address", "address", Plan.optional(READ_ADDRESS)),
        ("referral_source", "referral_source", Plan.optional(TEXT)),
        ("notes", "notes", Plan.optional(TEXT)),
        ("monthly_revenue_minor", "monthly_revenue_minor", Plan.optional(INTEGER)),
        ("currency", "currency", Plan.optional(TEXT)),
        ("start_date", "start_date", Plan.optional(DATE)),
    ],
)

READ_DEAL_CONTENTS: Final = Plan.record(
    models.DealContents,
    [
        ("changed", "changed", Plan.tuple(TEXT)),
        ("name", "name", Plan.optional(TEXT)),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", Plan.optional(TEXT)),
        ("address", "address", Plan.optional(READ_ADDRESS)),
        ("stage", "stage", Plan.optional(TEXT)),
        ("referral_source", "referral_source", Plan.optional(TEXT)),
        ("notes", "notes", Plan.optional(TEXT)),
    ],
)

READ_DEAL_CHANGE: Final = Plan.record(
    models.DealChange,
    [
        ("deal_id", "deal_id", TEXT),
        ("kind", "kind", TEXT),
        ("fields", "fields", Plan.optional(READ_DEAL_CONTENTS)),
        ("client_id", "client_id", Plan.optional(TEXT)),
        ("start_date", "start_date", Plan.optional(DATE)),
        ("end_date", "end_date", Plan.optional(DATE)),
        ("reason", "reason", Plan.optional(TEXT)),
        ("text", "text", Plan.optional(TEXT)),
    ],
)

READ_DEAL_PAGE: Final = Plan.record(
    models.DealPage,
    [
        ("deals", "deals", Plan.tuple(READ_DEAL)),
        ("next", "next", Plan.optional(TEXT)),
        ("resume", "resume", Plan.optional(TEXT)),
    ],
)

READ_DIRTY_MARK: Final = Plan.record(
    models.DirtyMark,
    [
        ("source", "source", TEXT),
        ("kind", "kind", TEXT),
        ("id", "id", TEXT),
        ("hints", "hints", INTEGER),
        ("served", "served", INTEGER),
        ("dirty", "dirty", FLAG),
        ("dirty_since", "dirty_since", INSTANT),
        ("last_hint_at", "last_hint_at", INSTANT),
    ],
)

READ_DOCUMENT_CONTENT: Final = Plan.record(
    models.DocumentContent,
    [
        ("attachment", "attachment", READ_ATTACHMENT),
    ],
)

READ_DOCUMENT_KIND: Final = Plan.record(
    models.DocumentKind,
    [
        ("text", "text", Plan.optional(TEXT)),
    ],
)

READ_DOCUMENT: Final = Plan.record(
    models.Document,
    [
        ("id", "id", TEXT),
        ("type", "kind", Plan.optional(READ_DOCUMENT_KIND)),
        ("content", "content", Plan.optional(READ_DOCUMENT_CONTENT)),
    ],
)

READ_DOCUMENT_OUTCOME: Final = Plan.record(
    models.DocumentOutcome,
    [
        ("outcome", "outcome", TEXT),
        ("document_id", "document_id", Plan.optional(TEXT)),
        ("ticket", "ticket", Plan.optional(TEXT)),
        ("error", "error", Plan.optional(_generic.careweave_error())),
    ],
)

READ_DOUBTFUL_CHANGE: Final = Plan.record(
    models.DoubtfulChange,
    [
        ("reference", "reference", TEXT),
        ("operation", "operation", TEXT),
        ("until", "until", INSTANT),
    ],
)

READ_EFFECT: Final = Plan.record(
    models.Effect,
    [
        ("id", "id", TEXT),
        ("key", "key", TEXT),
        ("version", "version", INTEGER),
        ("operation", "operation", TEXT),
        ("subject", "subject", TEXT),
        ("detail", "detail", TEXT),
        ("fingerprint", "fingerprint", TEXT),
        ("reconcile", "reconcile", TEXT),
        ("span_seconds", "span_seconds", Plan.optional(NUMBER)),
        ("state", "state", TEXT),
        ("attempt", "attempt", INTEGER),
        ("deadline_at", "deadline_at", Plan.optional(INSTANT)),
        ("not_before", "not_before", Plan.optional(INSTANT)),
        ("remote_id", "remote_id", Plan.optional(TEXT)),
        ("note", "note", Plan.optional(TEXT)),
        ("planned_at", "planned_at", INSTANT),
        ("first_sent_at", "first_sent_at", Plan.optional(INSTANT)),
        ("last_sent_at", "last_sent_at", Plan.optional(INSTANT)),
        ("finished_at", "finished_at", Plan.optional(INSTANT)),
        ("created_at", "created_at", INSTANT),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_EFFECT_ATTEMPT: Final = Plan.record(
    models.EffectAttempt,
    [
        ("number", "number", INTEGER),
        ("began_at", "began_at", INSTANT),
        ("deadline_at", "deadline_at", INSTANT),
        ("ended_at", "ended_at", Plan.optional(INSTANT)),
        ("outcome", "outcome", TEXT),
    ],
)

READ_EFFECT_INTENT: Final = Plan.record(
    models.EffectIntent,
    [
        ("key", "key", TEXT),
        ("operation", "operation", TEXT),
        ("subject", "subject", TEXT),
        ("content", "content", Plan.tuple(TEXT)),
        ("reconcile", "reconcile", TEXT),
        ("span_seconds", "span_seconds", Plan.optional(NUMBER)),
        ("detail", "detail", Plan.optional(TEXT)),
    ],
)

READ_EMERGENCY_CONTACT: Final = Plan.record(
    models.EmergencyContact,
    [
        ("name", "name", TEXT),
        ("relationship", "relationship", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
    ],
)

READ_CLIENT: Final = Plan.record(
    models.Client,
    [
        ("id", "id", TEXT),
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("address", "address", READ_ADDRESS),
        ("status", "status", WORD_CLIENT_STATUS),
        ("emergency_contacts", "emergency_contacts", Plan.tuple(READ_EMERGENCY_CONTACT)),
        ("payer_source", "payer_source", Plan.optional(WORD_PAYER)),
        ("authorized_hours_per_week", "authorized_hours_per_week", Plan.optional(INTEGER)),
        ("start_date", "start_date", Plan.optional(DATE)),
        ("discharge_date", "discharge_date", Plan.optional(DATE)),
        ("referral_source", "referral_source", Plan.optional(TEXT)),
        ("care_coordinator", "care_coordinator", Plan.optional(TEXT)),
        ("preferred_language", "preferred_language", Plan.optional(TEXT)),
        ("gender_preference", "gender_preference", Plan.optional(WORD_GENDER)),
        ("external_id", "external_id", Plan.optional(TEXT)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_ENCOUNTER: Final = Plan.record(
    models.Encounter,
    [
        ("id", "id", TEXT),
        ("status", "status", Plan.optional(WORD_ENCOUNTER_STATUS)),
        ("client_id", "client_id", Plan.optional(TEXT)),
        ("caregiver_id", "caregiver_id", Plan.optional(TEXT)),
        ("appointment_id", "appointment_id", Plan.optional(TEXT)),
        ("start", "start", Plan.optional(INSTANT)),
        ("end", "end", Plan.optional(INSTANT)),
    ],
)

READ_ENSURED_SUBSCRIPTIONS: Final = Plan.record(
    models.EnsuredSubscriptions,
    [
        ("kept", "kept", Plan.tuple(TEXT)),
        ("created", "created", Plan.tuple(TEXT)),
        ("changed", "changed", Plan.tuple(TEXT)),
        ("deleted", "deleted", Plan.tuple(TEXT)),
        ("header_not_shown", "header_not_shown", Plan.tuple(TEXT)),
        ("foreign", "foreign", INTEGER),
    ],
)

READ_ERASURE_REPORT: Final = Plan.record(
    models.ErasureReport,
    [
        ("references", "references", INTEGER),
        ("bodies", "bodies", INTEGER),
        ("messages", "messages", INTEGER),
        ("conflicts", "conflicts", INTEGER),
        ("audit_entries", "audit_entries", INTEGER),
        ("audit_left", "audit_left", INTEGER),
        ("keys", "keys", INTEGER),
    ],
)

READ_EVV: Final = Plan.record(
    models.Evv,
    [
        ("shift_id", "shift_id", TEXT),
        ("caregiver_id", "caregiver_id", TEXT),
        ("clock_in", "clock_in", INSTANT),
        ("clock_out", "clock_out", Plan.optional(INSTANT)),
        ("gps_verified", "gps_verified", Plan.optional(FLAG)),
        ("method", "method", Plan.optional(WORD_EVV_METHOD)),
        ("exceptions", "exceptions", Plan.tuple(TEXT)),
    ],
)

READ_FAILED_CHANGE: Final = Plan.record(
    models.FailedChange,
    [
        ("reference", "reference", TEXT),
        ("operation", "operation", TEXT),
        ("code", "code", TEXT),
        ("field", "field", Plan.optional(TEXT)),
        ("message", "message", TEXT),
        ("retryable", "retryable", FLAG),
    ],
)

READ_FAILED_RECORD: Final = Plan.record(
    models.FailedRecord,
    [
        ("record", "record", READ_CHANGED_RECORD),
        ("error", "error", _generic.careweave_error()),
    ],
)

READ_FAMILY_ACTIVITY: Final = Plan.record(
    models.FamilyActivity,
    [
        ("id", "id", TEXT),
        ("client_id", "client_id", TEXT),
        ("text", "text", TEXT),
    ],
)

READ_FEATURE_SUPPORT: Final = Plan.record(
    models.FeatureSupport,
    [
        ("feature", "feature", TEXT),
        ("support", "support", TEXT),
    ],
)

READ_CAPABILITIES: Final = Plan.record(
    models.Capabilities,
    [
        ("api", "api", TEXT),
        ("features", "features", Plan.tuple(READ_FEATURE_SUPPORT)),
    ],
)

READ_FEED_REPORT: Final = Plan.record(
    models.FeedReport,
    [
        ("applied", "applied", INTEGER),
        ("gone", "gone", INTEGER),
        ("again", "again", INTEGER),
        ("failed", "failed", Plan.tuple(READ_FAILED_RECORD)),
    ],
)

READ_FLOW_PROGRESS: Final = Plan.record(
    models.FlowProgress,
    [
        ("flow", "flow", TEXT),
        ("read", "read", INTEGER),
        ("unchanged", "unchanged", INTEGER),
        ("written", "written", INTEGER),
        ("failed", "failed", INTEGER),
    ],
)

READ_FOUND_CONFLICT: Final = Plan.record(
    models.FoundConflict,
    [
        ("field", "field", TEXT),
        ("base", "base", Plan.optional(TEXT)),
        ("local", "local", Plan.optional(TEXT)),
        ("remote", "remote", Plan.optional(TEXT)),
    ],
)

READ_GATE_CHANGE: Final = Plan.record(
    models.GateChange,
    [
        ("connection", "connection", TEXT),
        ("kind", "kind", TEXT),
        ("operation", "operation", TEXT),
        ("level", "level", TEXT),
        ("actor", "actor", TEXT),
        ("reason", "reason", TEXT),
        ("at", "at", INSTANT),
    ],
)

READ_GIVEN_UP: Final = Plan.record(
    models.GivenUp,
    [
        ("ticket", "ticket", TEXT),
        ("reason", "reason", Plan.optional(TEXT)),
        ("at", "at", INSTANT),
    ],
)

READ_GONE_BOOKING: Final = Plan.record(
    models.GoneBooking,
    [
        ("id", "id", TEXT),
        ("last_start", "last_start", INSTANT),
    ],
)

READ_HEALTH_ALERT: Final = Plan.record(
    models.HealthAlert,
    [
        ("kind", "kind", TEXT),
        ("severity", "severity", TEXT),
        ("value", "value", INTEGER),
        ("target", "target", INTEGER),
    ],
)

READ_HEALTH_TARGETS: Final = Plan.record(
    models.HealthTargets,
    [
        ("sync_lag", "sync_lag", Plan.optional(INTEGER)),
        ("inbox_oldest", "inbox_oldest", Plan.optional(INTEGER)),
        ("hints_oldest", "hints_oldest", Plan.optional(INTEGER)),
        ("outbox_oldest", "outbox_oldest", Plan.optional(INTEGER)),
        ("in_doubt_oldest", "in_doubt_oldest", Plan.optional(INTEGER)),
        ("dead_letters", "dead_letters", Plan.optional(INTEGER)),
        ("manual", "manual", Plan.optional(INTEGER)),
        ("conflicts_open", "conflicts_open", Plan.optional(INTEGER)),
        ("scans_held", "scans_held", Plan.optional(INTEGER)),
        ("lease_losses", "lease_losses", Plan.optional(INTEGER)),
        ("failures", "failures", Plan.optional(INTEGER)),
    ],
)

READ_HINT_REPORT: Final = Plan.record(
    models.HintReport,
    [
        ("events", "events", INTEGER),
        ("marked", "marked", INTEGER),
    ],
)

READ_HUMAN_NAME: Final = Plan.record(
    models.HumanName,
    [
        ("use", "purpose", Plan.optional(TEXT)),
        ("family", "family", Plan.optional(TEXT)),
        ("given", "given", Plan.tuple(TEXT)),
    ],
)

READ_ADMIN: Final = Plan.record(
    models.Admin,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(Plan.text_or_tuple(READ_HUMAN_NAME))),
    ],
)

READ_INBOX_COUNTS: Final = Plan.record(
    models.InboxCounts,
    [
        ("accepted", "accepted", INTEGER),
        ("repeated", "repeated", INTEGER),
        ("differing", "differing", INTEGER),
        ("received", "received", INTEGER),
        ("applied", "applied", INTEGER),
        ("superseded", "superseded", INTEGER),
        ("ignored", "ignored", INTEGER),
        ("rejected", "rejected", INTEGER),
        ("hints", "hints", INTEGER),
        ("hints_served", "hints_served", INTEGER),
        ("hints_waiting", "hints_waiting", INTEGER),
    ],
)

READ_INBOX_MESSAGE: Final = Plan.record(
    models.InboxMessage,
    [
        ("number", "number", INTEGER),
        ("source", "source", TEXT),
        ("identity", "identity", TEXT),
        ("message_id", "message_id", TEXT),
        ("event", "event", TEXT),
        ("subject", "subject", TEXT),
        ("fingerprint", "fingerprint", TEXT),
        ("body", "body", Plan.optional(BYTES)),
        ("state", "state", TEXT),
        ("reason", "reason", Plan.optional(TEXT)),
        ("deliveries", "deliveries", INTEGER),
        ("sent_at", "sent_at", Plan.optional(INSTANT)),
        ("received_at", "received_at", INSTANT),
        ("last_delivery_at", "last_delivery_at", INSTANT),
        ("settled_at", "settled_at", Plan.optional(INSTANT)),
    ],
)

READ_ACCEPTED_MESSAGE: Final = Plan.record(
    models.AcceptedMessage,
    [
        ("outcome", "outcome", TEXT),
        ("message", "message", READ_INBOX_MESSAGE),
    ],
)

READ_INTEGRATION: Final = Plan.record(
    models.Integration,
    [
        ("name", "name", TEXT),
        ("connection", "connection", TEXT),
        ("source", "source", Plan.optional(TEXT)),
        ("streams", "streams", Plan.optional(Plan.tuple(TEXT))),
        ("operations", "operations", Plan.optional(Plan.tuple(TEXT))),
        ("leases", "leases", Plan.optional(Plan.tuple(TEXT))),
    ],
)

READ_INTEGRATION_STATUS: Final = Plan.record(
    models.IntegrationStatus,
    [
        ("name", "name", TEXT),
        ("state", "state", TEXT),
        ("since", "since", INSTANT),
        ("failures", "failures", INTEGER),
        ("reason", "reason", Plan.optional(TEXT)),
        ("last_success_at", "last_success_at", Plan.optional(INSTANT)),
        ("last_failure_at", "last_failure_at", Plan.optional(INSTANT)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_LATCH_EVIDENCE: Final = Plan.record(
    models.LatchEvidence,
    [
        ("source", "source", TEXT),
        ("document", "document", TEXT),
        ("template", "template", TEXT),
        ("status", "status", TEXT),
        ("signatures", "signatures", Plan.map(FLAG)),
        ("subject", "subject", TEXT),
        ("fetched_at", "fetched_at", INSTANT),
        ("digest", "digest", TEXT),
    ],
)

READ_LATCH: Final = Plan.record(
    models.Latch,
    [
        ("kind", "kind", TEXT),
        ("subject", "subject", TEXT),
        ("evidence", "evidence", READ_LATCH_EVIDENCE),
        ("state", "state", TEXT),
        ("effect_id", "effect_id", Plan.optional(TEXT)),
        ("remote_id", "remote_id", Plan.optional(TEXT)),
        ("armed_at", "armed_at", INSTANT),
        ("fired_at", "fired_at", Plan.optional(INSTANT)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_ARMED_LATCH: Final = Plan.record(
    models.ArmedLatch,
    [
        ("outcome", "outcome", TEXT),
        ("latch", "latch", READ_LATCH),
    ],
)

READ_LATCH_RULE: Final = Plan.record(
    models.LatchRule,
    [
        ("kind", "kind", TEXT),
        ("templates", "templates", Plan.tuple(TEXT)),
        ("complete", "complete", Plan.tuple(TEXT)),
        ("signatures", "signatures", Plan.tuple(TEXT)),
        ("max_age_seconds", "max_age_seconds", NUMBER),
    ],
)

READ_LEASE: Final = Plan.record(
    models.Lease,
    [
        ("name", "name", TEXT),
        ("holder", "holder", TEXT),
        ("fence", "fence", INTEGER),
        ("state", "state", TEXT),
        ("granted_at", "granted_at", INSTANT),
        ("expires_at", "expires_at", INSTANT),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_LEASE_GUARD: Final = Plan.record(
    models.LeaseGuard,
    [
        ("lease", "lease", TEXT),
        ("fence", "fence", INTEGER),
    ],
)

READ_LOCATION: Final = Plan.record(
    models.Location,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(TEXT)),
    ],
)

READ_MARITAL_STATUS: Final = Plan.record(
    models.MaritalStatus,
    [
        ("coding", "coding", Plan.tuple(READ_CODING)),
    ],
)

READ_MESSAGE_SUBJECT: Final = Plan.record(
    models.MessageSubject,
    [
        ("source", "source", TEXT),
        ("subject", "subject", TEXT),
    ],
)

READ_MIRROR_CURSOR: Final = Plan.record(
    models.MirrorCursor,
    [
        ("stream", "stream", TEXT),
        ("high", "high", Plan.optional(INSTANT)),
        ("token", "token", Plan.optional(TEXT)),
        ("version", "version", INTEGER),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_MIRROR_RECORD: Final = Plan.record(
    models.MirrorRecord,
    [
        ("external_id", "external_id", TEXT),
        ("content", "content", TEXT),
        ("version", "version", Plan.optional(INTEGER)),
        ("at", "at", Plan.optional(INSTANT)),
        ("body", "body", Plan.optional(BYTES)),
    ],
)

READ_MIRROR_REFERENCE: Final = Plan.record(
    models.MirrorReference,
    [
        ("connection", "connection", TEXT),
        ("kind", "kind", TEXT),
        ("external_id", "external_id", TEXT),
        ("local_id", "local_id", INTEGER),
        ("state", "state", TEXT),
        ("superseded_by", "superseded_by", Plan.optional(TEXT)),
        ("fingerprint", "fingerprint", Plan.optional(TEXT)),
        ("version", "version", Plan.optional(INTEGER)),
        ("misses", "misses", INTEGER),
        ("change", "change", INTEGER),
        ("first_seen_at", "first_seen_at", INSTANT),
        ("changed_at", "changed_at", INSTANT),
    ],
)

READ_MIRROR_SCAN: Final = Plan.record(
    models.MirrorScan,
    [
        ("number", "number", INTEGER),
        ("connection", "connection", TEXT),
        ("kind", "kind", TEXT),
        ("start", "start", Plan.optional(INSTANT)),
        ("end", "end", Plan.optional(INSTANT)),
        ("state", "state", TEXT),
        ("started_at", "started_at", INSTANT),
        ("approved_by", "approved_by", Plan.optional(TEXT)),
    ],
)

READ_NEW_APPLICANT: Final = Plan.record(
    models.NewApplicant,
    [
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("address", "address", Plan.optional(READ_ADDRESS)),
        ("status", "status", Plan.optional(WORD_APPLICANT_STATUS)),
        ("certifications", "certifications", Plan.tuple(WORD_CERTIFICATION)),
        ("source", "source", Plan.optional(TEXT)),
        ("position", "position", Plan.optional(TEXT)),
        ("background_check_status", "background_check_status", Plan.optional(WORD_BACKGROUND_CHECK)),
        ("external_id", "external_id", Plan.optional(TEXT)),
    ],
)

READ_NEW_AUDIT_ENTRY: Final = Plan.record(
    models.NewAuditEntry,
    [
        ("actor", "actor", TEXT),
        ("action", "action", TEXT),
        ("subject", "subject", TEXT),
        ("before", "before", Plan.optional(TEXT)),
        ("after", "after", Plan.optional(TEXT)),
        ("effect_id", "effect_id", Plan.optional(TEXT)),
        ("sealed", "sealed", Plan.optional(BYTES)),
    ],
)

READ_AUDIT_ENTRY: Final = Plan.record(
    models.AuditEntry,
    [
        ("seq", "seq", INTEGER),
        ("at", "at", INSTANT),
        ("written", "written", READ_NEW_AUDIT_ENTRY),
        ("previous", "previous", TEXT),
        ("hash", "hash", TEXT),
    ],
)

READ_NEW_BOOKING: Final = Plan.record(
    models.NewBooking,
    [
        ("appointment_type", "appointment_type", TEXT),
        ("start", "start", INSTANT),
        ("zone", "zone", TEXT),
        ("client", "client", READ_BOOKING_CLIENT),
        ("end", "end", Plan.optional(INSTANT)),
        ("calendar", "calendar", Plan.optional(TEXT)),
        ("unit", "unit", Plan.optional(TEXT)),
        ("place", "place", Plan.optional(READ_BOOKING_PLACE)),
        ("notes", "notes", Plan.optional(TEXT)),
        ("answers", "answers", Plan.optional(Plan.tuple(READ_BOOKING_ANSWER))),
        ("guests", "guests", Plan.optional(Plan.tuple(TEXT))),
        ("consent_given_at", "consent_given_at", Plan.optional(INSTANT)),
        ("consent_terms", "consent_terms", Plan.optional(TEXT)),
        ("hold", "hold", Plan.optional(TEXT)),
        ("acting_as", "acting_as", Plan.optional(TEXT)),
        ("notify", "notify", Plan.optional(TEXT)),
        ("options", "options", Plan.optional(Plan.map(TEXT))),
    ],
)

READ_NEW_CAREGIVER: Final = Plan.record(
    models.NewCaregiver,
    [
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("status", "status", Plan.optional(WORD_CAREGIVER_STATUS)),
        ("certifications", "certifications", Plan.tuple(WORD_CERTIFICATION)),
        ("availability", "availability", Plan.tuple(READ_AVAILABILITY_WINDOW)),
        ("service_area", "service_area", Plan.optional(TEXT)),
        ("performance_rating", "performance_rating", Plan.optional(NUMBER)),
        ("hire_date", "hire_date", Plan.optional(DATE)),
        ("background_check_status", "background_check_status", Plan.optional(WORD_BACKGROUND_CHECK)),
        ("skills", "skills", Plan.tuple(TEXT)),
        ("languages", "languages", Plan.tuple(TEXT)),
        ("gender", "gender", Plan.optional(WORD_GENDER)),
        ("external_id", "external_id", Plan.optional(TEXT)),
    ],
)

READ_NEW_CLIENT: Final = Plan.record(
    models.NewClient,
    [
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("address", "address", READ_ADDRESS),
        ("status", "status", Plan.optional(WORD_CLIENT_STATUS)),
        ("emergency_contacts", "emergency_contacts", Plan.tuple(READ_EMERGENCY_CONTACT)),
        ("payer_source", "payer_source", Plan.optional(WORD_PAYER)),
        ("authorized_hours_per_week", "authorized_hours_per_week", Plan.optional(INTEGER)),
        ("start_date", "start_date", Plan.optional(DATE)),
        ("discharge_date", "discharge_date", Plan.optional(DATE)),
        ("referral_source", "referral_source", Plan.optional(TEXT)),
        ("care_coordinator", "care_coordinator", Plan.optional(TEXT)),
        ("preferred_language", "preferred_language", Plan.optional(TEXT)),
        ("gender_preference", "gender_preference", Plan.optional(WORD_GENDER)),
        ("external_id", "external_id", Plan.optional(TEXT)),
    ],
)

READ_NEW_PROFILE_TAG: Final = Plan.record(
    models.NewProfileTag,
    [
        ("name", "name", TEXT),
        ("description", "description", Plan.optional(TEXT)),
        ("type", "kind", Plan.optional(TEXT)),
    ],
)

READ_NEW_PROSPECT: Final = Plan.record(
    models.NewProspect,
    [
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("address", "address", Plan.optional(READ_ADDRESS)),
        ("status", "status", Plan.optional(WORD_PROSPECT_STATUS)),
        ("referral_source", "referral_source", Plan.optional(TEXT)),
        ("estimated_hours_per_week", "estimated_hours_per_week", Plan.optional(INTEGER)),
        ("notes", "notes", Plan.optional(TEXT)),
        ("external_id", "external_id", Plan.optional(TEXT)),
    ],
)

READ_NEW_REFERRAL_SOURCE: Final = Plan.record(
    models.NewReferralSource,
    [
        ("name", "name", TEXT),
        ("typeId", "type_id", Plan.optional(INTEGER)),
    ],
)

READ_NEW_TASK_LOG: Final = Plan.record(
    models.NewTaskLog,
    [
        ("title", "title", TEXT),
        ("description", "description", TEXT),
        ("status", "status", WORD_TASK_STATUS),
        ("comment", "comment", Plan.optional(TEXT)),
        ("message_for_next_caregiver", "message_for_next_caregiver", FLAG),
        ("show_in_family_room", "show_in_family_room", FLAG),
        ("recorded", "recorded", INSTANT),
    ],
)

READ_NOTE_OUTCOME: Final = Plan.record(
    models.NoteOutcome,
    [
        ("outcome", "outcome", TEXT),
        ("encounter_id", "encounter_id", Plan.optional(TEXT)),
        ("tried", "tried", Plan.optional(INTEGER)),
        ("error", "error", Plan.optional(_generic.careweave_error())),
        ("ticket", "ticket", Plan.optional(TEXT)),
    ],
)

READ_OCCURRENCE: Final = Plan.record(
    models.Occurrence,
    [
        ("series", "series", TEXT),
        ("start", "start", INSTANT),
    ],
)

READ_OPEN_SECRET: Final = Plan.record(
    models.OpenSecret,
    [
        ("connection", "connection", TEXT),
        ("name", "name", TEXT),
        ("version", "version", INTEGER),
        ("secret", "secret", BYTES),
    ],
)

READ_ORGANIZATION: Final = Plan.record(
    models.Organization,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(TEXT)),
    ],
)

READ_OUTBOX_COUNTS: Final = Plan.record(
    models.OutboxCounts,
    [
        ("enqueued", "enqueued", INTEGER),
        ("waiting", "waiting", INTEGER),
        ("claimed", "claimed", INTEGER),
        ("done", "done", INTEGER),
        ("dead", "dead", INTEGER),
    ],
)

READ_OUTBOX_DISPATCH: Final = Plan.record(
    models.OutboxDispatch,
    [
        ("lane", "lane", TEXT),
        ("due_at", "due_at", Plan.optional(INSTANT)),
        ("priority", "priority", Plan.optional(INTEGER)),
    ],
)

READ_OUTBOX_ITEM: Final = Plan.record(
    models.OutboxItem,
    [
        ("number", "number", INTEGER),
        ("effect_id", "effect_id", TEXT),
        ("lane", "lane", TEXT),
        ("priority", "priority", INTEGER),
        ("state", "state", TEXT),
        ("due_at", "due_at", INSTANT),
        ("attempts", "attempts", INTEGER),
        ("deferrals", "deferrals", INTEGER),
        ("fence", "fence", INTEGER),
        ("holder", "holder", Plan.optional(TEXT)),
        ("claimed_until", "claimed_until", Plan.optional(INSTANT)),
        ("began_at", "began_at", Plan.optional(INSTANT)),
        ("reason", "reason", Plan.optional(TEXT)),
        ("enqueued_at", "enqueued_at", INSTANT),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_COMPLETED_ITEM: Final = Plan.record(
    models.CompletedItem,
    [
        ("number", "number", INTEGER),
        ("item", "item", Plan.optional(READ_OUTBOX_ITEM)),
        ("error", "error", Plan.optional(_generic.careweave_error())),
    ],
)

READ_ENQUEUED_EFFECT: Final = Plan.record(
    models.EnqueuedEffect,
    [
        ("is_new", "is_new", FLAG),
        ("effect", "effect", READ_EFFECT),
        ("item", "item", READ_OUTBOX_ITEM),
    ],
)

READ_OUTCOME_COUNT: Final = Plan.record(
    models.OutcomeCount,
    [
        ("outcome", "outcome", TEXT),
        ("count", "count", INTEGER),
    ],
)

READ_PAGE_REPORT: Final = Plan.record(
    models.PageReport,
    [
        ("new", "new", INTEGER),
        ("changed", "changed", INTEGER),
        ("same", "same", INTEGER),
        ("older", "older", INTEGER),
        ("ambiguous", "ambiguous", INTEGER),
    ],
)

READ_PLANNED_ACTIVITY: Final = Plan.record(
    models.PlannedActivity,
    [
        ("activity_id", "activity_id", TEXT),
        ("description", "description", TEXT),
        ("status", "status", WORD_ACTIVITY_STATUS),
    ],
)

READ_PLANNED_EFFECT: Final = Plan.record(
    models.PlannedEffect,
    [
        ("is_new", "is_new", FLAG),
        ("effect", "effect", READ_EFFECT),
    ],
)

READ_PLANNED_ROW: Final = Plan.record(
    models.PlannedRow,
    [
        ("reference", "reference", TEXT),
        ("field", "field", TEXT),
        ("action", "action", TEXT),
        ("before", "before", Plan.optional(TEXT)),
        ("after", "after", Plan.optional(TEXT)),
        ("reason", "reason", TEXT),
    ],
)

READ_POLL_FAILURE: Final = Plan.record(
    models.PollFailure,
    [
        ("subject", "subject", TEXT),
        ("error", "error", _generic.careweave_error()),
    ],
)

READ_POLLED: Final = Plan.record(
    models.Polled,
    [
        ("sweep", "sweep", TEXT),
        ("since", "since", Plan.optional(INSTANT)),
        ("complete", "complete", FLAG),
        ("read", "read", INTEGER),
        ("changed", "changed", INTEGER),
        ("gone", "gone", INTEGER),
        ("overlooked", "overlooked", INTEGER),
        ("failures", "failures", Plan.tuple(READ_POLL_FAILURE)),
    ],
)

READ_POSITION: Final = Plan.record(
    models.Position,
    [
        ("latitude", "latitude", NUMBER),
        ("longitude", "longitude", NUMBER),
    ],
)

READ_POSTAL_ADDRESS: Final = Plan.record(
    models.PostalAddress,
    [
        ("use", "purpose", Plan.optional(TEXT)),
        ("line", "line", Plan.tuple(TEXT)),
        ("city", "city", Plan.optional(TEXT)),
        ("state", "state", Plan.optional(TEXT)),
        ("postalCode", "postal_code", Plan.optional(TEXT)),
    ],
)

READ_PRICE: Final = Plan.record(
    models.Price,
    [
        ("minor", "minor", INTEGER),
        ("currency", "currency", TEXT),
    ],
)

READ_BOOKING: Final = Plan.record(
    models.Booking,
    [
        ("id", "id", TEXT),
        ("provider", "provider", TEXT),
        ("integration", "integration", TEXT),
        ("group", "group", Plan.optional(TEXT)),
        ("start", "start", INSTANT),
        ("end", "end", INSTANT),
        ("end_source", "end_source", TEXT),
        ("zone", "zone", TEXT),
        ("zone_source", "zone_source", TEXT),
        ("local_start", "local_start", TEXT),
        ("all_day", "all_day", FLAG),
        ("status", "status", TEXT),
        ("status_raw", "status_raw", TEXT),
        ("status_inferred", "status_inferred", FLAG),
        ("pending", "pending", FLAG),
        ("arrived", "arrived", FLAG),
        ("cancelled_by", "cancelled_by", Plan.optional(TEXT)),
        ("cancellation_reason", "cancellation_reason", Plan.optional(TEXT)),
        ("cancelled_at", "cancelled_at", Plan.optional(INSTANT)),
        ("reschedule_of", "reschedule_of", Plan.optional(TEXT)),
        ("rescheduled_to", "rescheduled_to", Plan.optional(TEXT)),
        ("previous_start", "previous_start", Plan.optional(INSTANT)),
        ("appointment_type", "appointment_type", Plan.optional(TEXT)),
        ("appointment_type_name", "appointment_type_name", Plan.optional(TEXT)),
        ("calendars", "calendars", Plan.tuple(READ_BOOKING_CALENDAR_REF)),
        ("place", "place", READ_BOOKING_PLACE),
        ("client", "client", Plan.optional(READ_BOOKING_CLIENT)),
        ("notes", "notes", Plan.optional(TEXT)),
        ("answers", "answers", Plan.tuple(READ_BOOKING_ANSWER)),
        ("price", "price", Plan.optional(READ_PRICE)),
        ("manage_link", "manage_link", Plan.optional(TEXT)),
        ("reschedule_link", "reschedule_link", Plan.optional(TEXT)),
        ("cancel_link", "cancel_link", Plan.optional(TEXT)),
        ("public_link", "public_link", Plan.optional(TEXT)),
        ("version", "version", TEXT),
        ("created_at", "created_at", Plan.optional(INSTANT)),
        ("updated_at", "updated_at", Plan.optional(INSTANT)),
        ("raw", "raw", Plan.optional(TEXT)),
    ],
)

READ_BOOKING_CHANGE: Final = Plan.record(
    models.BookingChange,
    [
        ("kind", "kind", TEXT),
        ("booking", "booking", READ_BOOKING),
    ],
)

READ_BOOKING_TYPE: Final = Plan.record(
    models.BookingType,
    [
        ("id", "id", TEXT),
        ("name", "name", TEXT),
        ("duration_minutes", "duration_minutes", INTEGER),
        ("before_minutes", "before_minutes", INTEGER),
        ("after_minutes", "after_minutes", INTEGER),
        ("price", "price", Plan.optional(READ_PRICE)),
        ("kind", "kind", TEXT),
        ("active", "active", FLAG),
        ("calendars", "calendars", Plan.tuple(TEXT)),
        ("questions", "questions", Plan.tuple(READ_BOOKING_QUESTION)),
        ("booking_link", "booking_link", Plan.optional(TEXT)),
        ("version_token", "version_token", Plan.optional(TEXT)),
    ],
)

READ_BOOKING_WRITTEN: Final = Plan.record(
    models.BookingWritten,
    [
        ("booking", "booking", READ_BOOKING),
        ("effect", "effect", TEXT),
        ("old_id", "old_id", Plan.optional(TEXT)),
        ("new_id", "new_id", Plan.optional(TEXT)),
    ],
)

READ_PROFILE_TAG: Final = Plan.record(
    models.ProfileTag,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(TEXT)),
        ("description", "description", Plan.optional(TEXT)),
        ("type", "kind", Plan.optional(TEXT)),
    ],
)

READ_PROSPECT: Final = Plan.record(
    models.Prospect,
    [
        ("id", "id", TEXT),
        ("first_name", "first_name", TEXT),
        ("last_name", "last_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("phone", "phone", TEXT),
        ("address", "address", Plan.optional(READ_ADDRESS)),
        ("status", "status", WORD_PROSPECT_STATUS),
        ("referral_source", "referral_source", Plan.optional(TEXT)),
        ("estimated_hours_per_week", "estimated_hours_per_week", Plan.optional(INTEGER)),
        ("notes", "notes", Plan.optional(TEXT)),
        ("external_id", "external_id", Plan.optional(TEXT)),
        ("converted_client_id", "converted_client_id", Plan.optional(TEXT)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_CONVERTED_PROSPECT: Final = Plan.record(
    models.ConvertedProspect,
    [
        ("client", "client", READ_CLIENT),
        ("prospect", "prospect", READ_PROSPECT),
    ],
)

READ_PROVIDER_ACCOUNT: Final = Plan.record(
    models.ProviderAccount,
    [
        ("provider", "provider", TEXT),
        ("account_id", "account_id", TEXT),
        ("display_name", "display_name", TEXT),
        ("email", "email", Plan.optional(TEXT)),
        ("default_zone", "default_zone", TEXT),
        ("plan", "plan", Plan.optional(TEXT)),
        ("health_information_allowed", "health_information_allowed", FLAG),
    ],
)

READ_PROVIDER_CAPABILITIES: Final = Plan.record(
    models.ProviderCapabilities,
    [
        ("provider", "provider", TEXT),
        ("capabilities", "capabilities", Plan.map(TEXT)),
        ("list_days", "list_days", Plan.optional(INTEGER)),
        ("page_size", "page_size", Plan.optional(INTEGER)),
        ("slot_days", "slot_days", Plan.optional(INTEGER)),
        ("busy_days", "busy_days", Plan.optional(INTEGER)),
        ("webhooks", "webhooks", Plan.optional(INTEGER)),
        ("creates_per_minute", "creates_per_minute", Plan.optional(INTEGER)),
        ("health_information_rule", "health_information_rule", TEXT),
        ("health_information_allowed", "health_information_allowed", FLAG),
        ("needs_consent", "needs_consent", FLAG),
        ("notes_on_create", "notes_on_create", TEXT),
        ("webhook_signature", "webhook_signature", TEXT),
    ],
)

READ_PROVIDER_EVENT: Final = Plan.record(
    models.ProviderEvent,
    [
        ("delivery_key", "delivery_key", TEXT),
        ("kind", "kind", TEXT),
        ("appointment_id", "appointment_id", TEXT),
        ("provider", "provider", TEXT),
        ("integration", "integration", TEXT),
        ("occurred_at", "occurred_at", Plan.optional(INSTANT)),
        ("received_at", "received_at", INSTANT),
        ("booking", "booking", Plan.optional(READ_BOOKING)),
        ("needs_refetch", "needs_refetch", FLAG),
        ("verified_by", "verified_by", Plan.optional(TEXT)),
        ("sent_at", "sent_at", Plan.optional(INSTANT)),
        ("old_id", "old_id", Plan.optional(TEXT)),
        ("new_id", "new_id", Plan.optional(TEXT)),
    ],
)

READ_PROVIDER_WEBHOOK: Final = Plan.record(
    models.ProviderWebhook,
    [
        ("id", "id", TEXT),
        ("target", "target", TEXT),
        ("topics", "topics", Plan.tuple(TEXT)),
        ("state", "state", TEXT),
        ("created_at", "created_at", Plan.optional(INSTANT)),
        ("failing_since", "failing_since", Plan.optional(INSTANT)),
        ("expires_at", "expires_at", Plan.optional(INSTANT)),
    ],
)

READ_PURGE_REPORT: Final = Plan.record(
    models.PurgeReport,
    [
        ("counts", "counts", Plan.map(INTEGER)),
        ("more", "more", FLAG),
    ],
)

READ_READ_WINDOW: Final = Plan.record(
    models.ReadWindow,
    [
        ("start", "start", Plan.optional(INSTANT)),
        ("end", "end", INSTANT),
    ],
)

READ_RECORD_NAME: Final = Plan.record(
    models.RecordName,
    [
        ("connection", "connection", TEXT),
        ("kind", "kind", TEXT),
        ("external_id", "external_id", TEXT),
    ],
)

READ_LEGAL_HOLD: Final = Plan.record(
    models.LegalHold,
    [
        ("number", "number", INTEGER),
        ("token", "token", TEXT),
        ("chain", "chain", TEXT),
        ("matter", "matter", TEXT),
        ("local_id", "local_id", Plan.optional(INTEGER)),
        ("references", "references", Plan.tuple(READ_RECORD_NAME)),
        ("announced", "announced", Plan.tuple(READ_MESSAGE_SUBJECT)),
        ("actor", "actor", TEXT),
        ("placed_at", "placed_at", INSTANT),
    ],
)

READ_RECORD_PROJECTION: Final = Plan.record(
    models.RecordProjection,
    [
        ("version", "version", INTEGER),
        ("fields", "fields", Plan.tuple(TEXT)),
        ("sets", "sets", Plan.optional(Plan.tuple(TEXT))),
        ("nulls_are_distinct", "nulls_are_distinct", Plan.optional(FLAG)),
    ],
)

READ_REDELIVERED: Final = Plan.record(
    models.Redelivered,
    [
        ("ticket", "ticket", TEXT),
        ("idempotency_key", "idempotency_key", TEXT),
        ("outcome", "outcome", TEXT),
        ("encounter_id", "encounter_id", Plan.optional(TEXT)),
        ("document_id", "document_id", Plan.optional(TEXT)),
        ("found_id", "found_id", Plan.optional(TEXT)),
        ("error", "error", Plan.optional(_generic.careweave_error())),
    ],
)

READ_REFERRAL_SOURCE: Final = Plan.record(
    models.ReferralSource,
    [
        ("id", "id", TEXT),
        ("name", "name", Plan.optional(TEXT)),
        ("typeId", "type_id", Plan.optional(TEXT)),
    ],
)

READ_REFRESHED_CREDENTIALS: Final = Plan.record(
    models.RefreshedCredentials,
    [
        ("state", "state", TEXT),
        ("expires_at", "expires_at", Plan.optional(INSTANT)),
    ],
)

READ_REFUSED_CHANGE: Final = Plan.record(
    models.RefusedChange,
    [
        ("reference", "reference", TEXT),
        ("operation", "operation", TEXT),
        ("level", "level", TEXT),
    ],
)

READ_FLOW_REPORT: Final = Plan.record(
    models.FlowReport,
    [
        ("flow", "flow", TEXT),
        ("dry_run", "dry_run", FLAG),
        ("read", "read", INTEGER),
        ("unchanged", "unchanged", INTEGER),
        ("written", "written", INTEGER),
        ("already", "already", INTEGER),
        ("waiting", "waiting", INTEGER),
        ("conflicts", "conflicts", INTEGER),
        ("planned", "planned", Plan.tuple(READ_PLANNED_ROW)),
        ("refused", "refused", Plan.tuple(READ_REFUSED_CHANGE)),
        ("in_doubt", "in_doubt", Plan.tuple(READ_DOUBTFUL_CHANGE)),
        ("failed", "failed", Plan.tuple(READ_FAILED_CHANGE)),
        ("lag_seconds", "lag_seconds", Plan.optional(NUMBER)),
        ("duration_seconds", "duration_seconds", NUMBER),
    ],
)

READ_RELATIONSHIP: Final = Plan.record(
    models.Relationship,
    [
        ("coding", "coding", Plan.tuple(READ_CODING)),
    ],
)

READ_RETENTION_RULE: Final = Plan.record(
    models.RetentionRule,
    [
        ("kept", "kept", TEXT),
        ("keep_seconds", "keep_seconds", NUMBER),
    ],
)

READ_RETRY_SCHEDULE: Final = Plan.record(
    models.RetrySchedule,
    [
        ("base_seconds", "base_seconds", NUMBER),
        ("cap_seconds", "cap_seconds", NUMBER),
        ("horizon_seconds", "horizon_seconds", NUMBER),
        ("max_attempts", "max_attempts", INTEGER),
    ],
)

READ_SALES_MAPS: Final = Plan.record(
    models.SalesMaps,
    [
        ("statuses", "statuses", Plan.map(TEXT)),
        ("stages", "stages", Plan.map(TEXT)),
        ("moves", "moves", Plan.map(Plan.tuple(TEXT))),
        ("owners", "owners", Plan.map(TEXT)),
        ("rounding", "rounding", TEXT),
        ("unsplit_first_name", "unsplit_first_name", TEXT),
        ("hourly_rate_minor", "hourly_rate_minor", Plan.optional(INTEGER)),
        ("currency", "currency", Plan.optional(TEXT)),
    ],
)

READ_SCAN_REPORT: Final = Plan.record(
    models.ScanReport,
    [
        ("state", "state", TEXT),
        ("live", "live", INTEGER),
        ("missed", "missed", INTEGER),
        ("gone", "gone", INTEGER),
    ],
)

READ_SCHEDULED_ITEM: Final = Plan.record(
    models.ScheduledItem,
    [
        ("id", "id", Plan.optional(TEXT)),
        ("name", "name", Plan.optional(TEXT)),
    ],
)

READ_SECRET_KEY: Final = Plan.record(
    models.SecretKey,
    [
        ("connection", "connection", TEXT),
        ("name", "name", TEXT),
    ],
)

READ_SENT_ITEM: Final = Plan.record(
    models.SentItem,
    [
        ("number", "number", INTEGER),
        ("fence", "fence", INTEGER),
    ],
)

READ_SHIFT: Final = Plan.record(
    models.Shift,
    [
        ("id", "id", TEXT),
        ("client_id", "client_id", TEXT),
        ("caregiver_id", "caregiver_id", Plan.optional(TEXT)),
        ("scheduled_start", "scheduled_start", INSTANT),
        ("scheduled_end", "scheduled_end", INSTANT),
        ("actual_start", "actual_start", Plan.optional(INSTANT)),
        ("actual_end", "actual_end", Plan.optional(INSTANT)),
        ("status", "status", WORD_SHIFT_STATUS),
        ("visit_type", "visit_type", WORD_VISIT_TYPE),
        ("billable_hours", "billable_hours", Plan.optional(NUMBER)),
        ("client_zip_code", "client_zip_code", Plan.optional(TEXT)),
        ("client_gender_preference", "client_gender_preference", Plan.optional(WORD_GENDER)),
        ("client_language", "client_language", Plan.optional(TEXT)),
        ("required_certifications", "required_certifications", Plan.tuple(WORD_CERTIFICATION)),
        ("care_coordinator", "care_coordinator", Plan.optional(TEXT)),
        ("payer_source", "payer_source", Plan.optional(WORD_PAYER)),
        ("updated_at", "updated_at", INSTANT),
    ],
)

READ_SHIFT_ASSIGNMENT: Final = Plan.record(
    models.ShiftAssignment,
    [
        ("id", "id", TEXT),
        ("shift_id", "shift_id", TEXT),
        ("caregiver_id", "caregiver_id", TEXT),
        ("assigned_at", "assigned_at", INSTANT),
        ("shift", "shift", READ_SHIFT),
    ],
)

READ_SLOT: Final = Plan.record(
    models.Slot,
    [
        ("appointment_type", "appointment_type", TEXT),
        ("start", "start", INSTANT),
        ("end", "end", INSTANT),
        ("local_start", "local_start", TEXT),
        ("calendar", "calendar", Plan.optional(TEXT)),
        ("unit", "unit", Plan.optional(TEXT)),
        ("capacity_left", "capacity_left", Plan.optional(INTEGER)),
        ("hold", "hold", Plan.optional(TEXT)),
        ("booking_link", "booking_link", Plan.optional(TEXT)),
    ],
)

READ_SLOT_HOLD: Final = Plan.record(
    models.SlotHold,
    [
        ("id", "id", TEXT),
        ("expires_at", "expires_at", INSTANT),
    ],
)

READ_STATUS_CHANGE: Final = Plan.record(
    models.StatusChange,
    [
        ("client_id", "client_id", TEXT),
        ("from", "from_", Plan.optional(WORD_CLIENT_STATUS)),
        ("to", "to", WORD_CLIENT_STATUS),
        ("changed_at", "changed_at", INSTANT),
        ("reason", "reason", Plan.optional(TEXT)),
    ],
)

READ_STATUS_DIFFERENCES: Final = Plan.record(
    models.StatusDifferences,
    [
        ("changes", "changes", Plan.tuple(READ_STATUS_CHANGE)),
        ("gone", "gone", Plan.tuple(TEXT)),
    ],
)

READ_SUBSCRIPTION: Final = Plan.record(
    models.Subscription,
    [
        ("id", "id", TEXT),
        ("status", "status", Plan.optional(TEXT)),
        ("criteria", "criteria", Plan.optional(WORD_CRITERIA)),
        ("reason", "reason", Plan.optional(TEXT)),
        ("channel", "channel", Plan.optional(READ_CHANNEL)),
    ],
)

READ_SYNC_STANDING: Final = Plan.record(
    models.SyncStanding,
    [
        ("name", "name", TEXT),
        ("state", "state", TEXT),
        ("since", "since", INSTANT),
        ("failures", "failures", INTEGER),
        ("reason", "reason", Plan.optional(TEXT)),
        ("last_success_at", "last_success_at", Plan.optional(INSTANT)),
        ("last_failure_at", "last_failure_at", Plan.optional(INSTANT)),
    ],
)

READ_TAG: Final = Plan.record(
    models.Tag,
    [
        ("code", "code", TEXT),
        ("display", "display", Plan.optional(TEXT)),
    ],
)

READ_META: Final = Plan.record(
    models.Meta,
    [
        ("tag", "tag", Plan.tuple(READ_TAG)),
    ],
)

READ_TASK: Final = Plan.record(
    models.Task,
    [
        ("id", "id", TEXT),
        ("description", "description", Plan.optional(TEXT)),
        ("status", "status", Plan.optional(WORD_TASK_STATUS)),
        ("comment", "comment", Plan.optional(TEXT)),
    ],
)

READ_APPOINTMENT: Final = Plan.record(
    models.Appointment,
    [
        ("id", "id", TEXT),
        ("client", "client_id", Plan.at("id", TEXT)),
        ("caregiver", "caregiver_id", Plan.optional(Plan.at("id", TEXT))),
        ("start", "start", INSTANT),
        ("end", "end", INSTANT),
        ("position", "position", Plan.optional(READ_POSITION)),
        ("scheduledItems", "scheduled_items", Plan.tuple(READ_SCHEDULED_ITEM)),
        ("tasks", "tasks", Plan.tuple(READ_TASK)),
        ("status", "status", Plan.optional(WORD_APPOINTMENT_STATUS)),
    ],
)

READ_TASK_DRAFT: Final = Plan.record(
    models.TaskDraft,
    [
        ("kind", "kind", TEXT),
        ("status", "status", TEXT),
        ("title", "title", TEXT),
        ("notes", "notes", Plan.optional(TEXT)),
        ("start", "start", INSTANT),
        ("end", "end", INSTANT),
        ("url", "url", Plan.optional(TEXT)),
        ("metadata", "metadata", Plan.map(TEXT)),
    ],
)

READ_TASK_LOG: Final = Plan.record(
    models.TaskLog,
    [
        ("id", "id", TEXT),
        ("title", "title", Plan.optional(TEXT)),
        ("description", "description", Plan.optional(TEXT)),
        ("status", "status", Plan.optional(WORD_TASK_STATUS)),
        ("comment", "comment", Plan.optional(TEXT)),
        ("recorded", "recorded", Plan.optional(INSTANT)),
    ],
)

READ_TASK_OUTCOME: Final = Plan.record(
    models.TaskOutcome,
    [
        ("status", "status", WORD_TASK_STATUS),
        ("comment", "comment", Plan.optional(TEXT)),
    ],
)

READ_TASK_SOURCE: Final = Plan.record(
    models.TaskSource,
    [
        ("source", "source", TEXT),
        ("id", "id", TEXT),
    ],
)

READ_BOARD_TASK: Final = Plan.record(
    models.BoardTask,
    [
        ("id", "id", TEXT),
        ("version", "version", INTEGER),
        ("draft", "draft", READ_TASK_DRAFT),
        ("external", "external", Plan.optional(READ_TASK_SOURCE)),
        ("priority", "priority", Plan.optional(TEXT)),
    ],
)

READ_TASK_CHANGE: Final = Plan.record(
    models.TaskChange,
    [
        ("kind", "kind", TEXT),
        ("digest", "digest", TEXT),
        ("task_id", "task_id", Plan.optional(TEXT)),
        ("expected", "expected", Plan.optional(INTEGER)),
        ("external", "external", Plan.optional(READ_TASK_SOURCE)),
        ("draft", "draft", Plan.optional(READ_TASK_DRAFT)),
    ],
)

READ_HOST_QUESTION: Final = Plan.record(
    models.HostQuestion,
    [
        ("number", "number", INTEGER),
        ("method", "method", TEXT),
        ("external", "external", Plan.optional(READ_TASK_SOURCE)),
        ("task_id", "task_id", Plan.optional(TEXT)),
        ("after", "after", Plan.optional(TEXT)),
        ("limit", "limit", Plan.optional(INTEGER)),
        ("task_change", "task_change", Plan.optional(READ_TASK_CHANGE)),
        ("deal_id", "deal_id", Plan.optional(TEXT)),
        ("deal_change", "deal_change", Plan.optional(READ_DEAL_CHANGE)),
        ("key", "key", Plan.optional(TEXT)),
        ("plain", "plain", Plan.optional(TEXT)),
    ],
)

READ_FLOW_STEP: Final = Plan.record(
    models.FlowStep,
    [
        ("question", "question", Plan.optional(READ_HOST_QUESTION)),
        ("progress", "progress", Plan.optional(READ_FLOW_PROGRESS)),
        ("report", "report", Plan.optional(READ_FLOW_REPORT)),
        ("hints", "hints", Plan.optional(READ_HINT_REPORT)),
        ("standing", "standing", Plan.optional(READ_SYNC_STANDING)),
        ("carried", "carried", Plan.optional(TEXT)),
        ("plain", "plain", Plan.optional(TEXT)),
    ],
)

READ_TASK_PAGE: Final = Plan.record(
    models.TaskPage,
    [
        ("tasks", "tasks", Plan.tuple(READ_BOARD_TASK)),
        ("next", "next", TEXT),
        ("more", "more", FLAG),
    ],
)

READ_TASK_STATUS_MAP: Final = Plan.record(
    models.TaskStatusMap,
    [
        ("apply", "apply", Plan.map(TEXT)),
        ("send", "send", Plan.map(TEXT)),
        ("fresh", "fresh", TEXT),
        ("gone", "gone", TEXT),
    ],
)

READ_TELECOM: Final = Plan.record(
    models.Telecom,
    [
        ("system", "system", Plan.optional(TEXT)),
        ("use", "purpose", Plan.optional(TEXT)),
        ("value", "value", Plan.optional(TEXT)),
    ],
)

READ_PATIENT: Final = Plan.record(
    models.Patient,
    [
        ("id", "id", TEXT),
        ("active", "active", Plan.optional(FLAG)),
        ("name", "name", Plan.tuple(READ_HUMAN_NAME)),
        ("telecom", "telecom", Plan.tuple(READ_TELECOM)),
        ("address", "address", Plan.tuple(READ_POSTAL_ADDRESS)),
        ("gender", "gender", Plan.optional(WORD_GENDER)),
        ("birthDate", "birth_date", Plan.optional(TEXT)),
        ("maritalStatus", "marital_status", Plan.tuple(READ_MARITAL_STATUS)),
        ("communication", "communication", Plan.tuple(READ_COMMUNICATION)),
        ("external_id", "external_id", Plan.optional(TEXT)),
        ("deactivationDate", "deactivation_date", Plan.optional(TEXT)),
        ("meta", "meta", READ_META),
    ],
)

READ_PRACTITIONER: Final = Plan.record(
    models.Practitioner,
    [
        ("id", "id", TEXT),
        ("active", "active", Plan.optional(FLAG)),
        ("name", "name", Plan.tuple(READ_HUMAN_NAME)),
        ("telecom", "telecom", Plan.tuple(READ_TELECOM)),
        ("address", "address", Plan.tuple(READ_POSTAL_ADDRESS)),
        ("gender", "gender", Plan.optional(WORD_GENDER)),
        ("birthDate", "birth_date", Plan.optional(TEXT)),
        ("communication", "communication", Plan.tuple(READ_COMMUNICATION)),
        ("external_id", "external_id", Plan.optional(TEXT)),
        ("meta", "meta", READ_META),
    ],
)

READ_RELATED_PERSON: Final = Plan.record(
    models.RelatedPerson,
    [
        ("id", "id", TEXT),
        ("patient", "client_reference", Plan.optional(Plan.at("reference", TEXT))),
        ("name", "name", Plan.tuple(READ_HUMAN_NAME)),
        ("relationship", "relationship", Plan.optional(READ_RELATIONSHIP)),
        ("telecom", "telecom", Plan.tuple(READ_TELECOM)),
        ("address", "address", Plan.tuple(READ_POSTAL_ADDRESS)),
        ("emergencyContact", "emergency_contact", Plan.optional(FLAG)),
        ("primaryContact", "primary_contact", Plan.optional(FLAG)),
        ("payer", "payer", Plan.optional(FLAG)),
        ("poa", "poa", Plan.optional(FLAG)),
    ],
)

READ_CHANGE: Final = Plan.record(
    models.Change,
    [
        ("kind", "kind", TEXT),
        ("record", "record", READ_CHANGED_RECORD),
        ("patient", "patient", Plan.optional(READ_PATIENT)),
        ("practitioner", "practitioner", Plan.optional(READ_PRACTITIONER)),
        ("shift", "shift", Plan.optional(READ_SHIFT)),
        ("encounter", "encounter", Plan.optional(READ_ENCOUNTER)),
        ("admin_task", "admin_task", Plan.optional(READ_ADMIN_TASK)),
        ("referral_source", "referral_source", Plan.optional(READ_REFERRAL_SOURCE)),
        ("related_person", "related_person", Plan.optional(READ_RELATED_PERSON)),
        ("document", "document", Plan.optional(READ_DOCUMENT)),
        ("profile_tag", "profile_tag", Plan.optional(READ_PROFILE_TAG)),
    ],
)

READ_CHANGE_STEP: Final = Plan.record(
    models.ChangeStep,
    [
        ("number", "number", INTEGER),
        ("change", "change", Plan.optional(READ_CHANGE)),
        ("drained", "drained", Plan.optional(READ_FEED_REPORT)),
        ("polled", "polled", Plan.optional(Plan.tuple(READ_POLLED))),
    ],
)

READ_TIMES_COUNTED: Final = Plan.record(
    models.TimesCounted,
    [
        ("count", "count", INTEGER),
        ("total_seconds", "total_seconds", NUMBER),
        ("p50_seconds", "p50_seconds", Plan.optional(NUMBER)),
        ("p95_seconds", "p95_seconds", Plan.optional(NUMBER)),
        ("p99_seconds", "p99_seconds", Plan.optional(NUMBER)),
    ],
)

READ_OPERATION_COUNTS: Final = Plan.record(
    models.OperationCounts,
    [
        ("operation", "operation", TEXT),
        ("attempts", "attempts", Plan.tuple(READ_ATTEMPT_COUNT)),
        ("attempt_times", "attempt_times", READ_TIMES_COUNTED),
        ("calls", "calls", Plan.tuple(READ_OUTCOME_COUNT)),
        ("call_times", "call_times", READ_TIMES_COUNTED),
        ("retries", "retries", Plan.tuple(READ_OUTCOME_COUNT)),
        ("retries_unpaid", "retries_unpaid", INTEGER),
    ],
)

READ_METRICS: Final = Plan.record(
    models.Metrics,
    [
        ("taken_at", "taken_at", INSTANT),
        ("operations", "operations", Plan.tuple(READ_OPERATION_COUNTS)),
        ("token_fetches", "token_fetches", Plan.tuple(READ_OUTCOME_COUNT)),
        ("breaker_opened", "breaker_opened", INTEGER),
        ("breaker_half_opened", "breaker_half_opened", INTEGER),
        ("breaker_closed", "breaker_closed", INTEGER),
        ("queued", "queued", READ_TIMES_COUNTED),
        ("cache", "cache", Plan.tuple(READ_CACHE_COUNTS)),
    ],
)

READ_UNREAD_BOOKING: Final = Plan.record(
    models.UnreadBooking,
    [
        ("row", "row", INTEGER),
        ("id", "id", Plan.optional(TEXT)),
        ("field", "field", Plan.optional(TEXT)),
        ("rule", "rule", TEXT),
    ],
)

READ_BOOKING_CHANGES: Final = Plan.record(
    models.BookingChanges,
    [
        ("changed", "changed", Plan.tuple(READ_BOOKING_CHANGE)),
        ("gone", "gone", Plan.tuple(READ_GONE_BOOKING)),
        ("failures", "failures", Plan.tuple(READ_UNREAD_BOOKING)),
        ("complete", "complete", FLAG),
        ("next", "next", TEXT),
    ],
)

READ_BOOKING_LIST: Final = Plan.record(
    models.BookingList,
    [
        ("bookings", "bookings", Plan.tuple(READ_BOOKING)),
        ("failures", "failures", Plan.tuple(READ_UNREAD_BOOKING)),
        ("complete", "complete", FLAG),
    ],
)

READ_BOOKING_PAGE: Final = Plan.record(
    models.BookingPage,
    [
        ("bookings", "bookings", Plan.tuple(READ_BOOKING)),
        ("failures", "failures", Plan.tuple(READ_UNREAD_BOOKING)),
        ("next", "next", Plan.optional(TEXT)),
        ("missing", "missing", Plan.optional(TEXT)),
    ],
)

READ_VAULT_ROTATION: Final = Plan.record(
    models.VaultRotation,
    [
        ("rewrapped", "rewrapped", INTEGER),
        ("complete", "complete", FLAG),
    ],
)

READ_VAULT_SECRET: Final = Plan.record(
    models.VaultSecret,
    [
        ("connection", "connection", TEXT),
        ("name", "name", TEXT),
        ("version", "version", INTEGER),
        ("key", "key", TEXT),
        ("stored_at", "stored_at", INSTANT),
    ],
)

READ_VERIFIED: Final = Plan.record(
    models.Verified,
    [
        ("agency_id", "agency_id", TEXT),
        ("environment", "environment", TEXT),
        ("client_total", "client_total", INTEGER),
    ],
)

READ_VERIFIED_DELIVERY: Final = Plan.record(
    models.VerifiedDelivery,
    [
        ("identity", "identity", TEXT),
        ("id", "id", Plan.optional(TEXT)),
        ("sent_at", "sent_at", Plan.optional(INSTANT)),
    ],
)

READ_VISIT: Final = Plan.record(
    models.Visit,
    [
        ("shift", "shift", READ_SHIFT),
        ("evv", "evv", Plan.optional(READ_EVV)),
    ],
)

READ_VITALS: Final = Plan.record(
    models.Vitals,
    [
        ("at", "at", INSTANT),
        ("sync_lag", "sync_lag", Plan.optional(INTEGER)),
        ("streams_unread", "streams_unread", INTEGER),
        ("inbox_waiting", "inbox_waiting", INTEGER),
        ("inbox_oldest", "inbox_oldest", Plan.optional(INTEGER)),
        ("hints_waiting", "hints_waiting", INTEGER),
        ("hints_oldest", "hints_oldest", Plan.optional(INTEGER)),
        ("outbox_waiting", "outbox_waiting", INTEGER),
        ("outbox_oldest", "outbox_oldest", Plan.optional(INTEGER)),
        ("dead_letters", "dead_letters", INTEGER),
        ("in_doubt", "in_doubt", INTEGER),
        ("in_doubt_oldest", "in_doubt_oldest", Plan.optional(INTEGER)),
        ("manual", "manual", INTEGER),
        ("lease_losses", "lease_losses", INTEGER),
        ("conflicts_open", "conflicts_open", INTEGER),
        ("scans_held", "scans_held", INTEGER),
    ],
)

READ_HEALTH_REPORT: Final = Plan.record(
    models.HealthReport,
    [
        ("status", "status", Plan.optional(READ_INTEGRATION_STATUS)),
        ("vitals", "vitals", READ_VITALS),
        ("alerts", "alerts", Plan.tuple(READ_HEALTH_ALERT)),
    ],
)

READ_NOTHING: Final[Plan[None]] = Plan.nothing()
READ_ACTIVITY_LIST: Final[Plan[list[models.Activity]]] = Plan.list(READ_ACTIVITY)
READ_ADMIN_LIST: Final[Plan[list[models.Admin]]] = Plan.list(READ_ADMIN)
READ_ADMIN_PAGE: Final[Plan[_generic.Page[models.Admin] | None]] = _generic.page(READ_ADMIN)
READ_ALERT_RULE_LIST: Final[Plan[list[models.AlertRule]]] = Plan.list(READ_ALERT_RULE)
READ_APPLICANT_LIST: Final[Plan[list[models.Applicant]]] = Plan.list(READ_APPLICANT)
READ_APPLICANT_OR_NONE: Final[Plan[models.Applicant | None]] = Plan.optional(READ_APPLICANT)
READ_APPLICANT_PAGE: Final[Plan[_generic.Page[models.Applicant] | None]] = _generic.page(READ_APPLICANT)
READ_APPLICANT_UPSERTED: Final[Plan[_generic.Upserted[models.Applicant]]] = _generic.upserted(READ_APPLICANT)
READ_APPOINTMENT_LIST: Final[Plan[list[models.Appointment]]] = Plan.list(READ_APPOINTMENT)
READ_APPOINTMENT_PAGE: Final[Plan[_generic.Page[models.Appointment] | None]] = _generic.page(READ_APPOINTMENT)
READ_ASSIGNMENT: Final[Plan[_generic.Assignment]] = _generic.assignment()
READ_AUDIT_ENTRY_LIST: Final[Plan[list[models.AuditEntry]]] = Plan.list(READ_AUDIT_ENTRY)
READ_BOOKING_CALENDAR_LIST: Final[Plan[list[models.BookingCalendar]]] = Plan.list(READ_BOOKING_CALENDAR)
READ_BOOKING_TYPE_LIST: Final[Plan[list[models.BookingType]]] = Plan.list(READ_BOOKING_TYPE)
READ_BREAKER_LIST: Final[Plan[list[models.Breaker]]] = Plan.list(READ_BREAKER)
READ_BUSY_TIME_LIST: Final[Plan[list[models.BusyTime]]] = Plan.list(READ_BUSY_TIME)
READ_BYTES_OR_NONE: Final[Plan[bytes | None]] = Plan.optional(BYTES)
READ_CAREGIVER_CACHED: Final[Plan[_generic.Cached[models.Caregiver]]] = _generic.cached(READ_CAREGIVER)
READ_CAREGIVER_LIST: Final[Plan[list[models.Caregiver]]] = Plan.list(READ_CAREGIVER)
READ_CAREGIVER_LIST_CACHED: Final[Plan[_generic.Cached[list[models.Caregiver]]]] = _generic.cached(Plan.list(READ_CAREGIVER))
READ_CAREGIVER_OR_NONE: Final[Plan[models.Caregiver | None]] = Plan.optional(READ_CAREGIVER)
READ_CAREGIVER_PAGE: Final[Plan[_generic.Page[models.Caregiver] | None]] = _generic.page(READ_CAREGIVER)
READ_CHANGED_RECORD_LIST: Final[Plan[list[models.ChangedRecord]]] = Plan.list(READ_CHANGED_RECORD)
READ_CHARGE_ITEM_LIST: Final[Plan[list[models.ChargeItem]]] = Plan.list(READ_CHARGE_ITEM)
READ_CHARGE_ITEM_PAGE: Final[Plan[_generic.Page[models.ChargeItem] | None]] = _generic.page(READ_CHARGE_ITEM)
READ_CLIENT_CACHED: Final[Plan[_generic.Cached[models.Client]]] = _generic.cached(READ_CLIENT)
READ_CLIENT_LIST: Final[Plan[list[models.Client]]] = Plan.list(READ_CLIENT)
READ_CLIENT_LIST_CACHED: Final[Plan[_generic.Cached[list[models.Client]]]] = _generic.cached(Plan.list(READ_CLIENT))
READ_CLIENT_OR_NONE: Final[Plan[models.Client | None]] = Plan.optional(READ_CLIENT)
READ_CLIENT_PAGE: Final[Plan[_generic.Page[models.Client] | None]] = _generic.page(READ_CLIENT)
READ_COMPLETED_ITEM_LIST: Final[Plan[list[models.CompletedItem]]] = Plan.list(READ_COMPLETED_ITEM)
READ_CONFLICT_LIST: Final[Plan[list[models.Conflict]]] = Plan.list(READ_CONFLICT)
READ_DIRTY_MARK_LIST: Final[Plan[list[models.DirtyMark]]] = Plan.list(READ_DIRTY_MARK)
READ_DOCUMENT_LIST: Final[Plan[list[models.Document]]] = Plan.list(READ_DOCUMENT)
READ_EFFECT_ATTEMPT_LIST: Final[Plan[list[models.EffectAttempt]]] = Plan.list(READ_EFFECT_ATTEMPT)
READ_EFFECT_LIST: Final[Plan[list[models.Effect]]] = Plan.list(READ_EFFECT)
READ_EFFECT_OR_NONE: Final[Plan[models.Effect | None]] = Plan.optional(READ_EFFECT)
READ_ENCOUNTER_LIST: Final[Plan[list[models.Encounter]]] = Plan.list(READ_ENCOUNTER)
READ_ENCOUNTER_PAGE: Final[Plan[_generic.Page[models.Encounter] | None]] = _generic.page(READ_ENCOUNTER)
READ_EVV_OR_NONE: Final[Plan[models.Evv | None]] = Plan.optional(READ_EVV)
READ_FLAG: Final[Plan[bool]] = FLAG
READ_GATE_CHANGE_LIST: Final[Plan[list[models.GateChange]]] = Plan.list(READ_GATE_CHANGE)
READ_GIVEN_UP_LIST: Final[Plan[list[models.GivenUp]]] = Plan.list(READ_GIVEN_UP)
READ_INBOX_MESSAGE_LIST: Final[Plan[list[models.InboxMessage]]] = Plan.list(READ_INBOX_MESSAGE)
READ_INTEGER: Final[Plan[int]] = INTEGER
READ_INTEGER_READING: Final[Plan[_generic.Reading[int]]] = _generic.reading(INTEGER)
READ_INTEGRATION_STATUS_OR_NONE: Final[Plan[models.IntegrationStatus | None]] = Plan.optional(READ_INTEGRATION_STATUS)
READ_LATCH_LIST: Final[Plan[list[models.Latch]]] = Plan.list(READ_LATCH)
READ_LATCH_OR_NONE: Final[Plan[models.Latch | None]] = Plan.optional(READ_LATCH)
READ_LEASE_OR_NONE: Final[Plan[models.Lease | None]] = Plan.optional(READ_LEASE)
READ_LEGAL_HOLD_LIST: Final[Plan[list[models.LegalHold]]] = Plan.list(READ_LEGAL_HOLD)
READ_LOCATION_LIST: Final[Plan[list[models.Location]]] = Plan.list(READ_LOCATION)
READ_LOCATION_PAGE: Final[Plan[_generic.Page[models.Location] | None]] = _generic.page(READ_LOCATION)
READ_MIRROR_CURSOR_OR_NONE: Final[Plan[models.MirrorCursor | None]] = Plan.optional(READ_MIRROR_CURSOR)
READ_MIRROR_REFERENCE_LIST: Final[Plan[list[models.MirrorReference]]] = Plan.list(READ_MIRROR_REFERENCE)
READ_MIRROR_REFERENCE_OR_NONE: Final[Plan[models.MirrorReference | None]] = Plan.optional(READ_MIRROR_REFERENCE)
READ_OPEN_SECRET_OR_NONE: Final[Plan[models.OpenSecret | None]] = Plan.optional(READ_OPEN_SECRET)
READ_ORGANIZATION_LIST: Final[Plan[list[models.Organization]]] = Plan.list(READ_ORGANIZATION)
READ_OUTBOX_ITEM_LIST: Final[Plan[list[models.OutboxItem]]] = Plan.list(READ_OUTBOX_ITEM)
READ_OUTBOX_ITEM_OR_NONE: Final[Plan[models.OutboxItem | None]] = Plan.optional(READ_OUTBOX_ITEM)
READ_PATIENT_LIST: Final[Plan[list[models.Patient]]] = Plan.list(READ_PATIENT)
READ_PATIENT_PAGE: Final[Plan[_generic.Page[models.Patient] | None]] = _generic.page(READ_PATIENT)
READ_PRACTITIONER_LIST: Final[Plan[list[models.Practitioner]]] = Plan.list(READ_PRACTITIONER)
READ_PRACTITIONER_PAGE: Final[Plan[_generic.Page[models.Practitioner] | None]] = _generic.page(READ_PRACTITIONER)
READ_PROSPECT_LIST: Final[Plan[list[models.Prospect]]] = Plan.list(READ_PROSPECT)
READ_PROSPECT_OR_NONE: Final[Plan[models.Prospect | None]] = Plan.optional(READ_PROSPECT)
READ_PROSPECT_PAGE: Final[Plan[_generic.Page[models.Prospect] | None]] = _generic.page(READ_PROSPECT)
READ_PROSPECT_UPSERTED: Final[Plan[_generic.Upserted[models.Prospect]]] = _generic.upserted(READ_PROSPECT)
READ_PROVIDER_EVENT_LIST: Final[Plan[list[models.ProviderEvent]]] = Plan.list(READ_PROVIDER_EVENT)
READ_PROVIDER_WEBHOOK_LIST: Final[Plan[list[models.ProviderWebhook]]] = Plan.list(READ_PROVIDER_WEBHOOK)
READ_REDELIVERED_LIST: Final[Plan[list[models.Redelivered]]] = Plan.list(READ_REDELIVERED)
READ_RELATED_PERSON_LIST: Final[Plan[list[models.RelatedPerson]]] = Plan.list(READ_RELATED_PERSON)
READ_RELATED_PERSON_PAGE: Final[Plan[_generic.Page[models.RelatedPerson] | None]] = _generic.page(READ_RELATED_PERSON)
READ_SHIFT_LIST: Final[Plan[list[models.Shift]]] = Plan.list(READ_SHIFT)
READ_SHIFT_LIST_CACHED: Final[Plan[_generic.Cached[list[models.Shift]]]] = _generic.cached(Plan.list(READ_SHIFT))
READ_SHIFT_LIST_READING: Final[Plan[_generic.Reading[list[models.Shift]]]] = _generic.reading(Plan.list(READ_SHIFT))
READ_SHIFT_OR_NONE: Final[Plan[models.Shift | None]] = Plan.optional(READ_SHIFT)
READ_SHIFT_PAGE: Final[Plan[_generic.Page[models.Shift] | None]] = _generic.page(READ_SHIFT)
READ_SLOT_LIST: Final[Plan[list[models.Slot]]] = Plan.list(READ_SLOT)
READ_STATUS_CHANGE_LIST: Final[Plan[list[models.StatusChange]]] = Plan.list(READ_STATUS_CHANGE)
READ_STATUS_CHANGE_PAGE: Final[Plan[_generic.Page[models.StatusChange] | None]] = _generic.page(READ_STATUS_CHANGE)
READ_SUBSCRIPTION_LIST: Final[Plan[list[models.Subscription]]] = Plan.list(READ_SUBSCRIPTION)
READ_SUBSCRIPTION_PAGE: Final[Plan[_generic.Page[models.Subscription] | None]] = _generic.page(READ_SUBSCRIPTION)
READ_TASK_LOG_LIST: Final[Plan[list[models.TaskLog]]] = Plan.list(READ_TASK_LOG)
READ_VISIT_LIST_READING: Final[Plan[_generic.Reading[list[models.Visit]]]] = _generic.reading(Plan.list(READ_VISIT))


WRITE_ADDRESS: Final = _wire.record(
    models.Address,
    (
        ("line1", "line1", _wire.plain),
        ("line2", "line2", _wire.plain),
        ("city", "city", _wire.plain),
        ("state", "state", _wire.plain),
        ("zip_code", "zip_code", _wire.plain),
    ),
)

WRITE_ALERT_STANDING: Final = _wire.record(
    models.AlertStanding,
    (
        ("rule", "rule", _wire.plain),
        ("phase", "phase", _wire.plain),
        ("since", "since", _wire.instant),
        ("broken_at", "broken_at", _wire.instant),
        ("well_since", "well_since", _wire.instant),
    ),
)

WRITE_APPLICANT_PATCH: Final = _wire.record(
    models.ApplicantPatch,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("status", "status", _wire.plain),
        ("certifications", "certifications", _wire.each(_wire.plain)),
        ("source", "source", _wire.plain),
        ("position", "position", _wire.plain),
        ("background_check_status", "background_check_status", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_AUDIT_HEAD: Final = _wire.record(
    models.AuditHead,
    (
        ("seq", "seq", _wire.plain),
        ("hash", "hash", _wire.plain),
        ("at", "at", _wire.instant),
    ),
)

WRITE_AUDIT_ANCHOR: Final = _wire.record(
    models.AuditAnchor,
    (
        ("chain", "chain", _wire.plain),
        ("head", "head", WRITE_AUDIT_HEAD),
        ("signature", "signature", _wire.plain),
    ),
)

WRITE_AVAILABILITY_WINDOW: Final = _wire.record(
    models.AvailabilityWindow,
    (
        ("day", "day", _wire.plain),
        ("start", "start", _wire.plain),
        ("end", "end", _wire.plain),
    ),
)

WRITE_BOOKING_ANSWER: Final = _wire.record(
    models.BookingAnswer,
    (
        ("question_id", "question_id", _wire.plain),
        ("question", "question", _wire.plain),
        ("answer", "answer", _wire.plain),
    ),
)

WRITE_BOOKING_CLIENT: Final = _wire.record(
    models.BookingClient,
    (
        ("full", "full", _wire.plain),
        ("first", "first", _wire.plain),
        ("last", "last", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("zone", "zone", _wire.plain),
        ("client_id", "client_id", _wire.plain),
    ),
)

WRITE_BOOKING_PLACE: Final = _wire.record(
    models.BookingPlace,
    (
        ("kind", "kind", _wire.plain),
        ("text", "text", _wire.plain),
        ("link", "link", _wire.plain),
        ("passcode", "passcode", _wire.plain),
    ),
)

WRITE_CAREGIVER_PATCH: Final = _wire.record(
    models.CaregiverPatch,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("status", "status", _wire.plain),
        ("certifications", "certifications", _wire.each(_wire.plain)),
        ("availability", "availability", _wire.each(WRITE_AVAILABILITY_WINDOW)),
        ("service_area", "service_area", _wire.plain),
        ("performance_rating", "performance_rating", _wire.plain),
        ("hire_date", "hire_date", _wire.day),
        ("background_check_status", "background_check_status", _wire.plain),
        ("skills", "skills", _wire.each(_wire.plain)),
        ("languages", "languages", _wire.each(_wire.plain)),
        ("gender", "gender", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_CHANGED_RECORD: Final = _wire.record(
    models.ChangedRecord,
    (
        ("kind", "kind", _wire.plain),
        ("id", "id", _wire.plain),
    ),
)

WRITE_CLIENT_SNAPSHOT: Final = _wire.record(
    models.ClientSnapshot,
    (
        ("taken_at", "taken_at", _wire.instant),
        ("statuses", "statuses", _wire.mapping(_wire.plain)),
    ),
)

WRITE_CURSOR_MOVE: Final = _wire.record(
    models.CursorMove,
    (
        ("stream", "stream", _wire.plain),
        ("expected_version", "expected_version", _wire.plain),
        ("high", "high", _wire.instant),
        ("token", "token", _wire.plain),
    ),
)

WRITE_DEAL: Final = _wire.record(
    models.Deal,
    (
        ("id", "id", _wire.plain),
        ("name", "name", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("stage", "stage", _wire.plain),
        ("updated_at", "updated_at", _wire.instant),
        ("email", "email", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("referral_source", "referral_source", _wire.plain),
        ("notes", "notes", _wire.plain),
        ("monthly_revenue_minor", "monthly_revenue_minor", _wire.plain),
        ("currency", "currency", _wire.plain),
        ("start_date", "start_date", _wire.day),
    ),
)

WRITE_DEAL_PAGE: Final = _wire.record(
    models.DealPage,
    (
        ("deals", "deals", _wire.each(WRITE_DEAL)),
        ("next", "next", _wire.plain),
        ("resume", "resume", _wire.plain),
    ),
)

WRITE_EFFECT_INTENT: Final = _wire.record(
    models.EffectIntent,
    (
        ("key", "key", _wire.plain),
        ("operation", "operation", _wire.plain),
        ("subject", "subject", _wire.plain),
        ("content", "content", _wire.each(_wire.plain)),
        ("reconcile", "reconcile", _wire.plain),
        ("span_seconds", "span_seconds", _wire.plain),
        ("detail", "detail", _wire.plain),
    ),
)

WRITE_EMERGENCY_CONTACT: Final = _wire.record(
    models.EmergencyContact,
    (
        ("name", "name", _wire.plain),
        ("relationship", "relationship", _wire.plain),
        ("phone", "phone", _wire.plain),
    ),
)

WRITE_CLIENT_PATCH: Final = _wire.record(
    models.ClientPatch,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("status", "status", _wire.plain),
        ("emergency_contacts", "emergency_contacts", _wire.each(WRITE_EMERGENCY_CONTACT)),
        ("payer_source", "payer_source", _wire.plain),
        ("authorized_hours_per_week", "authorized_hours_per_week", _wire.plain),
        ("start_date", "start_date", _wire.day),
        ("discharge_date", "discharge_date", _wire.day),
        ("referral_source", "referral_source", _wire.plain),
        ("care_coordinator", "care_coordinator", _wire.plain),
        ("preferred_language", "preferred_language", _wire.plain),
        ("gender_preference", "gender_preference", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_FAMILY_ACTIVITY: Final = _wire.record(
    models.FamilyActivity,
    (
        ("id", "id", _wire.plain),
        ("client_id", "client_id", _wire.plain),
        ("text", "text", _wire.plain),
    ),
)

WRITE_FOUND_CONFLICT: Final = _wire.record(
    models.FoundConflict,
    (
        ("field", "field", _wire.plain),
        ("base", "base", _wire.plain),
        ("local", "local", _wire.plain),
        ("remote", "remote", _wire.plain),
    ),
)

WRITE_HEALTH_TARGETS: Final = _wire.record(
    models.HealthTargets,
    (
        ("sync_lag", "sync_lag", _wire.plain),
        ("inbox_oldest", "inbox_oldest", _wire.plain),
        ("hints_oldest", "hints_oldest", _wire.plain),
        ("outbox_oldest", "outbox_oldest", _wire.plain),
        ("in_doubt_oldest", "in_doubt_oldest", _wire.plain),
        ("dead_letters", "dead_letters", _wire.plain),
        ("manual", "manual", _wire.plain),
        ("conflicts_open", "conflicts_open", _wire.plain),
        ("scans_held", "scans_held", _wire.plain),
        ("lease_losses", "lease_losses", _wire.plain),
        ("failures", "failures", _wire.plain),
    ),
)

WRITE_INTEGRATION: Final = _wire.record(
    models.Integration,
    (
        ("name", "name", _wire.plain),
        ("connection", "connection", _wire.plain),
        ("source", "source", _wire.plain),
        ("streams", "streams", _wire.each(_wire.plain)),
        ("operations", "operations", _wire.each(_wire.plain)),
        ("leases", "leases", _wire.each(_wire.plain)),
    ),
)

WRITE_LATCH_EVIDENCE: Final = _wire.record(
    models.LatchEvidence,
    (
        ("source", "source", _wire.plain),
        ("document", "document", _wire.plain),
        ("template", "template", _wire.plain),
        ("status", "status", _wire.plain),
        ("signatures", "signatures", _wire.mapping(_wire.plain)),
        ("subject", "subject", _wire.plain),
        ("fetched_at", "fetched_at", _wire.instant),
        ("digest", "digest", _wire.plain),
    ),
)

WRITE_LATCH_RULE: Final = _wire.record(
    models.LatchRule,
    (
        ("kind", "kind", _wire.plain),
        ("templates", "templates", _wire.each(_wire.plain)),
        ("complete", "complete", _wire.each(_wire.plain)),
        ("signatures", "signatures", _wire.each(_wire.plain)),
        ("max_age_seconds", "max_age_seconds", _wire.plain),
    ),
)

WRITE_LEASE_GUARD: Final = _wire.record(
    models.LeaseGuard,
    (
        ("lease", "lease", _wire.plain),
        ("fence", "fence", _wire.plain),
    ),
)

WRITE_MESSAGE_SUBJECT: Final = _wire.record(
    models.MessageSubject,
    (
        ("source", "source", _wire.plain),
        ("subject", "subject", _wire.plain),
    ),
)

WRITE_MIRROR_RECORD: Final = _wire.record(
    models.MirrorRecord,
    (
        ("external_id", "external_id", _wire.plain),
        ("content", "content", _wire.plain),
        ("version", "version", _wire.plain),
        ("at", "at", _wire.instant),
        ("body", "body", _wire.base64_of),
    ),
)

WRITE_NEW_APPLICANT: Final = _wire.record(
    models.NewApplicant,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("status", "status", _wire.plain),
        ("certifications", "certifications", _wire.each(_wire.plain)),
        ("source", "source", _wire.plain),
        ("position", "position", _wire.plain),
        ("background_check_status", "background_check_status", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_NEW_AUDIT_ENTRY: Final = _wire.record(
    models.NewAuditEntry,
    (
        ("actor", "actor", _wire.plain),
        ("action", "action", _wire.plain),
        ("subject", "subject", _wire.plain),
        ("before", "before", _wire.plain),
        ("after", "after", _wire.plain),
        ("effect_id", "effect_id", _wire.plain),
        ("sealed", "sealed", _wire.base64_of),
    ),
)

WRITE_NEW_BOOKING: Final = _wire.record(
    models.NewBooking,
    (
        ("appointment_type", "appointment_type", _wire.plain),
        ("start", "start", _wire.instant),
        ("zone", "zone", _wire.plain),
        ("client", "client", WRITE_BOOKING_CLIENT),
        ("end", "end", _wire.instant),
        ("calendar", "calendar", _wire.plain),
        ("unit", "unit", _wire.plain),
        ("place", "place", WRITE_BOOKING_PLACE),
        ("notes", "notes", _wire.plain),
        ("answers", "answers", _wire.each(WRITE_BOOKING_ANSWER)),
        ("guests", "guests", _wire.each(_wire.plain)),
        ("consent_given_at", "consent_given_at", _wire.instant),
        ("consent_terms", "consent_terms", _wire.plain),
        ("hold", "hold", _wire.plain),
        ("acting_as", "acting_as", _wire.plain),
        ("notify", "notify", _wire.plain),
        ("options", "options", _wire.mapping(_wire.plain)),
    ),
)

WRITE_NEW_CAREGIVER: Final = _wire.record(
    models.NewCaregiver,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("status", "status", _wire.plain),
        ("certifications", "certifications", _wire.each(_wire.plain)),
        ("availability", "availability", _wire.each(WRITE_AVAILABILITY_WINDOW)),
        ("service_area", "service_area", _wire.plain),
        ("performance_rating", "performance_rating", _wire.plain),
        ("hire_date", "hire_date", _wire.day),
        ("background_check_status", "background_check_status", _wire.plain),
        ("skills", "skills", _wire.each(_wire.plain)),
        ("languages", "languages", _wire.each(_wire.plain)),
        ("gender", "gender", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_NEW_CLIENT: Final = _wire.record(
    models.NewClient,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("status", "status", _wire.plain),
        ("emergency_contacts", "emergency_contacts", _wire.each(WRITE_EMERGENCY_CONTACT)),
        ("payer_source", "payer_source", _wire.plain),
        ("authorized_hours_per_week", "authorized_hours_per_week", _wire.plain),
        ("start_date", "start_date", _wire.day),
        ("discharge_date", "discharge_date", _wire.day),
        ("referral_source", "referral_source", _wire.plain),
        ("care_coordinator", "care_coordinator", _wire.plain),
        ("preferred_language", "preferred_language", _wire.plain),
        ("gender_preference", "gender_preference", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_NEW_PROFILE_TAG: Final = _wire.record(
    models.NewProfileTag,
    (
        ("name", "name", _wire.plain),
        ("description", "description", _wire.plain),
        ("type", "kind", _wire.plain),
    ),
)

WRITE_NEW_PROSPECT: Final = _wire.record(
    models.NewProspect,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("status", "status", _wire.plain),
        ("referral_source", "referral_source", _wire.plain),
        ("estimated_hours_per_week", "estimated_hours_per_week", _wire.plain),
        ("notes", "notes", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_NEW_REFERRAL_SOURCE: Final = _wire.record(
    models.NewReferralSource,
    (
        ("name", "name", _wire.plain),
        ("typeId", "type_id", _wire.plain),
    ),
)

WRITE_NEW_TASK_LOG: Final = _wire.record(
    models.NewTaskLog,
    (
        ("title", "title", _wire.plain),
        ("description", "description", _wire.plain),
        ("status", "status", _wire.plain),
        ("comment", "comment", _wire.plain),
        ("message_for_next_caregiver", "message_for_next_caregiver", _wire.plain),
        ("show_in_family_room", "show_in_family_room", _wire.plain),
        ("recorded", "recorded", _wire.instant),
    ),
)

WRITE_OUTBOX_DISPATCH: Final = _wire.record(
    models.OutboxDispatch,
    (
        ("lane", "lane", _wire.plain),
        ("due_at", "due_at", _wire.instant),
        ("priority", "priority", _wire.plain),
    ),
)

WRITE_PLANNED_ACTIVITY: Final = _wire.record(
    models.PlannedActivity,
    (
        ("activity_id", "activity_id", _wire.plain),
        ("description", "description", _wire.plain),
        ("status", "status", _wire.plain),
    ),
)

WRITE_PROSPECT_PATCH: Final = _wire.record(
    models.ProspectPatch,
    (
        ("first_name", "first_name", _wire.plain),
        ("last_name", "last_name", _wire.plain),
        ("email", "email", _wire.plain),
        ("phone", "phone", _wire.plain),
        ("address", "address", WRITE_ADDRESS),
        ("status", "status", _wire.plain),
        ("referral_source", "referral_source", _wire.plain),
        ("estimated_hours_per_week", "estimated_hours_per_week", _wire.plain),
        ("notes", "notes", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_RECORD_NAME: Final = _wire.record(
    models.RecordName,
    (
        ("connection", "connection", _wire.plain),
        ("kind", "kind", _wire.plain),
        ("external_id", "external_id", _wire.plain),
    ),
)

WRITE_RECORD_PROJECTION: Final = _wire.record(
    models.RecordProjection,
    (
        ("version", "version", _wire.plain),
        ("fields", "fields", _wire.each(_wire.plain)),
        ("sets", "sets", _wire.each(_wire.plain)),
        ("nulls_are_distinct", "nulls_are_distinct", _wire.plain),
    ),
)

WRITE_RETENTION_RULE: Final = _wire.record(
    models.RetentionRule,
    (
        ("kept", "kept", _wire.plain),
        ("keep_seconds", "keep_seconds", _wire.plain),
    ),
)

WRITE_RETRY_SCHEDULE: Final = _wire.record(
    models.RetrySchedule,
    (
        ("base_seconds", "base_seconds", _wire.plain),
        ("cap_seconds", "cap_seconds", _wire.plain),
        ("horizon_seconds", "horizon_seconds", _wire.plain),
        ("max_attempts", "max_attempts", _wire.plain),
    ),
)

WRITE_SALES_MAPS: Final = _wire.record(
    models.SalesMaps,
    (
        ("statuses", "statuses", _wire.mapping(_wire.plain)),
        ("stages", "stages", _wire.mapping(_wire.plain)),
        ("moves", "moves", _wire.mapping(_wire.each(_wire.plain))),
        ("owners", "owners", _wire.mapping(_wire.plain)),
        ("rounding", "rounding", _wire.plain),
        ("unsplit_first_name", "unsplit_first_name", _wire.plain),
        ("hourly_rate_minor", "hourly_rate_minor", _wire.plain),
        ("currency", "currency", _wire.plain),
    ),
)

WRITE_SECRET_KEY: Final = _wire.record(
    models.SecretKey,
    (
        ("connection", "connection", _wire.plain),
        ("name", "name", _wire.plain),
    ),
)

WRITE_SENT_ITEM: Final = _wire.record(
    models.SentItem,
    (
        ("number", "number", _wire.plain),
        ("fence", "fence", _wire.plain),
    ),
)

WRITE_SLOT: Final = _wire.record(
    models.Slot,
    (
        ("appointment_type", "appointment_type", _wire.plain),
        ("start", "start", _wire.instant),
        ("end", "end", _wire.instant),
        ("local_start", "local_start", _wire.plain),
        ("calendar", "calendar", _wire.plain),
        ("unit", "unit", _wire.plain),
        ("capacity_left", "capacity_left", _wire.plain),
        ("hold", "hold", _wire.plain),
        ("booking_link", "booking_link", _wire.plain),
    ),
)

WRITE_TASK_DRAFT: Final = _wire.record(
    models.TaskDraft,
    (
        ("kind", "kind", _wire.plain),
        ("status", "status", _wire.plain),
        ("title", "title", _wire.plain),
        ("notes", "notes", _wire.plain),
        ("start", "start", _wire.instant),
        ("end", "end", _wire.instant),
        ("url", "url", _wire.plain),
        ("metadata", "metadata", _wire.mapping(_wire.plain)),
    ),
)

WRITE_TASK_OUTCOME: Final = _wire.record(
    models.TaskOutcome,
    (
        ("status", "status", _wire.plain),
        ("comment", "comment", _wire.plain),
    ),
)

WRITE_TASK_SOURCE: Final = _wire.record(
    models.TaskSource,
    (
        ("source", "source", _wire.plain),
        ("id", "id", _wire.plain),
    ),
)

WRITE_BOARD_TASK: Final = _wire.record(
    models.BoardTask,
    (
        ("id", "id", _wire.plain),
        ("version", "version", _wire.plain),
        ("draft", "draft", WRITE_TASK_DRAFT),
        ("external", "external", WRITE_TASK_SOURCE),
        ("priority", "priority", _wire.plain),
    ),
)

WRITE_TASK_PAGE: Final = _wire.record(
    models.TaskPage,
    (
        ("tasks", "tasks", _wire.each(WRITE_BOARD_TASK)),
        ("next", "next", _wire.plain),
        ("more", "more", _wire.plain),
    ),
)

WRITE_TASK_STATUS_MAP: Final = _wire.record(
    models.TaskStatusMap,
    (
        ("apply", "apply", _wire.mapping(_wire.plain)),
        ("send", "send", _wire.mapping(_wire.plain)),
        ("fresh", "fresh", _wire.plain),
        ("gone", "gone", _wire.plain),
    ),
)

WRITE_VITALS: Final = _wire.record(
    models.Vitals,
    (
        ("at", "at", _wire.instant),
        ("sync_lag", "sync_lag", _wire.plain),
        ("streams_unread", "streams_unread", _wire.plain),
        ("inbox_waiting", "inbox_waiting", _wire.plain),
        ("inbox_oldest", "inbox_oldest", _wire.plain),
        ("hints_waiting", "hints_waiting", _wire.plain),
        ("hints_oldest", "hints_oldest", _wire.plain),
        ("outbox_waiting", "outbox_waiting", _wire.plain),
        ("outbox_oldest", "outbox_oldest", _wire.plain),
        ("dead_letters", "dead_letters", _wire.plain),
        ("in_doubt", "in_doubt", _wire.plain),
        ("in_doubt_oldest", "in_doubt_oldest", _wire.plain),
        ("manual", "manual", _wire.plain),
        ("lease_losses", "lease_losses", _wire.plain),
        ("conflicts_open", "conflicts_open", _wire.plain),
        ("scans_held", "scans_held", _wire.plain),
    ),
)

// How records cross the language border. Written by `cargo xtask codegen` from the Rust types; do not edit.

import { type Json, bytes, careweaveError, each, maybe, textOrEach } from '../reading.js';
import * as models from './models.js';

/** What an argument is made of, and so how it is written as JSON. */
export type Shape =
  | { readonly kind: 'text' | 'integer' | 'number' | 'flag' | 'instant' | 'date' | 'bytes' }
  | { readonly kind: 'list' | 'map' | 'optional'; readonly item: Shape }
  | { readonly kind: 'record'; readonly name: WrittenName };

/** A field of an argument: its key in JSON, its property, and what it is made of. */
export interface FieldShape {
  readonly key: string;
  readonly property: string;
  readonly shape: Shape;
  /** True when it may be left out. */
  readonly optional: boolean;
}

const readAdminName = (json: Json): models.AdminName => textOrEach(READ.HumanName, json);

/** Makes each record of what stands in JSON. */
export const READ = {
  Activity: (json: Json): models.Activity =>
    ({
      id: json.id,
      name: json.name ?? null,
      activityType: json.activityType ?? null,
    }),
  Address: (json: Json): models.Address =>
    new models.Address({
      line1: json.line1,
      line2: json.line2 ?? null,
      city: json.city,
      state: json.state,
      zipCode: json.zip_code,
    }),
  AdminTask: (json: Json): models.AdminTask =>
    new models.AdminTask({
      id: json.id,
      status: json.status ?? null,
      description: json.description ?? null,
      executionDate: json.executionDate ?? null,
      dueDate: json.dueDate ?? null,
    }),
  AlertChange: (json: Json): models.AlertChange =>
    ({
      rule: json.rule,
      severity: json.severity,
      before: json.before,
      after: json.after,
      at: json.at,
    }),
  AlertRule: (json: Json): models.AlertRule =>
    ({
      rule: json.rule,
      severity: json.severity,
      condition: json.condition,
      limit: json.limit ?? null,
      minVolume: json.min_volume,
      brokenForSeconds: json.broken_for_seconds,
      wellForSeconds: json.well_for_seconds,
    }),
  AlertStanding: (json: Json): models.AlertStanding =>
    ({
      rule: json.rule,
      phase: json.phase,
      since: json.since ?? null,
      brokenAt: json.broken_at ?? null,
      wellSince: json.well_since ?? null,
    }),
  AlertsSeen: (json: Json): models.AlertsSeen =>
    ({
      changes: each(READ.AlertChange, json.changes),
      states: each(READ.AlertStanding, json.states),
    }),
  Applicant: (json: Json): models.Applicant =>
    new models.Applicant({
      id: json.id,
      firstName: json.first_name,
      lastName: json.last_name,
      email: json.email ?? null,
      phone: json.phone,
      address: maybe(READ.Address, json.address),
      status: json.status,
      certifications: json.certifications,
      source: json.source ?? null,
      position: json.position ?? null,
      backgroundCheckStatus: json.background_check_status ?? null,
      externalId: json.external_id ?? null,
      convertedCaregiverId: json.converted_caregiver_id ?? null,
      updatedAt: json.updated_at,
    }),
  Attachment: (json: Json): models.Attachment =>
    new models.Attachment({
      contentType: json.contentType ?? null,
      title: json.title ?? null,
      size: json.size ?? null,
      url: json.url ?? null,
    }),
  AttemptCount: (json: Json): models.AttemptCount =>
    ({
      outcome: json.outcome,
      status: json.status,
      count: json.count,
    }),
  AuditHead: (json: Json): models.AuditHead =>
    ({
      seq: json.seq,
      hash: json.hash,
      at: json.at,
    }),
  AuditAnchor: (json: Json): models.AuditAnchor =>
    ({
      chain: json.chain,
      head: READ.AuditHead(json.head),
      signature: json.signature,
    }),
  AuditVerification: (json: Json): models.AuditVerification =>
    ({
      head: READ.AuditHead(json.head),
      entries: json.entries,
    }),
  AvailabilityWindow: (json: Json): models.AvailabilityWindow =>
    ({
      day: json.day,
      start: json.start,
      end: json.end,
    }),
  BookingAnswer: (json: Json): models.BookingAnswer =>
    new models.BookingAnswer({
      questionId: json.question_id ?? null,
      question: json.question,
      answer: json.answer,
    }),
  BookingCalendar: (json: Json): models.BookingCalendar =>
    new models.BookingCalendar({
      id: json.id,
      name: json.name,
      emails: json.emails,
      zone: json.zone ?? null,
      kind: json.kind,
      active: json.active,
    }),
  BookingCalendarRef: (json: Json): models.BookingCalendarRef =>
    new models.BookingCalendarRef({
      id: json.id,
      name: json.name ?? null,
    }),
  BookingClient: (json: Json): models.BookingClient =>
    new models.BookingClient({
      full: json.full ?? null,
      first: json.first ?? null,
      last: json.last ?? null,
      email: json.email ?? null,
      phone: json.phone ?? null,
      zone: json.zone ?? null,
      clientId: json.client_id ?? null,
    }),
  BookingPlace: (json: Json): models.BookingPlace =>
    new models.BookingPlace({
      kind: json.kind,
      text: json.text ?? null,
      link: json.link ?? null,
      passcode: json.passcode ?? null,
    }),
  BookingQuestion: (json: Json): models.BookingQuestion =>
    ({
      id: json.id,
      text: json.text,
      required: json.required,
      choices: json.choices,
    }),
  Breaker: (json: Json): models.Breaker =>
    ({
      part: json.part,
      state: json.state,
      retryAfterSeconds: json.retry_after_seconds ?? null,
    }),
  BusyTime: (json: Json): models.BusyTime =>
    ({
      calendar: json.calendar,
      start: json.start,
      end: json.end,
      bufferedStart: json.buffered_start ?? null,
      bufferedEnd: json.buffered_end ?? null,
      source: json.source,
      appointmentId: json.appointment_id ?? null,
    }),
  CacheCounts: (json: Json): models.CacheCounts =>
    ({
      records: json.records,
      fresh: json.fresh,
      stale: json.stale,
      absent: json.absent,
      miss: json.miss,
    }),
  Caregiver: (json: Json): models.Caregiver =>
    new models.Caregiver({
      id: json.id,
      firstName: json.first_name,
      lastName: json.last_name,
      email: json.email ?? null,
      phone: json.phone,
      status: json.status,
      certifications: json.certifications,
      availability: each(READ.AvailabilityWindow, json.availability),
      serviceArea: json.service_area ?? null,
      performanceRating: json.performance_rating ?? null,
      hireDate: json.hire_date ?? null,
      backgroundCheckStatus: json.background_check_status ?? null,
      skills: json.skills,
      languages: json.languages,
      gender: json.gender ?? null,
      externalId: json.external_id ?? null,
      updatedAt: json.updated_at,
    }),
  ChangedRecord: (json: Json): models.ChangedRecord =>
    ({
      kind: json.kind,
      id: json.id,
    }),
  Channel: (json: Json): models.Channel =>
    ({
      endpoint: json.endpoint ?? null,
    }),
  ChargeItem: (json: Json): models.ChargeItem =>
    ({
      id: json.id,
      status: json.status ?? null,
      clientId: json.client_id ?? null,
      caregiverId: json.caregiver_id ?? null,
      start: json.start ?? null,
      end: json.end ?? null,
      quantity: json.quantity ?? null,
      unit: json.unit ?? null,
    }),
  ClientSnapshot: (json: Json): models.ClientSnapshot =>
    ({
      takenAt: json.taken_at,
      statuses: json.statuses,
    }),
  ClockedIn: (json: Json): models.ClockedIn =>
    ({
      encounterId: json.encounter_id,
      start: json.start ?? null,
      clockedOut: json.clocked_out,
    }),
  Coding: (json: Json): models.Coding =>
    ({
      code: json.code ?? null,
      display: json.display ?? null,
    }),
  Communication: (json: Json): models.Communication =>
    ({
      coding: each(READ.Coding, json.coding),
      preferred: json.preferred ?? null,
    }),
  Conflict: (json: Json): models.Conflict =>
    new models.Conflict({
      number: json.number,
      connection: json.connection,
      kind: json.kind,
      externalId: json.external_id,
      field: json.field,
      state: json.state,
      base: json.base ?? null,
      local: json.local ?? null,
      remote: json.remote ?? null,
      chosen: json.chosen ?? null,
      value: json.value ?? null,
      actor: json.actor ?? null,
      reason: json.reason ?? null,
      found: json.found,
      foundAt: json.found_at,
      lastFoundAt: json.last_found_at,
      closedAt: json.closed_at ?? null,
    }),
  ConflictCounts: (json: Json): models.ConflictCounts =>
    ({
      open: json.open,
      resolved: json.resolved,
      obsolete: json.obsolete,
    }),
  ConflictReport: (json: Json): models.ConflictReport =>
    new models.ConflictReport({
      opened: json.opened,
      known: json.known,
      obsolete: json.obsolete,
      conflicts: each(READ.Conflict, json.conflicts),
    }),
  ConvertedApplicant: (json: Json): models.ConvertedApplicant =>
    new models.ConvertedApplicant({
      caregiver: READ.Caregiver(json.caregiver),
      applicant: READ.Applicant(json.applicant),
    }),
  DealContents: (json: Json): models.DealContents =>
    new models.DealContents({
      changed: json.changed,
      name: json.name ?? null,
      email: json.email ?? null,
      phone: json.phone ?? null,
      address: maybe(READ.Address, json.address),
      stage: json.stage ?? null,
      referralSource: json.referral_source ?? null,
      notes: json.notes ?? null,
    }),
  DealChange: (json: Json): models.DealChange =>
    new models.DealChange({
      dealId: json.deal_id,
      kind: json.kind,
      fields: maybe(READ.DealContents, json.fields),
      clientId: json.client_id ?? null,
      startDate: json.start_date ?? null,
      endDate: json.end_date ?? null,
      reason: json.reason ?? null,
      text: json.text ?? null,
    }),
  DirtyMark: (json: Json): models.DirtyMark =>
    ({
      source: json.source,
      kind: json.kind,
      id: json.id,
      hints: json.hints,
      served: json.served,
      dirty: json.dirty,
      dirtySince: json.dirty_since,
      lastHintAt: json.last_hint_at,
    }),
  DocumentContent: (json: Json): models.DocumentContent =>
    new models.DocumentContent({
      attachment: READ.Attachment(json.attachment),
    }),
  DocumentKind: (json: Json): models.DocumentKind =>
    ({
      text: json.text ?? null,
    }),
  Document: (json: Json): models.Document =>
    new models.Document({
      id: json.id,
      kind: maybe(READ.DocumentKind, json.type),
      content: maybe(READ.DocumentContent, json.content),
    }),
  DocumentOutcome: (json: Json): models.DocumentOutcome =>
    ({
      outcome: json.outcome,
      documentId: json.document_id ?? null,
      ticket: json.ticket ?? null,
      error: maybe(careweaveError, json.error),
    }),
  DoubtfulChange: (json: Json): models.DoubtfulChange =>
    ({
      reference: json.reference,
      operation: json.operation,
      until: json.until,
    }),
  Effect: (json: Json): models.Effect =>
    ({
      id: json.id,
      key: json.key,
      version: json.version,
      operation: json.operation,
      subject: json.subject,
      detail: json.detail,
      fingerprint: json.fingerprint,
      reconcile: json.reconcile,
      spanSeconds: json.span_seconds ?? null,
      state: json.state,
      attempt: json.attempt,
      deadlineAt: json.deadline_at ?? null,
      notBefore: json.not_before ?? null,
      remoteId: json.remote_id ?? null,
      note: json.note ?? null,
      plannedAt: json.planned_at,
      firstSentAt: json.first_sent_at ?? null,
      lastSentAt: json.last_sent_at ?? null,
      finishedAt: json.finished_at ?? null,
      createdAt: json.created_at,
      updatedAt: json.updated_at,
    }),
  EffectAttempt: (json: Json): models.EffectAttempt =>
    ({
      number: json.number,
      beganAt: json.began_at,
      deadlineAt: json.deadline_at,
      endedAt: json.ended_at ?? null,
      outcome: json.outcome,
    }),
  EmergencyContact: (json: Json): models.EmergencyContact =>
    new models.EmergencyContact({
      name: json.name,
      relationship: json.relationship ?? null,
      phone: json.phone,
    }),
  Client: (json: Json): models.Client =>
    new models.Client({
      id: json.id,
      firstName: json.first_name,
      lastName: json.last_name,
      email: json.email ?? null,
      phone: json.phone,
      address: READ.Address(json.address),
      status: json.status,
      emergencyContacts: each(READ.EmergencyContact, json.emergency_contacts),
      payerSource: json.payer_source ?? null,
      authorizedHoursPerWeek: json.authorized_hours_per_week ?? null,
      startDate: json.start_date ?? null,
      dischargeDate: json.discharge_date ?? null,
      referralSource: json.referral_source ?? null,
      careCoordinator: json.care_coordinator ?? null,
      preferredLanguage: json.preferred_language ?? null,
      genderPreference: json.gender_preference ?? null,
      externalId: json.external_id ?? null,
      updatedAt: json.updated_at,
    }),
  Encounter: (json: Json): models.Encounter =>
    ({
      id: json.id,
      status: json.status ?? null,
      clientId: json.client_id ?? null,
      caregiverId: json.caregiver_id ?? null,
      appointmentId: json.appointment_id ?? null,
      start: json.start ?? null,
      end: json.end ?? null,
    }),
  EnsuredSubscriptions: (json: Json): models.EnsuredSubscriptions =>
    ({
      kept: json.kept,
      created: json.created,
      changed: json.changed,
      deleted: json.deleted,
      headerNotShown: json.header_not_shown,
      foreign: json.foreign,
    }),
  ErasureReport: (json: Json): models.ErasureReport =>
    ({
      references: json.references,
      bodies: json.bodies,
      messages: json.messages,
      conflicts: json.conflicts,
      auditEntries: json.audit_entries,
      auditLeft: json.audit_left,
      keys: json.keys,
    }),
  Evv: (json: Json): models.Evv =>
    ({
      shiftId: json.shift_id,
      caregiverId: json.caregiver_id,
      clockIn: json.clock_in,
      clockOut: json.clock_out ?? null,
      gpsVerified: json.gps_verified ?? null,
      method: json.method ?? null,
      exceptions: json.exceptions,
    }),
  FailedChange: (json: Json): models.FailedChange =>
    ({
      reference: json.reference,
      operation: json.operation,
      code: json.code,
      field: json.field ?? null,
      message: json.message,
      retryable: json.retryable,
    }),
  FailedRecord: (json: Json): models.FailedRecord =>
    ({
      record: READ.ChangedRecord(json.record),
      error: careweaveError(json.error),
    }),
  FeatureSupport: (json: Json): models.FeatureSupport =>
    ({
      feature: json.feature,
      support: json.support,
    }),
  Capabilities: (json: Json): models.Capabilities =>
    ({
      api: json.api,
      features: each(READ.FeatureSupport, json.features),
    }),
  FeedReport: (json: Json): models.FeedReport =>
    ({
      applied: json.applied,
      gone: json.gone,
      again: json.again,
      failed: each(READ.FailedRecord, json.failed),
    }),
  FlowProgress: (json: Json): models.FlowProgress =>
    ({
      flow: json.flow,
      read: json.read,
      unchanged: json.unchanged,
      written: json.written,
      failed: json.failed,
    }),
  GateChange: (json: Json): models.GateChange =>
    ({
      connection: json.connection,
      kind: json.kind,
      operation: json.operation,
      level: json.level,
      actor: json.actor,
      reason: json.reason,
      at: json.at,
    }),
  GivenUp: (json: Json): models.GivenUp =>
    ({
      ticket: json.ticket,
      reason: json.reason ?? null,
      at: json.at,
    }),
  GoneBooking: (json: Json): models.GoneBooking =>
    ({
      id: json.id,
      lastStart: json.last_start,
    }),
  HealthAlert: (json: Json): models.HealthAlert =>
    ({
      kind: json.kind,
      severity: json.severity,
      value: json.value,
      target: json.target,
    }),
  HintReport: (json: Json): models.HintReport =>
    ({
      events: json.events,
      marked: json.marked,
    }),
  HumanName: (json: Json): models.HumanName =>
    new models.HumanName({
      purpose: json.use ?? null,
      family: json.family ?? null,
      given: json.given,
    }),
  Admin: (json: Json): models.Admin =>
    new models.Admin({
      id: json.id,
      name: maybe(readAdminName, json.name),
    }),
  InboxCounts: (json: Json): models.InboxCounts =>
    ({
      accepted: json.accepted,
      repeated: json.repeated,
      differing: json.differing,
      received: json.received,
      applied: json.applied,
      superseded: json.superseded,
      ignored: json.ignored,
      rejected: json.rejected,
      hints: json.hints,
      hintsServed: json.hints_served,
      hintsWaiting: json.hints_waiting,
    }),
  InboxMessage: (json: Json): models.InboxMessage =>
    new models.InboxMessage({
      number: json.number,
      source: json.source,
      identity: json.identity,
      messageId: json.message_id,
      event: json.event,
      subject: json.subject,
      fingerprint: json.fingerprint,
      body: maybe(bytes, json.body),
      state: json.state,
      reason: json.reason ?? null,
      deliveries: json.deliveries,
      sentAt: json.sent_at ?? null,
      receivedAt: json.received_at,
      lastDeliveryAt: json.last_delivery_at,
      settledAt: json.settled_at ?? null,
    }),
  AcceptedMessage: (json: Json): models.AcceptedMessage =>
    new models.AcceptedMessage({
      outcome: json.outcome,
      message: READ.InboxMessage(json.message),
    }),
  IntegrationStatus: (json: Json): models.IntegrationStatus =>
    ({
      name: json.name,
      state: json.state,
      since: json.since,
      failures: json.failures,
      reason: json.reason ?? null,
      lastSuccessAt: json.last_success_at ?? null,
      lastFailureAt: json.last_failure_at ?? null,
      updatedAt: json.updated_at,
    }),
  LatchEvidence: (json: Json): models.LatchEvidence =>
    ({
      source: json.source,
      document: json.document,
      template: json.template,
      status: json.status,
      signatures: json.signatures,
      subject: json.subject,
      fetchedAt: json.fetched_at,
      digest: json.digest,
    }),
  Latch: (json: Json): models.Latch =>
    ({
      kind: json.kind,
      subject: json.subject,
      evidence: READ.LatchEvidence(json.evidence),
      state: json.state,
      effectId: json.effect_id ?? null,
      remoteId: json.remote_id ?? null,
      armedAt: json.armed_at,
      firedAt: json.fired_at ?? null,
      updatedAt: json.updated_at,
    }),
  ArmedLatch: (json: Json): models.ArmedLatch =>
    ({
      outcome: json.outcome,
      latch: READ.Latch(json.latch),
    }),
  Lease: (json: Json): models.Lease =>
    ({
      name: json.name,
      holder: json.holder,
      fence: json.fence,
      state: json.state,
      grantedAt: json.granted_at,
      expiresAt: json.expires_at,
      updatedAt: json.updated_at,
    }),
  Location: (json: Json): models.Location =>
    ({
      id: json.id,
      name: json.name ?? null,
    }),
  MaritalStatus: (json: Json): models.MaritalStatus =>
    ({
      coding: each(READ.Coding, json.coding),
    }),
  MessageSubject: (json: Json): models.MessageSubject =>
    ({
      source: json.source,
      subject: json.subject,
    }),
  MirrorCursor: (json: Json): models.MirrorCursor =>
    ({
      stream: json.stream,
      high: json.high ?? null,
      token: json.token ?? null,
      version: json.version,
      updatedAt: json.updated_at,
    }),
  MirrorReference: (json: Json): models.MirrorReference =>
    ({
      connection: json.connection,
      kind: json.kind,
      externalId: json.external_id,
      localId: json.local_id,
      state: json.state,
      supersededBy: json.superseded_by ?? null,
      fingerprint: json.fingerprint ?? null,
      version: json.version ?? null,
      misses: json.misses,
      change: json.change,
      firstSeenAt: json.first_seen_at,
      changedAt: json.changed_at,
    }),
  MirrorScan: (json: Json): models.MirrorScan =>
    ({
      number: json.number,
      connection: json.connection,
      kind: json.kind,
      start: json.start ?? null,
      end: json.end ?? null,
      state: json.state,
      startedAt: json.started_at,
      approvedBy: json.approved_by ?? null,
    }),
  NewAuditEntry: (json: Json): models.NewAuditEntry =>
    new models.NewAuditEntry({
      actor: json.actor,
      action: json.action,
      subject: json.subject,
      before: json.before ?? null,
      after: json.after ?? null,
      effectId: json.effect_id ?? null,
      sealed: maybe(bytes, json.sealed),
    }),
  AuditEntry: (json: Json): models.AuditEntry =>
    new models.AuditEntry({
      seq: json.seq,
      at: json.at,
      written: READ.NewAuditEntry(json.written),
      previous: json.previous,
      hash: json.hash,
    }),
  NoteOutcome: (json: Json): models.NoteOutcome =>
    ({
      outcome: json.outcome,
      encounterId: json.encounter_id ?? null,
      tried: json.tried ?? null,
      error: maybe(careweaveError, json.error),
      ticket: json.ticket ?? null,
    }),
  Occurrence: (json: Json): models.Occurrence =>
    ({
      series: json.series,
      start: json.start,
    }),
  OpenSecret: (json: Json): models.OpenSecret =>
    new models.OpenSecret({
      connection: json.connection,
      name: json.name,
      version: json.version,
      secret: bytes(json.secret),
    }),
  Organization: (json: Json): models.Organization =>
    ({
      id: json.id,
      name: json.name ?? null,
    }),
  OutboxCounts: (json: Json): models.OutboxCounts =>
    ({
      enqueued: json.enqueued,
      waiting: json.waiting,
      claimed: json.claimed,
      done: json.done,
      dead: json.dead,
    }),
  OutboxItem: (json: Json): models.OutboxItem =>
    ({
      number: json.number,
      effectId: json.effect_id,
      lane: json.lane,
      priority: json.priority,
      state: json.state,
      dueAt: json.due_at,
      attempts: json.attempts,
      deferrals: json.deferrals,
      fence: json.fence,
      holder: json.holder ?? null,
      claimedUntil: json.claimed_until ?? null,
      beganAt: json.began_at ?? null,
      reason: json.reason ?? null,
      enqueuedAt: json.enqueued_at,
      updatedAt: json.updated_at,
    }),
  CompletedItem: (json: Json): models.CompletedItem =>
    ({
      number: json.number,
      item: maybe(READ.OutboxItem, json.item),
      error: maybe(careweaveError, json.error),
    }),
  EnqueuedEffect: (json: Json): models.EnqueuedEffect =>
    ({
      isNew: json.is_new,
      effect: READ.Effect(json.effect),
      item: READ.OutboxItem(json.item),
    }),
  OutcomeCount: (json: Json): models.OutcomeCount =>
    ({
      outcome: json.outcome,
      count: json.count,
    }),
  PageReport: (json: Json): models.PageReport =>
    ({
      new: json.new,
      changed: json.changed,
      same: json.same,
      older: json.older,
      ambiguous: json.ambiguous,
    }),
  PlannedEffect: (json: Json): models.PlannedEffect =>
    ({
      isNew: json.is_new,
      effect: READ.Effect(json.effect),
    }),
  PlannedRow: (json: Json): models.PlannedRow =>
    ({
      reference: json.reference,
      field: json.field,
      action: json.action,
      before: json.before ?? null,
      after: json.after ?? null,
      reason: json.reason,
    }),
  PollFailure: (json: Json): models.PollFailure =>
    ({
      subject: json.subject,
      error: careweaveError(json.error),
    }),
  Polled: (json: Json): models.Polled =>
    ({
      sweep: json.sweep,
      since: json.since ?? null,
      complete: json.complete,
      read: json.read,
      changed: json.changed,
      gone: json.gone,
      overlooked: json.overlooked,
      failures: each(READ.PollFailure, json.failures),
    }),
  Position: (json: Json): models.Position =>
    new models.Position({
      latitude: json.latitude,
      longitude: json.longitude,
    }),
  PostalAddress: (json: Json): models.PostalAddress =>
    new models.PostalAddress({
      purpose: json.use ?? null,
      line: json.line,
      city: json.city ?? null,
      state: json.state ?? null,
      postalCode: json.postalCode ?? null,
    }),
  Price: (json: Json): models.Price =>
    ({
      minor: json.minor,
      currency: json.currency,
    }),
  Booking: (json: Json): models.Booking =>
    new models.Booking({
      id: json.id,
      provider: json.provider,
      integration: json.integration,
      group: json.group ?? null,
      start: json.start,
      end: json.end,
      endSource: json.end_source,
      zone: json.zone,
      zoneSource: json.zone_source,
      localStart: json.local_start,
      allDay: json.all_day,
      status: json.status,
      statusRaw: json.status_raw,
      statusInferred: json.status_inferred,
      pending: json.pending,
      arrived: json.arrived,
      cancelledBy: json.cancelled_by ?? null,
      cancellationReason: json.cancellation_reason ?? null,
      cancelledAt: json.cancelled_at ?? null,
      rescheduleOf: json.reschedule_of ?? null,
      rescheduledTo: json.rescheduled_to ?? null,
      previousStart: json.previous_start ?? null,
      appointmentType: json.appointment_type ?? null,
      appointmentTypeName: json.appointment_type_name ?? null,
      calendars: each(READ.BookingCalendarRef, json.calendars),
      place: READ.BookingPlace(json.place),
      client: maybe(READ.BookingClient, json.client),
      notes: json.notes ?? null,
      answers: each(READ.BookingAnswer, json.answers),
      price: maybe(READ.Price, json.price),
      manageLink: json.manage_link ?? null,
      rescheduleLink: json.reschedule_link ?? null,
      cancelLink: json.cancel_link ?? null,
      publicLink: json.public_link ?? null,
      version: json.version,
      createdAt: json.created_at ?? null,
      updatedAt: json.updated_at ?? null,
      raw: json.raw ?? null,
    }),
  BookingChange: (json: Json): models.BookingChange =>
    new models.BookingChange({
      kind: json.kind,
      booking: READ.Booking(json.booking),
    }),
  BookingType: (json: Json): models.BookingType =>
    new models.BookingType({
      id: json.id,
      name: json.name,
      durationMinutes: json.duration_minutes,
      beforeMinutes: json.before_minutes,
      afterMinutes: json.after_minutes,
      price: maybe(READ.Price, json.price),
      kind: json.kind,
      active: json.active,
      calendars: json.calendars,
      questions: each(READ.BookingQuestion, json.questions),
      bookingLink: json.booking_link ?? null,
      versionToken: json.version_token ?? null,
    }),
  BookingWritten: (json: Json): models.BookingWritten =>
    new models.BookingWritten({
      booking: READ.Booking(json.booking),
      effect: json.effect,
      oldId: json.old_id ?? null,
      newId: json.new_id ?? null,
    }),
  ProfileTag: (json: Json): models.ProfileTag =>
    ({
      id: json.id,
      name: json.name ?? null,
      description: json.description ?? null,
      kind: json.type ?? null,
    }),
  Prospect: (json: Json): models.Prospect =>
    new models.Prospect({
      id: json.id,
      firstName: json.first_name,
      lastName: json.last_name,
      email: json.email ?? null,
      phone: json.phone,
      address: maybe(READ.Address, json.address),
      status: json.status,
      referralSource: json.referral_source ?? null,
      estimatedHoursPerWeek: json.estimated_hours_per_week ?? null,
      notes: json.notes ?? null,
      externalId: json.external_id ?? null,
      convertedClientId: json.converted_client_id ?? null,
      updatedAt: json.updated_at,
    }),
  ConvertedProspect: (json: Json): models.ConvertedProspect =>
    new models.ConvertedProspect({
      client: READ.Client(json.client),
      prospect: READ.Prospect(json.prospect),
    }),
  ProviderAccount: (json: Json): models.ProviderAccount =>
    new models.ProviderAccount({
      provider: json.provider,
      accountId: json.account_id,
      displayName: json.display_name,
      email: json.email ?? null,
      defaultZone: json.default_zone,
      plan: json.plan ?? null,
      healthInformationAllowed: json.health_information_allowed,
    }),
  ProviderCapabilities: (json: Json): models.ProviderCapabilities =>
    ({
      provider: json.provider,
      capabilities: json.capabilities,
      listDays: json.list_days ?? null,
      pageSize: json.page_size ?? null,
      slotDays: json.slot_days ?? null,
      busyDays: json.busy_days ?? null,
      webhooks: json.webhooks ?? null,
      createsPerMinute: json.creates_per_minute ?? null,
      healthInformationRule: json.health_information_rule,
      healthInformationAllowed: json.health_information_allowed,
      needsConsent: json.needs_consent,
      notesOnCreate: json.notes_on_create,
      webhookSignature: json.webhook_signature,
    }),
  ProviderEvent: (json: Json): models.ProviderEvent =>
    new models.ProviderEvent({
      deliveryKey: json.delivery_key,
      kind: json.kind,
      appointmentId: json.appointment_id,
      provider: json.provider,
      integration: json.integration,
      occurredAt: json.occurred_at ?? null,
      receivedAt: json.received_at,
      booking: maybe(READ.Booking, json.booking),
      needsRefetch: json.needs_refetch,
      verifiedBy: json.verified_by ?? null,
      sentAt: json.sent_at ?? null,
      oldId: json.old_id ?? null,
      newId: json.new_id ?? null,
    }),
  ProviderWebhook: (json: Json): models.ProviderWebhook =>
    new models.ProviderWebhook({
      id: json.id,
      target: json.target,
      topics: json.topics,
      state: json.state,
      createdAt: json.created_at ?? null,
      failingSince: json.failing_since ?? null,
      expiresAt: json.expires_at ?? null,
    }),
  PurgeReport: (json: Json): models.PurgeReport =>
    ({
      counts: json.counts,
      more: json.more,
    }),
  ReadWindow: (json: Json): models.ReadWindow =>
    ({
      start: json.start ?? null,
      end: json.end,
    }),
  RecordName: (json: Json): models.RecordName =>
    ({
      connection: json.connection,
      kind: json.kind,
      externalId: json.external_id,
    }),
  LegalHold: (json: Json): models.LegalHold =>
    ({
      number: json.number,
      token: json.token,
      chain: json.chain,
      matter: json.matter,
      localId: json.local_id ?? null,
      references: each(READ.RecordName, json.references),
      announced: each(READ.MessageSubject, json.announced),
      actor: json.actor,
      placedAt: json.placed_at,
    }),
  Redelivered: (json: Json): models.Redelivered =>
    ({
      ticket: json.ticket,
      idempotencyKey: json.idempotency_key,
      outcome: json.outcome,
      encounterId: json.encounter_id ?? null,
      documentId: json.document_id ?? null,
      foundId: json.found_id ?? null,
      error: maybe(careweaveError, json.error),
    }),
  ReferralSource: (json: Json): models.ReferralSource =>
    ({
      id: json.id,
      name: json.name ?? null,
      typeId: json.typeId ?? null,
    }),
  RefreshedCredentials: (json: Json): models.RefreshedCredentials =>
    ({
      state: json.state,
      expiresAt: json.expires_at ?? null,
    }),
  RefusedChange: (json: Json): models.RefusedChange =>
    ({
      reference: json.reference,
      operation: json.operation,
      level: json.level,
    }),
  FlowReport: (json: Json): models.FlowReport =>
    ({
      flow: json.flow,
      dryRun: json.dry_run,
      read: json.read,
      unchanged: json.unchanged,
      written: json.written,
      already: json.already,
      waiting: json.waiting,
      conflicts: json.conflicts,
      planned: each(READ.PlannedRow, json.planned),
      refused: each(READ.RefusedChange, json.refused),
      inDoubt: each(READ.DoubtfulChange, json.in_doubt),
      failed: each(READ.FailedChange, json.failed),
      lagSeconds: json.lag_seconds ?? null,
      durationSeconds: json.duration_seconds,
    }),
  Relationship: (json: Json): models.Relationship =>
    ({
      coding: each(READ.Coding, json.coding),
    }),
  SalesMaps: (json: Json): models.SalesMaps =>
    ({
      statuses: json.statuses,
      stages: json.stages,
      moves: json.moves,
      owners: json.owners,
      rounding: json.rounding,
      unsplitFirstName: json.unsplit_first_name,
      hourlyRateMinor: json.hourly_rate_minor ?? null,
      currency: json.currency ?? null,
    }),
  ScanReport: (json: Json): models.ScanReport =>
    ({
      state: json.state,
      live: json.live,
      missed: json.missed,
      gone: json.gone,
    }),
  ScheduledItem: (json: Json): models.ScheduledItem =>
    ({
      id: json.id ?? null,
      name: json.name ?? null,
    }),
  Shift: (json: Json): models.Shift =>
    new models.Shift({
      id: json.id,
      clientId: json.client_id,
      caregiverId: json.caregiver_id ?? null,
      scheduledStart: json.scheduled_start,
      scheduledEnd: json.scheduled_end,
      actualStart: json.actual_start ?? null,
      actualEnd: json.actual_end ?? null,
      status: json.status,
      visitType: json.visit_type,
      billableHours: json.billable_hours ?? null,
      clientZipCode: json.client_zip_code ?? null,
      clientGenderPreference: json.client_gender_preference ?? null,
      clientLanguage: json.client_language ?? null,
      requiredCertifications: json.required_certifications,
      careCoordinator: json.care_coordinator ?? null,
      payerSource: json.payer_source ?? null,
      updatedAt: json.updated_at,
    }),
  ShiftAssignment: (json: Json): models.ShiftAssignment =>
    new models.ShiftAssignment({
      id: json.id,
      shiftId: json.shift_id,
      caregiverId: json.caregiver_id,
      assignedAt: json.assigned_at,
      shift: READ.Shift(json.shift),
    }),
  Slot: (json: Json): models.Slot =>
    new models.Slot({
      appointmentType: json.appointment_type,
      start: json.start,
      end: json.end,
      localStart: json.local_start,
      calendar: json.calendar ?? null,
      unit: json.unit ?? null,
      capacityLeft: json.capacity_left ?? null,
      hold: json.hold ?? null,
      bookingLink: json.booking_link ?? null,
    }),
  SlotHold: (json: Json): models.SlotHold =>
    ({
      id: json.id,
      expiresAt: json.expires_at,
    }),
  StatusChange: (json: Json): models.StatusChange =>
    new models.StatusChange({
      clientId: json.client_id,
      from: json.from ?? null,
      to: json.to,
      changedAt: json.changed_at,
      reason: json.reason ?? null,
    }),
  StatusDifferences: (json: Json): models.StatusDifferences =>
    new models.StatusDifferences({
      changes: each(READ.StatusChange, json.changes),
      gone: json.gone,
    }),
  Subscription: (json: Json): models.Subscription =>
    ({
      id: json.id,
      status: json.status ?? null,
      criteria: json.criteria ?? null,
      reason: json.reason ?? null,
      channel: maybe(READ.Channel, json.channel),
    }),
  SyncStanding: (json: Json): models.SyncStanding =>
    ({
      name: json.name,
      state: json.state,
      since: json.since,
      failures: json.failures,
      reason: json.reason ?? null,
      lastSuccessAt: json.last_success_at ?? null,
      lastFailureAt: json.last_failure_at ?? null,
    }),
  Tag: (json: Json): models.Tag =>
    new models.Tag({
      code: json.code,
      display: json.display ?? null,
    }),
  Meta: (json: Json): models.Meta =>
    new models.Meta({
      tag: each(READ.Tag, json.tag),
    }),
  Task: (json: Json): models.Task =>
    new models.Task({
      id: json.id,
      description: json.description ?? null,
      status: json.status ?? null,
      comment: json.comment ?? null,
    }),
  Appointment: (json: Json): models.Appointment =>
    new models.Appointment({
      id: json.id,
      clientId: json.client.id,
      caregiverId: json.caregiver?.id ?? null,
      start: json.start,
      end: json.end,
      position: maybe(READ.Position, json.position),
      scheduledItems: each(READ.ScheduledItem, json.scheduledItems),
      tasks: each(READ.Task, json.tasks),
      status: json.status ?? null,
    }),
  TaskDraft: (json: Json): models.TaskDraft =>
    new models.TaskDraft({
      kind: json.kind,
      status: json.status,
      title: json.title,
      notes: json.notes ?? null,
      start: json.start,
      end: json.end,
      url: json.url ?? null,
      metadata: json.metadata,
    }),
  TaskLog: (json: Json): models.TaskLog =>
    new models.TaskLog({
      id: json.id,
      title: json.title ?? null,
      description: json.description ?? null,
      status: json.status ?? null,
      comment: json.comment ?? null,
      recorded: json.recorded ?? null,
    }),
  TaskSource: (json: Json): models.TaskSource =>
    new models.TaskSource({
      source: json.source,
      id: json.id,
    }),
  TaskChange: (json: Json): models.TaskChange =>
    new models.TaskChange({
      kind: json.kind,
      digest: json.digest,
      taskId: json.task_id ?? null,
      expected: json.expected ?? null,
      external: maybe(READ.TaskSource, json.external),
      draft: maybe(READ.TaskDraft, json.draft),
    }),
  HostQuestion: (json: Json): models.HostQuestion =>
    new models.HostQuestion({
      number: json.number,
      method: json.method,
      external: maybe(READ.TaskSource, json.external),
      taskId: json.task_id ?? null,
      after: json.after ?? null,
      limit: json.limit ?? null,
      taskChange: maybe(READ.TaskChange, json.task_change),
      dealId: json.deal_id ?? null,
      dealChange: maybe(READ.DealChange, json.deal_change),
      key: json.key ?? null,
      plain: json.plain ?? null,
    }),
  FlowStep: (json: Json): models.FlowStep =>
    new models.FlowStep({
      question: maybe(READ.HostQuestion, json.question),
      progress: maybe(READ.FlowProgress, json.progress),
      report: maybe(READ.FlowReport, json.report),
      hints: maybe(READ.HintReport, json.hints),
      standing: maybe(READ.SyncStanding, json.standing),
      carried: json.carried ?? null,
      plain: json.plain ?? null,
    }),
  Telecom: (json: Json): models.Telecom =>
    new models.Telecom({
      system: json.system ?? null,
      purpose: json.use ?? null,
      value: json.value ?? null,
    }),
  Patient: (json: Json): models.Patient =>
    new models.Patient({
      id: json.id,
      active: json.active ?? null,
      name: each(READ.HumanName, json.name),
      telecom: each(READ.Telecom, json.telecom),
      address: each(READ.PostalAddress, json.address),
      gender: json.gender ?? null,
      birthDate: json.birthDate ?? null,
      maritalStatus: each(READ.MaritalStatus, json.maritalStatus),
      communication: each(READ.Communication, json.communication),
      externalId: json.external_id ?? null,
      deactivationDate: json.deactivationDate ?? null,
      meta: READ.Meta(json.meta),
    }),
  Practitioner: (json: Json): models.Practitioner =>
    new models.Practitioner({
      id: json.id,
      active: json.active ?? null,
      name: each(READ.HumanName, json.name),
      telecom: each(READ.Telecom, json.telecom),
      address: each(READ.PostalAddress, json.address),
      gender: json.gender ?? null,
      birthDate: json.birthDate ?? null,
      communication: each(READ.Communication, json.communication),
      externalId: json.external_id ?? null,
      meta: READ.Meta(json.meta),
    }),
  RelatedPerson: (json: Json): models.RelatedPerson =>
    new models.RelatedPerson({
      id: json.id,
      clientReference: json.patient?.reference ?? null,
      name: each(READ.HumanName, json.name),
      relationship: maybe(READ.Relationship, json.relationship),
      telecom: each(READ.Telecom, json.telecom),
      address: each(READ.PostalAddress, json.address),
      emergencyContact: json.emergencyContact ?? null,
      primaryContact: json.primaryContact ?? null,
      payer: json.payer ?? null,
      poa: json.poa ?? null,
    }),
  Change: (json: Json): models.Change =>
    new models.Change({
      kind: json.kind,
      record: READ.ChangedRecord(json.record),
      patient: maybe(READ.Patient, json.patient),
      practitioner: maybe(READ.Practitioner, json.practitioner),
      shift: maybe(READ.Shift, json.shift),
      encounter: maybe(READ.Encounter, json.encounter),
      adminTask: maybe(READ.AdminTask, json.admin_task),
      referralSource: maybe(READ.ReferralSource, json.referral_source),
      relatedPerson: maybe(READ.RelatedPerson, json.related_person),
      document: maybe(READ.Document, json.document),
      profileTag: maybe(READ.ProfileTag, json.profile_tag),
    }),
  ChangeStep: (json: Json): models.ChangeStep =>
    new models.ChangeStep({
      number: json.number,
      change: maybe(READ.Change, json.change),
      drained: maybe(READ.FeedReport, json.drained),
      polled: maybe((json: Json) => each(READ.Polled, json), json.polled),
    }),
  TimesCounted: (json: Json): models.TimesCounted =>
    ({
      count: json.count,
      totalSeconds: json.total_seconds,
      p50Seconds: json.p50_seconds ?? null,
      p95Seconds: json.p95_seconds ?? null,
      p99Seconds: json.p99_seconds ?? null,
    }),
  OperationCounts: (json: Json): models.OperationCounts =>
    ({
      operation: json.operation,
      attempts: each(READ.AttemptCount, json.attempts),
      attemptTimes: READ.TimesCounted(json.attempt_times),
      calls: each(READ.OutcomeCount, json.calls),
      callTimes: READ.TimesCounted(json.call_times),
      retries: each(READ.OutcomeCount, json.retries),
      retriesUnpaid: json.retries_unpaid,
    }),
  Metrics: (json: Json): models.Metrics =>
    ({
      takenAt: json.taken_at,
      operations: each(READ.OperationCounts, json.operations),
      tokenFetches: each(READ.OutcomeCount, json.token_fetches),
      breakerOpened: json.breaker_opened,
      breakerHalfOpened: json.breaker_half_opened,
      breakerClosed: json.breaker_closed,
      queued: READ.TimesCounted(json.queued),
      cache: each(READ.CacheCounts, json.cache),
    }),
  UnreadBooking: (json: Json): models.UnreadBooking =>
    ({
      row: json.row,
      id: json.id ?? null,
      field: json.field ?? null,
      rule: json.rule,
    }),
  BookingChanges: (json: Json): models.BookingChanges =>
    new models.BookingChanges({
      changed: each(READ.BookingChange, json.changed),
      gone: each(READ.GoneBooking, json.gone),
      failures: each(READ.UnreadBooking, json.failures),
      complete: json.complete,
      next: json.next,
    }),
  BookingList: (json: Json): models.BookingList =>
    new models.BookingList({
      bookings: each(READ.Booking, json.bookings),
      failures: each(READ.UnreadBooking, json.failures),
      complete: json.complete,
    }),
  BookingPage: (json: Json): models.BookingPage =>
    new models.BookingPage({
      bookings: each(READ.Booking, json.bookings),
      failures: each(READ.UnreadBooking, json.failures),
      next: json.next ?? null,
      missing: json.missing ?? null,
    }),
  VaultRotation: (json: Json): models.VaultRotation =>
    ({
      rewrapped: json.rewrapped,
      complete: json.complete,
    }),
  VaultSecret: (json: Json): models.VaultSecret =>
    ({
      connection: json.connection,
      name: json.name,
      version: json.version,
      key: json.key,
      storedAt: json.stored_at,
    }),
  Verified: (json: Json): models.Verified =>
    ({
      agencyId: json.agency_id,
      environment: json.environment,
      clientTotal: json.client_total,
    }),
  VerifiedDelivery: (json: Json): models.VerifiedDelivery =>
    ({
      identity: json.identity,
      id: json.id ?? null,
      sentAt: json.sent_at ?? null,
    }),
  Visit: (json: Json): models.Visit =>
    new models.Visit({
      shift: READ.Shift(json.shift),
      evv: maybe(READ.Evv, json.evv),
    }),
  Vitals: (json: Json): models.Vitals =>
    ({
      at: json.at,
      syncLag: json.sync_lag ?? null,
      streamsUnread: json.streams_unread,
      inboxWaiting: json.inbox_waiting,
      inboxOldest: json.inbox_oldest ?? null,
      hintsWaiting: json.hints_waiting,
      hintsOldest: json.hints_oldest ?? null,
      outboxWaiting: json.outbox_waiting,
      outboxOldest: json.outbox_oldest ?? null,
      deadLetters: json.dead_letters,
      inDoubt: json.in_doubt,
      inDoubtOldest: json.in_doubt_oldest ?? null,
      manual: json.manual,
      leaseLosses: json.lease_losses,
      conflictsOpen: json.conflicts_open,
      scansHeld: json.scans_held,
    }),
  HealthReport: (json: Json): models.HealthReport =>
    ({
      status: maybe(READ.IntegrationStatus, json.status),
      vitals: READ.Vitals(json.vitals),
      alerts: each(READ.HealthAlert, json.alerts),
    }),
};

/** The records that are passed as arguments. */
export type WrittenName =
  | 'Address'
  | 'AlertStanding'
  | 'ApplicantPatch'
  | 'AuditHead'
  | 'AuditAnchor'
  | 'AvailabilityWindow'
  | 'BookingAnswer'
  | 'BookingClient'
  | 'BookingPlace'
  | 'CaregiverPatch'
  | 'ChangedRecord'
  | 'ClientSnapshot'
  | 'CursorMove'
  | 'Deal'
  | 'DealPage'
  | 'EffectIntent'
  | 'EmergencyContact'
  | 'ClientPatch'
  | 'FamilyActivity'
  | 'FoundConflict'
  | 'HealthTargets'
  | 'Integration'
  | 'LatchEvidence'
  | 'LatchRule'
  | 'LeaseGuard'
  | 'MessageSubject'
  | 'MirrorRecord'
  | 'NewApplicant'
  | 'NewAuditEntry'
  | 'NewBooking'
  | 'NewCaregiver'
  | 'NewClient'
  | 'NewProfileTag'
  | 'NewProspect'
  | 'NewReferralSource'
  | 'NewTaskLog'
  | 'OutboxDispatch'
  | 'PlannedActivity'
  | 'ProspectPatch'
  | 'RecordName'
  | 'RecordProjection'
  | 'RetentionRule'
  | 'RetrySchedule'
  | 'SalesMaps'
  | 'SecretKey'
  | 'SentItem'
  | 'Slot'
  | 'TaskDraft'
  | 'TaskOutcome'
  | 'TaskSource'
  | 'BoardTask'
  | 'TaskPage'
  | 'TaskStatusMap'
  | 'Vitals'
;

/** The fields of each record that is passed as an argument. */
export const FIELDS: Readonly<Record<WrittenName, readonly FieldShape[]>> = {
  Address: [
    { key: 'line1', property: 'line1', shape: { kind: 'text' }, optional: false },
    { key: 'line2', property: 'line2', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'city', property: 'city', shape: { kind: 'text' }, optional: false },
    { key: 'state', property: 'state', shape: { kind: 'text' }, optional: false },
    { key: 'zip_code', property: 'zipCode', shape: { kind: 'text' }, optional: false },
  ],
  AlertStanding: [
    { key: 'rule', property: 'rule', shape: { kind: 'text' }, optional: false },
    { key: 'phase', property: 'phase', shape: { kind: 'text' }, optional: false },
    { key: 'since', property: 'since', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'broken_at', property: 'brokenAt', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'well_since', property: 'wellSince', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
  ],
  ApplicantPatch: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'last_name', property: 'lastName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'address', property: 'address', shape: { kind: 'optional', item: { kind: 'record', name: 'Address' } }, optional: true },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'certifications', property: 'certifications', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'source', property: 'source', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'position', property: 'position', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'background_check_status', property: 'backgroundCheckStatus', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  AuditHead: [
    { key: 'seq', property: 'seq', shape: { kind: 'integer' }, optional: false },
    { key: 'hash', property: 'hash', shape: { kind: 'text' }, optional: false },
    { key: 'at', property: 'at', shape: { kind: 'instant' }, optional: false },
  ],
  AuditAnchor: [
    { key: 'chain', property: 'chain', shape: { kind: 'text' }, optional: false },
    { key: 'head', property: 'head', shape: { kind: 'record', name: 'AuditHead' }, optional: false },
    { key: 'signature', property: 'signature', shape: { kind: 'text' }, optional: false },
  ],
  AvailabilityWindow: [
    { key: 'day', property: 'day', shape: { kind: 'text' }, optional: false },
    { key: 'start', property: 'start', shape: { kind: 'text' }, optional: false },
    { key: 'end', property: 'end', shape: { kind: 'text' }, optional: false },
  ],
  BookingAnswer: [
    { key: 'question_id', property: 'questionId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'question', property: 'question', shape: { kind: 'text' }, optional: false },
    { key: 'answer', property: 'answer', shape: { kind: 'text' }, optional: false },
  ],
  BookingClient: [
    { key: 'full', property: 'full', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'first', property: 'first', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'last', property: 'last', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'zone', property: 'zone', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'client_id', property: 'clientId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  BookingPlace: [
    { key: 'kind', property: 'kind', shape: { kind: 'text' }, optional: false },
    { key: 'text', property: 'text', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'link', property: 'link', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'passcode', property: 'passcode', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  CaregiverPatch: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'last_name', property: 'lastName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'certifications', property: 'certifications', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'availability', property: 'availability', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'AvailabilityWindow' } } }, optional: true },
    { key: 'service_area', property: 'serviceArea', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'performance_rating', property: 'performanceRating', shape: { kind: 'optional', item: { kind: 'number' } }, optional: true },
    { key: 'hire_date', property: 'hireDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
    { key: 'background_check_status', property: 'backgroundCheckStatus', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'skills', property: 'skills', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'languages', property: 'languages', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'gender', property: 'gender', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  ChangedRecord: [
    { key: 'kind', property: 'kind', shape: { kind: 'text' }, optional: false },
    { key: 'id', property: 'id', shape: { kind: 'text' }, optional: false },
  ],
  ClientSnapshot: [
    { key: 'taken_at', property: 'takenAt', shape: { kind: 'instant' }, optional: false },
    { key: 'statuses', property: 'statuses', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
  ],
  CursorMove: [
    { key: 'stream', property: 'stream', shape: { kind: 'text' }, optional: false },
    { key: 'expected_version', property: 'expectedVersion', shape: { kind: 'integer' }, optional: false },
    { key: 'high', property: 'high', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'token', property: 'token', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  Deal: [
    { key: 'id', property: 'id', shape: { kind: 'text' }, optional: false },
    { key: 'name', property: 'name', shape: { kind: 'text' }, optional: false },
    { key: 'phone', property: 'phone', shape: { kind: 'text' }, optional: false },
    { key: 'stage', property: 'stage', shape: { kind: 'text' }, optional: false },
    { key: 'updated_at', property: 'updatedAt', shape: { kind: 'instant' }, optional: false },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'address', property: 'address', shape: { kind: 'optional', item: { kind: 'record', name: 'Address' } }, optional: true },
    { key: 'referral_source', property: 'referralSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'notes', property: 'notes', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'monthly_revenue_minor', property: 'monthlyRevenueMinor', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'currency', property: 'currency', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'start_date', property: 'startDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
  ],
  DealPage: [
    { key: 'deals', property: 'deals', shape: { kind: 'list', item: { kind: 'record', name: 'Deal' } }, optional: true },
    { key: 'next', property: 'next', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'resume', property: 'resume', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  EffectIntent: [
    { key: 'key', property: 'key', shape: { kind: 'text' }, optional: false },
    { key: 'operation', property: 'operation', shape: { kind: 'text' }, optional: false },
    { key: 'subject', property: 'subject', shape: { kind: 'text' }, optional: false },
    { key: 'content', property: 'content', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'reconcile', property: 'reconcile', shape: { kind: 'text' }, optional: false },
    { key: 'span_seconds', property: 'spanSeconds', shape: { kind: 'optional', item: { kind: 'number' } }, optional: true },
    { key: 'detail', property: 'detail', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  EmergencyContact: [
    { key: 'name', property: 'name', shape: { kind: 'text' }, optional: false },
    { key: 'relationship', property: 'relationship', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'text' }, optional: false },
  ],
  ClientPatch: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'last_name', property: 'lastName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'address', property: 'address', shape: { kind: 'optional', item: { kind: 'record', name: 'Address' } }, optional: true },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'emergency_contacts', property: 'emergencyContacts', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'EmergencyContact' } } }, optional: true },
    { key: 'payer_source', property: 'payerSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'authorized_hours_per_week', property: 'authorizedHoursPerWeek', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'start_date', property: 'startDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
    { key: 'discharge_date', property: 'dischargeDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
    { key: 'referral_source', property: 'referralSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'care_coordinator', property: 'careCoordinator', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'preferred_language', property: 'preferredLanguage', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'gender_preference', property: 'genderPreference', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  FamilyActivity: [
    { key: 'id', property: 'id', shape: { kind: 'text' }, optional: false },
    { key: 'client_id', property: 'clientId', shape: { kind: 'text' }, optional: false },
    { key: 'text', property: 'text', shape: { kind: 'text' }, optional: false },
  ],
  FoundConflict: [
    { key: 'field', property: 'field', shape: { kind: 'text' }, optional: false },
    { key: 'base', property: 'base', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'local', property: 'local', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'remote', property: 'remote', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  HealthTargets: [
    { key: 'sync_lag', property: 'syncLag', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'inbox_oldest', property: 'inboxOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'hints_oldest', property: 'hintsOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'outbox_oldest', property: 'outboxOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'in_doubt_oldest', property: 'inDoubtOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'dead_letters', property: 'deadLetters', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'manual', property: 'manual', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'conflicts_open', property: 'conflictsOpen', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'scans_held', property: 'scansHeld', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'lease_losses', property: 'leaseLosses', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'failures', property: 'failures', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
  ],
  Integration: [
    { key: 'name', property: 'name', shape: { kind: 'text' }, optional: false },
    { key: 'connection', property: 'connection', shape: { kind: 'text' }, optional: false },
    { key: 'source', property: 'source', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'streams', property: 'streams', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'operations', property: 'operations', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'leases', property: 'leases', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
  ],
  LatchEvidence: [
    { key: 'source', property: 'source', shape: { kind: 'text' }, optional: false },
    { key: 'document', property: 'document', shape: { kind: 'text' }, optional: false },
    { key: 'template', property: 'template', shape: { kind: 'text' }, optional: false },
    { key: 'status', property: 'status', shape: { kind: 'text' }, optional: false },
    { key: 'signatures', property: 'signatures', shape: { kind: 'map', item: { kind: 'flag' } }, optional: false },
    { key: 'subject', property: 'subject', shape: { kind: 'text' }, optional: false },
    { key: 'fetched_at', property: 'fetchedAt', shape: { kind: 'instant' }, optional: false },
    { key: 'digest', property: 'digest', shape: { kind: 'text' }, optional: false },
  ],
  LatchRule: [
    { key: 'kind', property: 'kind', shape: { kind: 'text' }, optional: false },
    { key: 'templates', property: 'templates', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'complete', property: 'complete', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'signatures', property: 'signatures', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'max_age_seconds', property: 'maxAgeSeconds', shape: { kind: 'number' }, optional: false },
  ],
  LeaseGuard: [
    { key: 'lease', property: 'lease', shape: { kind: 'text' }, optional: false },
    { key: 'fence', property: 'fence', shape: { kind: 'integer' }, optional: false },
  ],
  MessageSubject: [
    { key: 'source', property: 'source', shape: { kind: 'text' }, optional: false },
    { key: 'subject', property: 'subject', shape: { kind: 'text' }, optional: false },
  ],
  MirrorRecord: [
    { key: 'external_id', property: 'externalId', shape: { kind: 'text' }, optional: false },
    { key: 'content', property: 'content', shape: { kind: 'text' }, optional: false },
    { key: 'version', property: 'version', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'at', property: 'at', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'body', property: 'body', shape: { kind: 'optional', item: { kind: 'bytes' } }, optional: true },
  ],
  NewApplicant: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'text' }, optional: false },
    { key: 'last_name', property: 'lastName', shape: { kind: 'text' }, optional: false },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'text' }, optional: false },
    { key: 'address', property: 'address', shape: { kind: 'optional', item: { kind: 'record', name: 'Address' } }, optional: true },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'certifications', property: 'certifications', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'source', property: 'source', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'position', property: 'position', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'background_check_status', property: 'backgroundCheckStatus', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  NewAuditEntry: [
    { key: 'actor', property: 'actor', shape: { kind: 'text' }, optional: false },
    { key: 'action', property: 'action', shape: { kind: 'text' }, optional: false },
    { key: 'subject', property: 'subject', shape: { kind: 'text' }, optional: false },
    { key: 'before', property: 'before', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'after', property: 'after', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'effect_id', property: 'effectId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'sealed', property: 'sealed', shape: { kind: 'optional', item: { kind: 'bytes' } }, optional: true },
  ],
  NewBooking: [
    { key: 'appointment_type', property: 'appointmentType', shape: { kind: 'text' }, optional: false },
    { key: 'start', property: 'start', shape: { kind: 'instant' }, optional: false },
    { key: 'zone', property: 'zone', shape: { kind: 'text' }, optional: false },
    { key: 'client', property: 'client', shape: { kind: 'record', name: 'BookingClient' }, optional: false },
    { key: 'end', property: 'end', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'calendar', property: 'calendar', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'unit', property: 'unit', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'place', property: 'place', shape: { kind: 'optional', item: { kind: 'record', name: 'BookingPlace' } }, optional: true },
    { key: 'notes', property: 'notes', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'answers', property: 'answers', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'record', name: 'BookingAnswer' } } }, optional: true },
    { key: 'guests', property: 'guests', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'consent_given_at', property: 'consentGivenAt', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'consent_terms', property: 'consentTerms', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'hold', property: 'hold', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'acting_as', property: 'actingAs', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'notify', property: 'notify', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'options', property: 'options', shape: { kind: 'optional', item: { kind: 'map', item: { kind: 'text' } } }, optional: true },
  ],
  NewCaregiver: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'text' }, optional: false },
    { key: 'last_name', property: 'lastName', shape: { kind: 'text' }, optional: false },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'text' }, optional: false },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'certifications', property: 'certifications', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'availability', property: 'availability', shape: { kind: 'list', item: { kind: 'record', name: 'AvailabilityWindow' } }, optional: true },
    { key: 'service_area', property: 'serviceArea', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'performance_rating', property: 'performanceRating', shape: { kind: 'optional', item: { kind: 'number' } }, optional: true },
    { key: 'hire_date', property: 'hireDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
    { key: 'background_check_status', property: 'backgroundCheckStatus', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'skills', property: 'skills', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'languages', property: 'languages', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'gender', property: 'gender', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  NewClient: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'text' }, optional: false },
    { key: 'last_name', property: 'lastName', shape: { kind: 'text' }, optional: false },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'text' }, optional: false },
    { key: 'address', property: 'address', shape: { kind: 'record', name: 'Address' }, optional: false },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'emergency_contacts', property: 'emergencyContacts', shape: { kind: 'list', item: { kind: 'record', name: 'EmergencyContact' } }, optional: true },
    { key: 'payer_source', property: 'payerSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'authorized_hours_per_week', property: 'authorizedHoursPerWeek', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'start_date', property: 'startDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
    { key: 'discharge_date', property: 'dischargeDate', shape: { kind: 'optional', item: { kind: 'date' } }, optional: true },
    { key: 'referral_source', property: 'referralSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'care_coordinator', property: 'careCoordinator', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'preferred_language', property: 'preferredLanguage', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'gender_preference', property: 'genderPreference', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  NewProfileTag: [
    { key: 'name', property: 'name', shape: { kind: 'text' }, optional: false },
    { key: 'description', property: 'description', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'type', property: 'kind', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  NewProspect: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'text' }, optional: false },
    { key: 'last_name', property: 'lastName', shape: { kind: 'text' }, optional: false },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'text' }, optional: false },
    { key: 'address', property: 'address', shape: { kind: 'optional', item: { kind: 'record', name: 'Address' } }, optional: true },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'referral_source', property: 'referralSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'estimated_hours_per_week', property: 'estimatedHoursPerWeek', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'notes', property: 'notes', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  NewReferralSource: [
    { key: 'name', property: 'name', shape: { kind: 'text' }, optional: false },
    { key: 'typeId', property: 'typeId', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
  ],
  NewTaskLog: [
    { key: 'title', property: 'title', shape: { kind: 'text' }, optional: false },
    { key: 'description', property: 'description', shape: { kind: 'text' }, optional: false },
    { key: 'status', property: 'status', shape: { kind: 'text' }, optional: false },
    { key: 'comment', property: 'comment', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'message_for_next_caregiver', property: 'messageForNextCaregiver', shape: { kind: 'flag' }, optional: true },
    { key: 'show_in_family_room', property: 'showInFamilyRoom', shape: { kind: 'flag' }, optional: true },
    { key: 'recorded', property: 'recorded', shape: { kind: 'instant' }, optional: false },
  ],
  OutboxDispatch: [
    { key: 'lane', property: 'lane', shape: { kind: 'text' }, optional: false },
    { key: 'due_at', property: 'dueAt', shape: { kind: 'optional', item: { kind: 'instant' } }, optional: true },
    { key: 'priority', property: 'priority', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
  ],
  PlannedActivity: [
    { key: 'activity_id', property: 'activityId', shape: { kind: 'text' }, optional: false },
    { key: 'description', property: 'description', shape: { kind: 'text' }, optional: false },
    { key: 'status', property: 'status', shape: { kind: 'text' }, optional: false },
  ],
  ProspectPatch: [
    { key: 'first_name', property: 'firstName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'last_name', property: 'lastName', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'email', property: 'email', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'phone', property: 'phone', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'address', property: 'address', shape: { kind: 'optional', item: { kind: 'record', name: 'Address' } }, optional: true },
    { key: 'status', property: 'status', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'referral_source', property: 'referralSource', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'estimated_hours_per_week', property: 'estimatedHoursPerWeek', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'notes', property: 'notes', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'external_id', property: 'externalId', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  RecordName: [
    { key: 'connection', property: 'connection', shape: { kind: 'text' }, optional: false },
    { key: 'kind', property: 'kind', shape: { kind: 'text' }, optional: false },
    { key: 'external_id', property: 'externalId', shape: { kind: 'text' }, optional: false },
  ],
  RecordProjection: [
    { key: 'version', property: 'version', shape: { kind: 'integer' }, optional: false },
    { key: 'fields', property: 'fields', shape: { kind: 'list', item: { kind: 'text' } }, optional: true },
    { key: 'sets', property: 'sets', shape: { kind: 'optional', item: { kind: 'list', item: { kind: 'text' } } }, optional: true },
    { key: 'nulls_are_distinct', property: 'nullsAreDistinct', shape: { kind: 'optional', item: { kind: 'flag' } }, optional: true },
  ],
  RetentionRule: [
    { key: 'kept', property: 'kept', shape: { kind: 'text' }, optional: false },
    { key: 'keep_seconds', property: 'keepSeconds', shape: { kind: 'number' }, optional: false },
  ],
  RetrySchedule: [
    { key: 'base_seconds', property: 'baseSeconds', shape: { kind: 'number' }, optional: false },
    { key: 'cap_seconds', property: 'capSeconds', shape: { kind: 'number' }, optional: false },
    { key: 'horizon_seconds', property: 'horizonSeconds', shape: { kind: 'number' }, optional: false },
    { key: 'max_attempts', property: 'maxAttempts', shape: { kind: 'integer' }, optional: false },
  ],
  SalesMaps: [
    { key: 'statuses', property: 'statuses', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
    { key: 'stages', property: 'stages', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
    { key: 'moves', property: 'moves', shape: { kind: 'map', item: { kind: 'list', item: { kind: 'text' } } }, optional: false },
    { key: 'owners', property: 'owners', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
    { key: 'rounding', property: 'rounding', shape: { kind: 'text' }, optional: false },
    { key: 'unsplit_first_name', property: 'unsplitFirstName', shape: { kind: 'text' }, optional: false },
    { key: 'hourly_rate_minor', property: 'hourlyRateMinor', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'currency', property: 'currency', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  SecretKey: [
    { key: 'connection', property: 'connection', shape: { kind: 'text' }, optional: false },
    { key: 'name', property: 'name', shape: { kind: 'text' }, optional: false },
  ],
  SentItem: [
    { key: 'number', property: 'number', shape: { kind: 'integer' }, optional: false },
    { key: 'fence', property: 'fence', shape: { kind: 'integer' }, optional: false },
  ],
  Slot: [
    { key: 'appointment_type', property: 'appointmentType', shape: { kind: 'text' }, optional: false },
    { key: 'start', property: 'start', shape: { kind: 'instant' }, optional: false },
    { key: 'end', property: 'end', shape: { kind: 'instant' }, optional: false },
    { key: 'local_start', property: 'localStart', shape: { kind: 'text' }, optional: false },
    { key: 'calendar', property: 'calendar', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'unit', property: 'unit', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'capacity_left', property: 'capacityLeft', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'hold', property: 'hold', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'booking_link', property: 'bookingLink', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  TaskDraft: [
    { key: 'kind', property: 'kind', shape: { kind: 'text' }, optional: false },
    { key: 'status', property: 'status', shape: { kind: 'text' }, optional: false },
    { key: 'title', property: 'title', shape: { kind: 'text' }, optional: false },
    { key: 'notes', property: 'notes', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'start', property: 'start', shape: { kind: 'instant' }, optional: false },
    { key: 'end', property: 'end', shape: { kind: 'instant' }, optional: false },
    { key: 'url', property: 'url', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
    { key: 'metadata', property: 'metadata', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
  ],
  TaskOutcome: [
    { key: 'status', property: 'status', shape: { kind: 'text' }, optional: false },
    { key: 'comment', property: 'comment', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  TaskSource: [
    { key: 'source', property: 'source', shape: { kind: 'text' }, optional: false },
    { key: 'id', property: 'id', shape: { kind: 'text' }, optional: false },
  ],
  BoardTask: [
    { key: 'id', property: 'id', shape: { kind: 'text' }, optional: false },
    { key: 'version', property: 'version', shape: { kind: 'integer' }, optional: false },
    { key: 'draft', property: 'draft', shape: { kind: 'record', name: 'TaskDraft' }, optional: false },
    { key: 'external', property: 'external', shape: { kind: 'optional', item: { kind: 'record', name: 'TaskSource' } }, optional: true },
    { key: 'priority', property: 'priority', shape: { kind: 'optional', item: { kind: 'text' } }, optional: true },
  ],
  TaskPage: [
    { key: 'tasks', property: 'tasks', shape: { kind: 'list', item: { kind: 'record', name: 'BoardTask' } }, optional: true },
    { key: 'next', property: 'next', shape: { kind: 'text' }, optional: false },
    { key: 'more', property: 'more', shape: { kind: 'flag' }, optional: false },
  ],
  TaskStatusMap: [
    { key: 'apply', property: 'apply', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
    { key: 'send', property: 'send', shape: { kind: 'map', item: { kind: 'text' } }, optional: false },
    { key: 'fresh', property: 'fresh', shape: { kind: 'text' }, optional: false },
    { key: 'gone', property: 'gone', shape: { kind: 'text' }, optional: false },
  ],
  Vitals: [
    { key: 'at', property: 'at', shape: { kind: 'instant' }, optional: false },
    { key: 'sync_lag', property: 'syncLag', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'streams_unread', property: 'streamsUnread', shape: { kind: 'integer' }, optional: false },
    { key: 'inbox_waiting', property: 'inboxWaiting', shape: { kind: 'integer' }, optional: false },
    { key: 'inbox_oldest', property: 'inboxOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'hints_waiting', property: 'hintsWaiting', shape: { kind: 'integer' }, optional: false },
    { key: 'hints_oldest', property: 'hintsOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'outbox_waiting', property: 'outboxWaiting', shape: { kind: 'integer' }, optional: false },
    { key: 'outbox_oldest', property: 'outboxOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'dead_letters', property: 'deadLetters', shape: { kind: 'integer' }, optional: false },
    { key: 'in_doubt', property: 'inDoubt', shape: { kind: 'integer' }, optional: false },
    { key: 'in_doubt_oldest', property: 'inDoubtOldest', shape: { kind: 'optional', item: { kind: 'integer' } }, optional: true },
    { key: 'manual', property: 'manual', shape: { kind: 'integer' }, optional: false },
    { key: 'lease_losses', property: 'leaseLosses', shape: { kind: 'integer' }, optional: false },
    { key: 'conflicts_open', property: 'conflictsOpen', shape: { kind: 'integer' }, optional: false },
    { key: 'scans_held', property: 'scansHeld', shape: { kind: 'integer' }, optional: false },
  ],
};

/** The classes of the records that hold personal data. */
export const PERSONAL = [
  models.Address,
  models.AdminTask,
  models.Applicant,
  models.ApplicantPatch,
  models.Attachment,
  models.BookingAnswer,
  models.BookingCalendar,
  models.BookingCalendarRef,
  models.BookingClient,
  models.BookingPlace,
  models.Caregiver,
  models.CaregiverPatch,
  models.Conflict,
  models.ConflictReport,
  models.ConvertedApplicant,
  models.Deal,
  models.DealContents,
  models.DealChange,
  models.DealPage,
  models.DocumentContent,
  models.Document,
  models.EmergencyContact,
  models.Client,
  models.ClientPatch,
  models.FamilyActivity,
  models.FoundConflict,
  models.HumanName,
  models.Admin,
  models.InboxMessage,
  models.AcceptedMessage,
  models.MirrorRecord,
  models.NewApplicant,
  models.NewAuditEntry,
  models.AuditEntry,
  models.NewBooking,
  models.NewCaregiver,
  models.NewClient,
  models.NewProspect,
  models.NewTaskLog,
  models.OpenSecret,
  models.PlannedActivity,
  models.Position,
  models.PostalAddress,
  models.Booking,
  models.BookingChange,
  models.BookingType,
  models.BookingWritten,
  models.Prospect,
  models.ConvertedProspect,
  models.ProspectPatch,
  models.ProviderAccount,
  models.ProviderEvent,
  models.ProviderWebhook,
  models.Shift,
  models.ShiftAssignment,
  models.Slot,
  models.StatusChange,
  models.StatusDifferences,
  models.Tag,
  models.Meta,
  models.Task,
  models.Appointment,
  models.TaskDraft,
  models.TaskLog,
  models.TaskOutcome,
  models.TaskSource,
  models.BoardTask,
  models.TaskChange,
  models.HostQuestion,
  models.FlowStep,
  models.TaskPage,
  models.Telecom,
  models.Patient,
  models.Practitioner,
  models.RelatedPerson,
  models.Change,
  models.ChangeStep,
  models.BookingChanges,
  models.BookingList,
  models.BookingPage,
  models.Visit,
] as const;

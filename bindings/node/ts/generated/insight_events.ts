// Events that reports are made from. Written by `cargo xtask codegen` from the Rust types; do not edit.

import type { InstantGiven } from '../roster_records.js';

/** Something that happened. */
export interface Happened<Kind extends string, Data> {
  /** The version of the kinds; 1 unless stated. */
  readonly v?: 1 | undefined;
  /** The event's own id: a second event with it is a repetition, or a correction when it was recorded later. */
  readonly id: string;
  /** When it happened. */
  readonly at: InstantGiven;
  /** When you learned of it, where that was later. */
  readonly recordedAt?: InstantGiven | null | undefined;
  readonly kind: Kind;
  readonly data: Data;
}

/** Somebody who may become a client asked, or was named. */
export interface LeadCreated {
  /** Who. */
  readonly lead: string;
  /** Where from, first touch. Unknown is a source of its own. */
  readonly source?: string | null | undefined;
}

/** A lead came this far. */
export interface LeadReached {
  /** Who. */
  readonly lead: string;
  /** How far. */
  readonly stage: 'contacted' | 'qualified' | 'booked' | 'confirmed' | 'showed' | 'converted';
}

/** A lead was given up. */
export interface LeadLost {
  /** Who. */
  readonly lead: string;
  /** Why, in the host's words. */
  readonly reason: string;
}

/** A lead was graded. */
export interface LeadGraded {
  /** Who. */
  readonly lead: string;
  /** How promising. */
  readonly temperature: 'hot' | 'warm' | 'cold';
}

/** A lead became a client. */
export interface ClientWon {
  /** The client. */
  readonly client: string;
  /** The lead the client was. */
  readonly lead: string;
}

/** A client left. */
export interface ClientLeft {
  /** Who. */
  readonly client: string;
}

/** A client was billed. */
export interface ClientBilled {
  /** Who. */
  readonly client: string;
  /** The revenue, in minor units; not negative. A credit is a correction of the event. */
  readonly revenueMinor: number;
  /** What of it is left after the cost of care; may be negative. */
  readonly marginMinor?: number | null | undefined;
  /** Of what. */
  readonly currency: 'USD' | 'BRL';
}

/** Money was spent to win clients or caregivers. */
export interface Spent {
  /** On which source. */
  readonly source: string;
  /** To win whom. */
  readonly audience: 'clients' | 'caregivers';
  /** On what. */
  readonly spend: 'media' | 'labour';
  /** How much, in minor units; not negative. */
  readonly amountMinor: number;
  /** Of what. */
  readonly currency: 'USD' | 'BRL';
}

/** A caregiver was hired. */
export interface CaregiverHired {
  /** Who. */
  readonly caregiver: string;
  /** Where from. Unknown is a source of its own. */
  readonly source?: string | null | undefined;
}

/** A caregiver's employment ended. */
export interface CaregiverLeft {
  /** Who. */
  readonly caregiver: string;
}

/** A caregiver was rated. */
export interface CaregiverRated {
  /** Who. */
  readonly caregiver: string;
  /** Hundredths of a star, 100 to 500. */
  readonly hundredths: number;
}

/** The carrier took a call of ours. */
export interface CallAccepted {
  /** The call. */
  readonly call: string;
  /** Whom it is to. */
  readonly lead?: string | null | undefined;
}

/** A call never got as far as the carrier: our own failure. */
export interface CallNotPlaced {
  /** The call. */
  readonly call: string;
}

/** A call was taken. */
export interface CallAnswered {
  /** The call. */
  readonly call: string;
  /** By whom. */
  readonly by: 'person' | 'voicemail' | 'unknown';
}

/** A call ended. Times are in seconds. */
export interface CallEnded {
  /** The call. */
  readonly call: string;
  /** How. */
  readonly end: 'normal' | 'dropped_by_us' | 'dropped_by_them' | 'no_answer' | 'busy' | 'failed';
  /** Ringing. */
  readonly ringSeconds?: number | null | undefined;
  /** In our queue before somebody of ours spoke. */
  readonly queueSeconds?: number | null | undefined;
  /** Talking. */
  readonly talkSeconds?: number | null | undefined;
  /** On hold. */
  readonly holdSeconds?: number | null | undefined;
  /** Work after the call. */
  readonly wrapSeconds?: number | null | undefined;
}

/** The carrier's price of a call became known. */
export interface CallCharged {
  /** The call. */
  readonly call: string;
  /** How much, in minor units; not negative. */
  readonly amountMinor: number;
  /** Of what. */
  readonly currency: 'USD' | 'BRL';
}

/** What a call led to. */
export interface CallResulted {
  /** The call. */
  readonly call: string;
  /** To what. */
  readonly result: 'booked' | 'callback' | 'not_interested' | 'other';
}

/** The provider took a message of ours. */
export interface MessageAccepted {
  /** The message. */
  readonly message: string;
  /** Whom it is to: an opaque key; for a lead, the lead's. */
  readonly person: string;
  /** The way it goes. */
  readonly channel: 'sms' | 'whatsapp' | 'email';
  /** How it was written. */
  readonly form: 'template' | 'freeform';
  /** What group of people it was sent to; forms are compared within a group only. */
  readonly audience?: string | null | undefined;
}

/** A message arrived. */
export interface MessageDelivered {
  /** The message. */
  readonly message: string;
}

/** A message was read. */
export interface MessageRead {
  /** The message. */
  readonly message: string;
}

/** A message will not arrive. */
export interface MessageFailed {
  /** The message. */
  readonly message: string;
}

/** Somebody wrote to us. */
export interface MessageReceived {
  /** The message. */
  readonly message: string;
  /** Who. */
  readonly person: string;
  /** By what way. */
  readonly channel: 'sms' | 'whatsapp' | 'email';
}

/** Somebody wants no more messages. */
export interface OptedOut {
  /** Who. */
  readonly person: string;
}

/** An appointment was made. */
export interface AppointmentBooked {
  /** The appointment. */
  readonly appointment: string;
  /** When it is to be. */
  readonly scheduledAt: InstantGiven;
  /** With whom. */
  readonly professional?: string | null | undefined;
  /** Where. */
  readonly clinic?: string | null | undefined;
  /** What it is to bring, in minor units; not negative. */
  readonly priceMinor?: number | null | undefined;
  /** Of what. */
  readonly currency?: 'USD' | 'BRL' | null | undefined;
  /** The appointment this one is made instead of, after a no-show. */
  readonly insteadOf?: string | null | undefined;
}

/** An appointment was moved. */
export interface AppointmentMoved {
  /** The appointment. */
  readonly appointment: string;
  /** When it is to be now. */
  readonly scheduledAt: InstantGiven;
}

/** An appointment was called off. */
export interface AppointmentCancelled {
  /** The appointment. */
  readonly appointment: string;
}

/** The person came. */
export interface AppointmentShowed {
  /** The appointment. */
  readonly appointment: string;
}

/** The person did not come. */
export interface AppointmentMissed {
  /** The appointment. */
  readonly appointment: string;
}

/** Lots were drawn about a reminder of an appointment. */
export interface ReminderAssigned {
  /** The appointment. */
  readonly appointment: string;
  /** The rule, such as 24h. */
  readonly rule: string;
  /** How long before the appointment it goes out, in minutes. */
  readonly minutesBefore: number;
  /** What was drawn. */
  readonly arm: 'reminded' | 'held_out';
  /** Whether the person can be reached by it. */
  readonly reachable: boolean;
  /** Whether the person agreed to it. */
  readonly consented: boolean;
}

/** A shift has to be filled. */
export interface ShiftOpened {
  /** The shift; one that opens again after it was filled is a new key. */
  readonly shift: string;
  /** When it begins. */
  readonly startsAt: InstantGiven;
}

/** A caregiver could have been asked for a shift. */
export interface CaregiverEligible {
  /** The shift. */
  readonly shift: string;
  /** Who. */
  readonly caregiver: string;
}

/** A caregiver was asked. */
export interface OfferSent {
  /** The shift. */
  readonly shift: string;
  /** Who. */
  readonly caregiver: string;
}

/** A caregiver answered. */
export interface OfferAnswered {
  /** The shift. */
  readonly shift: string;
  /** Who. */
  readonly caregiver: string;
  /** What. */
  readonly reply: 'yes' | 'no' | 'other';
}

/** A caregiver who was asked wants no more offers. */
export interface OfferOptOut {
  /** The shift of the offer. */
  readonly shift: string;
  /** Who. */
  readonly caregiver: string;
}

/** The agency's system confirmed the assignment. */
export interface ShiftFilled {
  /** The shift. */
  readonly shift: string;
  /** Who takes it. */
  readonly caregiver: string;
  /** Overtime that it causes, in minutes. */
  readonly overtimeMinutes?: number | null | undefined;
  /** Whether the caregiver has worked with the client before; not given where nobody recorded it. */
  readonly knownToClient?: boolean | null | undefined;
}

/** A shift was closed unfilled. */
export interface ShiftClosed {
  /** The shift. */
  readonly shift: string;
  /** Why. */
  readonly end: 'cancelled' | 'expired' | 'filled_elsewhere';
}

/** A coordinator had to do something for a shift. */
export interface CoordinatorTouched {
  /** The shift. */
  readonly shift: string;
}

/** A client's status became this. */
export interface ClientStatusChanged {
  /** Who. */
  readonly client: string;
  /** The status. */
  readonly status: 'prospect' | 'pending' | 'active' | 'on_hold' | 'discharged' | (string & {});
}

/** Care began, and whether somebody of the family has a login to the portal. */
export interface CareStarted {
  /** Who. */
  readonly client: string;
  /** Whether there is a login. */
  readonly portalUser: boolean;
}

/** The family looked into the portal. */
export interface PortalLogin {
  /** Whose family. */
  readonly client: string;
}

/** A scheduled visit ended one way or another. */
export interface VisitEnded {
  /** The visit. */
  readonly visit: string;
  /** Whose. */
  readonly client: string;
  /** How. */
  readonly end: 'completed' | 'missed' | 'cancelled_by_agency' | 'cancelled_by_client';
}

/** A client complained. */
export interface Complained {
  /** Who. */
  readonly client: string;
}

/** A task to keep a client was opened. */
export interface RetentionTaskOpened {
  /** Whom. */
  readonly client: string;
}

/** The task was closed. */
export interface RetentionTaskClosed {
  /** Whose. */
  readonly client: string;
}

/** Care was given. */
export interface VisitWorked {
  /** The visit. */
  readonly visit: string;
  /** Who pays. */
  readonly payer: 'Medicaid' | 'VA' | 'Private Pay' | (string & {});
  /** Minutes that may be billed. */
  readonly minutes: number;
}

/** What verification of a visit came to; the latest counts. */
export interface VisitVerified {
  /** The visit. */
  readonly visit: string;
  /** To what. */
  readonly verification: 'verified' | 'verified_by_hand' | 'gps_failed' | 'no_clock_in' | 'no_clock_out' | 'other_exception' | 'missing';
}

/** Something that happened, of a kind that this release knows. */
export type Event =
  | Happened<'lead_created', LeadCreated>
  | Happened<'lead_reached', LeadReached>
  | Happened<'lead_lost', LeadLost>
  | Happened<'lead_graded', LeadGraded>
  | Happened<'client_won', ClientWon>
  | Happened<'client_left', ClientLeft>
  | Happened<'client_billed', ClientBilled>
  | Happened<'spent', Spent>
  | Happened<'caregiver_hired', CaregiverHired>
  | Happened<'caregiver_left', CaregiverLeft>
  | Happened<'caregiver_rated', CaregiverRated>
  | Happened<'call_accepted', CallAccepted>
  | Happened<'call_not_placed', CallNotPlaced>
  | Happened<'call_answered', CallAnswered>
  | Happened<'call_ended', CallEnded>
  | Happened<'call_charged', CallCharged>
  | Happened<'call_resulted', CallResulted>
  | Happened<'message_accepted', MessageAccepted>
  | Happened<'message_delivered', MessageDelivered>
  | Happened<'message_read', MessageRead>
  | Happened<'message_failed', MessageFailed>
  | Happened<'message_received', MessageReceived>
  | Happened<'opted_out', OptedOut>
  | Happened<'appointment_booked', AppointmentBooked>
  | Happened<'appointment_moved', AppointmentMoved>
  | Happened<'appointment_cancelled', AppointmentCancelled>
  | Happened<'appointment_showed', AppointmentShowed>
  | Happened<'appointment_missed', AppointmentMissed>
  | Happened<'reminder_assigned', ReminderAssigned>
  | Happened<'shift_opened', ShiftOpened>
  | Happened<'caregiver_eligible', CaregiverEligible>
  | Happened<'offer_sent', OfferSent>
  | Happened<'offer_answered', OfferAnswered>
  | Happened<'offer_opt_out', OfferOptOut>
  | Happened<'shift_filled', ShiftFilled>
  | Happened<'shift_closed', ShiftClosed>
  | Happened<'coordinator_touched', CoordinatorTouched>
  | Happened<'client_status_changed', ClientStatusChanged>
  | Happened<'care_started', CareStarted>
  | Happened<'portal_login', PortalLogin>
  | Happened<'visit_ended', VisitEnded>
  | Happened<'complained', Complained>
  | Happened<'retention_task_opened', RetentionTaskOpened>
  | Happened<'retention_task_closed', RetentionTaskClosed>
  | Happened<'visit_worked', VisitWorked>
  | Happened<'visit_verified', VisitVerified>;

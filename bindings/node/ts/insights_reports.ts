import type { CalendarDate, Instant } from './generated/models.js';
import type { Money } from './overtime.js';

/** What a report rests on. */
export interface Basis {
  /** The moment it speaks of: what happened or was learned later is left out. */
  readonly asOf: Instant;
  /** The IANA zone of the days. */
  readonly zone: string;
  /** The first day. */
  readonly from: CalendarDate | null;
  /** The day after the last. */
  readonly to: CalendarDate | null;
  /** How many facts it rests on, those outside the period included, for a subject may have begun there. */
  readonly facts: number;
  /** How many facts are known that happened, or were learned, after `asOf`. */
  readonly laterFacts: number;
}

/** A share between 0 and 1, or the reason that there is none; always with its parts. */
export interface Rate {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  /** `nothing_to_count`, `immature`, `not_measurable`. */
  readonly whyNull: string | null;
  /** The lower end of Wilson's interval of 95 %. */
  readonly low95: number | null;
  /** The upper end. */
  readonly high95: number | null;
  /** How many subjects were counted. */
  readonly n: number;
  /** When the last of the subjects that are too young now has come of age. */
  readonly matureAt: Instant | null;
  /** `enough`, or `too_few`: then look at the counts, and decide nothing by the share. */
  readonly verdict: string;
}

/** A quotient that is no share: it may be over 1, or negative. */
export interface Ratio {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  /** `no_spend`, `nobody_won`, `nothing_to_count`, `not_measurable`, `not_reached`, `out_of_range`. */
  readonly whyNull: string | null;
}

/** Money, or the reason that there is none. */
export interface Amount {
  readonly value: Money | null;
  /** As in `Ratio`. */
  readonly whyNull: string | null;
}

/** One share less another. */
export interface Difference {
  /** Between -1 and 1. */
  readonly value: number | null;
  /** The lower end of Newcombe's interval of 95 %. */
  readonly low95: number | null;
  /** The upper end. */
  readonly high95: number | null;
  readonly whyNull: string | null;
}

/** Durations, in seconds. */
export interface Spread {
  readonly n: number;
  /** Of an even number the lower of the two in the middle. */
  readonly medianSeconds: number | null;
  /** The ninetieth percentile: a value that occurred. */
  readonly p90Seconds: number | null;
}

/** What was spent on a source. */
export interface Spend {
  /** `no_spend`: no return on it exists; it is not infinite. */
  readonly kind: 'no_spend' | 'spent';
  /** Advertising, fees, bonuses. */
  readonly media?: Money | undefined;
  /** The agency's own hours. */
  readonly labour?: Money | undefined;
}

/** One referral source. */
export interface ReferralSource {
  /** `unknown` for leads nobody knows the source of. */
  readonly source: string;
  /** Leads of the cohort that became clients, of all of them. */
  readonly conversion: Rate;
  /** Leads too young to be counted. */
  readonly immature: number;
  readonly spend: Spend;
  /** Spend per client won. */
  readonly cac: Amount;
  /** Worth per client won. */
  readonly valuePerClient: Amount;
  /** Clients among those won who are still clients: their worth is not final. */
  readonly stillClients: number;
  /** Worth of all clients won. */
  readonly totalValue: Amount;
  /** Worth per client through spend per client. */
  readonly ltvToCac: Ratio;
  /** What came back above the spend, through the spend. */
  readonly roi: Ratio;
  /** Months of margin that make up for the spend on a client. */
  readonly paybackMonths: Ratio;
}

/** Sources by what they brought, the free ones among them. */
export interface Referral {
  readonly basis: Basis;
  /** What worth is measured in. */
  readonly worth: 'revenue' | 'margin';
  /** Over how many months; `null`: so far. */
  readonly horizonMonths: number | null;
  /** By total worth, the most first. */
  readonly sources: readonly ReferralSource[];
  /** All leads together. */
  readonly conversion: Rate;
  /** Clients won in the period whose lead was never told of: they belong to no source. */
  readonly wonWithoutLead: number;
}

/** One recruiting source. */
export interface RecruitingSource {
  readonly source: string;
  readonly hired: number;
  /** Employed on the day, of those hired long enough ago. */
  readonly retention: Rate;
  /** Hired too recently to be judged. */
  readonly immature: number;
  /** The share employed on the day when the recent hires are counted for as long as they are there. */
  readonly kaplanMeier: number | null;
  /** Both ends of its interval. */
  readonly kaplanMeier95: readonly [low: number, high: number] | null;
  readonly costPerHire: Amount;
  readonly costPerRetained: Amount;
  readonly ratings: number;
  /** The mean, in stars. */
  readonly rating: number | null;
  /** The same pulled towards the mean of all, the more the fewer there are. */
  readonly ratingShrunk: number | null;
}

/** What each recruiting source brings, how long it stays, and what it costs. */
export interface Recruiting {
  readonly basis: Basis;
  /** The day after the hire at which retention is asked for. */
  readonly day: number;
  readonly sources: readonly RecruitingSource[];
  /** All hires together. */
  readonly retention: Rate;
}

/** One stage. */
export interface FunnelStep {
  readonly stage: 'contacted' | 'qualified' | 'booked' | 'confirmed' | 'showed' | 'converted';
  /** Leads that ever came this far, or further. */
  readonly reached: number;
  readonly ofPrevious: Rate;
  readonly ofCreated: Rate;
  /** Time from the stage before, of those for whom both are known. */
  readonly sincePrevious: Spread;
}

/** Some of the leads. */
export interface FunnelGroup {
  /** `all` when they are not told apart. */
  readonly name: string;
  readonly created: number;
  /** Too young to be counted. */
  readonly immature: number;
  readonly steps: readonly FunnelStep[];
  /** Leads given up, by reason. */
  readonly lost: Readonly<Record<string, number>>;
}

/** How far leads come. */
export interface Funnel {
  readonly basis: Basis;
  readonly by: 'nothing' | 'source' | 'temperature';
  readonly groups: readonly FunnelGroup[];
}

/** What came of your calls. */
export interface Telephony {
  readonly basis: Basis;
  /** Calls the carrier took. */
  readonly attempts: number;
  /** Calls that may still be answered. */
  readonly open: number;
  /** Calls that never got as far as the carrier: your own failures, which are no attempts. */
  readonly notPlaced: number;
  /** Taken by a person, of all attempts. */
  readonly answer: Rate;
  readonly voicemail: number;
  readonly answeredByUnknown: number;
  /** Ended as calls do, of those a person took and that ended. */
  readonly completion: Rate;
  /** Talk, hold and work after the call, per such call. */
  readonly handleSeconds: Ratio;
  readonly speedOfAnswer: Spread;
  readonly ring: Spread;
  readonly cost: Amount;
  /** Calls whose price is not known: they are not free. */
  readonly uncharged: number;
  readonly costPerCall: Amount;
  readonly leadsCalled: number;
  /** Leads of whom a person took a call, of those called. */
  readonly contact: Rate;
  /** Attempts beyond the first of each lead. */
  readonly retries: number;
  /** Leads that became clients after their first call in the period. */
  readonly conversions: number;
  readonly costPerConversion: Amount;
  /** What the calls led to: `booked`, `callback`, `not_interested`, `other`. */
  readonly results: Readonly<Record<string, number>>;
}

/** One channel. */
export interface ChannelLine {
  readonly channel: 'sms' | 'whatsapp' | 'email';
  /** Taken by the provider. */
  readonly sent: number;
  /** Too young, and not final. */
  readonly immature: number;
  /** Delivered or read, of those sent that had their time. */
  readonly delivery: Rate;
  /** Read, of those delivered: a lower bound. `not_measurable` for text messages. */
  readonly read: Rate;
  /** People who wrote within the window after a message reached them, of all whom one reached. */
  readonly response: Rate;
  readonly received: number;
}

/** Templates and messages by hand, for one audience. */
export interface FormLine {
  readonly audience: string;
  readonly template: Rate;
  readonly freeform: Rate;
  /** The first less the second. */
  readonly difference: Difference;
  /** People who got both, and are in neither. */
  readonly gotBoth: number;
}

/** What came of your messages, and how fast you answer. */
export interface Messaging {
  readonly basis: Basis;
  readonly channels: readonly ChannelLine[];
  /** People you wrote to, or who wrote to you. */
  readonly conversations: number;
  /** From the first message of a run that waits for an answer to the answer. */
  readonly firstResponse: Spread;
  /** The same in office hours alone. */
  readonly firstResponseOffice: Spread;
  /** Runs without an answer yet. */
  readonly waiting: number;
  /** From a lead's creation to your first message or call. */
  readonly firstTouch: Spread;
  /** Leads without either. */
  readonly untouched: number;
  readonly forms: readonly FormLine[];
  readonly optedOut: number;
}

/** Some of the appointments. */
export interface AppointmentLine {
  /** The professional or clinic; `all` when they are not told apart. */
  readonly name: string;
  /** Did not come, of those who came or did not. */
  readonly noShow: Rate;
  readonly cancelled: number;
  readonly cancelledLate: number;
  readonly moved: number;
  /** Over, and nobody has said how. */
  readonly undetermined: number;
  readonly upcoming: number;
}

/** What a reminder changes, by lot: of the visits that could have been reminded, those that were to be against those held out. */
export interface ReminderEffect {
  readonly rule: string;
  readonly reminded: Rate;
  readonly heldOut: Rate;
  /** The first less the second: below zero the reminder helps. */
  readonly difference: Difference;
  /** Drawn for, and left out: booked after the reminder was due, not reachable, or without consent. */
  readonly ineligible: number;
  readonly remindedCancelled: number;
  readonly heldOutCancelled: number;
}

/** Who came, who did not, what a reminder changes and what a no-show costs. */
export interface Appointments {
  readonly basis: Basis;
  readonly by: 'nothing' | 'professional' | 'clinic';
  readonly lines: readonly AppointmentLine[];
  readonly reminders: readonly ReminderEffect[];
  /** No-shows with another appointment within the days, of the no-shows whose days are over. */
  readonly rebooked: Rate;
  /** What the no-shows were to bring. */
  readonly lost: Amount;
  /** What came of the appointments instead of them that were kept. */
  readonly recovered: Amount;
  readonly netLost: Amount;
  /** No-shows without a price, which are in none of the three. */
  readonly unpriced: number;
}

/** How many were filled within a time, by the estimate of Kaplan and Meier. */
export interface FilledBy {
  readonly minutes: number;
  readonly share: number | null;
  /** Both ends of its interval of 95 %. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** How fast open shifts are filled, and at what price to those who are asked. */
export interface Filling {
  readonly basis: Basis;
  readonly opened: number;
  readonly filledBeforeStart: Rate;
  readonly cancelled: number;
  readonly filledElsewhere: number;
  readonly open: number;
  /** By Kaplan and Meier; `null` when fewer than half were filled. */
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly filledBy: readonly FilledBy[];
  readonly firstYesMedianSeconds: number | null;
  readonly offersPerFill: Ratio;
  /** Caregivers who said yes and did not get the shift. */
  readonly surplusYes: number;
  /** Per thousand offers. */
  readonly optOutsPerThousand: Ratio;
  /** Times a coordinator had to do something, per shift. */
  readonly touchesPerShift: Ratio;
  /** Opened while the office was closed. */
  readonly afterHours: Rate;
  readonly overtimeMinutes: number;
  /** Filled by somebody the client knows. */
  readonly continuity: Rate;
}

/** One caregiver. */
export interface FairnessLine {
  readonly caregiver: string;
  /** Shifts offered, of those the caregiver could have been asked for. */
  readonly offered: Rate;
  /** Shifts assigned, of those offered. */
  readonly assigned: Rate;
}

/** Who is asked, and who gets the work, among those who could. */
export interface Fairness {
  readonly basis: Basis;
  readonly eligible: number;
  /** 0 when all have the same number, near 1 when one has all. */
  readonly giniOffers: number | null;
  readonly giniFills: number | null;
  readonly caregivers: readonly FairnessLine[];
}

/** Why a client may leave. */
export interface ChurnReason {
  readonly reason: 'on_hold' | 'portal_silent' | 'visits_not_completed' | 'complaints';
  /** With `portal_silent`: since the last look into the portal. */
  readonly days?: number | undefined;
  /** With `visits_not_completed`. */
  readonly completed?: Rate | undefined;
  /** With `complaints`. */
  readonly count?: number | undefined;
}

/** What is to be done for a client. */
export interface RetentionTask {
  readonly task: 'open' | 'is_open' | 'done' | 'not_needed';
  /** With `open`: the idempotency key of the task to be opened, the same however often it is asked for. */
  readonly key?: string | undefined;
  /** With `is_open`. */
  readonly since?: Instant | undefined;
}

/** A client who may leave. */
export interface ClientAtRisk {
  readonly client: string;
  readonly since: Instant;
  /** Those of now; none when the client has been clear for too short a time. */
  readonly reasons: readonly ChurnReason[];
  readonly task: RetentionTask;
}

/** Which clients may leave, why, and whether somebody is on it. */
export interface Churn {
  readonly basis: Basis;
  /** All clients looked at; discharged ones are not. */
  readonly clients: number;
  readonly atRisk: readonly ClientAtRisk[];
}

/** One payer. */
export interface EvvPayer {
  readonly payer: string;
  /** Whether the payer asks for verification. */
  readonly required: boolean;
  readonly visits: number;
  /** Verified, at the visit or by hand, of all that had time to be. */
  readonly verified: Rate;
  /** Verified at the visit and untouched, of the same. */
  readonly untouched: Rate;
  readonly byHand: number;
  readonly immature: number;
  readonly billableMinutes: number;
  /** Minutes worked that may not be billed before they are verified. */
  readonly unverifiedMinutes: number;
}

/** A visit somebody has to look at. */
export interface EvvAlert {
  readonly visit: string;
  readonly payer: string;
  readonly verification:
    | 'verified'
    | 'verified_by_hand'
    | 'gps_failed'
    | 'no_clock_in'
    | 'no_clock_out'
    | 'other_exception'
    | 'missing';
}

/** Whether visits were verified as their payers ask, and what may be billed. */
export interface Evv {
  readonly basis: Basis;
  readonly payers: readonly EvvPayer[];
  /** All visits of payers that ask for it. */
  readonly verified: Rate;
  readonly alerts: readonly EvvAlert[];
}

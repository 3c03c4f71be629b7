import type { CalendarDate } from './generated/models.js';
import type {
  Appointments,
  Churn,
  Evv,
  Fairness,
  Filling,
  Funnel,
  Messaging,
  Recruiting,
  Referral,
  Telephony,
} from './insights_reports.js';
import { date, invalidInput } from './json.js';
import { plain } from './plain.js';

/** A period is a number of local days, the last one not included; an end that is not given is open. */
export interface Scoped {
  /** The IANA zone of the days, such as `America/Denver`. */
  readonly zone: string;
  /** The first day. */
  readonly from?: CalendarDate | undefined;
  /** The day after the last. */
  readonly to?: CalendarDate | undefined;
  /** How many subjects a share needs before it is a verdict; 30 unless stated. */
  readonly minN?: number | undefined;
}

/** When the office is staffed: the same hours on some days of the week, by the wall clock of the query's zone. */
export interface OfficeHours {
  readonly days: readonly ('monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday')[];
  /** Minutes after local midnight. */
  readonly openMinute: number;
  /** Not included; at most 1440. */
  readonly closeMinute: number;
}

/** How each report is asked for, by its word, as on the command line. */
export interface Settings {
  /** Leads created in the period, and the money spent in it. */
  readonly referral: Scoped & {
    /** What a client's worth is measured in; margin unless stated. */
    readonly worth?: 'revenue' | 'margin' | undefined;
    /**
     * Worth over this many months of thirty days, 1 to 120, with those who are still clients accounted for. Unless stated, what
     * came in so far: a lower bound while there are such.
     */
    readonly horizonMonths?: number | undefined;
    /** Days a lead gets before it is counted; 0 unless stated. */
    readonly maturityDays?: number | undefined;
  };
  /** Caregivers hired in the period, and the money spent in it. */
  readonly recruiting: Scoped & {
    /** The day after the hire at which retention is asked for, 1 to 3650; 90 unless stated. */
    readonly day?: number | undefined;
    /** How many ratings of the mean of all a source's own are mixed with; 10 unless stated. */
    readonly priorRatings?: number | undefined;
  };
  /** Leads created in the period. */
  readonly funnel: Scoped & {
    /** By what leads are told apart; by nothing unless stated. */
    readonly by?: 'nothing' | 'source' | 'temperature' | undefined;
    /** Days a lead gets before it is counted; 30 unless stated. */
    readonly maturityDays?: number | undefined;
  };
  /** Calls the carrier took in the period. */
  readonly telephony: Scoped & {
    /** Minutes a call may be without an answer and an end before it is an attempt without an answer; 60 unless stated. */
    readonly settleMinutes?: number | undefined;
  };
  /** Messages the provider took in the period, and those received. */
  readonly messaging: Scoped & {
    /** How long a message may take to arrive; 24 unless stated. */
    readonly deliveryHours?: number | undefined;
    /** Within how long an answer is one; 24 unless stated. */
    readonly responseHours?: number | undefined;
    /** Monday to Friday, 8:00 to 17:00, unless stated. */
    readonly office?: OfficeHours | undefined;
  };
  /** Appointments scheduled for the period. */
  readonly noshow: Scoped & {
    /** By what appointments are told apart; by nothing unless stated. */
    readonly by?: 'nothing' | 'professional' | 'clinic' | undefined;
    /** Called off this many hours before, or later, is late; 24 unless stated. */
    readonly lateHours?: number | undefined;
    /** Days after a no-show within which another appointment counts as instead of it; 30 unless stated. */
    readonly rebookDays?: number | undefined;
  };
  /** Shifts opened in the period. */
  readonly fill: Scoped & {
    /** Monday to Friday, 8:00 to 17:00, unless stated. */
    readonly office?: OfficeHours | undefined;
  };
  /** Caregivers who could have been asked in the period. */
  readonly fairness: Scoped;
  /** Clients as of one moment, over the windows of the rules. */
  readonly churn: {
    /** The IANA zone of the days. */
    readonly zone: string;
    /** Longer without a look into the portal is a reason; 30 unless stated. */
    readonly silentDays?: number | undefined;
    /** Over how many days visits are looked at; 28 unless stated. */
    readonly visitDays?: number | undefined;
    /** Fewer completed, in percent, is a reason; 85 unless stated. */
    readonly completedPercent?: number | undefined;
    /** With fewer visits than these there is no such reason; 8 unless stated. */
    readonly minVisits?: number | undefined;
    /** Over how many days complaints are counted; 30 unless stated. */
    readonly complaintDays?: number | undefined;
    /** So many are a reason; 3 unless stated. */
    readonly complaints?: number | undefined;
    /** How long a client has to be without a reason before a new one opens a new task; 14 unless stated. */
    readonly clearDays?: number | undefined;
  };
  /** Visits that ended in the period. */
  readonly evv: Scoped & {
    /** Payers that ask for verification: Medicaid and VA, unless stated. */
    readonly requiredBy?: readonly string[] | undefined;
    /** How long a visit gets for its verification to come in; 24 unless stated. */
    readonly graceHours?: number | undefined;
  };
}

/** What each report is. */
export interface Figures {
  readonly referral: Referral;
  readonly recruiting: Recruiting;
  readonly funnel: Funnel;
  readonly telephony: Telephony;
  readonly messaging: Messaging;
  readonly noshow: Appointments;
  readonly fill: Filling;
  readonly fairness: Fairness;
  readonly churn: Churn;
  readonly evv: Evv;
}

/** The word of a report. */
export type ReportWord = keyof Settings;

/** What is asked for; made by `query`. */
export interface Query<Word extends ReportWord> {
  readonly report: Word;
  readonly settings: Settings[Word];
}

/**
 * A query, for `Inquiry` and `report`. It is read when it is asked.
 *
 * ```js
 * const calls = insights.query('telephony', { zone: 'America/Denver', from: '2026-04-01', to: '2026-05-01' });
 * ```
 */
export function query<Word extends ReportWord>(report: Word, settings: Settings[Word]): Query<Word> {
  const kept: Settings[Word] = { ...settings };
  Object.freeze(kept);
  return Object.freeze({ report, settings: kept });
}

/** A query as the native module takes it. */
export function given({ report, settings }: Query<ReportWord>): unknown {
  const operation = 'insights.ask';
  const period = settings as Partial<Scoped>;
  if (Object.hasOwn(settings, 'report')) throw invalidInput(operation, 'report', 'is said beside the settings');
  if (period.from !== undefined) date(operation, 'from', period.from);
  if (period.to !== undefined) date(operation, 'to', period.to);
  return plain(operation, '', { ...settings, report });
}

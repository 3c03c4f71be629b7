// What the types say, checked by the compiler alone: `npm run typecheck`.
import {
  type AssignOutcome,
  CareweaveError,
  type Appointment,
  type CaregiverFilter,
  type ClaimOutcome,
  type Client,
  type ClientFilter,
  ClientPatch,
  type ConnectOperations,
  type Evv,
  type FillJob,
  type FillReport,
  type Instant,
  type Offer,
  OperationCancelledError,
  NewClient,
  type Page,
  type PageSize,
  type Patient,
  type Prospect,
  type Ranking,
  type Reading,
  Roster,
  type Scope,
  type Shift,
  type Standing,
  Store,
  type TopRanking,
  type TopRankings,
  type Upserted,
  type Verification,
  type Verified,
  WellSky,
  type Window,
  assignment,
  evv,
  insights,
  itemsOf,
  overtime,
} from 'careweave';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Is<Claim extends true> = Claim;
type Method<T, K extends keyof T> = T[K] extends (...args: infer A) => infer R ? [Parameters: A, Result: R] : never;

export type Claims = [
  Is<Equal<Method<WellSky, 'verify'>[1], Promise<Verification>>>,
  Is<Equal<Method<WellSky, 'clients'>[1], Promise<Client[]>>>,
  Is<Equal<Method<WellSky, 'shift'>[1], Promise<Shift>>>,
  Is<Equal<Method<WellSky, 'evv'>[1], Promise<Evv | null>>>,
  Is<Equal<Method<WellSky, 'roster'>[1], Promise<Roster>>>,
  Is<Equal<Method<WellSky, 'assign'>[1], Promise<AssignOutcome>>>,
  Is<Equal<Method<WellSky, 'fillOpenShifts'>[1], Promise<FillJob>>>,
  Is<Equal<Method<WellSky, 'clientPages'>[1], AsyncGenerator<Page<Client>, void, undefined>>>,
  Is<Equal<ReturnType<typeof WellSky.fromEnv>, WellSky>>,
  Is<Equal<Verification, Verified>>,
  Is<Equal<Parameters<typeof WellSky.fromEnv>[0], { readonly scope?: Scope | undefined } | undefined>>,
  Is<Equal<WellSky['connect'], ConnectOperations>>,
  Is<Equal<Method<WellSky, 'readShifts'>[1], Promise<Reading<readonly Shift[]>>>>,
  Is<Equal<Method<WellSky, 'upsertProspect'>[1], Promise<Upserted<Prospect>>>>,
  Is<Equal<Method<WellSky, 'findClient'>[1], Promise<Client | null>>>,
  Is<Equal<Method<ConnectOperations, 'patients'>[1], Promise<Patient[]>>>,
  Is<Equal<Method<ConnectOperations, 'appointmentPages'>[1], AsyncGenerator<Page<Appointment>, void, undefined>>>,
  Is<Equal<Method<ConnectOperations, 'deleteEncounter'>[1], Promise<void>>>,
  Is<Equal<Reading<readonly Shift[]>['failures'][number]['error'], CareweaveError>>,
  Is<Equal<ClientFilter['status'], Client['status'] | undefined>>,
  Is<Equal<CaregiverFilter['availableOn'], string | undefined>>,
  Is<Equal<Window['start'], Date | string | undefined>>,
  Is<Equal<PageSize['limit'], number | undefined>>,
  Is<Equal<Client['address']['zipCode'], string>>,
  Is<Equal<ReturnType<typeof Store.open>, Promise<Store>>>,
  Is<Equal<ReturnType<typeof Roster.load>, Roster>>,
  // Of several signatures the last is taken.
  Is<Equal<Method<Roster, 'rank'>[1], TopRanking>>,
  Is<Equal<Method<Roster, 'rankAll'>[1], Ranking[]>>,
  Is<Equal<Method<Roster, 'rankMany'>[1], TopRankings>>,
  Is<Equal<Method<Roster, 'whyNot'>[1], Standing>>,
  Is<Equal<ReturnType<typeof overtime.delta>, overtime.OvertimeDelta>>,
  Is<Equal<ReturnType<typeof assignment.solve>, Promise<assignment.Solution>>>,
  Is<Equal<Method<Roster, 'rankAllJson'>[1], string>>,
  Is<Equal<Method<FillJob, 'nextOffers'>[1], Promise<Offer[]>>>,
  Is<Equal<Method<FillJob, 'claim'>[1], Promise<ClaimOutcome>>>,
  Is<Equal<Method<FillJob, 'report'>[1], Promise<FillReport>>>,
  Is<Equal<Method<FillReport, 'toJson'>[1], string>>,
  Is<Equal<Instant, string>>,
  Is<Equal<Shift['caregiverId'], string | null>>,
  Is<Equal<CareweaveError['retryAfterMs'], number | undefined>>,
  Is<Equal<CareweaveError['delivery'], 'not_sent' | 'maybe_sent' | 'answered'>>,
  Is<OperationCancelledError extends CareweaveError ? true : false>,
];

/** Never run: it compiles, or it does not. */
export async function portal(signal: AbortSignal): Promise<string> {
  const ws = new WellSky({ apiKey: 'k', apiSecret: 's', agencyId: '4321', environment: 'sandbox' });
  const store = await Store.open('sqlite::memory:', { signal });
  await ws.shifts({ start: new Date(), end: '2026-04-13T12:00:00Z', status: 'open', signal });
  await ws.clients({ status: 'a word the vendor added' });
  for await (const page of ws.clientPages({ limit: 50, signal })) {
    const first: Client | undefined = page.items[0];
    if (first) break;
  }

  for await (const client of itemsOf(ws.clientPages())) {
    const name: string = client.lastName;
    if (name) break;
  }
  const address = { line1: '1 Test Street', city: 'Aurora', state: 'CO', zipCode: '80012' };
  const fields = { firstName: 'Alpha', lastName: 'Testclient', phone: '3035550100', address };
  await ws.createClient(fields, { idempotencyKey: 'portal/1', signal });
  await ws.createClient(new NewClient(fields), { idempotencyKey: 'portal/1' });
  await ws.updateClient('1', { email: null }, { idempotencyKey: 'portal/2' });
  await ws.updateClient('1', new ClientPatch({ email: null }), { idempotencyKey: 'portal/2' });
  const reading = await ws.readShifts({ start: new Date(), end: new Date() });
  if (!reading.complete) throw reading.failures[0]!.error;

  const connect = new WellSky({ apiKey: 'k', apiSecret: 's', agencyId: '4321', api: 'connect', scope: 'sales' }).connect;
  await connect.createTaskLog(
    '1',
    { title: 'Visit', description: 'All went well', status: 'COMPLETE', recorded: new Date() },
    { idempotencyKey: 'portal/3' },
  );
  await connect.createDocument('a.txt', new Uint8Array(), 'text/plain', 'General', { idempotencyKey: 'portal/4' });

  const outcome = await ws.assign('1', '2', { store, signal });
  if (outcome.result === 'in_doubt') return outcome.until;
  if (outcome.result === 'taken') return outcome.caregiverId ?? 'somebody';

  const job = await ws.fillOpenShifts(store, { zone: 'America/Denver', now: new Date(), waveSize: 5 });
  const claimed = await job.claim('1', '2');
  if (claimed.result === 'no_longer_eligible') return claimed.reasons.map(({ reason }) => reason).join();

  const roster = Roster.build({ caregivers: [], shifts: { id: ['1'] }, asOf: new Date(), zone: 'America/Denver' });
  const whole: Ranking = roster.rank('1');
  const few: TopRanking = roster.rank('1', { top: 10 });
  const standing = roster.whyNot('1', '2');
  if (standing.standing === 'excluded') return standing.reasons.map(({ phrase }) => phrase).join();
  if (standing.candidate.rank > whole.candidates.length + few.candidates.length) return 'never';
  // @ts-expect-error units are no wages
  const wages: evv.WageMinutes = evv.units15(53);
  // @ts-expect-error there is no such place
  overtime.LabourPolicy.forPlace('US-XX', { zone: 'America/Denver' });
  if (wages > 0) return 'wages';

  // @ts-expect-error ids are strings
  await ws.shift(900001);
  // @ts-expect-error there is no such option
  await ws.clients({ staus: 'active' });
  // @ts-expect-error an assignment needs a store
  await ws.assign('1', '2');
  // @ts-expect-error a write needs a key
  await ws.createClient(fields);
  // @ts-expect-error a client has a first name
  await ws.createClient({ lastName: 'Testclient', phone: '3035550100', address }, { idempotencyKey: 'portal/1' });
  // @ts-expect-error there is no such field
  await ws.updateClient('1', { fristName: 'Alpha' }, { idempotencyKey: 'portal/2' });
  // @ts-expect-error there is no such API
  new WellSky({ apiKey: 'k', apiSecret: 's', agencyId: '4321', api: 'soap' });
  // @ts-expect-error there is no such scope
  WellSky.fromEnv({ scope: 'everything' });
  // @ts-expect-error Connect's own records are behind `connect`
  await ws.patients();
  // @ts-expect-error the secret is missing
  new WellSky({ apiKey: 'k', agencyId: '4321' });
  // @ts-expect-error records do not change
  (await ws.shift('1')).status = 'open';
  // @ts-expect-error a ranking is at hand, not promised
  await Roster.load('roster.json').rank('1').then();
  return (await job.report()).toJson();
}

// Reports: what a query asks for is what its answer has, and an event has the fields of its kind.
const asked = insights.query('telephony', { zone: 'America/Denver', minN: 50 });
const told: readonly insights.Event[] = [
  { id: '1', at: new Date(0), kind: 'call_answered', data: { call: 'c-1', by: 'person' } },
  // @ts-expect-error nobody takes a call by this word
  { id: '2', at: new Date(0), kind: 'call_answered', data: { call: 'c-1', by: 'robot' } },
];
export const reported: insights.Telephony = insights.report(asked, told, { asOf: new Date(0) }).figures;
// @ts-expect-error the funnel has no office hours
insights.query('funnel', { zone: 'America/Denver', office: { days: [], openMinute: 0, closeMinute: 1 } });

// What the types say, checked by the compiler alone: `npm run typecheck`.
import {
  type AssignOutcome,
  CareweaveError,
  type ClaimOutcome,
  type Client,
  type Evv,
  type FillJob,
  type FillReport,
  type Instant,
  type Offer,
  OperationCancelledError,
  type Page,
  type Ranking,
  Roster,
  type Shift,
  Store,
  type Verification,
  WellSky,
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
  Is<Equal<ReturnType<typeof Store.open>, Promise<Store>>>,
  Is<Equal<ReturnType<typeof Roster.load>, Roster>>,
  Is<Equal<Method<Roster, 'rank'>[1], Ranking>>,
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

  const outcome = await ws.assign('1', '2', { store, signal });
  if (outcome.result === 'in_doubt') return outcome.until;
  if (outcome.result === 'taken') return outcome.caregiverId ?? 'somebody';

  const job = await ws.fillOpenShifts(store, { zone: 'America/Denver', now: new Date(), waveSize: 5 });
  const claimed = await job.claim('1', '2');
  if (claimed.result === 'no_longer_eligible') return claimed.reasons.map(({ reason }) => reason).join();

  // @ts-expect-error ids are strings
  await ws.shift(900001);
  // @ts-expect-error there is no such option
  await ws.clients({ staus: 'active' });
  // @ts-expect-error an assignment needs a store
  await ws.assign('1', '2');
  // @ts-expect-error the secret is missing
  new WellSky({ apiKey: 'k', agencyId: '4321' });
  // @ts-expect-error records do not change
  (await ws.shift('1')).status = 'open';
  // @ts-expect-error a ranking is at hand, not promised
  await Roster.load('roster.json').rank('1').then();
  return (await job.report()).toJson();
}

/**
 * Embeddable SDK for home-care operations.
 *
 * Everything that waits gives a promise and takes `{ signal }`. Instants go in as `Date` or as ISO 8601 with an offset
 * and come out as ISO 8601 in UTC. All errors are `CareweaveError`. Personal data never shows in `console.log` of a
 * record or in an error.
 *
 * @packageDocumentation
 */
import { isMainThread } from 'node:worker_threads';

import * as native from '../native/index.js';

export * as assignment from './assignment.js';
export type { CallOptions } from './call.js';
export { itemsOf } from './caller.js';
export type { Delivery, Status } from './errors.js';
export {
  AuthenticationError,
  CareweaveError,
  ConfigError,
  ConflictError,
  DecodeError,
  InDoubtError,
  IncompleteError,
  InternalError,
  InvalidInputError,
  KeyReuseError,
  NotFoundError,
  OperationCancelledError,
  PermissionDeniedError,
  RateLimitedError,
  RejectedError,
  RequestTimeoutError,
  ServerError,
  StorageError,
  UnknownRouteError,
  UnreachableError,
  UnsupportedError,
} from './errors.js';
export * as calendars from './calendars.js';
export type * from './campaign_desk.js';
export type * from './campaign_host.js';
export { CampaignHost } from './campaign_host.js';
export * as evv from './evv.js';
export * as insights from './insights.js';
export type * from './events.js';
export { AlertWatch, Changes, EventReceiver, Refresh } from './events.js';
export type * from './explanations.js';
export type * from './fill_job.js';
export { FillJob, FillReport } from './fill_job.js';
export type * from './flows.js';
export { AppointmentSync, SalesFlow, proveBoard } from './flows.js';
export * from './generated/models.js';
export type { Cached, ConnectOperations, Page, PageSize, Reading, Upserted } from './generated/operations.js';
export type * from './host_interfaces.js';
export { refusal } from './host_interfaces.js';
export * as metrics from './metrics.js';
export * as outreach from './outreach.js';
export * as overtime from './overtime.js';
export type * from './outbox_sql.js';
export { enqueueStatements } from './outbox_sql.js';
export type * from './providers.js';
export { Provider } from './providers.js';
export type * from './ranking.js';
export { Ranking } from './ranking.js';
export type * from './roster.js';
export { Roster } from './roster.js';
export type * from './roster_records.js';
export type { Column, Columns, NumberArray, Records } from './tables.js';
export { EpochMilliseconds } from './tables.js';
export type * from './top_rankings.js';
export { TopRankings } from './top_rankings.js';
export type { CachePolicy, CacheSettings, RetrySettings, TimeoutSettings } from './settings.js';
export type { StoreOptions } from './store.js';
export { HeldLease, Leases, Store } from './store.js';
export type { ToleranceOptions, WebhookHeaders, WebhookOptions } from './webhooks.js';
export { WebhookVerifier } from './webhooks.js';
export type * from './wellsky.js';
export { WellSky } from './wellsky.js';

// A thread of Rust must not work on while the process is taken down around it, and a store must get to finish what it
// is writing; so the runtime ends first. Node's threads share one native module, and the main one ends last.
if (isMainThread && native.claimExit()) {
  process.once('exit', () => {
    native.shutdown();
  });
}

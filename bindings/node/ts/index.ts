/**
 * Embeddable SDK for home-care operations.
 *
 * Everything that waits gives a promise and takes `{ signal }`. Instants go in as `Date` or as ISO 8601 with an offset and
 * come out as ISO 8601 in UTC. All errors are `CareweaveError`. Personal data never shows in `console.log` of a record
 * or in an error.
 *
 * @packageDocumentation
 */
import { isMainThread } from 'node:worker_threads';

import * as native from '../native/index.js';

export type { CallOptions } from './call.js';
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
export type * from './fill_job.js';
export { FillJob, FillReport } from './fill_job.js';
export type * from './ranking.js';
export { Ranking } from './ranking.js';
export type * from './records.js';
export { Caregiver, Client, Shift } from './records.js';
export { Roster } from './roster.js';
export { Store } from './store.js';
export type * from './wellsky.js';
export { WellSky } from './wellsky.js';

// A worker thread of Rust that hands over a result while the process is taken down has nobody to hand it to; so calls that
// are still running are dropped first. The threads of Node share one native module, and the main one ends last.
if (isMainThread && native.claimExit()) {
  process.once('exit', () => {
    native.shutdown();
  });
}

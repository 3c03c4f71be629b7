// Ours for appointment schedulers, as a service in Node uses it.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { KEY, deliveries, genuine, keyInBase64 } from './providers_material.mjs';

const folder = process.env.CAREWEAVE_NODE_PACKAGE;
const { AuthenticationError, WebhookVerifier } = await import(pathToFileURL(join(folder, 'dist/index.js')).href);

const VERIFIERS = {
  standard: () => WebhookVerifier.standard([keyInBase64()]),
  acuity: () => WebhookVerifier.acuity([KEY]),
  calendly: () => WebhookVerifier.calendly([KEY]),
};

export class Lane {
  carryOut(order) {
    if (order.task !== 'verify_signatures') throw new Error(`this lane does no ${order.task}`);
    const came = deliveries(order.scheme, order.deliveries, order.now);
    const verifier = VERIFIERS[order.scheme]();
    const begun = performance.now();
    const found = came.map(({ headers, body }) => {
      try {
        verifier.verify(headers, body);
        return true;
      } catch (error) {
        if (error instanceof AuthenticationError) return false;
        throw error;
      }
    });
    return { seconds: (performance.now() - begun) / 1000, parts: genuine(found) };
  }
}

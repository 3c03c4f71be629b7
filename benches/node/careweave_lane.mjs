// Ours, as a portal in Node uses it.
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { StreamParts, clients } from './results.mjs';

const folder = process.env.CAREWEAVE_NODE_PACKAGE;
const { WellSky } = await import(pathToFileURL(join(folder, 'dist/index.js')).href);

export class Lane {
  #client;

  async carryOut(order) {
    const ws = this.#open(order.endpoint);
    switch (order.task) {
      case 'list_clients':
        return listClients(ws);
      case 'stream_clients':
        return streamClients(ws, order.rows);
      default:
        throw new Error(`this lane does no ${order.task}`);
    }
  }

  #open(endpoint) {
    if (this.#client === undefined) {
      Object.assign(process.env, {
        WELLSKY_API_KEY: endpoint.api_key,
        WELLSKY_API_SECRET: endpoint.api_secret,
        WELLSKY_AGENCY_ID: endpoint.agency_id,
        WELLSKY_BASE_URL: endpoint.rest,
        WELLSKY_TOKEN_URL: endpoint.token,
        // The peers have none, and this server allows any rate.
        WELLSKY_RATE_LIMIT: 'off',
      });
      this.#client = WellSky.fromEnv();
    }
    return this.#client;
  }
}

async function listClients(ws) {
  const begun = performance.now();
  const rows = await ws.clients();
  const seconds = (performance.now() - begun) / 1000;
  const parts = clients(rows, (row) => ({
    firstName: row.firstName,
    lastName: row.lastName,
    zipCode: row.address.zipCode,
    hours: row.authorizedHoursPerWeek,
    updatedAt: row.updatedAt,
  }));
  return { seconds, parts };
}

async function streamClients(ws, rows) {
  const begun = performance.now();
  const stream = new StreamParts();
  let total = 0;
  for await (const page of ws.clientPages()) {
    total = page.total;
    for (const client of page.items) stream.add(client.id);
    if (stream.rows >= rows) break;
  }
  return {
    seconds: (performance.now() - begun) / 1000,
    parts: stream.parts,
    sample: { fixed_seconds: 0, done: stream.rows, of: total },
  };
}

// undici with zod models.
import { performance } from 'node:perf_hooks';

import { Agent, request } from 'undici';

import { ClientPage } from './models.mjs';
import { clients } from './results.mjs';

const PAGE = 100;

export class Lane {
  #session;

  async carryOut(order) {
    if (order.task !== 'list_clients') throw new Error(`this lane does no ${order.task}`);
    this.#session ??= await Session.open(order.endpoint);
    return this.#session.listClients();
  }
}

class Session {
  #root;
  #headers;
  #dispatcher = new Agent();

  static async open(endpoint) {
    const session = new Session();
    const answer = await request(endpoint.token, {
      method: 'POST',
      dispatcher: session.#dispatcher,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: endpoint.api_key,
        client_secret: endpoint.api_secret,
      }),
    });
    const { access_token: token } = await body(answer);
    session.#root = endpoint.rest;
    session.#headers = { authorization: `Bearer ${token}`, 'x-agency-id': endpoint.agency_id };
    return session;
  }

  async listClients() {
    const begun = performance.now();
    const rows = [];
    for (;;) {
      const answer = await request(`${this.#root}/clients?limit=${PAGE}&offset=${rows.length}`, {
        dispatcher: this.#dispatcher,
        headers: this.#headers,
      });
      const page = ClientPage.parse(await body(answer));
      rows.push(...page.clients);
      if (page.clients.length === 0 || rows.length >= page.total) break;
    }
    const seconds = (performance.now() - begun) / 1000;
    const parts = clients(rows, (row) => ({
      firstName: row.first_name,
      lastName: row.last_name,
      zipCode: row.address.zip_code,
      hours: row.authorized_hours_per_week,
      updatedAt: row.updated_at,
    }));
    return { seconds, parts };
  }
}

async function body(answer) {
  if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
  return answer.body.json();
}

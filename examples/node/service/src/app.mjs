// The service: its routes for the people of the agency, its webhooks, and the flows beneath.
import { timingSafeEqual } from 'node:crypto';

import fastify from 'fastify';

import { CareweaveError, EventReceiver, StorageError, Store, WellSky, metrics } from './careweave.mjs';
import { open } from './database.mjs';
import { Flows } from './flows.mjs';
import { decide } from './outbox.mjs';

const STATUS_OF = { not_found: 404, conflict: 409, invalid_input: 422, forbidden: 403, key_reuse: 409 };
const text = { type: 'string', minLength: 1 };
const object = (properties, required = []) => ({
  body: { type: 'object', properties, required, additionalProperties: false },
});

/** Compares in a time that says nothing about where two texts differ. */
function same(one, other) {
  const [a, b] = [Buffer.from(String(one)), Buffer.from(String(other))];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Opens everything and gives the service. The settings: `databaseUrl`, `schema` of careweave's store, `providerUrl`, `wellsky` (the
 * settings of the client; the environment's unless set), `token`, `webhookSecret`, `webhookPath`, `actor`, `everySeconds`.
 */
export async function build(settings) {
  const app = fastify({ logger: settings.logger ?? false });
  const store = await Store.open(settings.databaseUrl, { schema: settings.schema });
  const pool = await open(settings.databaseUrl);
  const ws = settings.wellsky === undefined ? WellSky.fromEnv() : new WellSky(settings.wellsky);
  const flows = new Flows(settings, { pool, store, ws, log: app.log });

  // Signatures are over the bytes as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof CareweaveError) {
      const { code, message } = error;
      return reply.code(STATUS_OF[code] ?? 502).send({ code, message, field: error.get('field') ?? null });
    }
    // A row's content may stand in the words of an error.
    const status = error.statusCode ?? 500;
    return reply.code(status).send({ code: 'error', message: status < 500 ? error.message : 'see the log of the service' });
  });

  app.register(async (agency) => {
    agency.removeAllContentTypeParsers();
    agency.addContentTypeParser('application/json', { parseAs: 'string' }, agency.getDefaultJsonParser('error', 'error'));
    agency.addHook('onRequest', async (request, reply) => {
      if (same(request.headers.authorization, `Bearer ${settings.token}`)) return undefined;
      return reply.code(401).send({ code: 'unauthenticated', message: 'show the token of the service', field: null });
    });
    routes(agency, { settings, flows, pool });
  });
  app.register(async (hooks) => webhooks(hooks, { settings, flows }), { prefix: '/webhooks' });

  app.addHook('onReady', async () => flows.start());
  app.addHook('onClose', async () => {
    await flows.stop();
    await store.close();
    await pool.end();
  });
  return app;
}

function routes(app, { settings, flows, pool }) {
  app.get('/tasks', async () => flows.tasks.all());

  const status = { enum: ['pending', 'confirmed', 'completed', 'cancelled', 'missed'] };
  app.patch('/tasks/:id', { schema: object({ status, start: text, end: text }) }, async ({ params, body }) => {
    const task = await flows.tasks.edit(params.id, body);
    flows.wake();
    return task;
  });

  const deal = { name: text, phone: text, email: text, notes: text };
  const created = object({ id: text, ...deal }, ['id', 'name', 'phone']);
  app.post('/deals', { schema: created }, async ({ body }, reply) => {
    await flows.deals.create(body);
    flows.wake();
    return reply.code(201).send({ id: body.id });
  });

  app.get('/deals/:id', async ({ params }) => {
    const heard = await flows.deals.heard(params.id);
    return { ...(await flows.deals.deal(params.id)), heard };
  });

  app.patch('/deals/:id', { schema: object({ ...deal, stage: text }) }, async ({ params, body }) => {
    await flows.deals.edit(params.id, body);
    flows.wake();
    return flows.deals.deal(params.id);
  });

  const assignment = object({ shiftId: text, caregiverId: text }, ['shiftId', 'caregiverId']);
  app.post('/assignments', { schema: assignment }, async ({ body }, reply) => {
    await decide(pool, { ...body, schema: settings.schema, connection: flows.sales.connection });
    flows.wake();
    return reply.code(202).send({ queued: true });
  });

  app.post('/flows/run', async ({ query }) => flows.run({ dryRun: query.dryRun === 'true' }));

  app.get('/flows', async () => ({ appointments: await flows.appointments.status(), reports: flows.reports }));

  app.get('/metrics', async (_request, reply) => reply.type(metrics.CONTENT_TYPE).send(await flows.metrics()));

  app.put('/flows/level', { schema: object({ level: text }, ['level']) }, async ({ body: { level } }) => {
    for (const connection of [flows.appointments.connection, flows.sales.connection]) {
      await flows.store.gate.setLevel(connection, level, settings.actor, 'rollout');
    }
    await (level === 'off' ? flows.appointments.switchOff() : flows.appointments.switchOn());
    flows.wake();
    return { level };
  });
}

/**
 * Where WellSky and the appointment service announce that something happened. A delivery is a hint: it is checked, what it names is marked
 * where that is needed, the sender is answered at once, and the flow reads what is true.
 */
function webhooks(app, { settings, flows }) {
  const receiver = new EventReceiver([settings.webhookSecret]);

  app.post('/wellsky', async (request, reply) => {
    try {
      const receipt = receiver.accept(request.headers, request.body ?? new Uint8Array());
      flows.wake();
      return reply.code(receipt.status).send();
    } catch (refused) {
      if (!(refused instanceof CareweaveError)) throw refused;
      return reply.code(Number(refused.get('answer') ?? 400)).send();
    }
  });

  app.post('/appointments/:secret', async (request, reply) => {
    if (!same(request.params.secret, settings.webhookPath)) return reply.code(404).send();
    try {
      await flows.appointments.accept(request.headers, request.body ?? new Uint8Array());
      flows.wake();
      return reply.code(204).send();
    } catch (refused) {
      if (!(refused instanceof CareweaveError)) throw refused;
      // A store that failed must not be taken for a success: the sender is to try again.
      if (refused instanceof StorageError) return reply.code(503).send();
      return reply.code(refused.code === 'unauthenticated' ? 401 : 400).send();
    }
  });
}

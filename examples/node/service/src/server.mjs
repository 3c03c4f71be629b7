// Starts the service with the settings of its environment.
import { build } from './app.mjs';

const REQUIRED = ['SERVICE_DATABASE_URL', 'SERVICE_PROVIDER_URL', 'SERVICE_TOKEN', 'SERVICE_WEBHOOK_SECRET', 'SERVICE_WEBHOOK_PATH'];
const missing = REQUIRED.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`set ${missing.join(', ')}`);
  process.exit(1);
}

const { env } = process;
const app = await build({
  databaseUrl: env.SERVICE_DATABASE_URL,
  schema: env.SERVICE_SCHEMA || undefined,
  providerUrl: env.SERVICE_PROVIDER_URL,
  token: env.SERVICE_TOKEN,
  webhookSecret: env.SERVICE_WEBHOOK_SECRET,
  webhookPath: env.SERVICE_WEBHOOK_PATH,
  actor: env.SERVICE_ACTOR ?? 'service',
  everySeconds: Number(env.SERVICE_EVERY_SECONDS ?? 300),
  logger: true,
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void app.close());
await app.listen({ host: env.SERVICE_HOST ?? '127.0.0.1', port: Number(env.SERVICE_PORT ?? 8080) });

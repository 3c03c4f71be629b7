// A PostgreSQL server for the tests: that of CAREWEAVE_TEST_POSTGRES_URL, or one that ends with them.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../testing/postgres-server.sh', import.meta.url));

/** Gives `{ url, stop }`, or `{ missing }`, which says why there is none. */
export async function postgres() {
  const given = process.env.CAREWEAVE_TEST_POSTGRES_URL;
  if (given) return { url: given, stop: async () => {} };
  const child = spawn('sh', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => resolve('none: it ended'));
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  if (line.startsWith('postgres://')) return { url: line, stop };
  await stop();
  return { missing: line };
}

// Threads and the end of the process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const PRELUDE = `
  import { run } from ${JSON.stringify(new URL('../dist/call.js', import.meta.url).href)};
  import ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
  import * as native from ${JSON.stringify(new URL('../native/index.js', import.meta.url).href)};
`;
const CWD = fileURLToPath(new URL('..', import.meta.url));

/** Runs a script in a process of its own; gives how it ended. */
function ended(script) {
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', script];
    execFile(process.execPath, args, { cwd: CWD, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, signal: error?.signal ?? null, stdout, stderr }),
    );
  });
}

async function eachEnds(times, script, expected) {
  const left = Array.from({ length: times }, (_, i) => i);
  const lane = async () => {
    while (left.pop() !== undefined) assert.deepEqual(await ended(script), { signal: null, stderr: '', ...expected });
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

test('a process that exits with calls in flight does not crash', { timeout: 120_000 }, async () => {
  const script = `${PRELUDE}
    for (let i = 0; i < 20; i += 1) run(native.hangForTests());
    await run(native.untilHangingForTests(20));
    for (let i = 0; i < 20; i += 1) run(native.untilHangingForTests(20));
    console.log('leaving');
    process.exit(0);
  `;
  await eachEnds(40, script, { code: 0, stdout: 'leaving\n' });
});

test('a process that exits with requests under way does not crash', { timeout: 120_000 }, async () => {
  const script = `
    import { createServer } from 'node:http';
    import { Store, WellSky } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    const token = { access_token: '0'.repeat(32), token_type: 'BearerToken', expires_in: '3599' };
    let arrived = 0;
    const server = createServer((request, response) => {
      if (request.url === '/oauth/accesstoken') return response.end(JSON.stringify(token));
      arrived += 1;
      if (arrived < 20) return;
      console.log('leaving');
      process.exit(3);
    });
    server.listen(0, '127.0.0.1', async () => {
      const baseUrl = 'http://127.0.0.1:' + server.address().port + '/v1';
      const ws = new WellSky({ apiKey: 'k', apiSecret: 's', agencyId: '4321', baseUrl });
      await Store.open('sqlite::memory:');
      for (let i = 0; i < 20; i += 1) ws.clients();
    });
  `;
  await eachEnds(20, script, { code: 3, stdout: 'leaving\n' });
});

test('a process whose calls have ended ends by itself', { timeout: 60_000 }, async () => {
  await eachEnds(8, `${PRELUDE} await run(native.untilHangingForTests(0)); console.log('done');`, { code: 0, stdout: 'done\n' });
});

test('an aborted call does not keep the process alive', { timeout: 60_000 }, async () => {
  const script = `${PRELUDE}
    const controller = new AbortController();
    const call = run(native.hangForTests(), { signal: controller.signal });
    await run(native.untilHangingForTests(1));
    controller.abort();
    await call.catch((error) => console.log(error.code));
  `;
  await eachEnds(4, script, { code: 0, stdout: 'cancelled\n' });
});

test('an uncaught error ends the process as any other does', { timeout: 60_000 }, async () => {
  const { code, signal, stderr } = await ended(`${PRELUDE} await run(native.panicForTests('on purpose'));`);
  assert.deepEqual({ code, signal }, { code: 1, signal: null });
  assert.match(stderr, /InternalError: a defect of careweave.*on purpose/);
});

test('the module loads in a worker thread, which ends with calls in flight', { timeout: 60_000 }, async () => {
  const source = `
    import { parentPort } from 'node:worker_threads';
    ${PRELUDE}
    run(native.hangForTests());
    parentPort.postMessage(await run(native.untilHangingForTests(1)));
  `;
  const main = `
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    const source = ${JSON.stringify(source)};
    const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(source)));
    const [message] = await once(worker, 'message');
    await worker.terminate();
    console.log(message);
  `;
  const goesOn = `${PRELUDE} ${main} console.log(await run(native.untilHangingForTests(1))); process.exit(0);`;
  await eachEnds(8, goesOn, { code: 0, stdout: 'null\nnull\n' });
  await eachEnds(8, main, { code: 0, stdout: 'null\n' });
});

test('a call that ends after its worker thread has ended does no harm', { timeout: 60_000 }, async () => {
  const source = `
    import { parentPort } from 'node:worker_threads';
    ${PRELUDE}
    for (let i = 0; i < 20; i += 1) run(native.untilHangingForTests(1));
    parentPort.postMessage('waiting');
  `;
  const script = `${PRELUDE}
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    const source = ${JSON.stringify(source)};
    const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(source)));
    await once(worker, 'message');
    await worker.terminate();
    const controller = new AbortController();
    const call = run(native.hangForTests(), { signal: controller.signal });
    console.log(await run(native.untilHangingForTests(1)));
    controller.abort();
    await call.catch((error) => console.log(error.code));
  `;
  await eachEnds(8, script, { code: 0, stdout: 'null\ncancelled\n' });
});

// Promises, signals and panics, on calls that do nothing else.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import test from 'node:test';

import { InternalError, InvalidInputError, OperationCancelledError } from 'careweave';
import { run, runWhole } from '../dist/call.js';
import * as native from '../native/index.js';

// A panic prints where it happened; keep the report of the tests readable.
process.env.RUST_BACKTRACE = '0';

const hang = (options) => run(native.hangForTests(), options);
const hanging = (wanted) => run(native.untilHangingForTests(wanted));
const limit = { timeout: 20_000 };

test('a panic rejects with an InternalError that keeps its message', limit, async () => {
  await assert.rejects(run(native.panicForTests('slot 3 is empty')), (error) => {
    assert.ok(error instanceof InternalError);
    assert.match(error.message, /slot 3 is empty/);
    assert.equal(error.delivery, 'maybe_sent');
    return true;
  });
  assert.equal(await hanging(0), null, 'calls work after it');
});

test('a list in parts is one list, without the parts that became void', limit, async () => {
  const call = native.partsForTests();
  assert.deepEqual(await runWhole(call, (json) => json), [3, 4, 5]);
  assert.equal(call.more, false);
  assert.deepEqual(await runWhole(native.partsForTests(), (json) => json.map(String)), ['3', '4', '5']);
});

test('an error leads to the line that made the call', limit, async () => {
  let call;
  // Neither awaited nor in the chain of those who await: only what was noted at the call can name it.
  function portalCode() {
    call = run(native.panicForTests('x'));
  }
  portalCode();
  const error = await call.then(assert.fail, (reason) => reason);
  assert.match(error.stack, /^InternalError: a defect[^\n]*x\n/);
  assert.match(error.stack, /at portalCode \(.*calls\.test\.mjs:\d+/);
});

test('a signal that is aborted already keeps the call from starting', limit, async () => {
  const signal = AbortSignal.abort(new Error('changed my mind'));
  await assert.rejects(hang({ signal }), (error) => {
    assert.ok(error instanceof OperationCancelledError);
    assert.equal(error.delivery, 'not_sent');
    assert.equal(error.cause, signal.reason);
    assert.match(error.stack, /calls\.test\.mjs/);
    return true;
  });
  assert.equal(await hanging(0), null);
});

test('aborting drops the Rust future before the promise is rejected', limit, async () => {
  const controller = new AbortController();
  const call = hang({ signal: controller.signal });
  await hanging(1);
  controller.abort();
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof OperationCancelledError);
    assert.equal(error.delivery, 'maybe_sent');
    assert.equal(error.cause, controller.signal.reason);
    return true;
  });
  assert.equal(await hanging(0), null);
});

test('AbortSignal.timeout ends a call', limit, async () => {
  await assert.rejects(hang({ signal: AbortSignal.timeout(20) }), (error) => {
    assert.ok(error instanceof OperationCancelledError);
    assert.equal(error.cause.name, 'TimeoutError');
    return true;
  });
});

test('AbortSignal.any ends a call', limit, async () => {
  const controller = new AbortController();
  const call = hang({ signal: AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]) });
  await hanging(1);
  controller.abort('enough');
  await assert.rejects(call, (error) => error instanceof OperationCancelledError && error.cause === 'enough');
});

test('one signal ends many calls at once and keeps no listener', limit, async () => {
  const warnings = [];
  const warn = (warning) => warnings.push(warning);
  process.on('warning', warn);
  const controller = new AbortController();
  for (let i = 0; i < 20; i += 1) await run(native.untilHangingForTests(0), { signal: controller.signal });
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  const calls = Array.from({ length: 200 }, () => hang({ signal: controller.signal }));
  await hanging(200);
  controller.abort();
  const settled = await Promise.allSettled(calls);
  assert.ok(settled.every(({ reason }) => reason instanceof OperationCancelledError));
  assert.equal(await hanging(0), null);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  await new Promise(setImmediate);
  process.off('warning', warn);
  assert.deepEqual(warnings, []);
});

test('what is no signal is refused', limit, async () => {
  await assert.rejects(
    hang({ signal: new AbortController() }),
    (error) => error instanceof InvalidInputError && error.get('field') === 'signal',
  );
  assert.equal(await hanging(0), null);
});

test('a call runs once', limit, async () => {
  const call = native.untilHangingForTests(0);
  assert.equal(await run(call), null);
  await assert.rejects(run(call), InvalidInputError);
});

// The README's program, run as it stands.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Sandbox, run } from './support/careweave.mjs';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

test('the program in the README names the best caregiver of each open shift', async () => {
  const program = readme.split('```js\n')[1].split('```')[0];
  // The program takes the present for its instant, so the agency is built around it.
  const sandbox = await Sandbox.start(['--seed', '1']);
  try {
    const printed = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: PACKAGE,
      env: sandbox.env,
    });
    const lines = printed.trim().split('\n');
    assert.ok(lines.length >= 3, printed);
    for (const line of lines) assert.match(line, /^shift \d+: (\d+ with -?\d+ points|nobody may take it)$/);
  } finally {
    await sandbox.stop();
  }
});

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

/** The programs of this package's own README, by the headings they stand under. */
const sections = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  .split('\n## ')
  .slice(1)
  .map((section) => [section.split('\n')[0], section.split('```js\n')[1]?.split('```')[0]])
  .filter(([, program]) => program !== undefined);

const PRINTS = {
  'Lists, whole or in parts': /^\d+ active clients\ncaregivers 1 to \d+ of \d+\n(Shift \{[^]*status: 'open'|$)/,
  'Ranking and labour law':
    /^700001 is first; not as the client asks\n38 h 00 → 44 h 00, 4 h overtime \(weekly 40\), extra \$36\.00\n$/,
  Figures: /^1 too_few 6\n$/,
  Stores: /^planned\n$/,
  Writes: /^Prospect \{ id: '\d+', status: 'contacted'/,
  Connect: /^\[[^]*'[a-z_]+'[^]*\]\n[^]*no feed of changes here/,
  'Cached reads, and what is counted': /^true fresh vendor\ncache\n\[ \{ outcome: 'success', count: \d+ \} \]\n$/,
  Scopes: /^\[withheld\]\nnot_sent\n$/,
};

test('each program in the README of the package has its expected lines', () => {
  assert.deepEqual(sections.map(([heading]) => heading).sort(), Object.keys(PRINTS).sort());
});

for (const [heading, program] of sections) {
  test(`the program in the README of the package runs: ${heading}`, async () => {
    const sandbox = await Sandbox.start(['--seed', '1']);
    const { baseUrl, tokenUrl } = sandbox.connectSettings;
    const connect = { WELLSKY_API: 'connect', WELLSKY_BASE_URL: baseUrl, WELLSKY_TOKEN_URL: tokenUrl };
    try {
      const printed = await run(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: PACKAGE,
        env: { ...sandbox.env, ...(heading === 'Connect' ? connect : {}) },
      });
      assert.match(printed, PRINTS[heading]);
      assert.doesNotMatch(printed, /Test(prospect|client)|30355501/);
    } finally {
      await sandbox.stop();
    }
  });
}

// Who can take each open shift of a roster file, and why: no server, no network.
//
//     node rank.mjs ../data/roster.json
//     node rank.mjs ../data/roster.json --shift 900001
//
// It prints what `careweave rank --roster … --json` prints, byte for byte. The format of the file is in
// docs/guides/roster-file.md.
import { parseArgs } from 'node:util';

// In your own project: import { … } from 'careweave';
import { CareweaveError, Roster } from '../../bindings/node/dist/index.js';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { shift: { type: 'string' } } });
if (positionals.length !== 1) {
  console.error('usage: node rank.mjs ROSTER.json [--shift ID]');
  process.exit(2);
}

try {
  // The roster is read and checked once; it stays on the Rust side, however often it is ranked.
  const roster = Roster.load(positionals[0]);
  const json = roster.rankAllJson(values.shift);

  // The text is Rust's own. To work with a ranking instead: roster.rank(shiftId).candidates[0].caregiverId
  process.stdout.write(`${json}\n`);
} catch (error) {
  // A record that breaks a rule is named, with the field and the rule; nothing is repaired.
  if (!(error instanceof CareweaveError)) throw error;
  console.error(`error: ${error.line}`);
  process.exitCode = 2;
}

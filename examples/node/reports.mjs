// What calls came to, and where clients come from: from a file of events, without any server.
//
//     node reports.mjs ../data/events.jsonl 2026-05-15T12:00:00Z
//
// It prints what `careweave report telephony --json` and `careweave report referral --json` print, byte for byte.
import { readFileSync } from 'node:fs';

// In your own project: import { … } from 'careweave';
import { CareweaveError, insights } from '../../bindings/node/dist/index.js';

const [path, asOf, zone = 'America/Denver'] = process.argv.slice(2);
if (asOf === undefined) {
  console.error('usage: node reports.mjs EVENTS.jsonl AS_OF [ZONE]');
  process.exit(2);
}

try {
  const calls = insights.query('telephony', { zone });
  const sources = insights.query('referral', { zone });
  // Both questions are answered from one pass. The file may come in parts, in any order and again and again.
  const inquiry = new insights.Inquiry([calls, sources]);
  await inquiry.pushAsync(readFileSync(path, 'utf8'));

  // With figures: inquiry.answer(calls, { asOf }).figures.answer.value
  for (const query of [calls, sources]) process.stdout.write(`${inquiry.answer(query, { asOf }).toJson()}\n`);
} catch (error) {
  // A line that breaks a rule is named, with the field and the rule; nothing is repaired.
  if (!(error instanceof CareweaveError)) throw error;
  console.error(`error: ${error.line}`);
  process.exitCode = 2;
}

// A lane in Node: one JSON order per line in, one JSON answer out. See ../src/task.rs.
import { createInterface } from 'node:readline';

const { Lane } = await import(`./${process.argv[2]}_lane.mjs`);
const lane = new Lane();
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await lane.carryOut(JSON.parse(line));
  } catch (error) {
    answer = { error: `${error.name}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

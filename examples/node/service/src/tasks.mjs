// The tasks of the service, as careweave's flow over appointments sees them.
import { refusal } from './careweave.mjs';
import { nextChange, transaction, useKey, usedKey } from './database.mjs';

const COLUMNS = 'id, version, change, source, source_id, priority, draft';

function taskOf(row) {
  return {
    id: row.id,
    version: Number(row.version),
    priority: row.priority,
    external: row.source === null ? null : { source: row.source, id: row.source_id },
    draft: row.draft,
  };
}

async function rowOf(client, taskId) {
  const { rows } = await client.query(`SELECT ${COLUMNS} FROM service_task WHERE id = $1`, [taskId]);
  if (rows.length === 0) throw refusal('not_found', 'there is no such task');
  return rows[0];
}

async function standingFor(client, external) {
  const { rows } = await client.query(`SELECT ${COLUMNS} FROM service_task WHERE source = $1 AND source_id = $2`, [
    external.source,
    external.id,
  ]);
  return rows[0];
}

async function write(client, row) {
  await client.query(
    `INSERT INTO service_task (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET version = $2, change = $3, source = $4, source_id = $5, priority = $6, draft = $7`,
    [row.id, row.version, row.change, row.source, row.source_id, row.priority, JSON.stringify(row.draft)],
  );
  return row;
}

/** A `TaskBoard` over the service's table. */
export class PgTaskBoard {
  #pool;

  constructor(pool) {
    this.#pool = pool;
  }

  async find(external) {
    const row = await standingFor(this.#pool, external);
    return row === undefined ? null : taskOf(row);
  }

  async get(taskId) {
    return taskOf(await rowOf(this.#pool, taskId));
  }

  async changed(after, limit) {
    if (after !== null && !/^\d+$/.test(after)) {
      throw refusal('invalid_input', 'must be a mark of this board', { field: 'after' });
    }
    const { rows } = await this.#pool.query(
      `SELECT ${COLUMNS} FROM service_task WHERE change > $1 ORDER BY change LIMIT $2`,
      [after ?? 0, limit + 1],
    );
    const page = rows.slice(0, limit);
    return { tasks: page.map(taskOf), next: page.at(-1)?.change ?? after ?? '0', more: rows.length > limit };
  }

  async apply(change, key) {
    return transaction(this.#pool, async (client) => {
      const number = await nextChange(client, 'task');
      const used = await usedKey(client, `task/${key}`);
      if (used !== undefined) {
        if (used.digest !== change.digest) throw refusal('key_reuse', 'the key was used for another change');
        return taskOf(await rowOf(client, used.record));
      }
      const row = change.kind === 'create' ? await this.#create(client, change, number) : await this.#update(client, change);
      await write(client, { ...row, change: number });
      await useKey(client, `task/${key}`, change.digest, row.id);
      return taskOf(row);
    });
  }

  /** Changes a task as somebody of the agency asked for; the flow carries it to the appointment service. */
  async edit(taskId, changed) {
    return transaction(this.#pool, async (client) => {
      const number = await nextChange(client, 'task');
      const row = await rowOf(client, taskId);
      const edited = { ...row, version: Number(row.version) + 1, change: number, draft: { ...row.draft, ...changed } };
      return taskOf(await write(client, edited));
    });
  }

  /** Every task, by start. */
  async all() {
    const { rows } = await this.#pool.query(`SELECT ${COLUMNS} FROM service_task ORDER BY draft->>'start', id`);
    return rows.map(taskOf);
  }

  async #create(client, { external, draft }, number) {
    if ((await standingFor(client, external)) !== undefined) {
      throw refusal('conflict', 'another task stands for this appointment');
    }
    const [source, source_id] = [external.source, external.id];
    return { id: `task-${number}`, version: 1, source, source_id, priority: 'normal', draft: { ...draft } };
  }

  async #update(client, { taskId, expected, external, draft }) {
    const row = await rowOf(client, taskId);
    if (Number(row.version) !== expected) throw refusal('conflict', 'the task changed since it was read');
    const held = external === null ? undefined : await standingFor(client, external);
    if (held !== undefined && held.id !== taskId) throw refusal('conflict', 'another task stands for this appointment');
    return {
      ...row,
      version: expected + 1,
      source: external?.source ?? row.source,
      source_id: external?.id ?? row.source_id,
      draft: draft === null ? row.draft : { ...draft },
    };
  }
}

// The deals of the service, as careweave's sales flow sees them.
import { refusal } from './careweave.mjs';
import { nextChange, transaction, useKey, usedKey } from './database.mjs';

const PAGE = 100;
const COLUMNS = 'id, change, contents, updated_at, heard';
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

const dealOf = (row) => ({ ...row.contents, id: row.id, updatedAt: row.updated_at });

async function rowOf(client, dealId) {
  const { rows } = await client.query(`SELECT ${COLUMNS} FROM service_deal WHERE id = $1`, [dealId]);
  return rows[0];
}

async function requiredRow(client, dealId) {
  const row = await rowOf(client, dealId);
  if (row === undefined) throw refusal('not_found', 'there is no such deal');
  return row;
}

/** A `SalesCrm` over the service's table. */
export class PgSalesCrm {
  #pool;

  constructor(pool) {
    this.#pool = pool;
  }

  async changedDeals(after) {
    const { rows } = await this.#pool.query(
      `SELECT ${COLUMNS} FROM service_deal WHERE change > $1 ORDER BY change LIMIT $2`,
      [after ?? 0, PAGE + 1],
    );
    const page = rows.slice(0, PAGE);
    const last = page.at(-1)?.change ?? after;
    return { deals: page.map(dealOf), next: rows.length > PAGE ? last : null, resume: last };
  }

  async deal(dealId) {
    const row = await rowOf(this.#pool, dealId);
    return row === undefined ? null : dealOf(row);
  }

  async apply(change, key) {
    await transaction(this.#pool, async (client) => {
      const number = await nextChange(client, 'deal');
      if ((await usedKey(client, `deal/${key}`)) !== undefined) return;
      const row = await requiredRow(client, change.dealId);
      if (change.fields === null) {
        const heard = [...row.heard, change.kind];
        await client.query('UPDATE service_deal SET heard = $2 WHERE id = $1', [row.id, heard]);
      } else {
        const taken = change.fields.changed.map(camel).map((name) => [name, change.fields[name]]);
        await this.#write(client, row.id, number, { ...row.contents, ...Object.fromEntries(taken) });
      }
      await useKey(client, `deal/${key}`, '', row.id);
    });
  }

  async hasApplied(key) {
    return (await usedKey(this.#pool, `deal/${key}`)) !== undefined;
  }

  /** A new deal, as somebody of the agency entered it. */
  async create({ id, ...contents }) {
    await transaction(this.#pool, async (client) => {
      const number = await nextChange(client, 'deal');
      if ((await rowOf(client, id)) !== undefined) throw refusal('conflict', 'there is such a deal');
      const now = new Date().toISOString();
      await client.query('INSERT INTO service_deal (id, change, contents, updated_at) VALUES ($1, $2, $3, $4)', [
        id,
        number,
        JSON.stringify({ stage: 'new', ...contents }),
        now,
      ]);
    });
  }

  /** Changes a deal as somebody of the agency asked for; the flow carries it to WellSky. */
  async edit(dealId, changed) {
    await transaction(this.#pool, async (client) => {
      const number = await nextChange(client, 'deal');
      const row = await requiredRow(client, dealId);
      await this.#write(client, dealId, number, { ...row.contents, ...changed });
    });
  }

  /** What a deal heard from WellSky, the oldest first. */
  async heard(dealId) {
    return (await requiredRow(this.#pool, dealId)).heard;
  }

  async #write(client, dealId, number, contents) {
    await client.query('UPDATE service_deal SET change = $2, contents = $3, updated_at = $4 WHERE id = $1', [
      dealId,
      number,
      JSON.stringify(contents),
      new Date().toISOString(),
    ]);
  }
}

// The service's own tables on PostgreSQL.
import pg from 'pg';

const TABLES = `
  CREATE TABLE IF NOT EXISTS service_clock (name TEXT PRIMARY KEY, number BIGINT NOT NULL);
  INSERT INTO service_clock VALUES ('task', 0), ('deal', 0) ON CONFLICT DO NOTHING;
  CREATE TABLE IF NOT EXISTS service_used_key (
    key TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    record TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS service_task (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    change BIGINT NOT NULL UNIQUE,
    source TEXT,
    source_id TEXT,
    priority TEXT NOT NULL,
    draft JSONB NOT NULL,
    UNIQUE (source, source_id)
  );
  CREATE TABLE IF NOT EXISTS service_deal (
    id TEXT PRIMARY KEY,
    change BIGINT NOT NULL UNIQUE,
    contents JSONB NOT NULL,
    updated_at TEXT NOT NULL,
    heard TEXT[] NOT NULL DEFAULT '{}'
  );
  CREATE TABLE IF NOT EXISTS service_assignment (
    shift_id TEXT PRIMARY KEY,
    caregiver_id TEXT NOT NULL
  );
`;

/** Connections to a database, with the tables made where they are not there. */
export async function open(url) {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  await transaction(pool, async (client) => {
    // Two workers that start together would make the same tables.
    await client.query('SELECT pg_advisory_xact_lock(7351001)');
    await client.query(TABLES);
  });
  return pool;
}

/** Does the work in a transaction: all of it, or nothing. */
export async function transaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/**
 * The number of a change. Whoever has taken one keeps the other writers of the kind waiting until the transaction ends, so that whoever
 * reads by number misses nothing that was committed late.
 */
export async function nextChange(client, kind) {
  const { rows } = await client.query(
    'UPDATE service_clock SET number = number + 1 WHERE name = $1 RETURNING number',
    [kind],
  );
  return rows[0].number;
}

/** The write that was made under a key; undefined when there was none. */
export async function usedKey(client, key) {
  const { rows } = await client.query('SELECT digest, record FROM service_used_key WHERE key = $1', [key]);
  return rows[0];
}

/** Keeps a key, in the transaction of its write. */
export async function useKey(client, key, digest, record) {
  await client.query('INSERT INTO service_used_key VALUES ($1, $2, $3)', [key, digest, record]);
}

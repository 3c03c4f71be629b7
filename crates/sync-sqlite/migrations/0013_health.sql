-- How often a lease ended without a word from its holder.
ALTER TABLE lease ADD COLUMN losses INTEGER NOT NULL DEFAULT 0 CHECK (losses >= 0);

CREATE TABLE integration (
    name            TEXT    PRIMARY KEY,
    state           TEXT    NOT NULL CHECK (state IN ('inactive', 'active', 'error')),
    since           INTEGER NOT NULL,
    failures        INTEGER NOT NULL CHECK (failures >= 0 AND (failures = 0 OR state <> 'active')),
    reason          TEXT,
    last_success_at INTEGER,
    last_failure_at INTEGER,
    updated_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

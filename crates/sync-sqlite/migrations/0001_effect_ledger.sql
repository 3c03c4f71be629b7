-- Instants are microseconds since 1970-01-01 UTC. Words of state, strategy and outcome are those of
-- careweave-sync-core. Effects are never deleted: a confirmed one holds its key for good.
CREATE TABLE effect (
    seq             INTEGER PRIMARY KEY,
    effect_id       BLOB    NOT NULL UNIQUE CHECK (length(effect_id) = 16),
    effect_key      TEXT    NOT NULL,
    version         INTEGER NOT NULL CHECK (version >= 1),
    operation       TEXT    NOT NULL,
    subject         TEXT    NOT NULL,
    detail          TEXT    NOT NULL,
    fingerprint     BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    strategy        TEXT    NOT NULL CHECK (strategy IN ('read_back', 'remote_key', 'find_by_natural_key', 'manual')),
    strategy_micros INTEGER CHECK ((strategy_micros IS NULL) = (strategy = 'manual')),
    state           TEXT    NOT NULL CHECK (state IN ('planned', 'sending', 'in_doubt', 'manual', 'confirmed',
                                                      'rejected', 'superseded', 'abandoned')),
    attempt         INTEGER NOT NULL CHECK (attempt >= 0),
    deadline_at     INTEGER CHECK (deadline_at IS NOT NULL OR state <> 'sending'),
    not_before      INTEGER CHECK (not_before IS NOT NULL OR state NOT IN ('in_doubt', 'manual')),
    remote_id       TEXT,
    note            TEXT,
    planned_at      INTEGER NOT NULL,
    first_sent_at   INTEGER,
    last_sent_at    INTEGER,
    finished_at     INTEGER,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    UNIQUE (effect_key, version)
) STRICT;

-- The first claim wins: one live effect per key, whatever a program gets wrong.
CREATE UNIQUE INDEX effect_holds_key ON effect (effect_key)
    WHERE state NOT IN ('rejected', 'superseded', 'abandoned');
CREATE INDEX effect_unresolved ON effect (seq) WHERE state IN ('sending', 'in_doubt');
CREATE INDEX effect_subject ON effect (subject, seq);

CREATE TABLE effect_attempt (
    seq         INTEGER PRIMARY KEY,
    effect_seq  INTEGER NOT NULL REFERENCES effect (seq),
    n           INTEGER NOT NULL CHECK (n >= 1),
    began_at    INTEGER NOT NULL,
    deadline_at INTEGER NOT NULL,
    ended_at    INTEGER,
    outcome     TEXT    NOT NULL CHECK (outcome IN ('under_way', 'in_doubt', 'confirmed', 'rejected', 'absent')),
    UNIQUE (effect_seq, n)
) STRICT;

-- Runs with the store's schema first in search_path. Instants are microseconds since 1970-01-01 UTC. Words of state,
-- strategy and outcome are those of careweave-sync-core. Text is compared byte by byte. Effects are never deleted: a
-- confirmed one holds its key for good.
CREATE TABLE effect (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Grows by one with every change; a step is written only over the revision it was decided on.
    revision        bigint NOT NULL DEFAULT 1 CHECK (revision >= 1),
    effect_id       bytea  NOT NULL UNIQUE CHECK (octet_length(effect_id) = 16),
    effect_key      text   COLLATE "C" NOT NULL,
    version         bigint NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
    operation       text   COLLATE "C" NOT NULL,
    subject         text   COLLATE "C" NOT NULL,
    detail          text   COLLATE "C" NOT NULL,
    fingerprint     bytea  NOT NULL CHECK (octet_length(fingerprint) = 32),
    strategy        text   COLLATE "C" NOT NULL
                    CHECK (strategy IN ('read_back', 'remote_key', 'find_by_natural_key', 'manual')),
    strategy_micros bigint CHECK ((strategy_micros IS NULL) = (strategy = 'manual')),
    state           text   COLLATE "C" NOT NULL
                    CHECK (state IN ('planned', 'sending', 'in_doubt', 'manual', 'confirmed', 'rejected', 'superseded',
                                     'abandoned')),
    attempt         bigint NOT NULL CHECK (attempt BETWEEN 0 AND 4294967295),
    deadline_at     bigint CHECK (deadline_at IS NOT NULL OR state <> 'sending'),
    not_before      bigint CHECK (not_before IS NOT NULL OR state NOT IN ('in_doubt', 'manual')),
    remote_id       text   COLLATE "C",
    note            text   COLLATE "C",
    planned_at      bigint NOT NULL,
    first_sent_at   bigint,
    last_sent_at    bigint,
    finished_at     bigint,
    created_at      bigint NOT NULL,
    updated_at      bigint NOT NULL,
    -- Until when one worker looks the effect up, so that the others take the next. Only saves work: the revision guards.
    claimed_until   bigint,
    UNIQUE (effect_key, version)
) WITH (fillfactor = 80);

-- The first claim wins: one live effect per key, whatever a program gets wrong.
CREATE UNIQUE INDEX effect_holds_key ON effect (effect_key)
    WHERE state NOT IN ('rejected', 'superseded', 'abandoned');
CREATE INDEX effect_unresolved ON effect (seq) WHERE state IN ('sending', 'in_doubt');
CREATE INDEX effect_subject ON effect (subject, seq);

CREATE TABLE effect_attempt (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    effect_seq  bigint NOT NULL REFERENCES effect (seq),
    n           bigint NOT NULL CHECK (n BETWEEN 1 AND 4294967295),
    began_at    bigint NOT NULL,
    deadline_at bigint NOT NULL,
    ended_at    bigint,
    outcome     text   COLLATE "C" NOT NULL
                CHECK (outcome IN ('under_way', 'in_doubt', 'confirmed', 'rejected', 'absent')),
    UNIQUE (effect_seq, n)
);

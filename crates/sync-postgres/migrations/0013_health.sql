-- How often a lease ended without a word from its holder.
ALTER TABLE lease ADD COLUMN losses bigint NOT NULL DEFAULT 0 CHECK (losses >= 0);

CREATE TABLE integration (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name            text   COLLATE "C" NOT NULL UNIQUE,
    state           text   COLLATE "C" NOT NULL CHECK (state IN ('inactive', 'active', 'error')),
    since           bigint NOT NULL,
    failures        bigint NOT NULL CHECK (failures BETWEEN 0 AND 4294967295 AND (failures = 0 OR state <> 'active')),
    reason          text   COLLATE "C",
    last_success_at bigint,
    last_failure_at bigint,
    updated_at      bigint NOT NULL
) WITH (fillfactor = 50);

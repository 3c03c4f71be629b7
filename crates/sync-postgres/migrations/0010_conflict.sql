-- One row: the number that was given last. Whoever records a conflict has it locked until the commit.
CREATE TABLE conflict_count (
    id   bigint PRIMARY KEY CHECK (id = 1),
    last bigint NOT NULL CHECK (last >= 0)
) WITH (fillfactor = 10);
INSERT INTO conflict_count (id, last) VALUES (1, 0);

-- What a person has to decide, and what was decided. The body holds the values, sealed where a key is named beside it.
CREATE TABLE conflict (
    number        bigint PRIMARY KEY,
    connection    text   COLLATE "C" NOT NULL,
    kind          text   COLLATE "C" NOT NULL,
    external_id   text   COLLATE "C" NOT NULL,
    field         text   COLLATE "C" NOT NULL,
    base          bytea  NOT NULL CHECK (octet_length(base) = 32),
    local         bytea  NOT NULL CHECK (octet_length(local) = 32),
    remote        bytea  NOT NULL CHECK (octet_length(remote) = 32),
    state         text   COLLATE "C" NOT NULL CHECK (state IN ('open', 'resolved', 'obsolete')),
    chosen        text   COLLATE "C" CHECK (chosen IN ('local', 'remote', 'value')),
    actor         text   COLLATE "C",
    reason        text   COLLATE "C",
    found         bigint NOT NULL CHECK (found BETWEEN 1 AND 4294967295),
    found_at      bigint NOT NULL,
    last_found_at bigint NOT NULL,
    closed_at     bigint,
    body          bytea,
    sealed_under  text   COLLATE "C",
    wrapped       bytea,
    CHECK ((closed_at IS NULL) = (state = 'open')),
    CHECK ((chosen IS NULL) = (state <> 'resolved')),
    CHECK ((actor IS NULL) = (chosen IS NULL) AND (reason IS NULL) = (chosen IS NULL)),
    CHECK (state <> 'open' OR body IS NOT NULL),
    CHECK ((sealed_under IS NULL) = (wrapped IS NULL))
) WITH (fillfactor = 80);

-- Whatever a program gets wrong, nothing is found twice.
CREATE UNIQUE INDEX conflict_once ON conflict (connection, kind, external_id, field, base, local, remote);
CREATE INDEX conflict_state ON conflict (connection, state, number);
CREATE INDEX conflict_closed ON conflict (closed_at) WHERE closed_at IS NOT NULL;

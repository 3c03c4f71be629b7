-- What other systems hold. Whoever writes about records of a connection and kind has its row here locked until the commit.
CREATE TABLE mirror_source (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection text   COLLATE "C" NOT NULL,
    kind       text   COLLATE "C" NOT NULL,
    UNIQUE (connection, kind)
);

-- One row: the numbers that were given last. Taking one locks it until the commit, so that changes are committed in the
-- order of their numbers, and whoever reads on from a number misses none.
CREATE TABLE mirror_count (
    id      bigint PRIMARY KEY CHECK (id = 1),
    locals  bigint NOT NULL,
    changes bigint NOT NULL,
    scans   bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO mirror_count (id, locals, changes, scans) VALUES (1, 0, 0, 0);

CREATE TABLE mirror_record (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source        bigint NOT NULL REFERENCES mirror_source (id),
    external_id   text   COLLATE "C" NOT NULL,
    local         bigint NOT NULL,
    state         text   COLLATE "C" NOT NULL CHECK (state IN ('live', 'tombstone', 'superseded')),
    superseded_by text   COLLATE "C",
    fingerprint   bytea  CHECK (octet_length(fingerprint) = 32),
    version       bigint,
    misses        bigint NOT NULL CHECK (misses BETWEEN 0 AND 4294967295),
    change        bigint NOT NULL,
    -- The newest scan that had begun when it was written last, or seen by a scan.
    touched       bigint NOT NULL,
    at            bigint,
    first_seen_at bigint NOT NULL,
    changed_at    bigint NOT NULL,
    body          bytea,
    UNIQUE (source, external_id),
    CHECK ((superseded_by IS NULL) = (state <> 'superseded'))
) WITH (fillfactor = 90);

CREATE INDEX mirror_record_local ON mirror_record (local);
CREATE INDEX mirror_record_change ON mirror_record (source, change);

CREATE TABLE mirror_cursor (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream     text   COLLATE "C" NOT NULL UNIQUE,
    high       bigint,
    token      text   COLLATE "C",
    version    bigint NOT NULL CHECK (version >= 1),
    updated_at bigint NOT NULL
) WITH (fillfactor = 50);

-- Every time somebody took a cursor elsewhere.
CREATE TABLE mirror_rewind (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream  text   COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    high    bigint,
    actor   text   COLLATE "C" NOT NULL,
    reason  text   COLLATE "C" NOT NULL,
    at      bigint NOT NULL
);

CREATE TABLE mirror_scan (
    number       bigint PRIMARY KEY,
    source       bigint NOT NULL REFERENCES mirror_source (id),
    window_from  bigint,
    window_until bigint,
    state        text   COLLATE "C" NOT NULL CHECK (state IN ('open', 'complete', 'partial', 'held')),
    started_at   bigint NOT NULL,
    approved_by  text   COLLATE "C",
    CHECK ((window_from IS NULL) = (window_until IS NULL))
);

CREATE UNIQUE INDEX mirror_scan_open ON mirror_scan (source) WHERE state = 'open';

CREATE TRIGGER mirror_scan_stays BEFORE DELETE ON mirror_scan FOR EACH ROW
    EXECUTE FUNCTION refuse('a scan is never deleted');

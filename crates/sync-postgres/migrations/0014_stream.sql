-- Where each stream stands. Streams are never deleted and their versions only grow: a decision is made at one.
CREATE TABLE stream (
    name          text   COLLATE "C" PRIMARY KEY,
    version       bigint NOT NULL CHECK (version >= 0),
    deadline      bigint,
    fence         bigint NOT NULL CHECK (fence >= 0),
    holder        text   COLLATE "C",
    claimed_until bigint CHECK ((claimed_until IS NULL) = (holder IS NULL)),
    created_at    bigint NOT NULL,
    updated_at    bigint NOT NULL CHECK (updated_at >= created_at)
) WITH (fillfactor = 50);

CREATE INDEX stream_due ON stream (deadline, name) WHERE deadline IS NOT NULL;

CREATE TRIGGER stream_grows BEFORE UPDATE ON stream FOR EACH ROW
    WHEN (new.version < old.version OR new.fence < old.fence OR new.name <> old.name)
    EXECUTE FUNCTION refuse('neither the version nor the fence of a stream ever goes back');
CREATE TRIGGER stream_stays BEFORE DELETE ON stream FOR EACH ROW
    EXECUTE FUNCTION refuse('a stream is never deleted');

CREATE TABLE stream_event (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream       text   COLLATE "C" NOT NULL REFERENCES stream (name),
    version      bigint NOT NULL CHECK (version >= 1),
    body         bytea  NOT NULL,
    sealed_under text   COLLATE "C",
    wrapped      bytea  CHECK ((wrapped IS NULL) = (sealed_under IS NULL)),
    appended_at  bigint NOT NULL,
    UNIQUE (stream, version)
);

CREATE TRIGGER stream_event_stays BEFORE UPDATE ON stream_event FOR EACH ROW
    WHEN (new.stream <> old.stream OR new.version <> old.version OR new.appended_at <> old.appended_at)
    EXECUTE FUNCTION refuse('what happened is not rewritten');

-- What whoever sends an item of the outbox needs to know.
CREATE TABLE stream_command (
    item         bigint PRIMARY KEY REFERENCES outbox (seq),
    stream       text   COLLATE "C" NOT NULL REFERENCES stream (name),
    body         bytea  NOT NULL,
    sealed_under text   COLLATE "C",
    wrapped      bytea  CHECK ((wrapped IS NULL) = (sealed_under IS NULL))
);

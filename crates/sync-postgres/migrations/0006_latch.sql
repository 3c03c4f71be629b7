-- What may happen once: never deleted, and what fired never changes.
CREATE TABLE latch (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text   COLLATE "C" NOT NULL,
    subject    text   COLLATE "C" NOT NULL,
    source     text   COLLATE "C" NOT NULL,
    document   text   COLLATE "C" NOT NULL,
    evidence   text   COLLATE "C" NOT NULL,
    state      text   COLLATE "C" NOT NULL CHECK (state IN ('armed', 'firing', 'fired')),
    effect     bytea  CHECK (octet_length(effect) = 16),
    remote_id  text   COLLATE "C",
    armed_at   bigint NOT NULL,
    fired_at   bigint,
    updated_at bigint NOT NULL CHECK (updated_at >= armed_at),
    UNIQUE (kind, subject),
    UNIQUE (source, document),
    CHECK ((effect IS NULL) = (state = 'armed')),
    CHECK ((fired_at IS NULL) = (state <> 'fired'))
);

CREATE INDEX latch_unfired ON latch (seq) WHERE state <> 'fired';

CREATE TRIGGER latch_stays BEFORE DELETE ON latch FOR EACH ROW
    EXECUTE FUNCTION refuse('a latch is never deleted');
CREATE TRIGGER latch_is_final BEFORE UPDATE ON latch FOR EACH ROW WHEN (old.state = 'fired')
    EXECUTE FUNCTION refuse('a latch that fired never changes');
CREATE TRIGGER latch_keeps_its_evidence BEFORE UPDATE OF kind, subject, source, document, evidence ON latch
    FOR EACH ROW EXECUTE FUNCTION refuse('a latch keeps its evidence');

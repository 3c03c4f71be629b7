-- Numbers of items are never given twice, so AUTOINCREMENT. Items are never deleted: an effect is queued once.
CREATE TABLE outbox (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    effect_id     BLOB    NOT NULL UNIQUE REFERENCES effect (effect_id),
    lane          TEXT    NOT NULL,
    priority      INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 255),
    state         TEXT    NOT NULL CHECK (state IN ('waiting', 'claimed', 'done', 'dead')),
    due_at        INTEGER NOT NULL,
    attempts      INTEGER NOT NULL CHECK (attempts >= 0),
    deferrals     INTEGER NOT NULL CHECK (deferrals >= 0),
    fence         INTEGER NOT NULL CHECK (fence >= 0),
    holder        TEXT    CHECK ((holder IS NULL) = (state <> 'claimed')),
    claimed_until INTEGER CHECK ((claimed_until IS NULL) = (state <> 'claimed')),
    began_at      INTEGER,
    reason        TEXT,
    enqueued_at   INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

-- One item of a lane is under way, whatever a program gets wrong.
CREATE UNIQUE INDEX outbox_under_way ON outbox (lane) WHERE state = 'claimed';
CREATE INDEX outbox_lane ON outbox (lane, seq) WHERE state = 'waiting';
CREATE INDEX outbox_turn ON outbox (priority DESC, due_at, seq) WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_dead ON outbox (seq) WHERE state = 'dead';

CREATE TRIGGER outbox_fence_grows BEFORE UPDATE ON outbox
    WHEN new.fence < old.fence OR new.effect_id IS NOT old.effect_id
    BEGIN SELECT RAISE(ABORT, 'the fence of an item never goes back, nor does its effect change'); END;
CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox
    BEGIN SELECT RAISE(ABORT, 'an item is never deleted'); END;

-- One row: the number that was given last. It is locked from before an item is looked up until it is recorded, so that
-- numbers are committed in their order and none is left out.
CREATE TABLE outbox_count (
    id   bigint PRIMARY KEY CHECK (id = 1),
    last bigint NOT NULL CHECK (last >= 0)
) WITH (fillfactor = 10);
INSERT INTO outbox_count (id, last) VALUES (1, 0);

-- Items are never deleted: an effect is queued once.
CREATE TABLE outbox (
    seq           bigint PRIMARY KEY,
    effect_id     bytea  NOT NULL UNIQUE REFERENCES effect (effect_id),
    lane          text   COLLATE "C" NOT NULL,
    priority      bigint NOT NULL CHECK (priority BETWEEN 0 AND 255),
    state         text   COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'claimed', 'done', 'dead')),
    due_at        bigint NOT NULL,
    attempts      bigint NOT NULL CHECK (attempts BETWEEN 0 AND 4294967295),
    deferrals     bigint NOT NULL CHECK (deferrals BETWEEN 0 AND 4294967295),
    fence         bigint NOT NULL CHECK (fence >= 0),
    holder        text   COLLATE "C" CHECK ((holder IS NULL) = (state <> 'claimed')),
    claimed_until bigint CHECK ((claimed_until IS NULL) = (state <> 'claimed')),
    began_at      bigint,
    reason        text   COLLATE "C",
    enqueued_at   bigint NOT NULL,
    updated_at    bigint NOT NULL
) WITH (fillfactor = 80);

-- One item of a lane is under way, whatever a program gets wrong.
CREATE UNIQUE INDEX outbox_under_way ON outbox (lane) WHERE state = 'claimed';
CREATE INDEX outbox_lane ON outbox (lane, seq) WHERE state = 'waiting';
CREATE INDEX outbox_turn ON outbox (priority DESC, due_at, seq) WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_dead ON outbox (seq) WHERE state = 'dead';

CREATE TRIGGER outbox_fence_grows BEFORE UPDATE ON outbox FOR EACH ROW
    WHEN (new.fence < old.fence OR new.effect_id <> old.effect_id)
    EXECUTE FUNCTION refuse('the fence of an item never goes back, nor does its effect change');
CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox FOR EACH ROW
    EXECUTE FUNCTION refuse('an item is never deleted');

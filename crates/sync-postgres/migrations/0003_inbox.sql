-- One row: the number that was given last. It is locked from before a delivery is looked up until it is recorded, so that
-- numbers are committed in their order, and whoever reads on from a number misses none.
CREATE TABLE inbox_count (
    id   bigint PRIMARY KEY CHECK (id = 1),
    last bigint NOT NULL CHECK (last >= 0)
) WITH (fillfactor = 10);
INSERT INTO inbox_count (id, last) VALUES (1, 0);

-- The body is kept until the message is settled.
CREATE TABLE inbox_message (
    seq              bigint PRIMARY KEY,
    source           text   COLLATE "C" NOT NULL,
    class            text   COLLATE "C" NOT NULL CHECK (class IN ('keyed', 'stamped')),
    message_id       text   COLLATE "C" NOT NULL,
    event            text   COLLATE "C" NOT NULL,
    subject          text   COLLATE "C" NOT NULL,
    fingerprint      bytea  NOT NULL CHECK (octet_length(fingerprint) = 32),
    body             bytea  CHECK ((body IS NULL) = (state <> 'received')),
    state            text   COLLATE "C" NOT NULL
                     CHECK (state IN ('received', 'applied', 'superseded', 'ignored', 'rejected')),
    reason           text   COLLATE "C" CHECK ((reason IS NULL) = (state IN ('received', 'applied'))),
    deliveries       bigint NOT NULL CHECK (deliveries BETWEEN 1 AND 4294967295),
    sent_at          bigint,
    received_at      bigint NOT NULL,
    last_delivery_at bigint NOT NULL,
    settled_at       bigint CHECK ((settled_at IS NULL) = (state = 'received')),
    UNIQUE (source, class, message_id)
) WITH (fillfactor = 80);
CREATE INDEX inbox_waits ON inbox_message (source, seq) WHERE state = 'received';
CREATE INDEX inbox_settled ON inbox_message (source, seq, last_delivery_at) WHERE state <> 'received';

-- Marks are never deleted: their numbers must not begin anew.
CREATE TABLE inbox_mark (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source       text   COLLATE "C" NOT NULL,
    kind         text   COLLATE "C" NOT NULL,
    id           text   COLLATE "C" NOT NULL,
    hints        bigint NOT NULL CHECK (hints >= 1),
    served       bigint NOT NULL CHECK (served BETWEEN 0 AND hints),
    dirty_since  bigint NOT NULL,
    last_hint_at bigint NOT NULL,
    UNIQUE (source, kind, id)
) WITH (fillfactor = 80);
CREATE INDEX inbox_dirty ON inbox_mark (source, dirty_since, seq) WHERE hints > served;

-- What was counted as it happened; what still waits is counted from the rows.
CREATE TABLE inbox_tally (
    seq    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text   COLLATE "C" NOT NULL,
    what   text   COLLATE "C" NOT NULL
           CHECK (what IN ('accepted', 'repeated', 'differing', 'applied', 'superseded', 'ignored', 'rejected', 'hints')),
    n      bigint NOT NULL CHECK (n >= 1),
    UNIQUE (source, what)
) WITH (fillfactor = 50);

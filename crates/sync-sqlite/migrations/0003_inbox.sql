-- Numbers of messages are never given twice, so AUTOINCREMENT. The body is kept until the message is settled.
CREATE TABLE inbox_message (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    source           TEXT    NOT NULL,
    class            TEXT    NOT NULL CHECK (class IN ('keyed', 'stamped')),
    message_id       TEXT    NOT NULL,
    event            TEXT    NOT NULL,
    subject          TEXT    NOT NULL,
    fingerprint      BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    body             BLOB    CHECK ((body IS NULL) = (state <> 'received')),
    state            TEXT    NOT NULL CHECK (state IN ('received', 'applied', 'superseded', 'ignored', 'rejected')),
    reason           TEXT    CHECK ((reason IS NULL) = (state IN ('received', 'applied'))),
    deliveries       INTEGER NOT NULL CHECK (deliveries >= 1),
    sent_at          INTEGER,
    received_at      INTEGER NOT NULL,
    last_delivery_at INTEGER NOT NULL,
    settled_at       INTEGER CHECK ((settled_at IS NULL) = (state = 'received')),
    UNIQUE (source, class, message_id)
) STRICT;
CREATE INDEX inbox_waits ON inbox_message (source, seq) WHERE state = 'received';
CREATE INDEX inbox_settled ON inbox_message (source, seq, last_delivery_at) WHERE state <> 'received';

-- Marks are never deleted: their numbers must not begin anew.
CREATE TABLE inbox_mark (
    seq          INTEGER PRIMARY KEY,
    source       TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    hints        INTEGER NOT NULL CHECK (hints >= 1),
    served       INTEGER NOT NULL CHECK (served BETWEEN 0 AND hints),
    dirty_since  INTEGER NOT NULL,
    last_hint_at INTEGER NOT NULL,
    UNIQUE (source, kind, id)
) STRICT;
CREATE INDEX inbox_dirty ON inbox_mark (source, dirty_since, seq) WHERE hints > served;

-- What was counted as it happened; what still waits is counted from the rows.
CREATE TABLE inbox_tally (
    seq    INTEGER PRIMARY KEY,
    source TEXT    NOT NULL,
    what   TEXT    NOT NULL CHECK (what IN ('accepted', 'repeated', 'differing', 'applied', 'superseded', 'ignored',
                                            'rejected', 'hints')),
    n      INTEGER NOT NULL CHECK (n >= 1),
    UNIQUE (source, what)
) STRICT;

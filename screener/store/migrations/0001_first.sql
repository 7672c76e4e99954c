-- Calls, what was thought of them, vendors, people, and the consent ledger.
--
-- Moments are whole microseconds since 1970-01-01 UTC, with the local offset beside them in
-- minutes; days are ISO dates; flags are 0 or 1. Texts from outside stand as they came.
-- Facts (call, amendment, correction, ledger_entry) are never changed or removed: triggers at
-- the end see to it. Rows of facts are named for ever by call.id and by the AUTOINCREMENT ids,
-- so that later records can refer to them.

CREATE TABLE applied_migration (
    name       TEXT PRIMARY KEY,
    applied_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vendor (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    name             TEXT NOT NULL,
    folded           TEXT NOT NULL UNIQUE,   -- the name without case, marks and punctuation
    category         TEXT NOT NULL DEFAULT '',
    customer_since   TEXT,
    last_transaction TEXT,
    last_inquiry     TEXT,
    ended            TEXT
) STRICT;

CREATE TABLE vendor_name (                   -- aliases
    vendor INTEGER NOT NULL REFERENCES vendor (id) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (vendor, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX vendor_name_folded ON vendor_name (folded);

CREATE TABLE vendor_number (
    vendor INTEGER NOT NULL REFERENCES vendor (id) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    number TEXT NOT NULL,                    -- E.164 where it can be read, else as it came
    PRIMARY KEY (vendor, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX vendor_number_number ON vendor_number (number);

CREATE TABLE preference (
    id      INTEGER PRIMARY KEY,
    vendor  INTEGER NOT NULL REFERENCES vendor (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    choice  TEXT NOT NULL CHECK (choice IN ('opt-in', 'opt-out')),
    at      TEXT,
    how     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX preference_vendor ON preference (vendor);

CREATE TABLE vendor_merge (                  -- what a merge took away, so that it can be undone
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kept    INTEGER NOT NULL,
    merged  INTEGER NOT NULL,
    vendor  TEXT NOT NULL,                   -- the vendor that went, as JSON
    at      INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL UNIQUE,
    relation TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE person_number (
    person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;

-- The key sorts by when a call happened (store/moments.py), so that newest first is the order
-- of the table and of the full-text index. Amending the time moves it; children follow.
-- Long texts stand last: what lists need is read without walking through them.
CREATE TABLE call (
    key             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    at              INTEGER,
    at_offset       INTEGER,
    logged_at       INTEGER NOT NULL,
    logged_offset   INTEGER NOT NULL,
    number          TEXT NOT NULL,
    caller_id       TEXT NOT NULL,
    company         TEXT NOT NULL,
    status          TEXT,
    duration        INTEGER,
    agent           TEXT NOT NULL,
    callback_number TEXT NOT NULL,
    product         TEXT NOT NULL,
    recorded        INTEGER,
    tells           TEXT,                    -- JSON list, NULL for none
    answers         TEXT,                    -- JSON list of pairs, NULL for none
    own_number      TEXT NOT NULL,
    taken_by        TEXT NOT NULL,
    source          TEXT NOT NULL,
    source_id       TEXT NOT NULL,
    -- What follows is worked out from the facts and the rows beside, and follows them.
    number_key      TEXT,                    -- current number: E.164, else as it came, else NULL
    digits          TEXT NOT NULL,           -- forms of the numbers by which they are found
    company_folded  TEXT NOT NULL,
    amended         INTEGER NOT NULL DEFAULT 0,
    label           TEXT,                    -- as shown: the correction, else the latest screening's
    corrected       INTEGER NOT NULL DEFAULT 0,
    scam            INTEGER NOT NULL DEFAULT 0,
    permission      TEXT,
    vendor          INTEGER REFERENCES vendor (id),
    -- Facts again.
    note            TEXT NOT NULL,
    said            TEXT NOT NULL
) STRICT;
CREATE INDEX call_number ON call (number_key) WHERE number_key IS NOT NULL;
CREATE INDEX call_company ON call (company_folded) WHERE company_folded <> '';
CREATE INDEX call_label ON call (label);
CREATE INDEX call_vendor ON call (vendor) WHERE vendor IS NOT NULL;
CREATE INDEX call_scam ON call (scam) WHERE scam = 1;
CREATE INDEX call_corrected ON call (corrected) WHERE corrected = 1;

CREATE TABLE amendment (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    call      INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE,
    field     TEXT NOT NULL,
    old       TEXT,                          -- as text, see store/facts.py
    new       TEXT,
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    why       TEXT NOT NULL
) STRICT;
CREATE INDEX amendment_call ON amendment (call, field);

CREATE TABLE correction (                    -- no label: the correction before it is withdrawn
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    call      INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE,
    label     TEXT,
    note      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL
) STRICT;
CREATE INDEX correction_call ON correction (call);

CREATE TABLE rulebook (
    id   INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE wording (                       -- sentences that screenings share, each once
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE screening (                     -- the latest of a call counts, all are kept
    id               INTEGER PRIMARY KEY,
    call             INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE,
    at               INTEGER NOT NULL,
    rulebook         INTEGER NOT NULL REFERENCES rulebook (id),
    label            TEXT NOT NULL,
    purpose          TEXT NOT NULL,
    role             TEXT NOT NULL,
    scam             INTEGER NOT NULL,
    also_selling     INTEGER NOT NULL,
    confidence       REAL NOT NULL,
    identity         TEXT NOT NULL,
    relationship     TEXT NOT NULL,
    vendor           INTEGER REFERENCES vendor (id),
    permission       TEXT NOT NULL,
    permission_by    TEXT NOT NULL,
    permission_since TEXT,
    detail           TEXT NOT NULL           -- compact JSON, see store/screenings.py
) STRICT;
CREATE INDEX screening_call ON screening (call);
CREATE INDEX screening_vendor ON screening (vendor) WHERE vendor IS NOT NULL;

CREATE TABLE party (                         -- whom facts hang on; `vendor` joins it to one
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL CHECK (kind IN ('vendor', 'number', 'name')),
    value  TEXT NOT NULL,
    folded TEXT NOT NULL,
    vendor INTEGER REFERENCES vendor (id)
) STRICT;
CREATE UNIQUE INDEX party_value ON party (kind, folded) WHERE kind <> 'vendor';
CREATE INDEX party_vendor ON party (vendor) WHERE vendor IS NOT NULL;

CREATE TABLE ledger_entry (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    party         INTEGER NOT NULL REFERENCES party (id),
    purpose       TEXT NOT NULL,
    kind          TEXT NOT NULL,
    at            INTEGER NOT NULL,
    at_offset     INTEGER NOT NULL,
    logged_at     INTEGER NOT NULL,
    logged_offset INTEGER NOT NULL,
    how           TEXT NOT NULL,
    words         TEXT NOT NULL,
    to_whom       TEXT NOT NULL,
    reference     TEXT NOT NULL,
    file_hash     TEXT NOT NULL,
    call          INTEGER REFERENCES call (key) ON UPDATE CASCADE,
    note          TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_entry_party ON ledger_entry (party);
CREATE INDEX ledger_entry_call ON ledger_entry (call) WHERE call IS NOT NULL;

CREATE TABLE expecting (
    id            INTEGER PRIMARY KEY,
    who           TEXT NOT NULL,
    starts        INTEGER NOT NULL,
    starts_offset INTEGER NOT NULL,
    ends          INTEGER NOT NULL,
    ends_offset   INTEGER NOT NULL,
    note          TEXT NOT NULL
) STRICT;
CREATE INDEX expecting_ends ON expecting (ends);

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;
-- A household made by the program: sales calls are refused unless allowed.
INSERT INTO setting VALUES ('defaults', '{"sales":"opt-in"}');

CREATE TABLE draft (                         -- the call on the form, kept while it is typed
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    call TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

-- The words of each call as they now stand, for the full-text index.
CREATE VIEW call_text AS
SELECT c.key AS key,
       CASE c.amended WHEN 0 THEN c.company ELSE coalesce((SELECT new FROM amendment
           WHERE call = c.key AND field = 'company' ORDER BY id DESC LIMIT 1), c.company) END
           AS company,
       CASE c.amended WHEN 0 THEN c.said ELSE coalesce((SELECT new FROM amendment
           WHERE call = c.key AND field = 'said' ORDER BY id DESC LIMIT 1), c.said) END
           AS said,
       CASE c.amended WHEN 0 THEN c.note ELSE coalesce((SELECT new FROM amendment
           WHERE call = c.key AND field = 'note' ORDER BY id DESC LIMIT 1), c.note) END
           AS note,
       coalesce((SELECT name FROM vendor WHERE id = c.vendor), '') AS vendor,
       CASE c.amended WHEN 0 THEN c.agent ELSE coalesce((SELECT new FROM amendment
           WHERE call = c.key AND field = 'agent' ORDER BY id DESC LIMIT 1), c.agent) END
           AS agent,
       CASE c.amended WHEN 0 THEN c.caller_id ELSE coalesce((SELECT new FROM amendment
           WHERE call = c.key AND field = 'caller_id' ORDER BY id DESC LIMIT 1), c.caller_id) END
           AS caller_id,
       c.digits AS digits
  FROM call AS c;

CREATE VIRTUAL TABLE call_fts USING fts5 (
    company, said, note, vendor, agent, caller_id, digits,
    content = 'call_text', content_rowid = 'key', columnsize = 0,
    prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);

-- Facts stay. The one way round is a row in `forgetting`: removing all of a party at the
-- person's demand writes one at the start of its transaction and takes it away at the end.
CREATE TABLE forgetting (
    party TEXT NOT NULL
) STRICT;

CREATE TRIGGER call_stays BEFORE UPDATE OF id, at, at_offset, logged_at, logged_offset, number,
    caller_id, company, said, status, duration, agent, callback_number, product, recorded, tells,
    answers, own_number, taken_by, note, source, source_id ON call
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a call is a fact: amend it'); END;
CREATE TRIGGER call_is_kept BEFORE DELETE ON call
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a call is a fact: it is kept'); END;

CREATE TRIGGER amendment_stays BEFORE UPDATE OF id, field, old, new, at, at_offset, why ON amendment
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'an amendment stays as it is'); END;
CREATE TRIGGER amendment_is_kept BEFORE DELETE ON amendment
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'an amendment is kept'); END;

CREATE TRIGGER correction_stays BEFORE UPDATE OF id, label, note, at, at_offset ON correction
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a correction stays as it is'); END;
CREATE TRIGGER correction_is_kept BEFORE DELETE ON correction
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a correction is kept'); END;

CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OF id, party, purpose, kind, at, at_offset,
    logged_at, logged_offset, how, words, to_whom, reference, file_hash, note ON ledger_entry
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a ledger entry stays as it is'); END;
CREATE TRIGGER ledger_entry_is_kept BEFORE DELETE ON ledger_entry
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a ledger entry is kept'); END;

-- The same in less room: a million calls of twenty words take some 850 MB instead of two GB.
-- Rows are moved over in store/recast.py, in the same transaction.

-- The full-text index keeps no places of words and no column for each text: a mark at the
-- beginning of a word tells where it stands (store/indexed.py). Phrases are looked up in the row.
-- The prefixes are those of two to four letters, the mark counted in.
DROP TABLE call_fts;
DROP VIEW call_text;

-- Of the numbers' words only what the row does not tell by itself: the number to ring back.
ALTER TABLE call RENAME COLUMN digits TO back_key;

-- The words of each call as they now stand.
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
       coalesce(c.number_key, '') AS number,
       c.back_key AS back
  FROM call AS c;

CREATE VIRTUAL TABLE call_fts USING fts5 (
    words, content = '', columnsize = 0, detail = none, prefix = '3 4 5',
    tokenize = "ascii tokenchars '=@!&#<'"
);

-- What a screening shares with others: everything but its moment, its numbers and the places of
-- its quotes. Found again by a hash, since an index of the text would double it.
CREATE TABLE finding (
    id               INTEGER PRIMARY KEY,
    hash             INTEGER NOT NULL,
    rulebook         INTEGER NOT NULL REFERENCES rulebook (id),
    role             TEXT NOT NULL,
    identity         TEXT NOT NULL,
    relationship     TEXT NOT NULL,
    permission       TEXT NOT NULL,
    permission_by    TEXT NOT NULL,
    permission_since TEXT,
    detail           TEXT NOT NULL           -- compact JSON, see store/screenings.py
) STRICT;
CREATE INDEX finding_hash ON finding (hash);

DROP INDEX screening_call;
DROP INDEX screening_vendor;
ALTER TABLE screening RENAME TO screening_before;

CREATE TABLE screening (                     -- the latest of a call counts, all are kept
    id           INTEGER PRIMARY KEY,
    call         INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE,
    at           INTEGER NOT NULL,
    finding      INTEGER NOT NULL REFERENCES finding (id),
    label        TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    scam         INTEGER NOT NULL,
    also_selling INTEGER NOT NULL,
    vendor       INTEGER REFERENCES vendor (id),
    numbers      BLOB NOT NULL               -- see store/findings.py
) STRICT;
CREATE INDEX screening_call ON screening (call);
CREATE INDEX screening_vendor ON screening (vendor) WHERE vendor IS NOT NULL;

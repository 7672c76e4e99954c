-- What the person did with what takes it back, their own words on calls, and how many calls each
-- day has.

CREATE TABLE deed (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    words     TEXT NOT NULL,                 -- what was done, as a person reads it
    changes   TEXT NOT NULL,                 -- JSON: what, key, before, after; see desk/undo.py
    undone    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX deed_undone ON deed (undone);

-- They go with their call when it is forgotten; they are notes of the person, no records.
CREATE TABLE tag (
    tag  TEXT NOT NULL,                      -- folded: without case, accents and punctuation
    call INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE ON DELETE CASCADE,
    PRIMARY KEY (tag, call)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_call ON tag (call);

-- So that a list of any length can be entered anywhere: which call is the 700,000th is found by
-- adding up days. A day is one in UTC, of 691,200 keys (store/moments.py); worked out from `call`
-- by the triggers below.
CREATE TABLE day_count (
    day   INTEGER PRIMARY KEY,
    calls INTEGER NOT NULL
) STRICT;
INSERT INTO day_count (day, calls) SELECT (key + 691200000000) / 691200 - 1000000, count(*) FROM call GROUP BY 1;

CREATE TRIGGER call_of_day AFTER INSERT ON call
BEGIN
    INSERT INTO day_count (day, calls) VALUES ((new.key + 691200000000) / 691200 - 1000000, 1)
        ON CONFLICT DO UPDATE SET calls = calls + 1;
END;
CREATE TRIGGER call_off_day AFTER DELETE ON call
BEGIN
    UPDATE day_count SET calls = calls - 1 WHERE day = (old.key + 691200000000) / 691200 - 1000000;
    DELETE FROM day_count WHERE day = (old.key + 691200000000) / 691200 - 1000000 AND calls = 0;
END;
CREATE TRIGGER call_to_other_day AFTER UPDATE OF key ON call
WHEN (old.key + 691200000000) / 691200 - 1000000 <> (new.key + 691200000000) / 691200 - 1000000
BEGIN
    UPDATE day_count SET calls = calls - 1 WHERE day = (old.key + 691200000000) / 691200 - 1000000;
    DELETE FROM day_count WHERE day = (old.key + 691200000000) / 691200 - 1000000 AND calls = 0;
    INSERT INTO day_count (day, calls) VALUES ((new.key + 691200000000) / 691200 - 1000000, 1)
        ON CONFLICT DO UPDATE SET calls = calls + 1;
END;

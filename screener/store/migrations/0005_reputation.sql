-- Public complaints about numbers, read from files. They are nobody's facts here: a source is
-- removed whole, and then all that only it told of is gone.
--
-- Made for millions of rows: a number is an integer, words stand in a dictionary, and each big
-- table is one tree in the order of numbers, so that a look-up reads one run of neighbours. They
-- name other rows without REFERENCES, whose checks would cost as much as the writing itself.

CREATE TABLE reputation_source (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL UNIQUE,
    format       TEXT NOT NULL,
    hash         TEXT NOT NULL UNIQUE,       -- SHA-256 of the file
    added_at     INTEGER NOT NULL,
    added_offset INTEGER NOT NULL,
    complete     INTEGER NOT NULL DEFAULT 0, -- 0 while it is read in or removed
    rows         INTEGER NOT NULL DEFAULT 0,
    counted      INTEGER NOT NULL DEFAULT 0, -- rows that were no junk
    junk         TEXT NOT NULL DEFAULT '[]'  -- JSON, see store/complaint_files.py
) STRICT;

CREATE TABLE reputation_subject (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- A row stands in few files or in many that overlap; most rows share their set with others. So a
-- row names its set of sources, and the sets stand apart. No index by source is needed: removing
-- one walks through the tree once.
CREATE TABLE reputation_set (
    id     INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES reputation_source (id),
    PRIMARY KEY (id, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX reputation_set_source ON reputation_set (source);

CREATE TABLE complaint (
    number   INTEGER NOT NULL,               -- E.164 without the plus
    at       INTEGER NOT NULL,               -- seconds since 1970 on the clock of the file
    subject  INTEGER NOT NULL,
    robocall INTEGER NOT NULL,               -- 1 a recording, 0 none, -1 not said
    sources  INTEGER NOT NULL,               -- reputation_set.id
    PRIMARY KEY (number, at, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE listed (                        -- what lists say of a number or a range of them
    number  INTEGER NOT NULL,                -- as above, or how the numbers of the range begin
    more    INTEGER NOT NULL,                -- digits that follow; 0: this number, -1: any
    subject INTEGER NOT NULL,
    source  INTEGER NOT NULL,
    votes   INTEGER NOT NULL,
    at      INTEGER,                         -- of the newest call or vote, where the list says
    PRIMARY KEY (number, more, subject, source)
) STRICT, WITHOUT ROWID;

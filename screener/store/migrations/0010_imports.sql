-- What was brought in from files, and the ids that feeds have for their calls.

CREATE TABLE import (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    at_offset  INTEGER NOT NULL,
    name       TEXT NOT NULL,                -- the file's, without its folders
    format     TEXT NOT NULL,                -- as `screener import --format` names it
    hash       TEXT NOT NULL,                -- SHA-256 of the file, '' for a folder
    calls      INTEGER NOT NULL DEFAULT 0,
    contacts   INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    skipped    INTEGER NOT NULL DEFAULT 0,
    places     TEXT NOT NULL DEFAULT '[]',   -- JSON: runs of places in the chain, first and last
    state      TEXT NOT NULL DEFAULT 'begun' CHECK (state IN ('begun', 'done', 'undone'))
) STRICT;

CREATE INDEX call_source ON call (source_id, source) WHERE source_id <> '';

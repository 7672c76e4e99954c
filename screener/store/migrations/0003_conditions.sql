-- What an opt-in is tied to, and what was done after a caller was given something.

ALTER TABLE preference ADD COLUMN conditions TEXT NOT NULL DEFAULT '';  -- JSON, '' for none

-- These go with their call when it is forgotten; they are notes of the person, no records.
CREATE TABLE given (                         -- what the caller of a call was given
    call      INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE ON DELETE CASCADE,
    what      TEXT NOT NULL,                 -- an id of rules/advice/aftercare.toml
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    PRIMARY KEY (call, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_done (                     -- a step of its aftercare that was ticked off
    call      INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE ON DELETE CASCADE,
    step      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    PRIMARY KEY (call, step)
) STRICT, WITHOUT ROWID;

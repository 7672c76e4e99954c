-- Calls that a rule may be about although their label says service are few: found by themselves.
CREATE INDEX screening_beside ON screening (call) WHERE also_selling = 1 OR purpose = 'survey';

-- What a merge of vendors changed, so that it can be taken back. Goes with the merge's record, and
-- once it was taken back.
CREATE TABLE merge_undo (
    merge INTEGER PRIMARY KEY REFERENCES vendor_merge (id) ON DELETE CASCADE,
    kept  TEXT NOT NULL                      -- the vendor that stayed as it was before, as JSON
) STRICT;

CREATE TABLE merge_call (
    call  INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE ON DELETE CASCADE,
    merge INTEGER NOT NULL REFERENCES merge_undo (merge) ON DELETE CASCADE,
    PRIMARY KEY (call, merge)
) STRICT, WITHOUT ROWID;

CREATE TABLE merge_screening (
    screening INTEGER NOT NULL REFERENCES screening (id) ON DELETE CASCADE,
    merge     INTEGER NOT NULL REFERENCES merge_undo (merge) ON DELETE CASCADE,
    PRIMARY KEY (screening, merge)
) STRICT, WITHOUT ROWID;

CREATE TABLE merge_party (
    party INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
    merge INTEGER NOT NULL REFERENCES merge_undo (merge) ON DELETE CASCADE,
    PRIMARY KEY (party, merge)
) STRICT, WITHOUT ROWID;

-- The chain over all records (calls, amendments, corrections, ledger entries, merges, notices):
-- form and proof in screener/chain.py and docs/evidence.md. A link is written in the same
-- transaction as its record.

-- A record about other records: 'forgotten' and 'voided' tell which places were emptied.
CREATE TABLE notice (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    begins    INTEGER,                       -- the first and the last place it speaks of
    ends      INTEGER,
    records   INTEGER NOT NULL,              -- how many places
    digest    TEXT NOT NULL,                 -- which places, see chain.digest_of
    why       TEXT NOT NULL
) STRICT;

CREATE TABLE link (
    position INTEGER PRIMARY KEY,            -- 1, 2, 3 ... without a gap
    record   TEXT,                           -- kind, NULL once the place is emptied
    ref      ANY,                            -- id of the record
    salt     BLOB,
    head     BLOB NOT NULL,                  -- of the chain after this record
    hash     BLOB,                           -- salted hash, kept only of an emptied place
    notice   INTEGER REFERENCES notice (id), -- by which the place was emptied
    CHECK (CASE WHEN hash IS NULL THEN record IS NOT NULL AND ref IS NOT NULL AND salt IS NOT NULL
           ELSE record IS NULL AND ref IS NULL AND salt IS NULL END)
) STRICT;

CREATE TABLE anchor (                        -- heads that were quoted outside of the file
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    head      TEXT NOT NULL,
    records   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    quoted    TEXT NOT NULL,                 -- report, letter, backup, export
    file      TEXT NOT NULL                  -- where that went, '' if it is not known
) STRICT;

-- The id of the call that an entry names stays when the call itself is forgotten.
ALTER TABLE ledger_entry ADD COLUMN call_id TEXT NOT NULL DEFAULT '';
UPDATE ledger_entry SET call_id = (SELECT id FROM call WHERE key = ledger_entry.call)
 WHERE call IS NOT NULL;

CREATE TRIGGER ledger_entry_cites BEFORE UPDATE OF call_id ON ledger_entry
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a ledger entry stays as it is'); END;

CREATE TRIGGER party_stays BEFORE UPDATE OF kind, value, folded ON party
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a party stays as it is'); END;

CREATE TRIGGER vendor_merge_stays BEFORE UPDATE ON vendor_merge
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a merge stays as it is'); END;
CREATE TRIGGER vendor_merge_is_kept BEFORE DELETE ON vendor_merge
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'a merge is kept'); END;

CREATE TRIGGER notice_stays BEFORE UPDATE ON notice
BEGIN SELECT raise(ABORT, 'a notice stays as it is'); END;
CREATE TRIGGER notice_is_kept BEFORE DELETE ON notice
BEGIN SELECT raise(ABORT, 'a notice is kept'); END;

CREATE TRIGGER link_stays BEFORE UPDATE OF record, ref, salt, hash, notice ON link
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT raise(ABORT, 'the chain stays as it is'); END;
CREATE TRIGGER link_holds BEFORE UPDATE OF position, head ON link
BEGIN SELECT raise(ABORT, 'the chain stays as it is'); END;
CREATE TRIGGER link_is_kept BEFORE DELETE ON link
BEGIN SELECT raise(ABORT, 'the chain is kept whole'); END;

CREATE TRIGGER anchor_stays BEFORE UPDATE OF head, records, at, at_offset, quoted ON anchor
BEGIN SELECT raise(ABORT, 'an anchor stays as it is'); END;
CREATE TRIGGER anchor_is_kept BEFORE DELETE ON anchor
BEGIN SELECT raise(ABORT, 'an anchor is kept'); END;

-- A draft for each window, not one for the file. Whether the window that keeps it still runs is
-- told by the lock that it holds (store/running.py).

ALTER TABLE draft RENAME TO draft_before;
CREATE TABLE draft (                         -- the call on a form, kept while it is typed
    id     INTEGER PRIMARY KEY,              -- drawn by chance
    call   TEXT NOT NULL,
    at     INTEGER NOT NULL,
    holder TEXT NOT NULL                     -- the window that keeps it, '' for none
) STRICT;
INSERT INTO draft (id, call, at, holder) SELECT id, call, at, '' FROM draft_before;
DROP TABLE draft_before;

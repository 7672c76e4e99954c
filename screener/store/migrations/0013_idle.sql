-- The index of words joins its pieces in idle moments (store/resting.py) and not while a call is
-- being stored, where every sixty-fourth waited for hundreds of pages.
INSERT INTO call_fts (call_fts, rank) VALUES ('automerge', 0);

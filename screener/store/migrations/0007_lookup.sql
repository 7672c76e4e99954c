-- How often each caller called, counted as calls come, so that a look-up costs the same however
-- long the log is and however often somebody rang.
--
-- A call counts for its number ('' where it was withheld) and for its company: the vendor that it
-- is attributed to, else the name that it claimed; for its day, and once more for all days
-- together. Numbers are counted from their 64th call on; before that they are read from the calls.
-- All of this is worked out from `call` by triggers, and can be made again from it.

CREATE TABLE claimed (                       -- the folded names of calls without a vendor
    id     INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE claimed_word (                  -- the names by each of their words
    word    TEXT NOT NULL,
    words   INTEGER NOT NULL,                -- how many words the name has
    claimed INTEGER NOT NULL,
    PRIMARY KEY (word, words, claimed)
) STRICT, WITHOUT ROWID;
-- A folded name is words and single blanks; only one that is nothing but marks may hold others.
CREATE TRIGGER claimed_indexed AFTER INSERT ON claimed
WHEN instr(new.folded, char(0)) = 0
 AND new.folded NOT GLOB '*[' || char(1) || '-' || char(31) || '"\]*'
BEGIN
    INSERT OR IGNORE INTO claimed_word (word, words, claimed)
    SELECT value, 1 + length(new.folded) - length(replace(new.folded, ' ', '')), new.id
      FROM json_each('["' || replace(new.folded, ' ', '","') || '"]');
END;
CREATE TRIGGER claimed_unindexed BEFORE DELETE ON claimed
WHEN instr(old.folded, char(0)) = 0
 AND old.folded NOT GLOB '*[' || char(1) || '-' || char(31) || '"\]*'
BEGIN
    DELETE FROM claimed_word WHERE claimed = old.id AND word IN
        (SELECT value FROM json_each('["' || replace(old.folded, ' ', '","') || '"]'));
END;

-- What a call counts for, in two rows. A day is one in UTC, of 691,200 keys (store/moments.py);
-- that of the second row, long before all others, stands for all of them. `claim` tells which table
-- `company` is a key of: 0 vendor, 1 claimed. `what` is the label, 2 more for a call that was
-- refused, 1 more for a scam.
CREATE VIEW counted AS
SELECT key,
       number_key,
       coalesce(number_key, '') AS number,
       iif(ever, -9999999, (key + 691200000000) / 691200 - 1000000) AS day,
       ever,
       vendor IS NULL AS claim,
       coalesce(vendor, (SELECT id FROM claimed WHERE folded = company_folded)) AS company,
       CASE label WHEN 'solicitation' THEN 4 WHEN 'upsell' THEN 8 WHEN 'service' THEN 12
                  WHEN 'undetermined' THEN 16 ELSE 0 END
           + (permission IS 'refused') * 2 + (scam <> 0) AS what
  FROM call CROSS JOIN (SELECT 0 AS ever UNION ALL SELECT 1) AS e;

CREATE TABLE number_count (
    number TEXT NOT NULL,
    day    INTEGER NOT NULL,
    what   INTEGER NOT NULL,
    calls  INTEGER NOT NULL,
    PRIMARY KEY (number, day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE company_count (
    claim   INTEGER NOT NULL,
    company INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    what    INTEGER NOT NULL,
    calls   INTEGER NOT NULL,
    PRIMARY KEY (claim, company, day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE company_number (                -- the numbers that a company called from
    claim   INTEGER NOT NULL,
    company INTEGER NOT NULL,
    number  TEXT NOT NULL,
    calls   INTEGER NOT NULL,
    PRIMARY KEY (claim, company, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_number_often ON company_number (claim, company, calls) WHERE calls > 1;

CREATE TABLE company_size (                  -- how many those are
    claim   INTEGER NOT NULL,
    company INTEGER NOT NULL,
    numbers INTEGER NOT NULL,
    PRIMARY KEY (claim, company)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER company_number_new AFTER INSERT ON company_number
BEGIN
    INSERT INTO company_size (claim, company, numbers) VALUES (new.claim, new.company, 1)
        ON CONFLICT DO UPDATE SET numbers = numbers + 1;
END;
CREATE TRIGGER company_number_gone AFTER DELETE ON company_number
BEGIN
    UPDATE company_size SET numbers = numbers - 1 WHERE claim = old.claim AND company = old.company;
    DELETE FROM company_size WHERE claim = old.claim AND company = old.company AND numbers = 0;
END;

INSERT INTO claimed (folded)
SELECT DISTINCT company_folded FROM call WHERE vendor IS NULL AND company_folded <> '';
INSERT INTO number_count
SELECT number, day, what, count(*) FROM counted
 WHERE number = '' OR number_key IN
       (SELECT number_key FROM call GROUP BY 1 HAVING number_key NOTNULL AND count(*) >= 64)
 GROUP BY 1, 2, 3;
INSERT INTO company_count
SELECT claim, company, day, what, count(*) FROM counted WHERE company NOTNULL GROUP BY 1, 2, 3, 4;
INSERT INTO company_number
SELECT claim, company, number, count(*) FROM counted
 WHERE company NOTNULL AND number <> '' AND ever
 GROUP BY 1, 2, 3;

CREATE TRIGGER call_counted AFTER INSERT ON call
BEGIN
    INSERT INTO number_count (number, day, what, calls)
        SELECT number, day, what, 1 FROM counted WHERE key = new.key AND (number = ''
           OR EXISTS (SELECT 1 FROM number_count WHERE number = new.number_key))
        ON CONFLICT DO UPDATE SET calls = calls + 1;
    INSERT INTO number_count (number, day, what, calls)
        SELECT number, day, what, count(*) FROM counted WHERE number_key = new.number_key
           AND NOT EXISTS (SELECT 1 FROM number_count WHERE number = new.number_key)
           AND (SELECT count(*) FROM
               (SELECT 1 FROM call WHERE number_key = new.number_key LIMIT 64)) = 64
         GROUP BY 1, 2, 3;
    INSERT INTO claimed (folded)
        SELECT new.company_folded WHERE new.vendor IS NULL AND new.company_folded <> ''
        ON CONFLICT DO NOTHING;
    INSERT INTO company_count (claim, company, day, what, calls)
        SELECT claim, company, day, what, 1 FROM counted WHERE key = new.key AND company NOTNULL
        ON CONFLICT DO UPDATE SET calls = calls + 1;
    INSERT INTO company_number (claim, company, number, calls)
        SELECT claim, company, number, 1 FROM counted
         WHERE key = new.key AND company NOTNULL AND number <> '' AND ever
        ON CONFLICT DO UPDATE SET calls = calls + 1;
END;

CREATE TRIGGER call_uncounted BEFORE DELETE ON call
BEGIN
    UPDATE number_count SET calls = calls - 1 WHERE (number, day, what) IN
        (SELECT number, day, what FROM counted WHERE key = old.key);
    DELETE FROM number_count WHERE calls = 0 AND (number, day, what) IN
        (SELECT number, day, what FROM counted WHERE key = old.key);
    UPDATE company_count SET calls = calls - 1 WHERE (claim, company, day, what) IN
        (SELECT claim, company, day, what FROM counted WHERE key = old.key);
    DELETE FROM company_count WHERE calls = 0 AND (claim, company, day, what) IN
        (SELECT claim, company, day, what FROM counted WHERE key = old.key);
    UPDATE company_number SET calls = calls - 1 WHERE (claim, company, number) =
        (SELECT claim, company, number FROM counted WHERE key = old.key AND ever);
    DELETE FROM company_number WHERE calls = 0 AND (claim, company, number) =
        (SELECT claim, company, number FROM counted WHERE key = old.key AND ever);
    DELETE FROM claimed WHERE old.vendor IS NULL AND folded = old.company_folded AND NOT EXISTS
        (SELECT 1 FROM company_count WHERE claim = 1 AND company = claimed.id);
END;

CREATE TRIGGER call_recounting BEFORE UPDATE OF
    key, number_key, company_folded, label, permission, scam, vendor ON call
WHEN (old.key, old.number_key, old.company_folded, old.label, old.permission, old.scam,
        old.vendor)
  IS NOT (new.key, new.number_key, new.company_folded, new.label, new.permission, new.scam,
        new.vendor)
BEGIN
    UPDATE number_count SET calls = calls - 1 WHERE (number, day, what) IN
        (SELECT number, day, what FROM counted WHERE key = old.key);
    DELETE FROM number_count WHERE calls = 0 AND (number, day, what) IN
        (SELECT number, day, what FROM counted WHERE key = old.key);
    UPDATE company_count SET calls = calls - 1 WHERE (claim, company, day, what) IN
        (SELECT claim, company, day, what FROM counted WHERE key = old.key);
    DELETE FROM company_count WHERE calls = 0 AND (claim, company, day, what) IN
        (SELECT claim, company, day, what FROM counted WHERE key = old.key);
    UPDATE company_number SET calls = calls - 1 WHERE (claim, company, number) =
        (SELECT claim, company, number FROM counted WHERE key = old.key AND ever);
    DELETE FROM company_number WHERE calls = 0 AND (claim, company, number) =
        (SELECT claim, company, number FROM counted WHERE key = old.key AND ever);
    DELETE FROM claimed WHERE old.vendor IS NULL AND folded = old.company_folded AND NOT EXISTS
        (SELECT 1 FROM company_count WHERE claim = 1 AND company = claimed.id);
END;

CREATE TRIGGER call_recounted AFTER UPDATE OF
    key, number_key, company_folded, label, permission, scam, vendor ON call
WHEN (old.key, old.number_key, old.company_folded, old.label, old.permission, old.scam,
        old.vendor)
  IS NOT (new.key, new.number_key, new.company_folded, new.label, new.permission, new.scam,
        new.vendor)
BEGIN
    INSERT INTO number_count (number, day, what, calls)
        SELECT number, day, what, 1 FROM counted WHERE key = new.key AND (number = ''
           OR EXISTS (SELECT 1 FROM number_count WHERE number = new.number_key))
        ON CONFLICT DO UPDATE SET calls = calls + 1;
    INSERT INTO number_count (number, day, what, calls)
        SELECT number, day, what, count(*) FROM counted WHERE number_key = new.number_key
           AND NOT EXISTS (SELECT 1 FROM number_count WHERE number = new.number_key)
           AND (SELECT count(*) FROM
               (SELECT 1 FROM call WHERE number_key = new.number_key LIMIT 64)) = 64
         GROUP BY 1, 2, 3;
    INSERT INTO claimed (folded)
        SELECT new.company_folded WHERE new.vendor IS NULL AND new.company_folded <> ''
        ON CONFLICT DO NOTHING;
    INSERT INTO company_count (claim, company, day, what, calls)
        SELECT claim, company, day, what, 1 FROM counted WHERE key = new.key AND company NOTNULL
        ON CONFLICT DO UPDATE SET calls = calls + 1;
    INSERT INTO company_number (claim, company, number, calls)
        SELECT claim, company, number, 1 FROM counted
         WHERE key = new.key AND company NOTNULL AND number <> '' AND ever
        ON CONFLICT DO UPDATE SET calls = calls + 1;
END;

-- How the person put a caller's calls right is looked up at each key press.
CREATE INDEX call_corrected_number ON call (number_key) WHERE corrected = 1;
CREATE INDEX call_corrected_company ON call (company_folded) WHERE corrected = 1;
CREATE INDEX call_corrected_vendor ON call (vendor) WHERE corrected = 1;

-- What a verdict says in a word each stands once, as a number in its screenings and beside the
-- call: what a call was for is read with it, and a million calls take 60 MB less.

CREATE TABLE outcome (
    id           INTEGER PRIMARY KEY,
    label        TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    scam         INTEGER NOT NULL,
    also_selling INTEGER NOT NULL,
    UNIQUE (label, purpose, scam, also_selling)
) STRICT;
INSERT INTO outcome (label, purpose, scam, also_selling)
SELECT label, purpose, scam, also_selling FROM screening GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC;

ALTER TABLE screening RENAME TO screening_before;
ALTER TABLE merge_screening RENAME TO merge_screening_before;
DROP INDEX screening_vendor;
DROP INDEX screening_beside;

CREATE TABLE screening (                     -- the latest of a call counts, all are kept
    call    INTEGER NOT NULL REFERENCES call (key) ON UPDATE CASCADE,
    place   INTEGER NOT NULL,                -- 1, 2, 3 ... among those of its call
    at      INTEGER NOT NULL,
    finding INTEGER NOT NULL REFERENCES finding (id),
    outcome INTEGER NOT NULL REFERENCES outcome (id),
    vendor  INTEGER REFERENCES vendor (id),
    numbers BLOB NOT NULL,                   -- see store/findings.py
    PRIMARY KEY (call, place)
) STRICT, WITHOUT ROWID;
INSERT INTO screening (call, place, at, finding, outcome, vendor, numbers)
SELECT b.call, (SELECT count(*) FROM screening_before WHERE call = b.call AND id <= b.id),
       b.at, b.finding, o.id, b.vendor, b.numbers
  FROM screening_before AS b JOIN outcome AS o
    ON (o.label, o.purpose, o.scam, o.also_selling)
     = (b.label, b.purpose, b.scam, b.also_selling)
 ORDER BY b.call, b.id;
CREATE INDEX screening_vendor ON screening (vendor) WHERE vendor IS NOT NULL;

CREATE TABLE merge_screening (
    call  INTEGER NOT NULL,
    place INTEGER NOT NULL,
    merge INTEGER NOT NULL REFERENCES merge_undo (merge) ON DELETE CASCADE,
    PRIMARY KEY (call, place, merge),
    FOREIGN KEY (call, place) REFERENCES screening (call, place)
        ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO merge_screening (call, place, merge)
SELECT b.call, (SELECT count(*) FROM screening_before WHERE call = b.call AND id <= b.id), m.merge
  FROM merge_screening_before AS m JOIN screening_before AS b ON b.id = m.screening;
DROP TABLE merge_screening_before;
DROP TABLE screening_before;

-- That of the latest screening, whatever the person corrected.
ALTER TABLE call ADD COLUMN outcome INTEGER REFERENCES outcome (id);
UPDATE call SET outcome =
    (SELECT outcome FROM screening WHERE call = call.key ORDER BY place DESC LIMIT 1);

-- Who took calls and on which lines they came: few different values, told at once. Worked out
-- from `call` by the triggers below.
DROP INDEX call_taken_by;
DROP INDEX call_own_number;
CREATE TABLE household_value (
    field TEXT NOT NULL,                     -- the column of `call`
    value TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (field, value)
) STRICT, WITHOUT ROWID;
INSERT INTO household_value
SELECT 'taken_by', taken_by, count(*) FROM call WHERE taken_by <> '' GROUP BY 2 UNION ALL
SELECT 'own_number', own_number, count(*) FROM call WHERE own_number <> '' GROUP BY 2;

CREATE TRIGGER call_of_household AFTER INSERT ON call
WHEN new.taken_by <> '' OR new.own_number <> ''
BEGIN
    INSERT INTO household_value (field, value, calls)
        SELECT 'taken_by', new.taken_by, 1 WHERE new.taken_by <> '' UNION ALL
        SELECT 'own_number', new.own_number, 1 WHERE new.own_number <> ''
        ON CONFLICT DO UPDATE SET calls = calls + 1;
END;
CREATE TRIGGER call_off_household AFTER DELETE ON call
WHEN old.taken_by <> '' OR old.own_number <> ''
BEGIN
    UPDATE household_value SET calls = calls - 1 WHERE (field, value) IN
        (VALUES ('taken_by', old.taken_by), ('own_number', old.own_number));
    DELETE FROM household_value WHERE calls = 0 AND (field, value) IN
        (VALUES ('taken_by', old.taken_by), ('own_number', old.own_number));
END;

-- The table `book` from the files of a generated pack, written by hand: every column typed, with `least` and `most`, what each row
-- adds to the total of its stage. It shares nothing with Torgau's statements. Given: the tables `rules(flow, scope, repeats,
-- hierarchy, stages)` and `files(filename, flow)`, the view `lines` (all cells as text), and `margin(precision)` for `~`.

CREATE TEMP TABLE raw AS SELECT * FROM lines;

CREATE TEMP TABLE spans AS
WITH ends AS (
    SELECT text, split_part(text, '/', 1) AS a, CASE WHEN contains(text, '/') THEN split_part(text, '/', 2) ELSE text END AS b
    FROM (SELECT DISTINCT date AS text FROM raw)
), plain AS (
    SELECT text, rtrim(a, '~?') AS a, rtrim(b, '~?') AS b, ends_with(a, '~') AS wide_a, ends_with(b, '~') AS wide_b FROM ends
)
SELECT text,
    CASE length(a) WHEN 10 THEN a WHEN 7 THEN a || '-01' ELSE a || '-01-01' END::DATE
        - CASE WHEN wide_a THEN margin(length(a)) ELSE 0 END AS first,
    CASE length(b) WHEN 10 THEN b::DATE WHEN 7 THEN last_day((b || '-01')::DATE) ELSE (b || '-12-31')::DATE END
        + CASE WHEN wide_b THEN margin(length(b)) ELSE 0 END AS last
FROM plain;

CREATE TEMP TABLE line AS
SELECT unnest(['pledged', 'committed', 'allocated', 'available', 'shipped', 'arrived', 'used']) AS stage, unnest(range(7)) AS n;

CREATE TEMP TABLE kept AS
SELECT flow, unnest(stages) AS stage FROM rules WHERE stages IS NOT NULL
UNION
SELECT flow, "to" FROM raw JOIN files USING (filename) JOIN rules USING (flow) WHERE stages IS NULL;

CREATE TEMP TABLE feeders AS
SELECT flow, stage, coalesce(feeder, 'outside') AS feeder FROM (
    SELECT r.flow, l.stage, arg_max(e.stage, e.n) AS feeder
    FROM rules r CROSS JOIN line l LEFT JOIN (SELECT k.flow, l.stage, l.n FROM kept k JOIN line l USING (stage)) e
        ON e.flow = r.flow AND e.n < l.n
    GROUP BY ALL
)
UNION ALL
SELECT flow, unnest(['lost', 'diverted', 'returned']), 'shipped' FROM rules;

CREATE TEMP TABLE typed AS
SELECT raw.rowid AS n, flow, scope, repeats, hierarchy, id, date, first, last, "from" AS given, "to" AS stage,
    CASE "from" WHEN '' THEN feeder ELSE "from" END AS from_stage,
    nullif(value, '')::DECIMAL(38, 10) AS value, nullif(low, '')::DECIMAL(38, 10) AS low, nullif(high, '')::DECIMAL(38, 10) AS high,
    unit, commodity, route, donor, recipient, instrument, activity, parent, lot, counted, locator, note,
    counted <> 'no' AND (value <> '' OR low <> '' OR high <> '') AS found
FROM raw JOIN files USING (filename) JOIN rules USING (flow) JOIN spans ON spans.text = raw.date
    JOIN feeders USING (flow) WHERE feeders.stage = raw."to";

CREATE TEMP TABLE treated AS
SELECT n, max(treatment) AS treatment FROM (
    -- 1: doubtful, 2: not counted
    SELECT n, CASE counted WHEN 'no' THEN 2 ELSE 1 END AS treatment FROM typed WHERE counted <> ''
    UNION ALL
    SELECT n, CASE repeats WHEN 'copies' THEN 2 ELSE 1 END FROM (
        SELECT n, repeats, row_number() OVER (
            PARTITION BY flow, id, date, given, stage, value, low, high, unit, commodity, route, donor, recipient, instrument,
                activity, parent, lot, locator, note
            ORDER BY n
        ) AS nth FROM typed WHERE found AND repeats <> 'real'
    ) WHERE nth > 1
    UNION ALL
    SELECT n, CASE hierarchy WHEN 'children' THEN 2 ELSE 1 END FROM typed t WHERE hierarchy IN ('', 'children') AND counted <> 'no'
        AND EXISTS (FROM typed c WHERE c.found AND c.flow = t.flow AND c.parent = t.activity AND c.parent <> '' AND c.parent <> c.activity
            AND c.stage = t.stage AND c.unit = t.unit)
    UNION ALL
    SELECT n, 2 FROM typed t WHERE hierarchy = 'parents' AND parent <> '' AND parent <> activity
        AND EXISTS (FROM typed p WHERE p.found AND p.flow = t.flow AND p.activity = t.parent AND p.stage = t.stage AND p.unit = t.unit)
    UNION ALL
    SELECT n, 1 FROM (
        SELECT n, row_number() OVER (PARTITION BY flow, lot, stage, unit ORDER BY first, n) AS nth
        FROM typed WHERE lot <> '' AND found AND coalesce(value, low, high) >= 0
            AND stage NOT IN ('lost', 'diverted', 'returned') AND from_stage NOT IN ('lost', 'diverted', 'returned')
    ) WHERE nth > 1
) GROUP BY n;

CREATE TABLE book AS
SELECT typed.* EXCLUDE (found, given), coalesce(treatment, 0) AS treatment,
    CASE treatment WHEN 2 THEN 0 WHEN 1 THEN least(0, coalesce(low, value, 0)) ELSE coalesce(low, value, least(0, high)) END
        AS least,
    CASE treatment WHEN 2 THEN 0 WHEN 1 THEN
        CASE WHEN coalesce(high, value) IS NOT NULL THEN greatest(0, coalesce(high, value)) END
        ELSE coalesce(high, value) END AS most
FROM typed LEFT JOIN treated USING (n) ORDER BY n;

-- The ledger in SQL, set by set. Days are ordinals; 9000000 stands for a day that never comes.
-- Tables: cases, triggers, acts, items, endings, suspensions, runs (see facts.py), asked(day).
-- Result: verdicts(case_id, day, verdict), one row for each verdict that some possible world allows.

CREATE OR REPLACE TABLE verdicts AS
WITH RECURSIVE
possible AS (SELECT event, CAST(unnest(range(lo, hi + 1)) AS INTEGER) AS day FROM runs),

-- One frame for each choice of the days that the rest is measured against: condition, ending, suspension.
frames AS MATERIALIZED (
    SELECT row_number() OVER () AS frame, c.*, t.case_id IS NOT NULL AS conditional, came.day AS came,
           n.how, coalesce(n.day, ended.day) AS ended, stopped.day AS stopped, s.last AS stopped_until
    FROM cases c
    LEFT JOIN triggers t USING (case_id) LEFT JOIN possible came ON came.event = t.event
    LEFT JOIN endings n USING (case_id) LEFT JOIN possible ended ON ended.event = n.event
    LEFT JOIN suspensions s USING (case_id) LEFT JOIN possible stopped ON stopped.event = s.event
),
stated AS (
    SELECT *, CASE
        WHEN by_day IS NOT NULL THEN by_day
        WHEN counted_from IS NULL THEN 9000000
        ELSE date_diff('day', DATE '0001-01-01',
                 CAST(DATE '0001-01-01' + (CASE counted_from WHEN 'trigger' THEN came ELSE made END - 1)
                      + to_months(months) AS DATE)) + 1 + days
    END AS stated
    FROM frames
),
windows AS (
    SELECT *, least(coalesce(until_day, 9000000), CASE counted_from WHEN 'trigger' THEN 9000000 ELSE stated END) AS last_chance
    FROM stated
),
conditions AS (
    SELECT *, CASE WHEN conditional AND came > last_chance THEN last_chance + 1 ELSE 9000000 END AS lapsed,
           CASE WHEN NOT conditional THEN made WHEN came <= last_chance THEN greatest(made, came) ELSE 9000000 END AS binds
    FROM windows
),
suspended AS (
    SELECT *, coalesce(stopped >= made AND stopped <= stated AND stopped < lapsed, false) AS stays FROM conditions
),
terms AS MATERIALIZED (
    SELECT * REPLACE (CASE WHEN ended >= made AND ended < lapsed
                           AND ended <= CASE WHEN stays AND stated <= stopped_until THEN 9000000 ELSE stated END
                      THEN ended ELSE 9000000 END AS ended),
           CASE WHEN stays AND stated <= stopped_until THEN 9000000 ELSE stated END AS due
    FROM suspended
),

-- Each frame on each day asked about. Performance up to `early` keeps it, after that and up to `late` keeps it late.
states AS MATERIALIZED (
    SELECT frame, case_id, standard, enough, made, binds, lapsed, due, how, ended, stays, stopped, stopped_until, complete, conditional,
           a.day AS day, ended <= a.day AS is_ended,
           CASE WHEN ended <= a.day THEN ended ELSE least(due, a.day, lapsed - 1) END AS early,
           CASE WHEN ended <= a.day THEN ended ELSE least(a.day, lapsed - 1) END AS late
    FROM terms, asked a WHERE a.day >= made
),

-- Performance on known days in known amounts: running totals. The rest is open.
open_cases AS MATERIALIZED (
    SELECT DISTINCT case_id FROM items JOIN runs USING (event)
    WHERE lo < hi OR low < high OR event IN (SELECT event FROM runs GROUP BY event HAVING count(*) > 1)
),
totals AS (
    SELECT case_id, lo AS day, sum(low) OVER (PARTITION BY case_id ORDER BY lo RANGE UNBOUNDED PRECEDING) AS total
    FROM items JOIN runs USING (event) WHERE case_id NOT IN (FROM open_cases)
),
known AS (SELECT case_id, min(day) AS done FROM totals JOIN cases USING (case_id) WHERE total >= enough GROUP BY case_id),

-- Open performance: every item falls before, between or after the two bounds; add up item by item.
numbered AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY case_id) AS item FROM items WHERE case_id IN (FROM open_cases)
),
placed AS (
    SELECT frame, day, item, low, high, bool_or(lo <= early) AS before,
           bool_or(greatest(lo, early + 1) <= least(hi, late)) AS between_them, bool_or(hi > late) AS after
    FROM states JOIN numbered USING (case_id) JOIN runs USING (event) GROUP BY ALL
),
options AS MATERIALIZED (
    SELECT frame, day, item, low AS a_low, high AS a_high, 0 AS b_low, 0 AS b_high FROM placed WHERE before
    UNION ALL SELECT frame, day, item, 0, 0, low, high FROM placed WHERE between_them
    UNION ALL SELECT frame, day, item, 0, 0, 0, 0 FROM placed WHERE after
),
sums AS (
    SELECT frame, day, 0::BIGINT AS item, 0::BIGINT AS a_low, 0::BIGINT AS a_high, 0::BIGINT AS b_low, 0::BIGINT AS b_high
    FROM states WHERE case_id IN (FROM open_cases)
    UNION
    SELECT frame, day, o.item, s.a_low + o.a_low, s.a_high + o.a_high, s.b_low + o.b_low, s.b_high + o.b_high
    FROM sums s JOIN options o USING (frame, day) WHERE o.item = s.item + 1
),
ways AS (
    SELECT frame, day, bool_or(a_high >= enough) AS may_early,
           bool_or(a_low < enough AND least(a_high, enough - 1) + b_high >= enough) AS may_late,
           bool_or(a_low + b_low < enough) AS may_not
    FROM sums JOIN states USING (frame, day)
    WHERE item = (SELECT max(item) FROM numbered n WHERE n.case_id = states.case_id)
    GROUP BY frame, day
),
performed AS (
    SELECT s.*, coalesce(w.may_early, k.done <= early, false) AS may_early,
           coalesce(w.may_late, k.done > early AND k.done <= late, false) AS may_late,
           coalesce(w.may_not, k.done > late, true) AS may_not
    FROM states s LEFT JOIN known k USING (case_id) LEFT JOIN ways w USING (frame, day) WHERE standard = 'result'
),

-- Acts against a promise to refrain: may one fall in its time, may all fall outside?
acted AS (
    SELECT frame, day, event, bool_or(lo <= least(due, day) AND hi >= made) AS inside,
           bool_or(lo < made OR hi > least(due, day)) AS outside
    FROM states JOIN acts USING (case_id) JOIN runs USING (event) WHERE standard = 'refrain' GROUP BY frame, day, event
),
refrained AS (
    SELECT s.*, coalesce(bool_or(inside), false) AS may_breach, coalesce(bool_and(outside), true) AS may_refrain
    FROM states s LEFT JOIN acted USING (frame, day) WHERE standard = 'refrain' GROUP BY ALL
),
found AS (
    SELECT case_id, day, 'kept' AS verdict FROM performed WHERE may_early
    UNION ALL SELECT case_id, day, 'kept-late' FROM performed WHERE may_late
    UNION ALL SELECT case_id, day, CASE
        WHEN is_ended THEN how
        WHEN stays AND day BETWEEN stopped AND stopped_until THEN 'suspended'
        WHEN lapsed <= day THEN 'expired'
        WHEN day < binds THEN 'conditional'
        WHEN day <= due THEN 'pending'
        WHEN day <= complete THEN 'breached'
        ELSE 'unproven' END
    FROM performed WHERE may_not
    UNION ALL SELECT case_id, day, 'breached' FROM refrained WHERE may_breach
    UNION ALL SELECT case_id, day, CASE WHEN day <= due THEN 'pending' WHEN due <= complete THEN 'kept' ELSE 'unproven' END
    FROM refrained WHERE may_refrain
)
SELECT DISTINCT case_id, day, verdict FROM found
UNION ALL SELECT case_id, a.day, 'not-yet-made' FROM cases, asked a WHERE a.day < made;

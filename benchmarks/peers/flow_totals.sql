-- Totals by route and commodity, or by year, from the table `book`. {keys} and {where} are filled in by `flow_sql.py`. In every scope
-- of a generated pack the flows overlap: no less than the largest of them, no more than their sum.
SELECT scope, {names}, stage, again, unit, max(low), CASE WHEN bool_and(high IS NOT NULL) THEN sum(high) END, sum(number)
FROM (
    SELECT scope, flow, {keys}, stage, from_stage IN ('lost', 'diverted', 'returned') AS again, unit, sum(least) AS low,
        CASE WHEN count(most) = count(*) THEN sum(most) END AS high, count(*) AS number
    FROM book WHERE {where} GROUP BY ALL
) GROUP BY ALL

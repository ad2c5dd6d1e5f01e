-- coverage_evidence(): which sentences meet a criterion of a policy. Absence is a denial, but of a sense, a pulse, a reflex it is the finding.
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

SELECT is((SELECT l.rejected FROM medcode.load_content(E'policy,contractor,hcpcs,diagnosis,covered,documentation,effective,end_date\n'
    || E'F1,,G0245,,yes,"monofilament;pedal pulses;ankle reflexes;loss of protective sensation;absent hair growth;ulcer",2026-01-01,\n', '2026-01-01-feet') AS l), 0::bigint, 'the policy');

SELECT is((SELECT e.met FROM medcode.coverage_evidence(c.note, 'G0245', '2026-02-03') AS e WHERE e.criterion = c.criterion ORDER BY e.met DESC LIMIT 1), c.met, c.criterion || ': ' || c.note)
FROM (VALUES
    ('monofilament', 'Monofilament reduced at three sites.', true),
    ('monofilament', 'Monofilament absent at three sites.', true),
    ('monofilament', 'Monofilament sensation is absent in both feet.', true),
    ('monofilament', 'Monofilament: absent', true),
    ('monofilament', 'He could not feel the monofilament.', true),
    ('monofilament', 'No monofilament test was done.', false),
    ('monofilament', 'Monofilament was not performed.', false),
    ('monofilament', 'Monofilament testing was deferred.', false),
    ('monofilament', 'Will test with the monofilament next visit.', false),
    ('monofilament', 'She declined monofilament testing.', false),
    ('pedal pulses', 'Pedal pulses absent.', true),
    ('pedal pulses', 'No pedal pulses palpable.', true),
    ('pedal pulses', 'Pedal pulses 2+ on both sides.', true),
    ('pedal pulses', 'No record of pedal pulses.', false),
    ('ankle reflexes', 'Absence of ankle reflexes.', true),
    ('ankle reflexes', 'Ankle reflexes were not tested.', false),
    -- a criterion that asks for what is missing
    ('loss of protective sensation', 'Loss of protective sensation in both feet.', true),
    ('loss of protective sensation', 'No loss of protective sensation.', false),
    ('absent hair growth', 'Hair growth is absent on the toes.', true),
    -- of anything else absence is a denial
    ('ulcer', 'Ulcer of the heel.', true),
    ('ulcer', 'Ulcer absent.', false),
    ('ulcer', 'No ulcer is present.', false),
    ('ulcer', 'Her mother has an ulcer.', false)
) AS c(criterion, note, met);
SELECT is_empty($$SELECT FROM medcode.coverage_evidence('Monofilament absent at three sites.', 'G0245', '2026-02-03') AS e
    WHERE e.met AND e.kind = 'documentation' AND e.sentence IS DISTINCT FROM 'Monofilament absent at three sites.'$$, 'the sentence is shown');

SELECT * FROM finish();
ROLLBACK;

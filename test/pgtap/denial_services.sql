-- denial_review() of refused services: modifiers, pairs of NCCI, units (CARC 4, 16, 97, 236), each with the source of its rule.
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();
\ir include/denial_cases.sql

-- 4, and 16 with N822 and N519: modifiers
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, must, mustnt, action) VALUES
('4: the side of the diagnosis is the right one, LT was billed (I.B.13; LT, RT)', '4', '{}', pg_temp.notes(
    E'S: Right knee aches on stairs, worse over six weeks.\nO: Crepitus right knee, no effusion.\nA: Primary osteoarthritis of the right knee.\nP: Injected 40 mg triamcinolone today, tolerated well.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{mends RT}', '{"mends LT"}', 'CORRECTED_CLAIM'),
('4: RT was billed and the right knee documented: nothing to mend (I.B.13)', '4', '{}', pg_temp.notes(
    E'Assessment: Primary osteoarthritis of the right knee. Joint injected under sterile conditions.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{RT}')], '{}', '{"mends LT","mends RT","mends 50"}', NULL),
('4: the other side is the mother''s (IV.J)', '4', '{}', pg_temp.notes(
    E'CC: left knee pain.\nFamily History: mother had osteoarthritis of the right knee and a replacement.\nAssessment: Primary osteoarthritis of the left knee, injected today.'),
    '{M17.12}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{}', '{"mends RT","mends 50"}', NULL),
('4: the other side is denied (IV.J)', '4', '{}', pg_temp.notes(
    E'HPI: He reports pain in the left knee. No pain in the right knee.\nImpression: Primary osteoarthritis, left knee. Injection given.'),
    '{M17.12}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{}', '{"mends RT","mends 50"}', NULL),
('16 N822: no modifier, the left knee is documented (I.B.13; LT)', '16', '{N822}', pg_temp.notes(
    'Dx: primary osteoarthritis left knee. Proc: large joint injection. Lot 2231. Pt tolerated.'),
    '{M17.12}', ARRAY[pg_temp.line(1, '20610')], '{mends LT}', '{"mends RT"}', 'CORRECTED_CLAIM'),
('16 N822: both knees are documented (I.B.13; 50)', '16', '{N822}', pg_temp.notes(
    E'ASSESSMENT: Bilateral primary osteoarthritis of the knees. Both knees were injected with 40 mg methylprednisolone.'),
    '{M17.0}', ARRAY[pg_temp.line(1, '20610')], '{mends 50}', '{}', 'CORRECTED_CLAIM'),
('16 N822: no side in the note (I.B.13)', '16', '{N822}', pg_temp.notes(
    E'A: Knee osteoarthritis, worse with weather.\nP: Injected today. Ice, rest.'),
    '{M17.9}', ARRAY[pg_temp.line(1, '20610')], '{}', '{"mends LT","mends RT","mends 50"}', 'REVIEW'),
('16 N519: LT beside a diagnosis of the right knee (I.B.13)', '16', '{N519}', pg_temp.notes(
    'The patient is seen for her right knee. Assessment: Unilateral primary osteoarthritis of the right knee. Arthrocentesis was carried out with 20 mL of clear fluid.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{mends RT}', '{}', 'CORRECTED_CLAIM');
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('16 N822: a visit told apart from the debridement (modifier 25)', '16', '{N822}', pg_temp.notes(
    E'Hypertension: BP 162/94, lisinopril increased to 20 mg. This was a significant, separately identifiable evaluation of a separate problem.\nProcedure: debridement of the right heel ulcer, 6 sq cm.'),
    '{I10,L97.412}', ARRAY[pg_temp.line(1, '99213'), pg_temp.line(2, '11042', NULL, '{2}')], 1, '{mends 25}', '{}', 'CORRECTED_CLAIM'),
('4: no visit apart from the procedure (modifier 25: negated)', '4', '{}', pg_temp.notes(
    E'Here for scheduled debridement. No separately identifiable evaluation was done today.\nProcedure: debridement of the right heel ulcer.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '99213'), pg_temp.line(2, '11042')], 1, '{}', '{"mends 25"}', NULL),
('4: 25 is for visits, a procedure does not get it', '4', '{}', pg_temp.notes(
    E'Hypertension addressed; this is separately identifiable from the wound care.\nDebridement right heel ulcer 6 sq cm.'),
    '{I10,L97.412}', ARRAY[pg_temp.line(1, '99213'), pg_temp.line(2, '11042', NULL, '{2}')], 2, '{}', '{"mends 25"}', NULL),
('4: done again by the same physician (modifier 76)', '4', '{}', pg_temp.notes(
    'ED course: dyspnea recurred at 14:00. The procedure was repeated with 600 mL out. Post-film shows full expansion.'),
    '{J90}', ARRAY[pg_temp.line(1, '32555'), pg_temp.line(2, '32555')], 2, '{mends 76}', '{}', 'CORRECTED_CLAIM'),
('4: done again by another physician (modifier 77)', '4', '{}', pg_temp.notes(
    'Film of 10:00 was of poor quality. It was repeated by another physician, Dr. Ames, at 11:20.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '71046'), pg_temp.line(2, '71046')], 2, '{mends 77}', '{}', 'CORRECTED_CLAIM'),
('4: tests in series that are only planned (modifier 91)', '4', '{}', pg_temp.notes(
    E'Assessment: Chest pain.\nPlan: Will order serial troponins tomorrow. Aspirin today.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '84484'), pg_temp.line(2, '84484')], 2, '{}', '{"mends 91"}', NULL),
('4: the test was not repeated (modifier 91: negated)', '4', '{}', pg_temp.notes(
    'Chest pain, resolved. Single troponin normal. No repeated test was needed.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '84484'), pg_temp.line(2, '84484')], 2, '{}', '{"mends 91"}', NULL);

-- 97, 236, M15: pairs of NCCI; the denied line is the second
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('97: a separate lesion (NCCI 11042/97597, indicator 1; XS)', '97', '{}', pg_temp.notes(
    'Procedure note. Right heel ulcer debrided into subcutaneous tissue, 8 sq cm. Selective debridement was then done of a separate lesion on the left shin, 4 sq cm. Dressed, tolerated well.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{"mends XS ~ separate lesion"}', '{}', 'CORRECTED_CLAIM'),
('236: later on the same day (NCCI, indicator 1; XE)', '236', '{}', pg_temp.notes(
    '09:00 debridement of the heel. Patient returned later the same day with the dressing soaked; selective debridement done.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{"mends XE"}', '{}', 'CORRECTED_CLAIM'),
('236: one and the same wound (NCCI, indicator 1)', '236', '{}', pg_temp.notes('Heel ulcer debrided, first the rim and then the base. Dressed.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: there is no separate lesion (negated)', '236', '{}', pg_temp.notes('Heel ulcer debrided. No separate lesion was found on either leg.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: a separate lesion is to be treated next week (planned)', '236', '{}', pg_temp.notes('Heel ulcer debrided. Plan: will debride the separate lesion of the left shin next week.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: later in the day, but nothing was done then (NCCI: a separate encounter)', '236', '{}', pg_temp.notes('Heel ulcer debrided. He tires out later in the day. A few days later he was better.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', 'REVIEW'),
('236: the words of a phrase in another order (NCCI: a separate site)', '236', '{}', pg_temp.notes('The site was prepped and the structures were separated. Heel debrided, the procedure was done in a separate room.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', 'REVIEW'),
('97: perhaps a second lesion (uncertain)', '97', '{}', pg_temp.notes('Heel ulcer debrided. Possible second lesion under the callus, not opened.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('97: a separate lesion years ago (history)', '97', '{}', pg_temp.notes(E'PMH: separate lesion of the left shin debrided in 2019.\nProcedure: heel ulcer debrided today.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: a separate site, but the indicator is 0 (NCCI 01916/64400)', '236', '{}', pg_temp.notes('Anesthesia for the angiogram. The nerve block was given at a separate site in a separate session.'),
    '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400')], 2, '{none}', '{mends,defends}', 'CLOSE'),
('97 M15: a separate site, but the indicator is 0 (NCCI 01916/64400)', '97', '{M15}', pg_temp.notes('The block was at a separate site.'),
    '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400')], 2, '{none}', '{mends,defends}', NULL),
('97 M15: a separate site, indicator 1 (NCCI 11042/97597; XS)', '97', '{M15}', pg_temp.notes('Selective debridement: separate site, left shin, 5 x 3 cm. Heel done as above.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{"mends XS"}', '{}', NULL),
('97: a visit told apart from the procedure (NCCI 11042/99213; 25)', '97', '{}', pg_temp.notes(
    E'A/P: Hypertension, uncontrolled - add chlorthalidone. This work was separate from the procedure.\nHeel ulcer - debrided, see note.'),
    '{I10,L97.412}', ARRAY[pg_temp.line(1, '11042', NULL, '{2}'), pg_temp.line(2, '99213')], 2, '{"mends 25"}', '{"mends XU"}', 'CORRECTED_CLAIM'),
('97: a visit that was nothing but the procedure (25)', '97', '{}', pg_temp.notes('Here for debridement. The visit was not separate from the procedure.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '99213')], 2, '{}', '{mends,defends}', NULL),
('236: XS was billed and the note bears it', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion, left shin. Heel debrided to fascia.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597', '{XS}')], 2, '{"defends ~ separate lesion"}', '{mends}', NULL),
('236: another provider, so no pair (NCCI: same provider)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', provider => '1111111111'), pg_temp.line(2, '97597', provider => '2222222222')], 2, '{}', '{"mends XS"}', NULL),
('236: after the edit ended (NCCI: deleted on January 31)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97598')], 2, '{}', '{"mends XS"}', NULL),
('236: a day of the year before the file, of which it speaks (NCCI: dates of the edits)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', day => '2025-06-02'), pg_temp.line(2, '97597', day => '2025-06-02')], 2, '{"mends XS"}', '{issue}', 'CORRECTED_CLAIM'),
('236: on the last day of the edit (NCCI: January 31)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', day => '2026-01-31'), pg_temp.line(2, '97598', day => '2026-01-31')], 2, '{"mends XS"}', '{}', NULL);

-- 16 N362 and 97 N362: units
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('16 N362: over an edit of policy (MUE, MAI 2)', '16', '{N362}', pg_temp.notes('Two ulcers debrided, right heel and left shin.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', NULL, '{1}', 2)], 1, '{none}', '{mends,defends}', 'CLOSE'),
('16 N362: over a clinical edit (MUE, MAI 3)', '16', '{N362}', pg_temp.notes('Six nerve blocks were given: both supraorbital, infraorbital and mental nerves.'),
    '{G50.0}', ARRAY[pg_temp.line(1, '64400', NULL, '{1}', 6)], 1, '{check}', '{none}', 'APPEAL'),
('16 N362: over an edit of a line (MUE, MAI 1)', '16', '{N362}', pg_temp.notes('Selective debridement of two wounds, 30 sq cm in all.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '97597', NULL, '{1}', 2)], 1, '{check}', '{none}', 'APPEAL'),
('97 N362: over an edit of policy, on two lines (MUE, MAI 2: units of a day)', '97', '{N362}', pg_temp.notes('Two ulcers debrided.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042', '{59}')], 2, '{none}', '{mends,defends}', 'CLOSE'),
('16 N362: a stay has no such edit (NCCI)', '16', '{n362}', pg_temp.notes('Two ulcers debrided.'),
    '{L97.412}', ARRAY[pg_temp.line(1, 'A0021', NULL, '{1}', 2)], 1, '{check}', '{none,mends,defends}', NULL);

\ir include/denial_answers.sql
SELECT * FROM finish();
ROLLBACK;

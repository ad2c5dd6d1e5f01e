-- Which models and payment years the starter's rows of risk adjustment are about.
INSERT INTO @extschema@.hcc_model (release_id, model, payment_year)
SELECT release_id, model, 2026 FROM @extschema@.hcc_mapping
UNION SELECT release_id, model, 2026 FROM @extschema@.hcc_label
UNION SELECT release_id, model, 2026 FROM @extschema@.hcc_hierarchy
UNION SELECT release_id, model, 2026 FROM @extschema@.hcc_edit
UNION SELECT release_id, model, 2026 FROM @extschema@.hcc_coefficient
UNION SELECT release_id, model, 2026 FROM @extschema@.hcc_variable
UNION SELECT release_id, model, 2026 FROM @extschema@.hcc_segment
UNION SELECT release_id, model, payment_year FROM @extschema@.hcc_adjustment
UNION SELECT release_id, model, payment_year FROM @extschema@.hcc_blend;

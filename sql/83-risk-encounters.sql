-- Which claims are a source of diagnoses for risk adjustment.

CREATE FUNCTION @extschema@.risk_eligibility(claim_type text, bill_type text, procedures text[], payment_year integer DEFAULT NULL,
	specialty text DEFAULT NULL, specialties text[] DEFAULT NULL,
	inpatient_bill_types text[] DEFAULT '{11,41}', outpatient_bill_types text[] DEFAULT '{12,13,43,71,73,76,77,85,87}')
	RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	-- 0131 and 131 are the same type of bill; its last digit is the frequency
	bill CONSTANT text := left(ltrim(btrim(bill_type), '0'), 2);
	list bigint;
BEGIN
	IF specialties IS NOT NULL AND (specialty = ANY (specialties)) IS NOT TRUE THEN
		RETURN 'specialty';
	END IF;
	IF claim_type = 'institutional' THEN
		IF bill = ANY (inpatient_bill_types) THEN
			RETURN 'eligible';
		END IF;
		IF (bill = ANY (outpatient_bill_types)) IS NOT TRUE THEN
			RETURN 'bill_type';
		END IF;
	ELSIF claim_type IS DISTINCT FROM 'professional' THEN
		RETURN 'claim_type';
	END IF;
	SELECT s.release_id INTO list FROM @extschema@.hcc_source AS s
	WHERE s.kind = 'hcc_eligible' AND (risk_eligibility.payment_year IS NULL OR s.payment_year = risk_eligibility.payment_year)
	ORDER BY s.payment_year DESC LIMIT 1;
	IF list IS NULL THEN
		RAISE EXCEPTION 'the list of eligible CPT and HCPCS codes is not loaded%',
			coalesce(' for payment year ' || payment_year, '')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = format('SELECT * FROM @extschema@.load_file(%L);',
					format('ra_eligible_cpt_hcpcs_%s.csv', coalesce(payment_year, 2026)));
	END IF;
	IF EXISTS (SELECT FROM unnest(procedures) AS p
			JOIN @extschema@.hcc_eligible AS e ON e.release_id = list AND e.code = upper(btrim(p))) THEN
		RETURN 'eligible';
	END IF;
	RETURN 'no_eligible_procedure';
END
$$;
COMMENT ON FUNCTION @extschema@.risk_eligibility(text, text, text[], integer, text, text[], text[], text[]) IS
	'does a claim count as a source of diagnoses? eligible, or why not: claim_type, bill_type, no_eligible_procedure, specialty. claim_type: professional, institutional; specialty is asked for only where a list of acceptable ones is given';

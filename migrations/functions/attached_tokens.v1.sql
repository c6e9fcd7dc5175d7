-- Returns the words in the names of files, by which a message with these files is found.
--
-- p_attachments  a JSON array with the ids of the files, in the order of display
--
-- Returns NULL if a function of an older release registered one of them, without its words.
--
-- Cost: an index lookup for each file.
CREATE OR REPLACE FUNCTION attached_tokens_v1(
  p_attachments text
) RETURNS tsvector
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_name tsvector;
  v_tokens tsvector = '';
BEGIN
  FOR v_name IN
    SELECT file.name_tokens
      FROM json_array_elements_text(p_attachments::json) WITH ORDINALITY listed(id, position)
      -- The limit keeps the planner, which expects a hundred files, from reading the whole table.
      CROSS JOIN LATERAL (SELECT a.name_tokens FROM attachments a WHERE a.id = listed.id::uuid LIMIT 1) file
      ORDER BY listed.position
  LOOP
    v_tokens = v_tokens || v_name;
  END LOOP;
  RETURN v_tokens;
END
$function$

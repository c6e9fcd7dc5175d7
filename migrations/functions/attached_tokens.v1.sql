-- Returns the words in the names of files, and lexemes for their kinds (`has:image`), by which a message with these files
-- is found. `functions/domain/search/search-vector.ts` defines the lexemes.
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
  v_file record;
  v_tokens tsvector = '';
BEGIN
  FOR v_file IN
    SELECT file.name_tokens, file.kind
      FROM json_array_elements_text(p_attachments::json) WITH ORDINALITY listed(id, position)
      -- The limit keeps the planner, which expects a hundred files, from reading the whole table.
      CROSS JOIN LATERAL (
        SELECT a.name_tokens, split_part(a.content_type, '/', 1) AS kind
        FROM attachments a WHERE a.id = listed.id::uuid
        LIMIT 1
      ) file
      ORDER BY listed.position
  LOOP
    v_tokens = v_tokens || v_file.name_tokens || '''=file'''
      || CASE WHEN v_file.kind IN ('image', 'video', 'audio') THEN '''=' || v_file.kind || '''' ELSE '' END::tsvector;
  END LOOP;
  RETURN v_tokens;
END
$function$

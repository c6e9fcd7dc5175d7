-- Records which versions in the bucket are the files of a message that its author sends now. Uploads that end later do
-- not change the files.
--
-- p_conversation_id  the conversation
-- p_uploader_id      the author. Files of other users, and files that a message has already, stay as they are.
-- p_files            a JSON array with the id of each file and the id of its version, which is null before the upload
--
-- Returns a JSON array with the ids of the files, in the same order.
--
-- Repeating a call is safe: the first version stays.
--
-- Locks: the files.
-- Cost: an index lookup and a row write for each file.
CREATE OR REPLACE FUNCTION fix_files_v1(
  p_conversation_id uuid,
  p_uploader_id uuid,
  p_files text
) RETURNS text
LANGUAGE plpgsql AS $function$
BEGIN
  UPDATE attachments a
    SET version_id = listed."versionId"
    FROM json_to_recordset(p_files::json) AS listed(id uuid, "versionId" text)
    WHERE a.id = listed.id AND a.conversation_id = p_conversation_id AND a.uploader_id = p_uploader_id
      AND a.message_id IS NULL AND a.version_id IS NULL AND listed."versionId" IS NOT NULL;
  RETURN (SELECT coalesce(json_agg(file.value -> 'id'), '[]') FROM json_array_elements(p_files::json) AS file(value));
END
$function$

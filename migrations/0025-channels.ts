import { type Kysely, sql } from "kysely";

/**
 * Channels: the kind of a conversation, what describes a channel, its rules, and a stored number of participants.
 *
 * Triggers set the kind and count the participants, because functions of the previous release do neither. Their names
 * have no version, so that no release drops them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Participants who join or leave meanwhile wait for the triggers.
  await sql`LOCK TABLE conversations, participants IN SHARE ROW EXCLUSIVE MODE`.execute(db);
  await sql`
    ALTER TABLE conversations
      ADD kind text CHECK (kind IN ('direct', 'group', 'channel') AND is_group_chat = (kind <> 'direct')),
      ADD topic text NOT NULL DEFAULT '',
      ADD description text NOT NULL DEFAULT '',
      ADD posting_rule text NOT NULL DEFAULT 'everyone' CHECK (posting_rule IN ('everyone', 'admins')),
      ADD is_default boolean NOT NULL DEFAULT false CHECK (NOT is_default OR kind = 'channel'),
      ADD archived_at timestamptz(3),
      ADD participant_count bigint NOT NULL DEFAULT 0`.execute(db);
  await sql`
    UPDATE conversations c SET kind = CASE WHEN c.is_group_chat THEN 'group' ELSE 'direct' END,
      participant_count = (SELECT count(*) FROM participants p WHERE p.conversation_id = c.id)`.execute(db);
  await sql`ALTER TABLE conversations ALTER kind SET NOT NULL`.execute(db);
  await setKindOfNew(db);
  await countParticipants(db);
  // Names are unique in the form for identity (`identityForm` in `contract/normal-forms.ts`). Also lists channels in
  // order.
  const name = sql`normalize(btrim(name), NFKC)`;
  await sql`
    CREATE UNIQUE INDEX conversations_channel_name
    ON conversations (lower(${name} COLLATE "und-x-icu"))
    WHERE kind = 'channel'`.execute(db);
  await sql`CREATE INDEX conversations_default ON conversations (id) WHERE is_default`.execute(db);
}

async function setKindOfNew(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION set_kind_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.kind = CASE WHEN NEW.is_group_chat THEN 'group' ELSE 'direct' END;
      RETURN NEW;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER conversations_set_kind BEFORE INSERT ON conversations
    FOR EACH ROW WHEN (NEW.kind IS NULL) EXECUTE FUNCTION set_kind_of_conversation()`.execute(db);
}

/**
 * Each statement that adds or removes participants changes the number in the same transaction, once per conversation.
 */
async function countParticipants(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION count_participants() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE conversations c
        SET participant_count = c.participant_count + CASE TG_OP WHEN 'INSERT' THEN changed.number ELSE -changed.number END
        FROM (SELECT p.conversation_id, count(*) AS number FROM changed_participants p GROUP BY p.conversation_id) changed
        WHERE c.id = changed.conversation_id;
      RETURN NULL;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER participants_count_added AFTER INSERT ON participants
    REFERENCING NEW TABLE AS changed_participants
    FOR EACH STATEMENT EXECUTE FUNCTION count_participants()`.execute(db);
  await sql`
    CREATE TRIGGER participants_count_removed AFTER DELETE ON participants
    REFERENCING OLD TABLE AS changed_participants
    FOR EACH STATEMENT EXECUTE FUNCTION count_participants()`.execute(db);
}

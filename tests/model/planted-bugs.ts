import pg from "pg";
import { required } from "../support/required.ts";

/** A bug that the checker must find. */
export interface PlantedBug {
  name: string;
  /** Matches the error with which the checker reports the bug. */
  found: RegExp;
  /** The database function that has the bug. By default, `send_message`. */
  in?: "cast_vote" | "pin_message" | "schedule_message";
  /** The replacements that plant the bug in the source of the function. */
  replace: [string, string][];
}

export const plantedBugs: PlantedBug[] = [
  {
    name: "an acknowledged message that is not stored",
    found: /acknowledged messages are not stored/,
    replace: [
      [
        "UPDATE conversations c\n      SET\n        last_seq = v_seq,\n        last_activity_at",
        `IF v_seq % 5 = 0 THEN
           DELETE FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
           v_seq = v_seq - 1;
         END IF;
         UPDATE conversations c SET last_seq = v_seq, last_activity_at`,
      ],
    ],
  },
  {
    name: "a repeated message that is stored again",
    found: /sent once and are stored twice/,
    replace: [
      [
        "v_outcome = CASE WHEN v_first_sender_id = p_sender_id THEN 'repeated' ELSE 'id taken' END;",
        "p_id = gen_random_uuid();",
      ],
    ],
  },
  {
    name: "a repeated message that consumes a sequence number",
    found: /gap|unused/,
    replace: [
      [
        "ELSIF v_outcome = 'repeated' THEN",
        `ELSIF v_outcome = 'repeated' THEN
           UPDATE conversations c SET last_seq = v_seq WHERE c.id = p_conversation_id;`,
      ],
    ],
  },
  {
    name: "a reply that its root does not count",
    found: /count of replies/,
    replace: [["reply_count = v_reply_number, ", ""]],
  },
  {
    name: "a thread that is read but counts as unread",
    found: /count of unread replies/,
    replace: [
      [
        "DO UPDATE SET last_read_seq = excluded.last_read_seq, last_read_number = excluded.last_read_number",
        "DO UPDATE SET last_read_seq = excluded.last_read_seq",
      ],
    ],
  },
  {
    name: "a push to a removed participant",
    found: /after the removal/,
    replace: [
      [
        "FROM participants p\n        JOIN connections c ON c.user_id = p.user_id\n        WHERE p.conversation_id = p_conversation_id AND c.expires_at > now()",
        "FROM connections c WHERE c.expires_at > now()",
      ],
    ],
  },
  {
    name: "a vote that the results leave out",
    in: "cast_vote",
    found: /results of a poll differ/,
    replace: [["+ (v_after @> to_jsonb(known.place - 1))::integer", ""]],
  },
  {
    name: "a vote that replaces no earlier one",
    in: "cast_vote",
    found: /acknowledged vote is not counted/,
    replace: [
      ["AND NOT v_after @> to_jsonb(v.option)", "AND false"],
      ["- (v_before @> to_jsonb(known.place - 1))::integer", ""],
    ],
  },
  {
    name: "a closed poll that accepts votes",
    in: "cast_vote",
    found: /closed poll accepted/,
    replace: [["v_poll.poll ? 'closedAt' OR ", ""]],
  },
  {
    name: "a pin that is not stored",
    in: "pin_message",
    found: /acknowledged pin is not stored/,
    replace: [["pinned_at = CASE WHEN p_is_pinned THEN clock_timestamp() END", "pinned_at = m.pinned_at"]],
  },
  {
    name: "a scheduled message with another text",
    in: "schedule_message",
    found: /stored with another content/,
    replace: [
      [
        "p_id, p_user_id, p_conversation_id, p_content,",
        "p_id, p_user_id, p_conversation_id, p_content || '!',",
      ],
    ],
  },
];

/** Runs `use` with a bug in the database. @throws if the function no longer contains the text that the bug replaces */
export async function withPlantedBug(
  databaseUrl: string,
  bug: PlantedBug,
  use: () => Promise<void>,
): Promise<void> {
  const { in: name = "send_message" } = bug;
  const client = new pg.Client({ connectionString: databaseUrl });
  // A run may restart the database. The planted bug survives that.
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ source: string }>(
    "SELECT pg_get_functiondef(oid) AS source FROM pg_proc WHERE proname ~ $1",
    [`^${name}_v\\d+$`],
  );
  await client.end();
  const { source } = required(rows[0], `function ${name}`);
  const planted = bug.replace.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${name} does not contain: ${from}`);
    return text.replace(from, to);
  }, source);
  await execute(databaseUrl, planted);
  try {
    await use();
  } finally {
    await execute(databaseUrl, source);
  }
}

async function execute(databaseUrl: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

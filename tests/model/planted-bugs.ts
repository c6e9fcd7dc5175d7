import pg from "pg";

/** A bug for the checker to find: what it is, and where in the text of `send_message` it is put. */
export interface PlantedBug {
  name: string;
  /** What the checker says when it finds it. */
  found: RegExp;
  replace: [string, string][];
}

export const plantedBugs: PlantedBug[] = [
  {
    name: "an ack of a message that is not kept",
    found: /acknowledged and are not there/,
    replace: [
      [
        "UPDATE conversations c\n      SET last_seq = v_seq, last_activity_at",
        `IF v_seq % 5 = 0 THEN
           DELETE FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
           v_seq = v_seq - 1;
         END IF;
         UPDATE conversations c SET last_seq = v_seq, last_activity_at`,
      ],
    ],
  },
  {
    name: "a message that is sent again and stored again",
    found: /sent once and are stored twice/,
    replace: [
      [
        "v_outcome = CASE WHEN v_message.sender_id = p_sender_id THEN 'repeated' ELSE 'id taken' END;",
        "p_id = gen_random_uuid();",
      ],
    ],
  },
  {
    name: "a number that is burnt by a repeated send",
    found: /hole|burnt/,
    replace: [
      [
        "ELSIF v_outcome <> 'repeated' THEN",
        `ELSIF v_outcome = 'repeated' THEN
           UPDATE conversations c SET last_seq = v_seq WHERE c.id = p_conversation_id;
         ELSE`,
      ],
    ],
  },
  {
    name: "a push to who was removed",
    found: /after the removal/,
    replace: [
      [
        "FROM participants p\n    JOIN connections c ON c.user_id = p.user_id\n    WHERE p.conversation_id = p_conversation_id AND c.expires_at > now()",
        "FROM connections c WHERE c.expires_at > now()",
      ],
    ],
  },
];

/** Runs `use` with a bug in the database. @throws if the text that the bug replaces is not there any more */
export async function withPlantedBug(
  databaseUrl: string,
  bug: PlantedBug,
  use: () => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A run may restart the database; what was planted stays.
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ source: string }>(
    "SELECT pg_get_functiondef(oid) AS source FROM pg_proc WHERE proname = 'send_message_v4'",
  );
  await client.end();
  const source = rows[0]?.source ?? "";
  const planted = bug.replace.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no such place in send_message: ${from}`);
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

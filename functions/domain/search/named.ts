import { sql } from "kysely";
import type { Operator } from "../../../contract/finding/operators.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { identityForm, searchForm } from "../../../contract/normal-forms.ts";
import { searchFormOf } from "../../platform/database/search-form.ts";
import type { Reads } from "../database.ts";

/** The users and conversations that the operators of a search name. Undefined where no operator names one. */
export interface Named {
  authors?: readonly UserId[];
  conversations?: readonly ConversationId[];
  /** Whether an operator names nothing, and so do all others of its kind. */
  isUnknown: (operator: Operator) => boolean;
}

const valuesOf = (operators: readonly Operator[], wanted: "from" | "in") => [
  ...new Set(operators.flatMap(({ name, value }) => (name === wanted ? [value] : []))),
];

/** The form in which names are compared. A query cannot contain quotes in a name. */
const comparedForm = (name: string) => searchForm(name).replaceAll('"', "");

const usernameOf = (value: string) => identityForm(value).replace(/^@/, "");

/**
 * Finds the users and conversations that the operators of a search name: users by their usernames or full names, and
 * the reader's conversations by their names, or by the username of the other person.
 */
export async function findNamed(db: Reads, readerId: UserId, operators: readonly Operator[]): Promise<Named> {
  const from = valuesOf(operators, "from");
  const within = valuesOf(operators, "in");
  if (from.length === 0 && within.length === 0) return { isUnknown: () => false };
  const isMe = from.some((value) => value.toLowerCase() === "me");
  const usernames = JSON.stringify(from.map(usernameOf));
  const fullNames = JSON.stringify(from.map(searchForm));
  // A channel's name may also begin with `#`.
  const names = JSON.stringify(
    within.flatMap((value) => [comparedForm(value), comparedForm(value.replace(/^#/, ""))]),
  );
  const others = JSON.stringify(within.filter((value) => value.startsWith("@")).map(usernameOf));
  const named = (list: string) => sql`(SELECT json_array_elements_text(${list}::json))`;
  const { rows } = await sql<{ authorId: UserId | null; conversationId: ConversationId | null }>`
    (SELECT u.id AS author_id, NULL::uuid AS conversation_id
      FROM json_array_elements_text(${usernames}::json) asked(name)
      CROSS JOIN LATERAL (SELECT each.id FROM users each WHERE each.username = asked.name LIMIT 1) u)
    UNION
    (SELECT u.id, NULL::uuid
      FROM json_array_elements_text(${fullNames}::json) asked(name)
      -- The limit keeps the planner, which expects a hundred names, from reading the whole table.
      CROSS JOIN LATERAL (
        SELECT each.id FROM users each WHERE ${searchFormOf(sql`each.full_name`)} = asked.name
        LIMIT ${limits.searchNames}
      ) u)
    UNION
    (SELECT NULL::uuid, c.id
      FROM participants p JOIN conversations c ON c.id = p.conversation_id
      WHERE ${within.length > 0}::boolean AND p.user_id = ${readerId}::uuid AND (
        replace(${searchFormOf(sql`c.name`)}, '"', '') IN ${named(names)}
        OR (c.kind = 'direct' AND EXISTS (
          SELECT FROM participants o JOIN users u ON u.id = o.user_id
          WHERE o.conversation_id = c.id AND o.user_id <> p.user_id AND u.username IN ${named(others)}
        ))
      )
      ORDER BY c.last_activity_at DESC
      LIMIT ${limits.searchNames})`.execute(db.repeatable);
  const authors = rows.flatMap(({ authorId }) => authorId ?? []);
  if (isMe) authors.push(readerId);
  const conversations = rows.flatMap(({ conversationId }) => conversationId ?? []);
  return {
    ...(authors.length > 0 && { authors }),
    ...(conversations.length > 0 && { conversations }),
    isUnknown: ({ name }) =>
      (name === "from" && authors.length === 0) || (name === "in" && conversations.length === 0),
  };
}

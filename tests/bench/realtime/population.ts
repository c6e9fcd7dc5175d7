import { randomUUID } from "node:crypto";
import pg from "pg";

/** The benchmark's users and conversations. `members` are indexes in `userIds`. */
export interface Population {
  userIds: string[];
  direct: { id: string; members: number[] }[];
  teams: { id: string; members: number[] }[];
  groups: { id: string; members: number[] }[];
}

/** A message to a team of this size has twenty recipients. */
const teamSize = 21;

/**
 * Inserts users and conversations directly into the database, because registering ten thousand users takes an hour of
 * scrypt.
 *
 * @param teams  the number of groups of 21 users, who differ from team to team
 * @param groupSizes  the sizes of further groups, which overlap
 */
export async function populate(
  databaseUrl: string,
  {
    people,
    directs,
    teams,
    groupSizes,
  }: { people: number; directs: number; teams: number; groupSizes: number[] },
): Promise<Population> {
  const userIds = Array.from({ length: people }, () => randomUUID());
  const pairs = Array.from({ length: directs }, (_, at) => [2 * at, 2 * at + 1]);
  const teamMembers = Array.from({ length: teams }, (_, team) =>
    Array.from({ length: teamSize }, (_, at) => (team * teamSize + at) % people),
  );
  const groups = groupSizes.map((size) => Array.from({ length: size }, (_, at) => at));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO users (id, username, email, password_hash)
       SELECT id, 'load-' || at, 'load-' || at || '@example.com', '-' FROM unnest($1::uuid[]) WITH ORDINALITY u (id, at)`,
      [userIds],
    );
    const create = async (members: number[], name: string | null) => {
      const id = randomUUID();
      const ids = members.map((at) => userIds[at]);
      await client.query(
        "INSERT INTO conversations (id, name, is_group_chat, created_by) VALUES ($1, $2, $3, $4)",
        [id, name, name !== null, ids[0]],
      );
      await client.query(
        "INSERT INTO participants (conversation_id, user_id, role) SELECT $1, unnest($2::uuid[]), 'member'",
        [id, ids],
      );
      return { id, members };
    };
    const population: Population = { userIds, direct: [], teams: [], groups: [] };
    for (const pair of pairs) population.direct.push(await create(pair, null));
    for (const members of teamMembers) population.teams.push(await create(members, "Team"));
    for (const members of groups) population.groups.push(await create(members, `${members.length} people`));
    await client.query("ANALYZE");
    return population;
  } finally {
    await client.end();
  }
}

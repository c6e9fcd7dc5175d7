import { randomUUID } from "node:crypto";
import pg from "pg";

/** Who is there, and in which conversations; people are named by their position. */
export interface Population {
  userIds: string[];
  direct: { id: string; members: number[] }[];
  teams: { id: string; members: number[] }[];
  groups: { id: string; members: number[] }[];
}

/** So that a message is delivered to twenty people. */
const teamSize = 21;

/**
 * Puts people and conversations straight into the database: signing up ten thousand people takes an hour of
 * scrypt, and is not what is measured.
 * @param teams   groups of 21, each of other people
 * @param groupSizes  each group takes the first so many people
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

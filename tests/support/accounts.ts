import { randomUUID, scryptSync } from "node:crypto";
import pg from "pg";
import type { WorkspaceRole } from "../../contract/workspace-roles.ts";

export const password = "correct horse battery staple";

const databases = new Map<string, string>();

/** Registers a stack's database, so that `insertAccount` can write to it. */
export function registerDatabase({ url, databaseUrl }: { url: string; databaseUrl: string }): void {
  databases.set(url, databaseUrl);
}

/** The database of the stack at `url`, if it is registered. */
export const databaseOf = (url: string): string | undefined => databases.get(url);

/**
 * Hashes `password` with a thousandth of the usual cost. The product verifies a hash with the parameters that the hash
 * contains.
 */
function cheapHash(): string {
  const salt = Buffer.from("salt for test accounts");
  const hash = scryptSync(password, salt, 32, { N: 2 ** 7, r: 8, p: 1 });
  const encode = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$scrypt$ln=7,r=8,p=1$${encode(salt)}$${encode(hash)}`;
}

interface NewAccount {
  username: string;
  email: string;
  fullName?: string | undefined;
  workspaceRole?: WorkspaceRole | undefined;
}

/** Inserts an account into the database of the stack at `url`. @returns false if that database is not registered */
export async function insertAccount(url: string, account: NewAccount): Promise<boolean> {
  const connectionString = databaseOf(url);
  if (connectionString === undefined) return false;
  await withDatabase(connectionString, (client) =>
    client.query(
      "INSERT INTO users (id, username, email, full_name, password_hash, workspace_role) VALUES ($1, $2, $3, $4, $5, $6)",
      [
        randomUUID(),
        account.username,
        account.email,
        account.fullName ?? null,
        cheapHash(),
        account.workspaceRole ?? "member",
      ],
    ),
  );
  return true;
}

/**
 * Inserts accounts that nobody signs in to, such as the many members of a channel.
 *
 * @param nameOf  the full name of the account with this number, from 1 on
 * @returns their ids
 */
export const insertPeople = (
  databaseUrl: string,
  count: number,
  nameOf = (number: number) => `Person ${number}`,
): Promise<string[]> =>
  withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO users (id, username, email, full_name, password_hash)
       SELECT gen_random_uuid(), $1 || n, $1 || n || '@example.com', name, ''
       FROM unnest($2::text[]) WITH ORDINALITY AS named (name, n) RETURNING id`,
      [`m-${randomUUID().slice(0, 13)}-`, Array.from({ length: count }, (_, at) => nameOf(at + 1))],
    );
    return rows.map(({ id }) => id);
  });

/** The first owner of every test stack. Without one, the first registration of a test would become the owner. */
export const firstOwner = "first-owner";

/** Writes the first owner into the database at `databaseUrl`. */
export async function insertFirstOwner(stack: { url: string; databaseUrl: string }): Promise<void> {
  registerDatabase(stack);
  const email = `${firstOwner}@example.com`;
  await insertAccount(stack.url, { username: firstOwner, email, workspaceRole: "owner" });
  await withDatabase(stack.databaseUrl, (client) => client.query("UPDATE workspace SET set_up_at = now()"));
}

/** Runs statements on a database. */
export async function withDatabase<T>(
  databaseUrl: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

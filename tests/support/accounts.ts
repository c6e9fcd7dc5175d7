import { randomUUID, scryptSync } from "node:crypto";
import pg from "pg";

export const password = "correct horse battery staple";

const databases = new Map<string, string>();

/** Registers a stack's database, so that `insertAccount` can write to it. */
export function registerDatabase({ url, databaseUrl }: { url: string; databaseUrl: string }): void {
  databases.set(url, databaseUrl);
}

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
}

/** Inserts an account into the database of the stack at `url`. @returns false if that database is not registered */
export async function insertAccount(url: string, account: NewAccount): Promise<boolean> {
  const connectionString = databases.get(url);
  if (connectionString === undefined) return false;
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(
      "INSERT INTO users (id, username, email, full_name, password_hash) VALUES ($1, $2, $3, $4, $5)",
      [randomUUID(), account.username, account.email, account.fullName ?? null, cheapHash()],
    );
  } finally {
    await client.end();
  }
  return true;
}

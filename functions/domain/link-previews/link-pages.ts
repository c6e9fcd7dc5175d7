import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { PageTexts } from "./page-texts.ts";

/** How long a preview, and the absence of one, is valid. */
const validFor = { page: "1 day", nothing: "1 hour" } as const;

/** How long a function may take for a page before another one fetches it. */
const claimed = "1 minute";

/** Rows that one statement removes. */
const batch = 1_000;

/** Addresses may be long or secret, so the table has only their hashes. */
const hashOf = (address: string): string => createHash("sha256").update(address).digest("hex");

const hashesOf = (addresses: readonly string[]): string => JSON.stringify(addresses.map(hashOf));

/** Finds the pages that were fetched a short time ago. `null` stands for an address without a preview. */
export async function findPages(
  db: Database,
  addresses: readonly string[],
): Promise<Map<string, PageTexts | null>> {
  const { rows } = await sql<{ addressHash: string; page: PageTexts | null }>`
    SELECT l.address_hash, l.page FROM json_array_elements_text(${hashesOf(addresses)}::json) asked(hash)
    JOIN link_pages l ON l.address_hash = asked.hash AND l.expires_at > now()`.execute(db.repeatable);
  const found = new Map(rows.map(({ addressHash, page }) => [addressHash, page]));
  return new Map(
    addresses.flatMap((address) => {
      const page = found.get(hashOf(address));
      return page === undefined ? [] : [[address, page] as const];
    }),
  );
}

/**
 * Claims addresses that the caller is going to fetch, so that many messages with the same link cause one fetch.
 *
 * @returns the claimed addresses. Another function is fetching the others, or has just done so.
 */
export async function claimPages(db: Database, addresses: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ addressHash: string }>`
    INSERT INTO link_pages AS l (address_hash, claimed_until, expires_at)
    SELECT asked.hash, now() + ${claimed}::interval, now()
    FROM json_array_elements_text(${hashesOf(addresses)}::json) asked(hash) ORDER BY asked.hash
    ON CONFLICT (address_hash) DO UPDATE SET claimed_until = excluded.claimed_until
    WHERE l.expires_at <= now() AND l.claimed_until <= now()
    RETURNING l.address_hash`.execute(db.repeatable);
  const won = new Set(rows.map((row) => row.addressHash));
  return addresses.filter((address) => won.has(hashOf(address)));
}

/** Stores the texts of a fetched page. Without them, stores that the address has no preview. */
export async function storePage(db: Database, address: string, page: PageTexts | undefined): Promise<void> {
  const text = page ? JSON.stringify(page) : null;
  await sql`
    UPDATE link_pages l SET page = ${text}::jsonb, claimed_until = now(),
      expires_at = now() + ${page ? validFor.page : validFor.nothing}::interval
    WHERE l.address_hash = ${hashOf(address)}`.execute(db.repeatable);
}

/** Removes pages that are no longer valid. */
export async function removeExpiredPages(db: Database, until: number): Promise<void> {
  let removed = batch;
  while (removed === batch && Date.now() < until) {
    const { rows } = await sql<{ addressHash: string }>`
      DELETE FROM link_pages l WHERE l.address_hash IN (
        SELECT each.address_hash FROM link_pages each
        WHERE each.expires_at <= now() AND each.claimed_until <= now() LIMIT ${batch}
      ) RETURNING l.address_hash`.execute(db.repeatable);
    removed = rows.length;
  }
}

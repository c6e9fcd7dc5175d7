import { createHash } from "node:crypto";
import type { LinkPreview } from "../../contract/link-previews.ts";
import { withDatabase } from "./accounts.ts";

/** Stores a page as if a function had just fetched it. Messages that link to it get its preview without a network. */
export async function storeLinkedPage(databaseUrl: string, { url, ...page }: LinkPreview): Promise<void> {
  const hash = createHash("sha256").update(url).digest("hex");
  await withDatabase(databaseUrl, (client) =>
    client.query(
      `INSERT INTO link_pages (address_hash, page, claimed_until, expires_at)
        VALUES ($1, $2, now(), now() + interval '1 day')
        ON CONFLICT (address_hash) DO UPDATE SET page = excluded.page, expires_at = excluded.expires_at`,
      [hash, JSON.stringify(page)],
    ),
  );
}

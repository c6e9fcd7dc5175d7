import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { logError } from "../../platform/observability/log.ts";
import { fetchPage, type PageFetcher } from "../../platform/outbound/pages/fetch-page.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import type { StoredPreview } from "../schema.ts";
import { claimPages, findPages, storePage } from "./link-pages.ts";
import type { LinkPreviewJob } from "./link-preview-job.ts";
import { type PageTexts, pageTexts } from "./page-texts.ts";
import { previewedLinks } from "./previewed-links.ts";

/** The result of a job: the changed message, nothing to do, or another function is fetching one of the pages. */
export type Previewed = Message | "nothing" | "wait";

interface LinkingRow {
  content: string;
  senderId: UserId;
  previews: StoredPreview[] | null;
}

/**
 * Adds the previews of a message's links, and removes those of links that an edit has removed. Fetches each page at most
 * once a day, whatever the number of messages that link to it.
 *
 * @param siteUrl  the page's own address, whose links need no preview
 */
export async function addPreviews(
  db: Database,
  pages: PageFetcher,
  { conversationId, messageId }: LinkPreviewJob,
  siteUrl: string,
): Promise<Previewed> {
  const { rows } = await sql<LinkingRow>`
    SELECT m.content, m.sender_id, m.previews FROM messages m CROSS JOIN workspace w
    WHERE m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid AND m.deleted_at IS NULL
      AND m.system IS NULL AND w.link_previews`.execute(db.repeatable);
  const [message] = rows;
  if (!message) return "nothing";
  const removed = new Set(message.previews?.flatMap((each) => ("isRemoved" in each ? [each.url] : [])));
  const links = previewedLinks(message.content).filter((link) => new URL(link).origin !== siteUrl);
  const found = await lookUp(
    db,
    pages,
    links.filter((link) => !removed.has(link)),
    message.senderId,
  );
  if (found === "wait") return "wait";
  const previews = links.flatMap((url): StoredPreview[] => {
    if (removed.has(url)) return [{ url, isRemoved: true }];
    const page = found.get(url);
    return page ? [{ url, ...page }] : [];
  });
  const { rows: changed } = await sql<MessageRow>`
    SELECT ${messageColumns(sql`changed`)} FROM set_previews_v1(
      ${conversationId}::uuid, ${messageId}::uuid, ${message.content}, ${JSON.stringify(previews)}
    ) changed`.execute(db.repeatable);
  const [row] = changed;
  return row ? toMessage(row) : "nothing";
}

/** Returns the pages of links. Fetches pages without a recent copy, if the author's allowance permits it. */
async function lookUp(
  db: Database,
  pages: PageFetcher,
  links: readonly string[],
  authorId: UserId,
): Promise<Map<string, PageTexts | null> | "wait"> {
  if (links.length === 0) return new Map();
  const known = await findPages(db, links);
  const missing = links.filter((link) => !known.has(link));
  if (missing.length === 0) return known;
  try {
    await takeAllowance(db, authorId, "previews");
  } catch (error) {
    if (error instanceof RateLimited) return known;
    throw error;
  }
  const claimed = await claimPages(db, missing);
  const fetched = await Promise.all(
    claimed.map(async (link) => {
      const page = await textsOf(pages, link);
      await storePage(db, link, page);
      return [link, page ?? null] as const;
    }),
  );
  if (claimed.length < missing.length) return "wait";
  return new Map([...known, ...fetched]);
}

/** A page that cannot be fetched has no preview. The log has the reason without the address, which may be secret. */
async function textsOf(pages: PageFetcher, link: string): Promise<PageTexts | undefined> {
  try {
    return pageTexts(await fetchPage(pages, link));
  } catch (error) {
    logError("a linked page was not fetched", error);
    return undefined;
  }
}

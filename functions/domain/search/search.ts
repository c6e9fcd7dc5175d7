import { type RawBuilder, sql } from "kysely";
import { parseSearch, textWithout, timesOf } from "../../../contract/finding/operators.ts";
import { tokensOf } from "../../../contract/finding/tokens.ts";
import { plainText } from "../../../contract/formatting/plain-text.ts";
import { ConversationId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { SearchPage, SearchQuery } from "../../../contract/search.ts";
import type { Reads } from "../database.ts";
import { rowBytes } from "../messages/message-bytes.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { excerptOf } from "./excerpt.ts";
import { findNamed } from "./named.ts";
import { tsQueriesOf } from "./ts-query.ts";

interface HitRow extends MessageRow {
  /** The number of messages on this page before the byte limit cut it. */
  candidates: number;
  /** The time of the message in microseconds, which a `Date` does not hold. */
  microseconds: number;
}

/** The place where a search begins, and the number of messages found from there that earlier pages contain. */
interface Start {
  until: RawBuilder<unknown>;
  conversationId: string;
  seq: number;
  skipped: number;
}

/** Before the first message of its time. */
const first = { conversationId: "00000000-0000-0000-0000-000000000000", seq: 0 };

function startOf(cursor = "0", before = "infinity"): Start {
  const [microseconds = "", conversationId, seq] = cursor.split("_");
  const earliest = sql`${before}::timestamptz`;
  if (conversationId === undefined) return { until: earliest, ...first, skipped: Number(microseconds) };
  const until = sql`(timestamptz '1970-01-01 00:00:00+00' + ${microseconds}::bigint * interval '1 microsecond')`;
  return { until, conversationId: ConversationId.parse(conversationId), seq: Number(seq), skipped: 0 };
}

/**
 * Returns the text that a message with this text shows, if it has other words: `foo**bar**` shows one word. Text copied
 * from an editor contains the marks.
 */
function withoutMarkup(query: string): string[] {
  const shown = plainText(query);
  const wordsOf = (text: string) =>
    tokensOf(text)
      .map((token) => token.text)
      .join(" ");
  return wordsOf(shown) === wordsOf(query) ? [] : [shown];
}

/** The times of a request replace those of its query's operators. */
const timesIn = ({ after, before }: SearchQuery) => ({ ...(after && { after }), ...(before && { before }) });

const cursorAt = ({ microseconds, conversationId, seq }: HitRow) =>
  `${microseconds}_${conversationId}_${seq}`;

/** The beginning of a day in UTC. Clients pass the times of their own days. */
const startOfDay = (day: string) => `${day}T00:00:00.000Z`;

const both = <Id>(some: readonly Id[] | undefined, only: Id | undefined): readonly Id[] | undefined =>
  only === undefined ? some : (some ?? [only]).filter((id) => id === only);

/**
 * Finds the messages that contain all words of a query and meet its operators, in the caller's conversations. Operators that
 * name nothing are words. If the query has words, a message that contains exactly its text is found as well.
 */
export async function searchMessages(db: Reads, readerId: UserId, request: SearchQuery): Promise<SearchPage> {
  const { query } = request;
  const parsed = parseSearch(query).operators;
  const { isUnknown, ...named } = await findNamed(db, readerId, parsed);
  const unknown = parsed.filter(isUnknown);
  const operators = parsed.filter((operator) => !isUnknown(operator));
  const words = textWithout(query, operators);
  const searchedAsText = unknown.map(({ start, end }) => query.slice(start, end));
  const answer = { ...(unknown.length > 0 && { searchedAsText }) };
  const nothing = { items: [], nextCursor: null, ...answer };
  const { authors } = named;
  const conversations = both(named.conversations, request.conversationId);
  const features = operators.flatMap((operator) => (operator.name === "has" ? [operator.value] : []));
  const queries = tsQueriesOf(words, {
    features,
    isReply: operators.some(({ name }) => name === "is"),
    mayLackWords: operators.length > 0,
    shown: withoutMarkup(words),
    // Operators without words are a search, never text: "in:general" would find every "in general".
    ...(operators.length > 0 && tokensOf(words).length > 0 && { asText: [query, ...withoutMarkup(query)] }),
    ...(authors && { authors }),
    ...(request.from && { from: request.from }),
  });
  if (!queries || conversations?.length === 0) return nothing;
  const { sort = "newest", limit = limits.page.default } = request;
  const { after, before } = { ...timesOf(operators, startOfDay), ...timesIn(request) };
  const { until, skipped, ...start } = startOf(request.cursor, before);
  const isByRelevance = sort === "relevance";
  const count = isByRelevance ? limits.rankedMessages : skipped + limit + 1;
  const rank = isByRelevance ? sql`ts_rank_cd(s.tokens, ${queries.condition}::tsquery) DESC,` : sql``;
  const { rows } = await sql<HitRow>`${boundedRows({
    columns: (from) => sql`${messageColumns(from)}, ${from}.microseconds`,
    rows: sql`
      SELECT ${messageColumns(sql`m`)}, hit.place, (extract(epoch FROM m.created_at) * 1000000)::bigint AS microseconds
      FROM (
        SELECT s.conversation_id, s.seq, row_number() OVER (
          ORDER BY ${rank} s.created_at DESC, s.conversation_id DESC, s.seq DESC
        ) AS place
        FROM search_messages_v2(
          ${readerId}::uuid, ${conversations ? JSON.stringify(conversations) : null}::text, ${queries.condition}, ${queries.keys},
          ${after ?? "-infinity"}::timestamptz, ${until}, ${start.conversationId}::uuid, ${start.seq}, ${count}
        ) found
        JOIN message_search s
          ON s.conversation_id = found.conversation_id AND s.created_at = found.created_at AND s.seq = found.seq
        ORDER BY place LIMIT ${limit + 1} OFFSET ${skipped}
      ) hit
      JOIN messages m ON m.conversation_id = hit.conversation_id AND m.seq = hit.seq
      WHERE m.deleted_at IS NULL`,
    order: sql`page.place`,
    bytes: rowBytes(sql`page`),
  })}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last, size) =>
    isByRelevance ? String(skipped + size) : cursorAt(last),
  );
  return {
    items: page.rows.map((row) => ({ message: toMessage(row), excerpt: excerptOf(row.content, words) })),
    ...answer,
    nextCursor: page.nextCursor,
  };
}

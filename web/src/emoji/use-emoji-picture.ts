import type { Session } from "../../../client/session/session.ts";
import type { Download } from "../../../contract/files.ts";
import type { EmojiId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { type Address, useAddress } from "../files/use-address.ts";
import { useSession } from "../session/session-context.tsx";

interface Wanted {
  ids: EmojiId[];
  answer: Promise<ReadonlyMap<EmojiId, Download>>;
}

/** The request that further pictures can join. */
let next: Wanted | undefined;

async function request(session: Session, ids: EmojiId[]): Promise<ReadonlyMap<EmojiId, Download>> {
  // All pictures that one rendering shows are in one request.
  await new Promise((resolve) => setTimeout(resolve));
  next = undefined;
  const query = { ids: ids.join(",") };
  const { items, expiresIn } = await session.call("listEmojiPictures", { query });
  return new Map(items.map(({ id, url }) => [id, { url, expiresIn }]));
}

async function addressOf(session: Session, id: EmojiId): Promise<Download> {
  if (!next || next.ids.length >= limits.customEmoji.addresses) {
    const ids: EmojiId[] = [];
    next = { ids, answer: request(session, ids) };
  }
  next.ids.push(id);
  // A deleted emoji has no picture.
  return (await next.answer).get(id) ?? { url: "data:,", expiresIn: 60 };
}

/** Returns the address of the picture of an emoji, or undefined while it loads. */
export function useEmojiPicture(id: EmojiId | undefined): Address | undefined {
  const { session } = useSession();
  return useAddress(
    `emoji picture ${id}`,
    () => (id ? addressOf(session, id) : Promise.reject(new Error("There is no emoji"))),
    id !== undefined,
  );
}

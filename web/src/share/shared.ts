import * as z from "zod/mini";
import { sharedCache } from "./shared-cache.ts";

/** A text and files that another app has shared. */
export interface Shared {
  text: string;
  files: readonly File[];
}

const Parts = z.array(z.string());

/** Joins the title, the text and the address. Apps repeat the address within the text, and the title as the text. */
export const joinParts = (parts: readonly string[]): string =>
  parts
    .map((part) => part.trim())
    .filter(
      (part, at, all) =>
        part !== "" && !all.some((other, place) => place !== at && contains(other, part, place < at)),
    )
    .join("\n");

/** Whether another part has the same words. Of two equal parts, the first one stays. */
const contains = (other: string, part: string, isEarlier: boolean) =>
  other.includes(part) && (other !== part || isEarlier);

/** Returns the text and the files that another app has shared, or undefined if there are none. */
export async function readShared(): Promise<Shared | undefined> {
  if (!("caches" in window) || !(await caches.has(sharedCache))) return undefined;
  const cache = await caches.open(sharedCache);
  const stored = await (await cache.match("/share/text"))?.json();
  const requests = await cache.keys();
  const files = await Promise.all(
    requests
      .filter(({ url }) => new URL(url).pathname.startsWith("/share/files/"))
      .map(async (request) => {
        const answer = await cache.match(request);
        const name = decodeURIComponent(answer?.headers.get("x-file-name") ?? "");
        const type = answer?.headers.get("content-type") ?? "";
        return answer ? [new File([await answer.blob()], name, { type })] : [];
      }),
  );
  return { text: joinParts(Parts.safeParse(stored).data ?? []), files: files.flat() };
}

/** Forgets it, once it is in a draft or the user has declined. */
export async function forgetShared(): Promise<void> {
  await caches.delete(sharedCache);
}

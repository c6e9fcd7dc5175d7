import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { by, db, newGroup, newMessageId, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { HostBreakers } from "../../platform/outbound/host-breakers.ts";
import { Outbound } from "../../platform/outbound/outbound.ts";
import type { PageFetcher } from "../../platform/outbound/pages/fetch-page.ts";
import { deleteMessage, editMessage, removePreview } from "../messages/change.ts";
import { getMessage } from "../messages/history.ts";
import { missed } from "../messages/sync.ts";
import { addPreviews } from "./add-previews.ts";
import { claimPages, removeExpiredPages } from "./link-pages.ts";

let visits: string[] = [];
/** A site whose pages have their path as the title. */
const site = createServer(({ url = "" }, response) => {
  visits.push(url);
  if (url.startsWith("/nothing")) return response.writeHead(404).end();
  const title = decodeURIComponent(url.slice(1));
  return response
    .writeHead(200, { "content-type": "text/html; charset=utf-8" })
    .end(`<title>${title}</title><meta name="description" content="About ${title}">`);
});
let origin: string;
let pages: PageFetcher;

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  pages = { outbound: new Outbound([origin]), breakers: new HostBreakers(), userAgent: "test" };
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

const preview = ({ conversationId, id }: Message) =>
  addPreviews(db, pages, { conversationId, messageId: id }, "https://chat.example");
const stored = async ({ conversationId, id }: Message, readerId: UserId) =>
  (await getMessage(db, conversationId, readerId, id)).previews;
/** Sends a message with links to new pages. */
async function sendLinks(id: ConversationId, sender: UserId, names: readonly string[]) {
  visits = [];
  const urls = names.map((name) => `${origin}/${name}-${newMessageId()}`);
  return { urls, message: await send(id, sender, urls.join(" ")) };
}
const of = (message: Message, callerId: UserId) => ({
  conversationId: message.conversationId,
  messageId: message.id,
  callerId,
  sessionId: by(callerId).sessionId,
});
const titles = (message: Message | "nothing" | "wait") =>
  typeof message === "string"
    ? message
    : (message.previews?.map(({ title }) => title.replace(/-.*/, "")) ?? []);

describe("The previews of a message", () => {
  test("show the first three pages that it links to, and arrive with sync", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const { message, urls } = await sendLinks(id, ada, ["one", "nothing", "two", "three", "four"]);
    const changed = await preview(message);
    expect(titles(changed)).toEqual(["one", "two"]);
    const [first] = (await stored(message, ben)) ?? [];
    expect(first).toMatchObject({ url: urls[0], description: expect.stringContaining("About one") });
    const { changes } = await missed(db, ben, { conversations: { [id]: 1 }, revisions: { [id]: 0 } });
    expect(changes).toEqual([changed]);
    expect(await preview(message)).toBe("nothing");
  });

  test("fetch a page once, even if messages with it arrive at the same time", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const { message, urls } = await sendLinks(id, ada, ["shared"]);
    const others = await Promise.all([1, 2, 3].map(() => send(id, ben, urls.join(" "))));
    const results = await Promise.all([message, ...others].map(preview));
    // A message whose page another message was fetching tries again later.
    for (const [at, result] of results.entries()) {
      const each = [message, ...others][at];
      expect(each && titles(result === "wait" ? await preview(each) : result)).toEqual(["shared"]);
    }
    expect(visits).toHaveLength(1);
    expect(await claimPages(db, urls)).toEqual([]);
  });

  test("survive the removal of expired pages, which removes nothing that is valid or being fetched", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    const { message, urls } = await sendLinks(id, ada, ["kept"]);
    await preview(message);
    const claimedUrl = `${origin}/claimed-${newMessageId()}`;
    expect(await claimPages(db, [claimedUrl])).toEqual([claimedUrl]);
    await removeExpiredPages(db, Date.now() + 10_000);
    expect(await claimPages(db, [claimedUrl, ...urls])).toEqual([]);
    expect(titles(await getMessage(db, id, ada, message.id))).toEqual(["kept"]);
  });

  test("go with their links, and with the message", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    const { message, urls } = await sendLinks(id, ada, ["stays", "goes"]);
    await preview(message);
    const edited = await editMessage(db, of(message, ada), `now ${urls[0]}`, unlimited);
    expect(titles(edited)).toEqual(["stays"]);
    // Code has no links.
    await editMessage(db, of(message, ada), `now \`${urls[0]}\``, unlimited);
    expect(titles(await preview(message))).toEqual([]);
    await editMessage(db, of(message, ada), `again ${urls[0]}`, unlimited);
    expect(titles(await preview(message))).toEqual(["stays"]);
    const deleted = await deleteMessage(db, of(message, ada));
    expect(deleted.previews).toBeUndefined();
    expect(await preview(message)).toBe("nothing");
  });

  test("are not stored if an edit came in between", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    const { message } = await sendLinks(id, ada, ["old"]);
    const slow: PageFetcher = {
      ...pages,
      outbound: Object.assign(new Outbound([origin]), {
        send: async (...parameters: Parameters<Outbound["send"]>) => {
          await editMessage(db, of(message, ada), "without links", unlimited);
          return pages.outbound.send(...parameters);
        },
      }),
    };
    const job = { conversationId: id, messageId: message.id };
    expect(await addPreviews(db, slow, job, "https://chat.example")).toBe("nothing");
    expect(await stored(message, ada)).toBeUndefined();
  });

  test("can be removed one by one, only by the author, and stay removed as long as the link is there", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben);
    const { message, urls } = await sendLinks(id, ada, ["first", "second"]);
    await preview(message);
    const [url = ""] = urls;
    await expect(removePreview(db, of(message, ben), url)).rejects.toMatchObject({ code: "not-the-author" });
    await expect(removePreview(db, of(message, cleo), url)).rejects.toMatchObject({
      code: "conversation-not-found",
    });
    const removed = await removePreview(db, of(message, ada), url);
    expect(titles(removed)).toEqual(["second"]);
    expect(await removePreview(db, of(message, ada), url)).toEqual(removed);
    await editMessage(db, of(message, ada), `edited ${urls.join(" ")}`, unlimited);
    expect(await preview(message)).toBe("nothing");
    expect((await stored(message, ben))?.map((each) => each.url)).toEqual([urls[1]]);
  });

  test("have short texts of one line, in which no character can deceive", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    const { message } = await sendLinks(id, ada, [`a%E2%80%AEb%0A%01c${"d".repeat(150)}`]);
    await preview(message);
    const [{ title, description = "" } = { title: "" }] = (await stored(message, ada)) ?? [];
    expect(title).toMatch(/^a b cd+…$/);
    expect(title.length).toBe(limits.linkPreviews.title);
    expect(description.length).toBe(limits.linkPreviews.description);
  });

  test("exist neither for an overlong address nor for an overlong text nor for the deployment itself", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    for (const text of [
      `${origin}/${"x".repeat(limits.linkPreviews.address)}`,
      `${origin}/emoji ${"👩".repeat(limits.linkPreviews.textBytes / 4)}`,
      "https://chat.example/c/1",
    ]) {
      visits = [];
      expect(await preview(await send(id, ada, text))).toBe("nothing");
      expect(visits).toEqual([]);
    }
  });

  test("do not come while the workspace shows none", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    const show = (linkPreviews: boolean) =>
      sql`UPDATE workspace SET link_previews = ${linkPreviews}`.execute(db.once);
    const { message } = await sendLinks(id, ada, ["page"]);
    await show(false);
    expect([await preview(message), visits]).toEqual(["nothing", []]);
    await show(true);
    expect(titles(await preview(message))).toEqual(["page"]);
  });

  test("need no visit, and do not come, once the author's allowance is used up", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    const known = await sendLinks(id, ada, ["known"]);
    await preview(known.message);
    await sql`
      UPDATE allowances SET tokens_left = 0, refilled_at = now()
      WHERE user_id = ${ada}::uuid AND kind = 'previews'`.execute(db.once);
    expect(allowances.previews.perSecond).toBeLessThan(1);
    visits = [];
    const message = await send(id, ada, `${known.urls[0]} ${origin}/new-${newMessageId()}`);
    expect(titles(await preview(message))).toEqual(["known"]);
    expect(visits).toEqual([]);
  });
});

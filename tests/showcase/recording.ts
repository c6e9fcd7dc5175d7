import type { Browser, Locator, Page } from "playwright-core";
import { composer, openPage, signIn } from "../browser/browser.ts";
import { newId } from "../support/people.ts";
import type { Company } from "./company.ts";
import { Gif } from "./gif.ts";
import { Pointer } from "./pointer.ts";
import { afternoonZone, settle } from "./readme-pictures.ts";

/** The window of the recording. The README shows it at about four fifths of this size. */
const viewport = { width: 1120, height: 700 };

/** How long a step is shown, in milliseconds. */
const times = { word: 160, brief: 400, step: 1_000, long: 1_800 };

/** Records what a page shows, step by step: the time between two steps does not count. */
class Recording {
  readonly gif = new Gif();
  readonly #page: Page;
  readonly #pointer: Pointer;

  constructor(page: Page, pointer: Pointer) {
    this.#page = page;
    this.#pointer = pointer;
  }

  async show(milliseconds: number): Promise<void> {
    await settle(this.#page);
    this.gif.add(await this.#page.screenshot({ caret: "hide" }), milliseconds);
  }

  /** Moves the pointer to an element, without pressing. */
  async point(target: Locator): Promise<void> {
    await this.#pointer.moveTo(target);
    await this.show(times.brief);
  }

  async click(target: Locator): Promise<void> {
    await target.waitFor();
    await this.point(target);
    await target.click();
  }

  /** Types word by word into the element with the focus. */
  async type(text: string): Promise<void> {
    for (const word of text.match(/\S+\s*/g) ?? []) {
      await this.#page.keyboard.type(word);
      await this.show(times.word);
    }
  }
}

/**
 * Records a conversation of two people on Mara's page: a message, a reaction, a thread, a poll, and a jump to another
 * conversation. @returns an animated GIF
 */
export async function record(
  browser: Browser,
  url: string,
  { mara, tomas, people, design, launch }: Company,
): Promise<Uint8Array> {
  const timezoneId = afternoonZone(new Date());
  const open = async (person: typeof mara) => {
    const { page } = await openPage(browser, url, { viewport, timezoneId });
    await signIn(page, person);
    await page.goto(`/c/${design.id}`);
    await composer(page).waitFor();
    return page;
  };
  const page = await open(mara);
  const colleague = await open(tomas);
  const main = page.getByRole("main");
  const recording = new Recording(page, await Pointer.draw(page));
  await main.getByText(/^On my 13″ laptop/).waitFor();
  await recording.show(times.step);

  // A message arrives.
  await composer(colleague).pressSequentially("Version 2.14 is on staging 🚀");
  await page.getByText("Tomás Herrera is typing").waitFor();
  await recording.show(times.step);
  await composer(colleague).press("Enter");
  const news = main.getByRole("article").filter({ hasText: "Version 2.14 is on staging" });
  await news.waitFor();
  await recording.show(times.step);

  // Reactions.
  await recording.point(news);
  await recording.click(news.getByRole("toolbar").getByRole("button", { name: "React with 👍" }));
  await news.getByRole("button", { name: /^👍\s*1/ }).waitFor();
  await recording.show(times.brief);
  const { items } = await mara.history(design.id);
  const messageId = items.find(({ content }) => content.startsWith("Version 2.14"))?.id;
  for (const person of [people[2], people[5]])
    await person?.call("addReaction", { params: { id: design.id, messageId, emoji: "👍" } });
  await news.getByRole("button", { name: /^👍\s*3/ }).waitFor();
  await recording.show(times.step);

  // A thread.
  await recording.click(news.getByRole("toolbar").getByRole("button", { name: "Reply in thread" }));
  const thread = page.getByRole("complementary");
  await thread.getByRole("textbox", { name: "Reply in the thread" }).waitFor();
  await recording.show(times.brief);
  await recording.type("Lovely! Shall we ship it on Thursday?");
  await page.keyboard.press("Enter");
  await thread.getByText("Shall we ship it on Thursday?").waitFor();
  await recording.show(times.brief);
  await tomas.call("sendMessage", {
    params: { id: design.id },
    body: { id: newId(), content: "Thursday it is 👍", threadId: messageId },
  });
  await thread.getByText("Thursday it is").waitFor();
  await recording.show(times.long);

  // Another conversation, with a poll.
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).waitFor();
  await recording.show(times.brief);
  await page.keyboard.type("launch");
  await page
    .getByRole("option", { name: /Spring launch/ })
    .first()
    .waitFor();
  await recording.show(times.step);
  await page.keyboard.press("Enter");
  await composer(page)
    .and(page.getByPlaceholder(/Spring launch/))
    .waitFor();
  const option = main.getByRole("button", { name: /^Picnic at the lake/ });
  await option.waitFor();
  await recording.show(times.step);
  await recording.click(option);
  await main.getByRole("button", { name: /^Picnic at the lake/, pressed: true }).waitFor();
  await recording.show(times.step);
  const { items: inLaunch } = await mara.history(launch.id);
  const pollId = inLaunch.find(({ poll }) => poll !== undefined)?.id;
  await people[3]?.call("vote", { params: { id: launch.id, messageId: pollId }, body: { choices: [1] } });
  await recording.show(times.long);
  for (const each of [page, colleague]) await each.context().close();
  return recording.gif.finish();
}

import pMap from "p-map";
import type { Conversation } from "../../contract/conversations.ts";
import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { addEmoji } from "../browser/add-emoji.ts";
import { uploadFile } from "../browser/upload-file.ts";
import { newId, newPerson, type Person } from "../support/people.ts";
import { postUpload } from "../support/upload.ts";
import { drawLandscape } from "./drawings.ts";
import { channels, names } from "./names.ts";
import { spreadTimes } from "./spread-times.ts";
import { chatter, type Line, plans, poll, talk } from "./talk.ts";

export interface Company {
  people: readonly Person[];
  /** The user whose page the pictures show. */
  mara: Person;
  /** A colleague who writes while the recording runs. */
  tomas: Person;
  design: Conversation;
  /** A private group. */
  launch: Conversation;
  direct: Conversation;
}

export interface CompanyOptions {
  /** The number of people. */
  size?: number;
  /** The number of channels. */
  channelCount?: number;
  /** Follows each username and channel name, where several companies share a stack. */
  suffix?: string;
}

const at = <T>(items: readonly T[], place: number): T => {
  const item = items[place % items.length];
  if (item === undefined) throw new Error("The list is empty");
  return item;
};

/** Returns the first name in the letters of usernames, with the person's place, because names repeat. */
function usernameOf(name: string, place: number): string {
  const [first = ""] = name.split(" ");
  const letters = first.normalize("NFKD").replace(/[^A-Za-z]/g, "");
  return `${letters.toLowerCase() || "p"}${place}`;
}

/** Gives every third person no picture, so that initials are in the pictures as well. */
async function setPicture(url: string, person: Person, place: number): Promise<void> {
  if (place % 3 === 2) return;
  const bytes = drawLandscape(place, { width: 96, height: 96 });
  const upload = await person.call("addPicture", {
    body: { contentType: "image/png", sizeBytes: bytes.length },
  });
  await postUpload(url, upload, bytes);
  await person.call("updateMe", { body: { pictureId: upload.id } });
}

async function say(url: string, people: readonly Person[], id: ConversationId, line: Line): Promise<void> {
  const author = at(people, line.author);
  const size = { width: 480, height: 320 };
  const attachmentIds = await pMap(line.pictures ?? [], (fileName, number) =>
    uploadFile(
      { url, person: author, id },
      { fileName, contentType: "image/png", ...size },
      drawLandscape(number, size),
    ),
  );
  const send = (person: Person, content: string, more: { threadId?: MessageId; attachmentIds?: unknown }) =>
    person.call("sendMessage", { params: { id }, body: { id: newId(), content, ...more } });
  const { id: messageId } = await send(author, line.content, {
    ...(attachmentIds.length > 0 && { attachmentIds }),
  });
  for (const [place, content] of line.replies ?? [])
    await send(at(people, place), content, { threadId: messageId });
  for (const [emoji, places] of Object.entries(line.reactions ?? {}))
    for (const place of places)
      await at(people, place).call("addReaction", { params: { id, messageId, emoji } });
}

/** Puts the emoji of the workspace into a line. */
const withEmoji = ({ content, reactions, ...line }: Line, party: string): Line => ({
  ...line,
  content: content.replace(":party:", party),
  ...(reactions && {
    reactions: Object.fromEntries(
      Object.entries(reactions).map(([emoji, places]) => [emoji === ":party:" ? party : emoji, places]),
    ),
  }),
});

async function sendPoll(people: readonly Person[], id: ConversationId): Promise<void> {
  const params = { id };
  const body = { id: newId(), content: "", poll };
  const { id: messageId } = await at(people, 5).call("sendMessage", { params, body });
  for (const [place, choice] of [0, 1, 1, 0, 1, 2, 1].entries())
    await at(people, place + 1).call("vote", {
      params: { ...params, messageId },
      body: { choices: [choice] },
    });
}

/** Fills a stack, whose database is registered, like a company of 40 people. */
export async function createCompany(
  url: string,
  { size = names.length, channelCount = channels.length, suffix = "" }: CompanyOptions = {},
): Promise<Company> {
  const people = await pMap(
    names.slice(0, size),
    async (name, place) => {
      const person = await newPerson(url, `${usernameOf(name, place)}${suffix}`, name);
      await setPicture(url, person, place);
      return person;
    },
    { concurrency: 4 },
  );
  const mara = at(people, 0);
  const tomas = at(people, 1);
  await mara.call("updateMe", { body: { status: { emoji: "🎧", text: "Focus until 3" } } });
  await tomas.call("updateMe", { body: { status: { emoji: "🌴", text: "Lisbon this week" } } });
  const made = await pMap(
    channels.slice(0, channelCount),
    async ([name, topic], place) => {
      const owner = at(people, place + 1);
      const participantIds = people
        .slice(0, 8 + (place % 5) * 8)
        .filter(({ id }) => id !== owner.id)
        .map(({ id }) => id);
      const channel = await owner.call("createConversation", {
        body: { participantIds, kind: "channel", name: name + suffix, topic },
      });
      for (let count = 0; count < 3; count++)
        await at(people, (count * 3 + place) % 8).send(channel.id, at(chatter, place + count));
      if (place % 3 !== 0) await mara.call("markRead", { params: { id: channel.id }, body: { seq: 100 } });
      return channel;
    },
    { concurrency: 4 },
  );
  const design = at(made, 1);
  const launch = await mara.startGroup(people.slice(1, 30), `Spring launch${suffix}`);
  for (const [author, content] of plans)
    await at(people, author).send(launch.id, content.replace("@me", `@${mara.username}`));
  const directs = await pMap([5, 9, 4, 14], async (place) => {
    const direct = await at(people, place).startDirect(mara);
    await at(people, place).send(direct.id, at(chatter, place));
    return direct;
  });
  const direct = await tomas.startDirect(mara);
  await tomas.send(direct.id, "Do you have a minute for the panel?");
  await mara.send(direct.id, "Sure, call me.");
  const party = await addEmoji(
    url,
    tomas,
    "party_blob",
    `hooray${suffix.toLowerCase().replace(/[^a-z0-9]/g, "")}`,
  );
  for (const line of talk.map((each) => withEmoji(each, party))) await say(url, people, design.id, line);
  await sendPoll(people, launch.id);
  for (const { id } of [design, launch, direct]) {
    await mara.call("markRead", { params: { id }, body: { seq: 100 } });
    await mara.call("updateSettings", { params: { id }, body: { isPinned: true } });
  }
  await at(people, 2).send(launch.id, `And the film, @${mara.username}: https://example.com/film`);
  const others = made.filter(({ id }) => id !== design.id);
  await spreadTimes(
    url,
    [direct, design, launch, ...directs, ...others].map(({ id }) => id),
  );
  return { people, mara, tomas, design, launch, direct };
}

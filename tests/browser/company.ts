import { readFileSync } from "node:fs";
import { join } from "node:path";
import pMap from "p-map";
import type { Conversation } from "../../contract/conversations.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { newPerson, type Person } from "../support/people.ts";
import { uploadFile } from "./upload-file.ts";

/** The 40 people of a company, so that the pictures of the page have realistic names: long, short and right-to-left. */
const names = [
  "Mara Lindqvist",
  "Tomás Herrera",
  "Priya Raghunathan",
  "Jonas Weber",
  "نور الهدى المنصوري",
  "Chiara Bellini",
  "Oluwaseun Adebayo",
  "Hanna Kowalczyk",
  "Kenji Watanabe",
  "Freya Halvorsen",
  "Maximiliane von Hohenstein-Waldeck",
  "Ravi Iyer",
  "Sofia Marchetti",
  "Liam O’Connor",
  "יעל בן־דוד",
  "Zhang Wei",
  "Amélie Dubois",
  "Bjørn Aas",
  "Fatima Zahra El Idrissi",
  "Noah Fischer",
  "Elif Yıldız",
  "Marek Novák",
  "Grace Mbeki",
  "Lucas Ferreira",
  "Isla Campbell",
  "Dmitri Volkov",
  "Aiko Tanaka",
  "Henrik Sørensen",
  "Nadia Petrova",
  "Samuel Okafor",
  "Lea Zimmermann",
  "Arjun Mehta",
  "Ingrid Nyström",
  "Pablo Castillo",
  "Yuki Mori",
  "Clara Hoffmann",
  "Emeka Nwosu",
  "Ines Carvalho",
  "Viktor Lindholm",
  "Mia Brandt",
] as const;

const channels = [
  ["announcements", "What everyone should know"],
  ["product-design", "Screens, colours and type · Figma links in the description"],
  ["engineering", "How we build it"],
  ["incidents", "On call: Freya until Friday"],
  ["releases", "2.14 ships on Thursday"],
  ["hiring-frontend", "Two open roles"],
  ["marketing", "Launch week planning"],
  ["support", "Questions from customers"],
  ["sales-emea", "Pipeline and quotes"],
  ["data", "Dashboards and definitions"],
  ["security", "Reviews, reports, rotations"],
  ["infrastructure", "Costs, capacity, upgrades"],
  ["mobile", "iOS and Android"],
  ["accessibility", "WCAG 2.2 AA and beyond"],
  ["research", "Interviews on Tuesdays"],
  ["customer-feedback-and-feature-requests-from-the-field", "Long names exist"],
  ["finance", "Invoices by the 25th"],
  ["office-berlin", "Lunch, keys, plants"],
  ["office-lisbon", "Surf report"],
  ["random", "Everything else"],
  ["books", "Now reading: The Dispossessed"],
  ["running", "Sundays at nine"],
  ["music", "Friday playlist"],
  ["pets", "Pictures, please"],
  ["til", "Today I learned"],
] as const;

/** What people write in the channel that the pictures show. Each line names its author by the place in `names`. */
const talk: readonly (readonly [author: number, content: string])[] = [
  [
    1,
    "Morning! The new **right panel** is on staging. Details and members now open beside the conversation.",
  ],
  [1, "It remembers nothing yet, and the width is fixed at 380 px. Feedback welcome."],
  [5, "Love it. On my 13″ laptop the conversation keeps about 70 characters per line, which reads well."],
  [
    3,
    'One thing I noticed: Escape used to mark everything as read. Now it closes the panel first, if the focus is inside.\n```ts\nif (event.key === "Escape" && panel.contains(target)) {\n  close();\n}\n```',
  ],
  [2, "That is what I would expect. What do Zulip and Linear do?"],
  [
    7,
    "Linear closes the innermost thing first. We do the same:\n1. a menu or a list of suggestions\n2. the panel\n3. a reply or an edit\n4. everything as read",
  ],
  [4, "شكراً جزيلاً، يبدو التصميم رائعاً على الهاتف أيضاً."],
  [0, "Then let us ship it behind no flag at all. Mara will write the note for the change log."],
  [10, "I checked the contrast of every colour role in both themes. Lowest is 4.9 : 1 for the dimmed text."],
  [8, "👏"],
  [6, "Could we also have a look at `prefers-reduced-motion`? The panel still slides for me."],
  [1, "> Could we also have a look at prefers-reduced-motion?\n\nGood catch, fixed in the last build."],
];

const chatter = [
  "Done, thank you!",
  "I will look at it after lunch.",
  "Who owns this dashboard?",
  "The numbers of last week are in the sheet: https://example.com/reports/2026-w47",
  "Can somebody review the pull request about retries?",
  "Great work, everyone 🎉",
  "Moved to Thursday, same time.",
  "`npm run bench` says 41 ms, down from 60.",
];

export interface Company {
  people: readonly Person[];
  /** The user whose page the pictures show. */
  mara: Person;
  design: Conversation;
  /** A private group of 30. */
  launch: Conversation;
  direct: Conversation;
}

const picture = (name: string) => readFileSync(join(import.meta.dirname, "../../docs", name));

async function sendPictures(person: Person, id: ConversationId, url: string): Promise<void> {
  const files = [
    { fileName: "panel.png", name: "chat.png", width: 1280, height: 800 },
    { fileName: "panel-phone.png", name: "chat-phone.png", width: 780, height: 1688 },
    { fileName: "sketch.png", name: "chat.png", width: 1280, height: 800 },
  ];
  const attachmentIds = await pMap(files, ({ fileName, name, width, height }) =>
    uploadFile({ url, person, id }, { fileName, contentType: "image/png", width, height }, picture(name)),
  );
  await person.call("sendMessage", {
    params: { id },
    body: { id: crypto.randomUUID(), content: "Three pictures of the build:", attachmentIds },
  });
}

/** Fills a stack like a company of 40 people. */
export async function createCompany(url: string): Promise<Company> {
  const people = await pMap(
    names,
    (name, at) =>
      newPerson(
        url,
        `${
          name
            .split(" ")[0]
            ?.normalize("NFKD")
            .replace(/[^A-Za-z]/g, "")
            .toLowerCase() || "p"
        }${at}`,
        name,
      ),
    { concurrency: 4 },
  );
  const person = (at: number): Person => {
    const found = people[at % people.length];
    if (!found) throw new Error("The company has no people");
    return found;
  };
  const mara = person(0);
  const made = await pMap(
    channels,
    async ([name, topic], at) => {
      const owner = person(at + 1);
      const channel = await owner.call("createConversation", {
        body: {
          participantIds: people
            .slice(0, 8 + (at % 5) * 8)
            .filter(({ id }) => id !== owner.id)
            .map(({ id }) => id),
          kind: "channel",
          name,
          topic,
        },
      });
      for (let count = 0; count < 3; count++)
        await person((count * 3 + at) % 8).send(channel.id, chatter[(at + count) % chatter.length] ?? "");
      if (at % 3 !== 0) await mara.call("markRead", { params: { id: channel.id }, body: { seq: 100 } });
      return channel;
    },
    { concurrency: 4 },
  );
  const design = made[1];
  if (!design) throw new Error("There is no channel about design");
  const launch = await mara.startGroup(people.slice(1, 30), "Launch of the spring release");
  await person(2).send(launch.id, `The press kit is ready. @${mara.username} could you approve it?`);
  for (const at of [5, 9, 10, 4, 14]) {
    const { id } = await person(at).startDirect(mara);
    await person(at).send(id, chatter[at % chatter.length] ?? "");
  }
  const direct = await person(1).startDirect(mara);
  await person(1).send(direct.id, "Do you have a minute for the panel?");
  await mara.send(direct.id, "Sure, call me.");
  for (const [author, content] of talk) await person(author).send(design.id, content);
  await sendPictures(person(1), design.id, url);
  const { items } = await mara.history(design.id);
  const first = items.at(-4);
  for (const [at, emoji] of [
    [2, "👍"],
    [3, "👍"],
    [5, "👍"],
    [6, "🎉"],
    [7, "🎉"],
    [0, "👍"],
  ] as const)
    if (first)
      await person(at).call("addReaction", { params: { id: design.id, messageId: first.id, emoji } });
  return { people, mara, design, launch, direct };
}

/** A message in the channel that the pictures show. */
export interface Line {
  /** The author's place in `names`. */
  author: number;
  content: string;
  /** The replies in its thread, each with its author's place. */
  replies?: readonly (readonly [author: number, content: string])[];
  /** Each emoji with the places of the users who reacted with it. `:party:` stands for an emoji of the workspace. */
  reactions?: Readonly<Record<string, readonly number[]>>;
  pictures?: readonly string[];
}

export const talk: readonly Line[] = [
  { author: 3, content: "The offsite was worth it. Some pictures:", pictures: ["lake.png", "evening.png"] },
  {
    author: 10,
    content: "I checked the contrast of every colour role. The lowest is 4.9 : 1, for dimmed text.",
  },
  {
    author: 1,
    content:
      "Morning! The new **right panel** is on staging. Threads and members open beside the conversation.",
    reactions: { "🎉": [0, 2, 5, 9], "👍": [3, 6] },
  },
  { author: 4, content: "شكراً جزيلاً، يبدو التصميم رائعاً على الهاتف أيضاً." },
  {
    author: 3,
    content:
      'Escape closes the panel first, if the focus is inside:\n```ts\nif (event.key === "Escape") {\n  close(panel);\n}\n```',
    replies: [
      [2, "That is what I would expect. What about an open menu?"],
      [
        3,
        "The innermost thing goes first:\n1. a menu or a list of suggestions\n2. the panel\n3. a reply or an edit",
      ],
      [0, "Perfect. I will add it to the help page."],
    ],
    reactions: { "💯": [7, 5] },
  },
  { author: 6, content: "Does it respect `prefers-reduced-motion`? It slid in for me." },
  {
    author: 1,
    content: "Good catch, fixed in the last build :party:",
    reactions: { "🙏": [6], ":party:": [2, 4, 8] },
  },
  { author: 5, content: "On my 13″ laptop a line keeps about 70 characters, which reads well." },
];

/** Messages for the other channels and the direct conversations. */
export const chatter = [
  "Done, thank you!",
  "I will look at it after lunch.",
  "Who owns this dashboard?",
  "The numbers of last week are in the sheet: https://example.com/reports/2026-w47",
  "Can somebody review the pull request about retries?",
  "Great work, everyone 🎉",
  "Moved to Thursday, same time.",
  "`npm run bench` says 41 ms, down from 60.",
] as const;

/** The messages in the private group, before its poll. `@me` mentions the user whose page the pictures show. */
export const plans: readonly (readonly [author: number, content: string])[] = [
  [2, "The press kit is ready. @me could you approve it?"],
  [0, "Done! The *second* picture is my favourite."],
  [7, "Tickets for the venue are booked. 40 people, two with wheelchairs."],
];

/** The poll in the private group. */
export const poll = {
  question: "Where do we celebrate the release?",
  options: ["Rooftop bar", "Picnic at the lake", "Bowling"],
};

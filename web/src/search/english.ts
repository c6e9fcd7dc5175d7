import type { Feature, OperatorName } from "../../../contract/finding/operators.ts";

/** The texts of the search operators in English. They load with the search. */
export const english = {
  /** The heading above the operators that the user can add. */
  operators: "Narrow down messages",
  /** The heading above the values of the operator that the user types. */
  values: "Suggestions",
  /** A short help for each operator. */
  help: {
    from: "Messages by a person",
    in: "Messages in a conversation",
    has: "Messages with a link, a file, code …",
    is: "Replies in threads",
    before: "Messages before a day",
    after: "Messages from a day on",
  } satisfies Record<OperatorName, string>,
  me: "Me",
  features: {
    link: "Links",
    code: "Code",
    file: "Files",
    image: "Pictures",
    video: "Videos",
    audio: "Audio",
  } satisfies Record<Feature, string>,
  /** The values of `is:`. */
  kinds: { thread: "Replies in threads" },
  today: "Today",
  yesterday: "Yesterday",
  aWeekAgo: "A week ago",
  aMonthAgo: "A month ago",
  /** An operator that the search has understood. */
  understood: {
    from: (name: string) => `From ${name}`,
    in: (name: string) => `In ${name}`,
    has: (feature: string) => `With ${feature}`,
    is: (kind: string) => kind,
    before: (day: string) => `Before ${day}`,
    after: (day: string) => `From ${day} on`,
  } satisfies Record<OperatorName, (value: string) => string>,
  /** The button that removes an operator from the search. */
  remove: (operator: string) => `Remove “${operator}”`,
};

export type SearchTexts = typeof english;

import type { pollRoutes } from "../polls.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { paging } from "./paging.ts";

const poll = {
  question: "Lunch?",
  options: [
    { text: "Soup", votes: 1 },
    { text: "Pizza", votes: 0 },
  ],
  voterCount: 1,
  isMultiple: false,
  isAnonymous: false,
  version: 1,
};

export const polls: Concept = {
  title: "Polls",
  introduction:
    "A message with `poll` asks a question. Participants choose among its options until it closes. The votes of a moment cause one `poll.updated`, and are one change of the message that `sync` returns. Nobody can see the voters of an anonymous poll.",
  routes: {
    getPoll: { summary: "Get a poll with your choices", example: { answer: { poll, choices: [0] } } },
    vote: {
      summary: "Vote, change your vote, or withdraw it",
      description: "Your choices replace earlier ones. An empty list withdraws your vote.",
      example: { request: { choices: [0] }, answer: { poll, choices: [0] } },
    },
    closePoll: {
      summary: "Close a poll",
      description: "Its author and the group's owner and admins may. Closing it again changes nothing.",
    },
    listVoters: {
      summary: "List the users who chose an option",
      description: "The earliest vote comes first. The server refuses this for an anonymous poll.",
      parameters: { ...paging, option: "The place of the option, counted from 0." },
    },
  } satisfies Record<keyof typeof pollRoutes, RouteDocumentation>,
  fields: {
    Poll: {
      options: "In the author's order. Votes name an option by its place, counted from 0.",
      voterCount: "The number of users who have voted.",
      closesAt: "The poll accepts no votes after this time.",
      closedAt: "When its author or an admin closed it.",
      version: "Counts the changes. The higher one is newer.",
    },
  },
};

import type { apiDescriptionRoutes } from "../api-description.ts";
import { accounts, sessions, users, webPush } from "./accounts.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { attachments, conversations, messages, participants, search } from "./conversations.ts";

const apiDescription: Concept = {
  title: "API description",
  introduction: "This documentation, for programs and for people.",
  routes: {
    openapi: { summary: "Get this API as an OpenAPI 3.1 document" },
    docs: { summary: "Read this page" },
  } satisfies Record<keyof typeof apiDescriptionRoutes, RouteDocumentation>,
  fields: {
    Problem: {
      type: "Identifies the problem type: the address of its description on this page.",
      code: "Identifies why the server refused the request. Programs decide by it.",
      detail: "Explains the refusal to people, in English.",
      errors: "The fields that are wrong, for bad input.",
      instance: "Identifies the request in the server's logs.",
      retryAfter: "Seconds after which another attempt makes sense.",
    },
  },
};

/** The documentation of all concepts, in reading order. */
export const concepts: readonly Concept[] = [
  sessions,
  accounts,
  users,
  conversations,
  participants,
  messages,
  attachments,
  search,
  webPush,
  apiDescription,
];

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
  fields: {},
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

import type { apiDescriptionRoutes } from "../api-description.ts";
import type { clientErrorRoutes } from "../client-errors.ts";
import { accounts, sessions, users, webPush } from "./accounts.ts";
import { calls } from "./calls.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import {
  attachments,
  channels,
  conversations,
  messages,
  messageVersions,
  participants,
  pins,
  search,
} from "./conversations.ts";
import { customEmoji } from "./custom-emoji.ts";
import { drafts } from "./drafts.ts";
import { polls } from "./polls.ts";
import { reminders } from "./reminders.ts";
import { savedMessages } from "./saved.ts";
import { scheduledMessages } from "./scheduled-messages.ts";
import { textReminders } from "./text-reminders.ts";
import { threads } from "./threads.ts";
import { invitations, members, userGroups, workspace } from "./workspace.ts";

const clientErrors: Concept = {
  title: "Client errors",
  introduction: "Clients report their unexpected errors to the deployment's log, without content.",
  routes: {
    reportClientError: {
      summary: "Report an unexpected error of a client",
      description:
        "Writes one line to the log. Remove message texts, names, tokens and query strings first. The server drops reports beyond 60 per minute and function instance.",
    },
  } satisfies Record<keyof typeof clientErrorRoutes, RouteDocumentation>,
  fields: {
    ClientError: {
      version: "The client's release.",
      name: "The error's class, such as `TypeError`.",
      component: "The part of the client in which the error occurred.",
      stack: "One frame per line: function, file, line and column.",
    },
  },
};

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
      code: "Identifies why the server refused the request. Programs should rely on it.",
      detail: "Explains the refusal to people, in English.",
      errors: "The invalid fields, if the input is invalid.",
      instance: "Identifies the request in the server's logs.",
      retryAfter: "Seconds after which another attempt makes sense.",
    },
  },
};

/** The documentation of all concepts, in reading order. */
export const concepts: readonly Concept[] = [
  sessions,
  accounts,
  workspace,
  members,
  invitations,
  users,
  userGroups,
  customEmoji,
  conversations,
  channels,
  participants,
  messages,
  messageVersions,
  pins,
  polls,
  savedMessages,
  threads,
  scheduledMessages,
  drafts,
  reminders,
  textReminders,
  calls,
  attachments,
  search,
  webPush,
  clientErrors,
  apiDescription,
];

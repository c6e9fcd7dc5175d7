/** The files of end-to-end tests that use a deployment only through its address. */
export const suite = [
  "accounts",
  "attachments",
  "calls",
  "channels",
  "chat-client",
  "conversation-settings",
  "conversations",
  "drafts",
  "events",
  "finding",
  "forwarding",
  "mail",
  "message-changes",
  "messages",
  "pictures",
  "polls",
  "quotas",
  "reminders",
  "requests",
  "saved",
  "search",
  "sign-in",
  "socket",
  "threads",
  "users",
];

const ownStack = "It starts stacks of its own, so it would not reach the deployment.";
const database = "It tests PostgreSQL, which is the same one in the deployment.";
const viewer = "It needs the viewers' addresses, which CloudFront adds.";
const keys = "It needs the key with which the local stack signs.";

/** The files that `npm run test:deploy` leaves out, with the reasons. */
export const leftOut: Readonly<Record<string, string>> = {
  access: keys,
  "aws-clients": "It calls the local services.",
  "client-errors": ownStack,
  "database-functions": database,
  delivery: ownStack,
  faults: ownStack,
  fuzz: "It takes too long where each call starts a process. `npm run test:fuzz` exists for it.",
  guessing: viewer,
  "hot-queries": database,
  invitations: ownStack,
  lifecycle: ownStack,
  logs: ownStack,
  migrations: database,
  "missed-mails": "It needs the queues of the local stack, whose delays are short.",
  "npm-start": "It tests the local stack's command.",
  "page-files": "CloudFront serves the page.",
  "web-push": ownStack,
  readers: ownStack,
  releases: ownStack,
  repeats: ownStack,
  restore: ownStack,
  "scheduled-messages": "It needs the queues of the local stack, whose delays are short.",
  "send-limits": ownStack,
  sessions: viewer,
  "signing-keys": ownStack,
  workspace: ownStack,
};

import { runVitest } from "../support/run-vitest.ts";

/** The end-to-end tests that know a deployment by its address, and what stands behind it by no other way than HTTP. */
const suite = [
  "sign-in",
  "users",
  "accounts",
  "conversations",
  "conversation-settings",
  "messages",
  "message-changes",
  "search",
  "requests",
  "socket",
  "events",
  "chat-client",
  "mail",
  "push",
  "attachments",
  "pictures",
];
/** What MiniStack cannot show, by the names of the tests; docs/dev/local-stack.md says what each is about. */
const beyondMiniStack = [
  // It selects `$connect` by a frame that names it.
  "anything else gets an error frame, and the connection stays open",
  // It knows no limits of frames.
  "a frame over 32 KiB closes with 1009",
  "a frame of 1 MB closes with 1009",
  "a binary frame closes with 1003",
  // It limits no bodies.
  "a body of 10 MB and more is 413",
  "more than a function takes, 6 MB, is 413 too",
  // The headers of files are CloudFront's.
  "a file goes straight to the bucket, and to those who take part by an address of its own",
  "what is no picture is downloaded, not shown",
  // It takes any form, and answers addresses that are not signed; a signature that is there, it checks.
  "a file of another size, type or place than was announced, and a form that was changed",
  "addresses that are not signed, or for another file",
  // It starts as many processes as calls come at once, which a small machine does not carry.
  "two hundred at once give the numbers 1 to 200, without a hole and without a repeat",
];

const wanted = process.argv.slice(2);

/** `npm run test:deploy`: deploys by the CDK CLI to MiniStack, and runs the end-to-end tests against it. */
const files = (wanted.length > 0 ? wanted : suite).map((name) => `tests/e2e/${name}.test.ts`);
const others = `^(?!.*(${beyondMiniStack.join("|")})$)`;
runVitest(["--project", "stack", "--testNamePattern", others, ...files], {
  CHATFLOW_TEST_TARGET: "ministack",
});

import { allExcept, runVitest } from "../support/run-vitest.ts";
import { suite } from "./suite.ts";

/** The names of tests that MiniStack cannot pass. docs/dev/local-stack.md explains each difference. */
const beyondMiniStack = [
  // A client's frame can select the route `$connect`.
  "An unknown or malformed frame returns an error frame, and the connection stays open",
  // Frames have no limits.
  "A WebSocket frame over 32 KiB closes the connection with 1009",
  "A WebSocket frame of 1 MB closes the connection with 1009",
  "A WebSocket frame with binary data closes the connection with 1003",
  // Bodies have no limits.
  "An invalid request with a body over API Gateway's 10 MB is refused with 413",
  "An invalid request with a body over Lambda's 6 MB is refused with 413",
  // CloudFront sets the headers of files, and S3 the type that a signed address names.
  "A file is uploaded straight to the bucket, and participants download it from a signed address",
  "A browser downloads a file that is not a picture instead of showing it",
  "A browser runs no uploaded file as a script of the page",
  ...["it has too many pixels", "its frames have too many pixels", "its format is unknown"].map(
    (reason) =>
      `A picture that would slow every reader's page becomes a file before anyone receives its address, because ${reason}`,
  ),
  // A refused upgrade gets 403, whatever the function answered.
  "A user's open sockets stay within the limit when several open simultaneously, and a closed one makes room",
  // S3 accepts any form and serves unsigned addresses. It verifies only signatures that are present.
  "The bucket refuses a file whose size, type or key differs from the signed form, and a form that was changed",
  "The bucket refuses download addresses that are unsigned, changed, or signed for another file or version",
  // Calls our own S3.
  "AWS's own S3 client gets versions of objects from the local bucket, and AWS's errors for versions that it lacks",
  // Each concurrent request starts a process, which is too much for a small machine.
  "Sending a message 200 times at the same time assigns the sequence numbers 1 to 200",
];

const wanted = process.argv.slice(2);

/** `npm run test:deploy` deploys to MiniStack with the CDK CLI and runs the end-to-end tests against it. */
const files = (wanted.length > 0 ? wanted : suite).map((name) => `tests/e2e/${name}.test.ts`);
runVitest(["--project", "stack", "--testNamePattern", allExcept(beyondMiniStack), ...files], {
  CHATFLOW_TEST_TARGET: "ministack",
});

import { runVitest } from "../support/run-vitest.ts";

/**
 * `npm run test:naughty`: all naughty strings and Markdown examples, in messages, names, files, search and the page.
 */
runVitest(["--project", "stack", "tests/naughty"], { NAUGHTY: "all" });

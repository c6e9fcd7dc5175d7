import { join } from "node:path";
import { runVitest } from "../support/run-vitest.ts";
import { installRuntime } from "./install.ts";

const wanted = process.argv.slice(2);

/** `npm run test:runtime` runs the end-to-end tests under AWS's runtime client and the template's version of Node. */
installRuntime();
runVitest(["--project", "stack", ...(wanted.length > 0 ? wanted : ["tests/e2e"])], {
  CHATFLOW_TEST_INSTANCE: join(import.meta.dirname, "instance-main.mjs"),
});

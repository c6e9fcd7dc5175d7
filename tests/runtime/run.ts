import { join } from "node:path";
import { runVitest } from "../support/run-vitest.ts";
import { installRuntime } from "./install.ts";

const wanted = process.argv.slice(2);

/** `npm run test:runtime`: the end-to-end tests with the bundles under AWS's runtime client, on the Node of the template. */
installRuntime();
runVitest(["--project", "stack", ...(wanted.length > 0 ? wanted : ["tests/e2e"])], {
  CHATFLOW_TEST_INSTANCE: join(import.meta.dirname, "instance-main.mjs"),
});

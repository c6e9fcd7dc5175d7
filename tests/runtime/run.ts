import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { installRuntime } from "./install.ts";

const wanted = process.argv.slice(2);

/** `npm run test:runtime`: the end-to-end tests with the bundles under AWS's runtime client, on the Node of the template. */
installRuntime();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--project",
    "stack",
    ...(wanted.length > 0 ? wanted : ["tests/e2e"]),
  ],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      CHATFLOW_TEST_INSTANCE: join(import.meta.dirname, "instance-main.mjs"),
    },
  },
);
process.exitCode = status ?? 1;

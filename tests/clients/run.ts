import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { awsCli, installClients } from "./install.ts";

/** `npm run test:clients`: programs of others against the local stack. Needs Python 3, PyPI and npm's registry. */
installClients();
awsCli();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "--project", "witness", "tests/clients"], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;

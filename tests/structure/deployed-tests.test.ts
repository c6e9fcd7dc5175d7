import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";
import { leftOut, suite } from "../deploy/suite.ts";

test("Each file of end-to-end tests runs against a deployment, or has a reason why not", async () => {
  const files = await readdir(join(root, "tests/e2e"));
  const names = files.flatMap((file) => /^(.*)\.test\.ts$/.exec(file)?.[1] ?? []);
  expect([...suite, ...Object.keys(leftOut)].sort()).toEqual(names.sort());
});

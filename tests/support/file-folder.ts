import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, inject } from "vitest";

// Gives every test file its own temporary folder, which is removed together with any file that a test forgot. Vitest
// runs neither hook of a file whose tests are all skipped.
let folder: string;
beforeAll(() => {
  const name = basename(expect.getState().testPath ?? "test").split(".")[0];
  folder = mkdtempSync(join(inject("runFolder"), `${name}-`));
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  // The next file's imports run before its hooks. A program that they start must not create this folder again.
  process.env.TMPDIR = inject("runFolder");
});

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, inject } from "vitest";

// Every test file has its own temporary folder, so that nothing it forgets outlives it.
const name = basename(expect.getState().testPath ?? "test").split(".")[0];
const folder = mkdtempSync(join(inject("runFolder"), `${name}-`));
chmodSync(folder, 0o755);
process.env.TMPDIR = folder;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

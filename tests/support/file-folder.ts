import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, inject } from "vitest";

// Gives every test file its own temporary folder, which is removed together with any file that a test forgot.
const name = basename(expect.getState().testPath ?? "test").split(".")[0];
const folder = mkdtempSync(join(inject("runFolder"), `${name}-`));
chmodSync(folder, 0o755);
process.env.TMPDIR = folder;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

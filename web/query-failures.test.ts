import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

test("Every component that loads a list page by page explains a failure, and offers to load the list again", () => {
  const folder = join(import.meta.dirname, "src");
  const components = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".tsx"),
  );
  const silent = components.filter((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return text.includes("useInfiniteQuery(") && !text.includes("<QueryFailure");
  });
  expect(silent).toEqual([]);
});

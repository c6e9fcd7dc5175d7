import { expect, test } from "vitest";
import { withoutRegistrations } from "./without-documentation.ts";

test("The page's build drops the documentation of schemas and nothing else", () => {
  const code = `
    const A = z.object({ b: text(1).register(z.globalRegistry, { format: "x" }) }).register(z.globalRegistry, {
      id: "A", anyOf: [f(z.string().register(z.globalRegistry, {}))] }).check(c);
    const B = z.string().register(other, { id: "B" }); // 🙂 é
    const C = z.int().register(z.globalRegistry, { id: "C" });`;
  expect(withoutRegistrations(code, "a.ts")).toBe(`
    const A = z.object({ b: text(1) }).check(c);
    const B = z.string().register(other, { id: "B" }); // 🙂 é
    const C = z.int();`);
});

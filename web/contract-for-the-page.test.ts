import { expect, test } from "vitest";
import { forThePage } from "./contract-for-the-page.ts";

test("The page's build drops the documentation of schemas and nothing else", () => {
  const code = `
    const A = z.object({ b: text(1).register(z.globalRegistry, { format: "x" }) }).register(z.globalRegistry, {
      id: "A", anyOf: [f(z.string().register(z.globalRegistry, {}))] }).check(c);
    export const B = z.string().register(other, { id: "B" }); // 🙂 é
    const C = z.int().register(z.globalRegistry, { id: "C" });`;
  expect(forThePage(code, "a.ts")).toBe(`
    const A = /* @__PURE__ */ z.object({ b: text(1) }).check(c);
    export const B = /* @__PURE__ */ z.string().register(other, { id: "B" }); // 🙂 é
    const C = /* @__PURE__ */ z.int();`);
});

test("The page's build drops the schemas of requests and keeps those of answers", () => {
  const code = `
    export const noteRoutes = {
      addNote: { method: "POST", path: "/notes/{id}", access: "signed-in", params: note, body: NewNote, answers: { 201: Note } },
      findNotes: { method: "GET", path: "/notes", isByPosition: true, answers: { 200: Notes }, query: z.object({}) },
    };
    const others = { one: { body: NewNote } };`;
  expect(forThePage(code, "a.ts")).toBe(`
    export const noteRoutes = {
      addNote: { method: "POST", path: "/notes/{id}",    answers: { 201: Note } },
      findNotes: { method: "GET", path: "/notes", isByPosition: true, answers: { 200: Notes },  },
    };
    const others = { one: { body: NewNote } };`);
});

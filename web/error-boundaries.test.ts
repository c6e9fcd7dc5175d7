import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "src");
const components = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
  .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));

/** Elements that keep an error within them from breaking what surrounds them. */
const boundary = "ErrorBoundary|LazyPart|Overlay|GuardedView";

/**
 * Returns the elements of lazily loaded components without a boundary around them. Such a component fails at least when
 * its code cannot be loaded. A panel needs none, because its place has one.
 */
function unguarded(text: string): string[] {
  const lazily = [...text.matchAll(/const (\w+) = lazy\(/g)].map(([, name]) => name);
  if (lazily.length === 0) return [];
  const elements = new RegExp(`<(/?)(?:(${boundary})|(${lazily.join("|")}))\\b`, "g");
  let depth = 0;
  return [...text.matchAll(elements)].flatMap(({ 1: end, 2: guard, 3: name = "", index }) => {
    if (guard) depth += end ? -1 : 1;
    const isPanel = /\bopen\(\s*$/.test(text.slice(0, index));
    return guard || end || depth > 0 || isPanel ? [] : [name];
  });
}

test.each([
  ["const Menu = lazy(load); <Menu />", ["Menu"]],
  ["const Menu = lazy(load); <Suspense><Menu /></Suspense>", ["Menu"]],
  ['const Menu = lazy(load); <Overlay name="menu"><Menu /></Overlay>', []],
  ['const Menu = lazy(load); <LazyPart name="a">b</LazyPart><Menu />', ["Menu"]],
  ["const Pins = lazy(load); panel.open(<Pins />)", []],
  ["<Menu />", []],
])("The rule about boundaries judges %s", (text, expected) => {
  expect(unguarded(text)).toEqual(expected);
});

/** Components with a boundary in another file: around the whole page, a view, a command, or a panel. */
const guardedElsewhere = [
  "app.tsx: ChatPage",
  "app.tsx: SignInPage",
  "commands/run-command.tsx: CommandHelp",
  "commands/run-command.tsx: CreatePoll",
  "commands/run-command.tsx: LeaveDialog",
  "commands/run-command.tsx: StatusDialog",
  "conversation/conversation-view.tsx: ChannelPreview",
  // Opens from another panel.
  "message/group-mention.tsx: ProfilePanel",
];

test("Every lazily loaded component has an error boundary around it", () => {
  const found = components.flatMap(({ file, text }) => unguarded(text).map((name) => `${file}: ${name}`));
  expect([...new Set(found)].sort()).toEqual(guardedElsewhere);
});

test.each([
  ["main.tsx", "App"],
  ["pages/chat-page.tsx", "ConversationView"],
  ["commands/use-command.tsx", "RunCommand"],
  ["panel/panel-place.tsx", "panel.element"],
  ["message/guarded-row.tsx", "MessageRow"],
  ["sidebar/conversation-row.tsx", "ConversationItem"],
])("A boundary in %s guards %s", (file, part) => {
  const text = components.find((each) => each.file === file)?.text ?? "";
  const inside = text.match(new RegExp(`<(?:${boundary})\\b.*?</(?:${boundary})>`, "gs")) ?? [];
  expect(inside.some((each) => each.includes(part))).toBe(true);
});

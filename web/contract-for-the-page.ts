import { type Plugin, parseSync, Visitor } from "vite";

/** The properties of a route that only the server and the documentation use. The client sends requests as they are. */
const serverProperties = new Set(["access", "params", "query", "body", "isFromAnywhere", "mediaType"]);

/** A part of the code that something replaces. */
interface Change {
  start: number;
  end: number;
  replacement: string;
}

/**
 * Removes from the contract what only the server and the OpenAPI document use: the documentation of schemas
 * (`.register(z.globalRegistry, …)`) and the schemas of requests. It also marks the schemas as free of side effects.
 * The build then drops all schemas that the page does not use.
 */
export function contractForThePage(): Plugin {
  return {
    name: "contract-for-the-page",
    apply: "build",
    transform: {
      filter: { id: /\/contract\/.+\.ts$/ },
      handler: (code, id) => ({ code: forThePage(code, id), map: null }),
    },
  };
}

/** Returns the code of a module of the contract as the page needs it. */
export function forThePage(code: string, id: string): string {
  const changes: Change[] = [];
  const { program } = parseSync(id, code);
  for (const statement of program.body) {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type !== "VariableDeclaration") continue;
    for (const { init } of declared.declarations) {
      if (init?.type !== "CallExpression") continue;
      changes.push({ start: init.start, end: init.start, replacement: "/* @__PURE__ */ " });
    }
  }
  new Visitor({
    CallExpression: ({ callee, arguments: [registry], end }) => {
      if (callee.type !== "MemberExpression" || registry === undefined) return;
      if (code.slice(callee.property.start, callee.property.end) !== "register") return;
      if (code.slice(registry.start, registry.end) !== "z.globalRegistry") return;
      changes.push({ start: callee.object.end, end, replacement: "" });
    },
    VariableDeclarator: ({ id: name, init }) => {
      if (name.type !== "Identifier" || !name.name.endsWith("Routes")) return;
      if (init?.type !== "ObjectExpression") return;
      for (const route of init.properties) {
        if (route.type !== "Property" || route.value.type !== "ObjectExpression") continue;
        for (const property of route.value.properties) {
          if (property.type !== "Property" || property.key.type !== "Identifier") continue;
          if (!serverProperties.has(property.key.name)) continue;
          changes.push({ start: property.start, end: afterComma(code, property.end), replacement: "" });
        }
      }
    },
  }).visit(program);
  return changed(code, changes);
}

/** Returns the position after the comma that follows `end`, if one does. */
function afterComma(code: string, end: number): number {
  const [comma = ""] = /^\s*,/.exec(code.slice(end)) ?? [];
  return end + comma.length;
}

function changed(code: string, changes: readonly Change[]): string {
  // A change within another one has gone with it.
  const outer = changes.filter(
    (one) => !changes.some((other) => other !== one && other.start <= one.start && one.end <= other.end),
  );
  return outer
    .sort((a, b) => b.start - a.start)
    .reduce(
      (rest, { start, end, replacement }) => rest.slice(0, start) + replacement + rest.slice(end),
      code,
    );
}

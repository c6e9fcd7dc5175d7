import { type Plugin, parseSync, Visitor } from "vite";

/**
 * Removes `.register(z.globalRegistry, …)` from the contract's schemas in the page. Only the OpenAPI document uses what
 * is registered there. Without these calls, the build also drops schemas that the page does not use.
 */
export function withoutDocumentation(): Plugin {
  return {
    name: "without-documentation",
    apply: "build",
    transform: {
      filter: { id: /\/contract\/.+\.ts$/, code: "z.globalRegistry" },
      handler: (code, id) => ({ code: withoutRegistrations(code, id), map: null }),
    },
  };
}

/** Returns code without calls of `.register(z.globalRegistry, …)`. */
export function withoutRegistrations(code: string, id: string): string {
  const removed: { start: number; end: number }[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [registry], end }) => {
      if (callee.type !== "MemberExpression" || registry === undefined) return;
      if (code.slice(callee.property.start, callee.property.end) !== "register") return;
      if (code.slice(registry.start, registry.end) !== "z.globalRegistry") return;
      removed.push({ start: callee.object.end, end });
    },
  }).visit(parseSync(id, code).program);
  // A registration within another one's arguments has gone with it.
  const outer = removed.filter(
    (one) => !removed.some((other) => other !== one && other.start <= one.start && one.end <= other.end),
  );
  return outer
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code);
}

/**
 * One JSON line about a fault. Only the error's name, message and stack are written, and the stack only to
 * the log: bodies and secrets never are.
 */
export function logError(what: string, error: unknown, context: Record<string, string | number> = {}): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ level: "error", what, name, message, ...context, stack }));
}

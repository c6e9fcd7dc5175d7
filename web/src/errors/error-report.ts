import type { ClientError } from "../../../contract/client-errors.ts";

/** The limits of `ClientError`, with room for characters outside the Basic Multilingual Plane. */
const longest = { name: 64, message: 300, stack: 2_000, frames: 20 };

/** Errors whose messages quote their input: `JSON.parse` repeats the text that it could not parse. */
const quotesInput = new Set(["SyntaxError"]);

/** Quoted text except short identifiers, such as the property in "Cannot read properties of null (reading 'id')". */
const quoted = /["“`].*["”`]|'(?![\w$]{1,40}')[^']*'/gs;
const address = /\b[a-z][a-z\d+.-]*:\/\/\S+/gi;
const email = /\S+@\S+/g;
/** Tokens, keys and signatures: long runs without spaces. Also covers ids. */
const token = /[\w-]{20,}/g;

/** Removes everything from an error's message that could be content or a secret. */
export const scrubbed = (message: string): string =>
  message
    .replace(quoted, '"…"')
    .replace(address, "(address)")
    .replace(email, "(e-mail)")
    .replace(token, "(id)")
    .replace(/[\p{Cc}\p{Cs}]+/gu, " ")
    .slice(0, longest.message);

/** A frame of Chromium's (`at f (url:1:2)`) or of Firefox's and Safari's (`f@url:1:2`) stacks. */
const frame = /^\s*(?:at )?(?:async )?(?:([\w$.<>/* ]*?)(?: \(|@))?(\S+?):(\d+):(\d+)\)?$/;

/** The path of a script without origin, query and fragment. */
function pathOf(script: string): string {
  return URL.canParse(script) ? new URL(script).pathname : "(unknown)";
}

/** The stack as one frame per line. Leaves out the message, which Chromium puts first, and all other text. */
export function framesOf({ name, message, stack = "" }: Error): string | undefined {
  const start = stack.indexOf(message);
  const below = message !== "" && start >= 0 && start <= name.length + 2 ? start + message.length : 0;
  const frames = stack
    .slice(below)
    .split("\n")
    .flatMap((line) => {
      const [found, name = "", script = "", row, column] = frame.exec(line) ?? [];
      return found === undefined ? [] : `at ${name || "?"} (${pathOf(script)}:${row}:${column})`;
    });
  return frames.slice(0, longest.frames).join("\n").slice(0, longest.stack) || undefined;
}

/** Returns the report of an error, without content, addresses or tokens. */
export function errorReport(thrown: unknown, component: string, version: string): ClientError {
  // Any value can be thrown. One that is not an error might be content.
  const error = thrown instanceof Error ? thrown : new Error("not an Error");
  const name = /^[\w$.]+$/.test(error.name) ? error.name.slice(0, longest.name) : "Error";
  return {
    version,
    name,
    message: quotesInput.has(name) ? "" : scrubbed(error.message),
    component,
    stack: framesOf(error),
  };
}

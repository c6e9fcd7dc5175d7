/** A command as the user has typed it, such as `/dnd 1h`. */
export interface TypedCommand {
  /** In lower case, and empty for a slash alone. */
  name: string;
  /** The text behind the name. */
  rest: string;
}

/**
 * Returns the command that a text begins with. A path such as `/etc/hosts`, a second slash and a leading space are no
 * command, so that such texts are sent.
 */
export function typedCommand(text: string): TypedCommand | undefined {
  const match = /^\/([\p{L}\d-]*)(?:\s([\s\S]*))?$/u.exec(text);
  if (!match) return undefined;
  const [, name = "", rest = ""] = match;
  if (name === "" && rest.trim() !== "") return undefined;
  return { name: name.toLowerCase(), rest: rest.trim() };
}

/** Removes the second slash of a text such as `//shrug`, which stands for a message that begins like a command. */
export function withoutEscape(text: string): string {
  const command = text.startsWith("//") ? typedCommand(text.slice(1)) : undefined;
  return command && command.name !== "" ? text.slice(1) : text;
}

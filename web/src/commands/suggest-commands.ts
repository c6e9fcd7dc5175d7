import type { Conversation } from "../../../contract/conversations.ts";
import { catalogs } from "../i18n/catalogs.ts";
import { commandsFor } from "./commands.ts";

/** Returns the commands that begin with the typed letters, with their descriptions in a language. */
export async function suggestCommands(
  letters: string,
  { language, conversation }: { language: string; conversation: Conversation | undefined },
) {
  const { commands: texts } = await catalogs.features.load(language);
  return commandsFor(conversation, letters).map(({ name, takes }) => ({
    replacement: `/${name}`,
    label: takes ? `/${name} ${takes}` : `/${name}`,
    hint: texts.about[name],
    // Enter runs a command whose name is complete.
    isMeant: letters !== "" && name !== letters,
  }));
}

import type { Conversation } from "../../../contract/conversations.ts";

/** A command of the composer. Its texts are in the catalogs under `commands.about`. */
export interface Command {
  name:
    | "topic"
    | "invite"
    | "leave"
    | "mute"
    | "unmute"
    | "status"
    | "dnd"
    | "remind"
    | "poll"
    | "me"
    | "shrug"
    | "code"
    | "help";
  /** The text behind the name, as the help shows it. */
  takes?: string;
  /** Whether a direct conversation has it as well. */
  isForAll: boolean;
}

/** All commands, in the order of the suggestions. */
export const commands: readonly Command[] = [
  { name: "topic", takes: "…", isForAll: false },
  { name: "invite", takes: "@…", isForAll: false },
  { name: "leave", isForAll: false },
  { name: "mute", isForAll: true },
  { name: "unmute", isForAll: true },
  { name: "status", takes: "🌴 …", isForAll: true },
  { name: "dnd", takes: "1h", isForAll: true },
  { name: "remind", takes: "20m …", isForAll: true },
  { name: "poll", isForAll: true },
  { name: "me", takes: "…", isForAll: true },
  { name: "shrug", takes: "…", isForAll: true },
  { name: "code", takes: "…", isForAll: true },
  { name: "help", isForAll: true },
];

/** Returns the commands of a conversation whose names begin with some letters. */
export const commandsFor = (conversation: Conversation | undefined, letters = ""): readonly Command[] =>
  commands.filter(
    ({ name, isForAll }) => (isForAll || conversation?.isGroupChat === true) && name.startsWith(letters),
  );

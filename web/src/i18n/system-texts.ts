import type { Message } from "../../../contract/messages.ts";
import type { KnownSystemEvent } from "../../../contract/system-messages.ts";

/** Writes what a person did. `text` is the new name or topic, or the names of other people. */
export type SystemSentences = Readonly<Record<KnownSystemEvent, (name: string, text: string) => string>>;

const isKnown = (event: string, sentences: SystemSentences): event is KnownSystemEvent => event in sentences;

/** Returns the sentence for a message that reports a change. The server's content stands for an unknown event. */
export const systemText =
  (sentences: SystemSentences) =>
  ({ system, content }: Message, name: string | undefined): string =>
    system && name !== undefined && isKnown(system.event, sentences)
      ? sentences[system.event](name, system.text ?? "")
      : content;

import type { Message } from "../../../contract/messages.ts";
import type { PageTexts } from "./texts-types.ts";

type Sentences = PageTexts["message"]["system"];

const isKnown = (event: string, sentences: Sentences): event is keyof Sentences | "called" =>
  event === "called" || event in sentences;

/**
 * Returns the sentence for a message that reports a change. The server's content stands for an unknown event.
 *
 * @param values  the name of the sender, if known, and what the change is about
 */
export function systemText(
  texts: PageTexts["message"],
  message: Message,
  values: { name: string; text: string } | undefined,
): string {
  const { system, content } = message;
  if (!system || !values || !isKnown(system.event, texts.system)) return content;
  const { event } = system;
  const { name, text } = values;
  if (event === "topic" && text === "") return texts.topicRemoved({ name });
  if (event === "called") return texts.called({ name, minutes: Math.max(1, Math.round(Number(text) / 60)) });
  return texts.system[event](values);
}

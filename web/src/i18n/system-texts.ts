import type { Message } from "../../../contract/messages.ts";
import type { PageTexts } from "./texts-types.ts";

type Sentences = PageTexts["message"]["system"];

const isKnown = (event: string, sentences: Sentences): event is keyof Sentences | "called" =>
  event === "called" || event in sentences;

/**
 * Returns the sentence for a message that reports a change. The server's content stands for an unknown event, and for
 * an unknown sender.
 */
export function systemText(texts: PageTexts["message"], message: Message, name: string | undefined): string {
  const { system, content } = message;
  if (!system || name === undefined || !isKnown(system.event, texts.system)) return content;
  const { event, text = "" } = system;
  if (event === "topic" && text === "") return texts.topicRemoved({ name });
  if (event === "called") return texts.called({ name, minutes: Math.max(1, Math.round(Number(text) / 60)) });
  return texts.system[event]({ name, text });
}

import { mayBeginMention } from "../../../contract/formatting/mentions-in.ts";

/** Whether a `#` stands alone. It does not in `##`, nor in an entity such as `&#39;`. */
export const standsAlone = (text: string, at: number): boolean => !/[#&]/.test(text[at - 1] ?? "");

/** Whether the name of a channel may follow a `#`: at the beginning of a word. */
export const mayBeginName = (text: string, at: number): boolean =>
  mayBeginMention(text, at) && standsAlone(text, at) && /[^\s#]/.test(text[at + 1] ?? "");

/** Whether a text may name a channel. A `#` in a link names none. */
export function hasChannelSign(text: string): boolean {
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1))
    if (mayBeginName(text, at)) return true;
  return false;
}

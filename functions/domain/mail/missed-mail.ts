import { plainLine } from "../../../contract/formatting/plain-text.ts";
import { shortened } from "../../../contract/graphemes.ts";
import type { Language } from "../../../contract/languages.ts";
import { limits } from "../../../contract/limits.ts";
import { displayed } from "../../../contract/names.ts";
import type { Mail } from "../../platform/mail/mailer.ts";
import { missedCall } from "../calls/missed-call.ts";
import type { MissedMail } from "../missed-mails/due-mail.ts";
import type { MissedMessage } from "../missed-mails/missed-messages.ts";
import { deletedUser } from "../users/deleted-user.ts";
import { layOut, type MailItem } from "./layout.ts";
import { textsIn } from "./texts/texts-in.ts";
import { unlinked } from "./unlinked.ts";

const { conversations, messages: most, characters, nameCharacters } = limits.missedMails;

const nameOf = (name: string): string => unlinked(displayed(shortened(name, nameCharacters)));

const countOf = (count: number): string => (count > most ? `${most}+` : String(count));

/** Names a conversation and its senders, followed by the number of messages. */
function titleOf(first: MissedMessage, messages: readonly MissedMessage[], language: Language): string {
  const names = messages.map(({ senderName }) => nameOf(senderName ?? deletedUser[language]));
  const senders = [...new Set(names)].slice(0, 3).join(", ");
  const name =
    first.isDirect || first.conversationName === null ? "" : `${nameOf(first.conversationName)} · `;
  return `${name}${senders} (${countOf(messages.length)})`;
}

function textOf({ content, fileName, isCall }: MissedMessage, language: Language): string {
  if (isCall) return missedCall[language];
  return unlinked(shortened(plainLine(content), characters) || displayed(fileName ?? ""));
}

/** Lists the conversations, those with the newest messages first. */
function itemsOf({ language, messages, showsText }: MissedMail): MailItem[] {
  const byConversation = new Map<string, MissedMessage[]>();
  for (const message of messages) {
    const earlier = byConversation.get(message.conversationId);
    if (earlier) earlier.push(message);
    else byConversation.set(message.conversationId, [message]);
  }
  return [...byConversation.values()].slice(0, conversations).flatMap((missed) => {
    const [newest] = missed;
    if (!newest) return [];
    const text = showsText || newest.isCall ? textOf(newest, language) : undefined;
    return [{ title: titleOf(newest, missed, language), text }];
  });
}

/**
 * Writes an e-mail about missed messages. Its headers let mail programs unsubscribe with one click (RFC 8058).
 *
 * @param siteUrl  the page's address
 */
export function writeMissedMail(mail: MissedMail, siteUrl: string): Mail {
  const { language, messages, unsubscribeToken: token } = mail;
  const texts = textsIn(language).missed;
  return {
    ...layOut(language, {
      subject: texts.subject(countOf(messages.length)),
      why: texts.why,
      items: itemsOf(mail),
      note: texts.note,
      link: { text: texts.link, address: `${siteUrl}/` },
      unsubscribe: { text: texts.unsubscribe, address: `${siteUrl}/unsubscribe#${token}` },
    }),
    headers: {
      "List-Unsubscribe": `<${siteUrl}/api/unsubscriptions/${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
}

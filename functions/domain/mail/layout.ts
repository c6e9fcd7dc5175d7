import type { Language } from "../../../contract/languages.ts";
import { escapeHtml } from "../../platform/http/escape-html.ts";
import type { Mail } from "../../platform/mail/mailer.ts";

/** A text and the address to which it leads. */
export interface MailLink {
  text: string;
  address: string;
}

/** An entry of a list in an e-mail. */
export interface MailItem {
  title: string;
  text?: string | undefined;
}

/** The parts of an e-mail to one recipient, as plain text. */
export interface MailParts {
  subject: string;
  why: string;
  items?: readonly MailItem[];
  note: string;
  link: MailLink;
  unsubscribe?: MailLink;
}

const directionOf = (language: Language) => (language === "ar" ? "rtl" : "ltr");

/** Names and texts have their own direction, whatever the language of the e-mail is. */
const htmlItem = ({ title, text }: MailItem) =>
  `<li dir="auto" style="margin:12px 0"><b>${escapeHtml(title)}</b>${text ? `<br>${escapeHtml(text)}` : ""}</li>`;

const htmlItems = (items: readonly MailItem[]) =>
  items.length === 0
    ? ""
    : `<ul style="padding:0;list-style:none">\n${items.map(htmlItem).join("\n")}\n</ul>\n`;

const textItems = (items: readonly MailItem[]) =>
  items.map(({ title, text }) => `- ${title}${text ? `\n  ${text}` : ""}\n`).join("") +
  (items.length ? "\n" : "");

/** Lays an e-mail out as plain text and as HTML. */
export function layOut(
  language: Language,
  { subject, why, items = [], note, link, unsubscribe }: MailParts,
): Mail {
  return {
    subject,
    text: `${why}\n\n${textItems(items)}${link.text}:\n${link.address}\n\n${note}\n${unsubscribe ? `\n${unsubscribe.text}:\n${unsubscribe.address}\n` : ""}`,
    html: `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<body dir="${directionOf(language)}" style="margin:0;padding:32px 16px;background:#f1f3f5;font-family:system-ui,sans-serif;color:#212529">
<div style="max-width:480px;margin:auto;padding:32px;background:#fff;border-radius:12px;line-height:1.5">
<p style="margin-top:0;font-size:20px;font-weight:600">ChatFlow</p>
<p>${escapeHtml(why)}</p>
${htmlItems(items)}<p style="margin:28px 0"><a href="${escapeHtml(link.address)}" style="padding:12px 20px;border-radius:8px;background:#4338ca;color:#fff;font-weight:600;text-decoration:none">${escapeHtml(link.text)}</a></p>
<p style="margin-bottom:0;font-size:14px;color:#5c636a">${escapeHtml(note)}</p>${
      unsubscribe
        ? `
<p style="margin-bottom:0;font-size:14px"><a href="${escapeHtml(unsubscribe.address)}" style="color:#5c636a">${escapeHtml(unsubscribe.text)}</a></p>`
        : ""
    }
</div>
</body>
</html>
`,
  };
}

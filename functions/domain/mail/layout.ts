import type { Language } from "../../../contract/languages.ts";
import type { Mail } from "../../platform/mail/mailer.ts";

/** The texts of one kind of e-mail in one language. */
export interface MailTexts {
  subject: string;
  /** Explains the purpose of the e-mail. */
  why: (username: string) => string;
  /** Explains how long the link works, and which e-mails recipients may ignore. */
  note: string;
}

/** The parts of an e-mail to one recipient. */
export interface MailParts {
  subject: string;
  why: string;
  note: string;
  link: { text: string; address: string };
}

/** Lays an e-mail out as plain text and as HTML. */
export function layOut(language: Language, { subject, why, note, link }: MailParts): Mail {
  return {
    subject,
    text: `${why}\n\n${link.text}:\n${link.address}\n\n${note}\n`,
    // Usernames and tokens contain no characters that HTML would need escaped.
    html: `<!doctype html>
<html lang="${language}">
<body style="margin:0;padding:32px 16px;background:#f1f3f5;font-family:system-ui,sans-serif;color:#212529">
<div style="max-width:480px;margin:auto;padding:32px;background:#fff;border-radius:12px;line-height:1.5">
<p style="margin-top:0;font-size:20px;font-weight:600">ChatFlow</p>
<p>${why}</p>
<p style="margin:28px 0"><a href="${link.address}" style="padding:12px 20px;border-radius:8px;background:#4338ca;color:#fff;font-weight:600;text-decoration:none">${link.text}</a></p>
<p style="margin-bottom:0;font-size:14px;color:#5c636a">${note}</p>
</div>
</body>
</html>
`,
  };
}

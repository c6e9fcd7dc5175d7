import type { SentMail } from "../../localstack/ses/ses.ts";
import { eventually } from "./eventually.ts";

/** The mails that somebody was sent, oldest first. */
export async function mailsTo(awsUrl: string, to: string): Promise<SentMail[]> {
  const response = await fetch(`${awsUrl}/_aws/ses?to=${encodeURIComponent(to)}`);
  const { messages } = (await response.json()) as { messages: SentMail[] };
  return messages;
}

/** The newest mail to somebody that `subject` fits, once it is there. */
export const mailTo = (awsUrl: string, to: string, subject: RegExp): Promise<SentMail> =>
  eventually(async () => {
    const found = (await mailsTo(awsUrl, to)).findLast((mail) => subject.test(mail.Subject));
    if (!found) throw new Error(`No such mail to ${to} yet`);
    return found;
  });

/** The link in a mail, and the token in it. */
export function linkIn({ Body }: SentMail): { address: string; token: string } {
  const [address = "", token = ""] = /https?:\/\/\S+#(\S+)/.exec(Body.text_part) ?? [];
  return { address, token };
}

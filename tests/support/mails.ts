import * as z from "zod";
import { SentMail } from "../../localstack/ses/ses.ts";
import { eventually } from "./eventually.ts";

const Outbox = z.object({ messages: z.array(SentMail) });

/** Lists the e-mails that the local SES sent to an address, oldest first. */
export async function listMails(awsUrl: string, to: string): Promise<SentMail[]> {
  const response = await fetch(`${awsUrl}/_aws/ses?to=${encodeURIComponent(to)}`);
  return Outbox.parse(await response.json()).messages;
}

/** Waits for an e-mail whose subject matches. @returns the newest one */
export const waitForMail = (awsUrl: string, to: string, subject: RegExp): Promise<SentMail> =>
  eventually(async () => {
    const found = (await listMails(awsUrl, to)).findLast((mail) => subject.test(mail.Subject));
    if (!found) throw new Error(`No e-mail to ${to} matches ${subject}`);
    return found;
  });

/** Extracts the link from an e-mail's text, and the token from the link. */
export function parseLink({ Body }: SentMail): { address: string; token: string } {
  const [address, token] = /https?:\/\/\S+#(\S+)/.exec(Body.text_part) ?? [];
  if (address === undefined || token === undefined) throw new Error("The e-mail has no link with a token");
  return { address, token };
}

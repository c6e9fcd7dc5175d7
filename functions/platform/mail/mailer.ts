import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { clientSettings } from "../aws/client-settings.ts";

/** An e-mail with the same content as plain text and as HTML. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  /** Further headers. SES accepts names and values of printable ASCII characters. */
  headers?: Readonly<Record<string, string>>;
}

const content = (Data: string) => ({ Data, Charset: "UTF-8" });

/** Sends e-mails through SES. */
export class Mailer {
  readonly #client = new SESv2Client(clientSettings({ answer: 10_000, connection: 2_000 }));
  readonly #from: string;

  /** @param from  an address that SES has verified */
  constructor(from: string) {
    this.#from = `ChatFlow <${from}>`;
  }

  /** @throws the error of SES, for example in its sandbox for an unverified address */
  async send(to: string, { subject, text, html, headers = {} }: Mail): Promise<void> {
    await this.#client.send(
      new SendEmailCommand({
        FromEmailAddress: this.#from,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: content(subject),
            Body: { Text: content(text), Html: content(html) },
            Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
          },
        },
      }),
    );
  }
}

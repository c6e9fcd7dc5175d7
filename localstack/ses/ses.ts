import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { parseRequest, ServiceError } from "../service-error.ts";

const Content = z.object({ Data: z.string(), Charset: z.string().default("US-ASCII") });
const Addresses = z.array(z.string()).default([]);

const SendEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }),
  Content: z.object({
    Simple: z.object({
      Subject: Content,
      Body: z.object({ Text: Content.optional(), Html: Content.optional() }),
      // SES's limits of custom headers: 15 of them, printable ASCII, 126 characters for a name, 996 with the value.
      Headers: z
        .array(
          z
            .object({
              Name: z.string().regex(/^[!-9;-~]{1,126}$/),
              Value: z.string().regex(/^[ -~]{1,995}$/),
            })
            .refine(({ Name, Value }) => Name.length + Value.length <= 996),
        )
        .max(15)
        .default([]),
    }),
  }),
});

/** An e-mail that would have been sent, in LocalStack's format. */
export const SentMail = z.object({
  Id: z.string(),
  Timestamp: z.iso.datetime(),
  Source: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Subject: z.string(),
  Body: z.object({ text_part: z.string(), html_part: z.string() }),
  /** Custom headers. E-mails that an earlier version saved have none. */
  Headers: z.record(z.string(), z.string()).default({}),
});
export type SentMail = z.infer<typeof SentMail>;

/** The number of e-mails that are kept. */
const most = 1_000;

/** SES's quota of recipients per e-mail. */
const recipients = 50;

/** Extracts `ada@example.com` from `Ada <ada@example.com>`. */
const addressIn = (mailbox: string) => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();

/** Whether an address, or its domain, is one of the identities. */
const isAmong = (identities: readonly string[], address: string): boolean =>
  identities.includes(address) || identities.includes(address.slice(address.indexOf("@") + 1));

/** SES's mailbox simulator, which always receives. */
const simulator = "simulator.amazonses.com";

/** An account without production access. */
export interface SesSandbox {
  /** The addresses and domains that are verified besides those of the template. */
  readonly recipients: readonly string[];
}

/**
 * SES with the operation `SendEmail` (v2). E-mails stay on this machine, in an outbox that survives restarts.
 */
export class Ses {
  readonly #file: string;
  #sent: SentMail[];
  /** The addresses and domains that the template declares. They count as confirmed. */
  #identities: readonly string[] = [];
  readonly #sandbox: SesSandbox | undefined;
  readonly #onSent: (mail: SentMail) => void;

  /**
   * @param onSent  receives each e-mail
   * @param sandbox  the state of an account without production access, in which SES refuses all other recipients
   */
  constructor(file: string, onSent: (mail: SentMail) => void, sandbox?: SesSandbox) {
    this.#file = file;
    this.#onSent = onSent;
    this.#sandbox = sandbox;
    this.#sent = existsSync(file) ? z.array(SentMail).parse(JSON.parse(readFileSync(file, "utf8"))) : [];
  }

  /** Replaces the identities by those of a deployment. */
  configure(identities: readonly string[]): void {
    this.#identities = identities;
  }

  /** Returns the e-mails in the order of arrival, for one recipient if given. */
  sent(to?: string): readonly SentMail[] {
    return to === undefined
      ? this.#sent
      : this.#sent.filter(({ Destination }) =>
          Destination.ToAddresses.some((each) => addressIn(each) === to),
        );
  }

  /** Handles `SendEmail`. @throws {ServiceError} */
  send(request: unknown): { MessageId: string } {
    const { FromEmailAddress, Destination, Content } = parseRequest(
      SendEmail,
      request,
      "BadRequestException",
    );
    const { ToAddresses, CcAddresses, BccAddresses } = Destination;
    const all = [...ToAddresses, ...CcAddresses, ...BccAddresses];
    if (all.length === 0 || all.length > recipients) {
      throw new ServiceError(400, "MessageRejected", `A mail has 1 to ${recipients} recipients.`);
    }
    for (const mailbox of [FromEmailAddress, ...all]) {
      if (!/^[^@\s]+@[^@\s]+$/.test(addressIn(mailbox))) {
        throw new ServiceError(400, "BadRequestException", "Domain starts with dot or is missing.");
      }
    }
    const unverified = [
      ...[addressIn(FromEmailAddress)].filter((from) => !isAmong(this.#identities, from)),
      ...all.map(addressIn).filter((to) => !this.#mayReceive(to)),
    ];
    if (unverified.length > 0) {
      const message = `Email address is not verified. The following identities failed the check: ${unverified.join(", ")}`;
      throw new ServiceError(400, "MessageRejected", message);
    }
    const { Subject, Body, Headers } = Content.Simple;
    const mail = {
      Id: randomUUID(),
      Timestamp: new Date().toISOString(),
      Source: FromEmailAddress,
      Destination: { ToAddresses },
      Subject: Subject.Data,
      Body: { text_part: Body.Text?.Data ?? "", html_part: Body.Html?.Data ?? "" },
      Headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value])),
    };
    this.#sent = [...this.#sent, mail].slice(-most);
    this.#onSent(mail);
    return { MessageId: mail.Id };
  }

  #mayReceive(address: string): boolean {
    if (this.#sandbox === undefined) return true;
    return isAmong([...this.#identities, ...this.#sandbox.recipients, simulator], address);
  }

  /** Saves the outbox for the next start. */
  close(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#sent), { mode: 0o600 });
  }
}

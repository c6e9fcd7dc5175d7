import type { Notice } from "../mail-job.ts";

/** The e-mails that consist of a sentence and a link. */
export type LinkMail = "verify" | "reset" | "invitation" | "sign-up" | "account-exists";

/** The texts of one kind of e-mail in one language. */
export interface MailTexts {
  subject: string;
  /** Explains the purpose of the e-mail. The username is the account's, or that of the author of an invitation. */
  why: (username: string) => string;
  /** Explains how long the link works, and which e-mails recipients may ignore. */
  note: string;
}

/** The texts of the e-mail about missed messages. */
export interface MissedTexts {
  /** @param count  "1" to "99", or "99+" */
  subject: (count: string) => string;
  why: string;
  link: string;
  note: string;
  unsubscribe: string;
}

/**
 * The texts of all e-mails in one language. Those with a link contain nothing of the account except the username, because
 * anyone can cause an e-mail to another person's address by registering with it. A username may be the name of a host, so
 * that `unlinked` keeps mail programs from turning it into a link. Notices name no address, because a new address is not
 * confirmed yet.
 */
export interface MailCatalog {
  links: Readonly<Record<LinkMail, MailTexts & { link: string }>>;
  notices: Readonly<Record<Notice, MailTexts>>;
  /** The link of notices. */
  choosePassword: string;
  missed: MissedTexts;
}

import type { Language } from "../../../contract/languages.ts";
import type { Database } from "../database.ts";
import type { MailRequests } from "../mail/mail-requests.ts";
import { findOwner } from "./accounts.ts";

/** Notifies the owner of an e-mail address that another person tried to use it for an account. */
export async function notifyOwner(
  db: Database,
  mailRequests: MailRequests,
  { email, language }: { email: string; language: Language },
): Promise<void> {
  const owner = await findOwner(db, email);
  if (!owner) return;
  const [notice, userId, to] = ["address-registered" as const, owner.id, owner.email];
  await mailRequests.requestIfOffered({ mail: "notice", notice, language, userId, to });
}

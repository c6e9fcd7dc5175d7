import { Refusal } from "../../platform/problems/refusal.ts";

/** The deployment has no sender address. */
export class MailNotOffered extends Refusal {
  readonly code = "mail-not-offered";

  constructor() {
    super("This ChatFlow cannot send e-mail, because its operator has not set a sender address.");
  }
}

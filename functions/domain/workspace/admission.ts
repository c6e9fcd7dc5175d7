import { identityForm } from "../../../contract/normal-forms.ts";
import type { Registration } from "../../../contract/registration.ts";
import type { Database } from "../database.ts";
import { previewInvitation } from "./invitations.ts";
import { EmailConfirmationRequired, InvitationRequired, NotTheInvitedAddress } from "./refusals.ts";
import { getWorkspace } from "./workspace.ts";

/**
 * Requires that the sign-up rule or an invitation admits a registration. Comes before every check that depends on other
 * accounts, so that a refusal reveals nothing about them. `create_account` decides again, in the write.
 *
 * @param address  the caller's IP address
 * @throws {InvitationInvalid | TooManyGuesses | NotTheInvitedAddress | EmailConfirmationRequired | InvitationRequired}
 */
export async function requireAdmission(
  db: Database,
  { invitation, email }: Pick<Registration, "invitation" | "email">,
  address: string,
): Promise<void> {
  if (invitation !== undefined) {
    const invited = await previewInvitation(db, invitation, address);
    if (invited.email !== null && identityForm(invited.email) !== identityForm(email)) {
      throw new NotTheInvitedAddress();
    }
    return;
  }
  const { signUpRule } = await getWorkspace(db);
  if (signUpRule === "domains") throw new EmailConfirmationRequired();
  if (signUpRule !== "open") throw new InvitationRequired();
}

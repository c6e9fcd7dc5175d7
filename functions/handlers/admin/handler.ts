import { OperatorCommand } from "../../../contract/operator-commands.ts";
import { connectDatabase } from "../../domain/database.ts";
import { Announcements } from "../../domain/events/announcements.ts";
import { findUserId } from "../../domain/users/users.ts";
import { issueSetupCode } from "../../domain/workspace/invitations.ts";
import { changeMemberRole, deactivateMember, reactivateMember } from "../../domain/workspace/members.ts";
import { operator } from "../../domain/workspace/roles.ts";
import { setSignUp } from "../../domain/workspace/workspace.ts";
import { parse } from "../../platform/problems/parse.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { databaseSettings, deliveryQueueUrl, siteUrl } from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const announcements = new Announcements(new JobQueue(deliveryQueueUrl()));
const site = siteUrl();

/**
 * The admin function: what the operator of the deployment does without an account. IAM authorizes the callers, and no
 * API leads here.
 *
 * @returns the result, for the operator's terminal
 * @throws the refusals of the command, which Lambda reports to the caller
 */
export async function handler(event: unknown): Promise<object> {
  const command = parse(OperatorCommand, event);
  switch (command.command) {
    case "setup-link":
      // The code follows a `#`, so that no server sees or logs it.
      return { link: `${site}/invitation#${await issueSetupCode(db)}` };
    case "set-role": {
      const userId = await findUserId(db, command.login);
      return changeMemberRole(db, { caller: operator, userId, role: command.role });
    }
    case "deactivate": {
      const userId = await findUserId(db, command.login);
      const { member, ended } = await deactivateMember(db, { caller: operator, userId });
      await announcements.announceEnded(ended);
      return member;
    }
    case "reactivate":
      return reactivateMember(db, { caller: operator, userId: await findUserId(db, command.login) });
    case "sign-up":
      return setSignUp(db, operator, { rule: command.rule });
  }
}

import * as z from "zod/mini";
import { LoginName } from "./passwords.ts";
import { AssignableRole } from "./workspace-roles.ts";

/**
 * The commands of the admin function, which `npm run admin` invokes. Only credentials of the AWS account can invoke it,
 * so a command needs no role in the workspace.
 */
export const OperatorCommand = z.discriminatedUnion("command", [
  /** Issues a link whose first user becomes an owner. */
  z.object({ command: z.literal("setup-link") }),
  z.object({ command: z.literal("set-role"), login: LoginName, role: AssignableRole }),
  z.object({ command: z.literal("deactivate"), login: LoginName }),
  z.object({ command: z.literal("reactivate"), login: LoginName }),
  /** Opens the workspace to everyone, or closes it to people without an invitation. */
  z.object({ command: z.literal("sign-up"), rule: z.enum(["open", "invited"]) }),
]);
export type OperatorCommand = z.infer<typeof OperatorCommand>;

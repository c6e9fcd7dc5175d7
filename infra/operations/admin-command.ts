import { parseArgs } from "node:util";
import { type OperatorCommand, OperatorCommand as Schema } from "../../contract/operator-commands.ts";

/** Explains the commands of `npm run admin`. */
export const usage = `Usage: npm run admin -- COMMAND [--local]

  setup-link              prints a link for a new owner, which works once within a day
  set-role LOGIN ROLE     makes a person owner, admin or member
  deactivate LOGIN        signs a person out everywhere and locks them out
  reactivate LOGIN        lets a person sign in again
  sign-up RULE            open: everyone can register; invited: only people with an invitation

LOGIN is a username or an e-mail address. Commands reach the deployment through AWS Lambda, with the credentials,
region and profile of the AWS CLI. --local addresses the running local stack instead. --stack NAME names another stack
than ChatFlow.`;

/** A command, and the place where it runs. */
export interface AdminCall {
  command: OperatorCommand;
  isLocal: boolean;
  functionName: string;
}

const fields: Readonly<Record<OperatorCommand["command"], readonly string[]>> = {
  "setup-link": [],
  "set-role": ["login", "role"],
  deactivate: ["login"],
  reactivate: ["login"],
  "sign-up": ["rule"],
};

const isCommand = (name: string): name is OperatorCommand["command"] => Object.hasOwn(fields, name);

/** Reads the command line. @returns undefined if it is not a command, so that the caller shows `usage` */
export function readAdminCall(args: readonly string[]): AdminCall | undefined {
  const options = {
    local: { type: "boolean", default: false },
    stack: { type: "string", default: "ChatFlow" },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [name = "", ...rest] = positionals;
  if (!isCommand(name) || fields[name].length !== rest.length) return undefined;
  const named = Object.fromEntries(fields[name].map((field, at) => [field, rest[at]]));
  const command = Schema.safeParse({ command: name, ...named });
  if (!command.success) return undefined;
  return { command: command.data, isLocal: values.local, functionName: `${values.stack}-Admin` };
}

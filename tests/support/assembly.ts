import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib/core";
import { addChatFlow, type ChatFlowProps } from "../../infra/chatflow.ts";
import { parseConfiguration } from "../../infra/configuration.ts";

const { context: flags } = JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8"));

/**
 * Synthesizes the app in this very process, which is quicker than `synthesize` and knows no changes of the sources.
 * @param context  how the deployment is configured, beside an address that mails are from
 * @returns the folder of the cloud assembly
 */
export function synthesizeHere(
  outdir: string,
  context: Record<string, unknown>,
  props: Omit<ChatFlowProps, "configuration"> = {},
): string {
  const app = new App({ outdir, context: flags, analyticsReporting: false });
  const configuration = parseConfiguration({ mailFrom: "chatflow@example.com", ...context });
  addChatFlow(app, { configuration, ...props });
  return app.synth().directory;
}

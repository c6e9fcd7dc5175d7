import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import type { Configuration } from "../configuration.ts";
import { errorName, type Finding } from "./finding.ts";

/** Whether an identity exists, and SES may send from it. */
async function findIdentity(ses: SESv2Client, name: string): Promise<"absent" | "pending" | "verified"> {
  try {
    const found = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: name }));
    return found.VerifiedForSendingStatus ? "verified" : "pending";
  } catch (error) {
    if (errorName(error) === "NotFoundException") return "absent";
    throw error;
  }
}

async function checkIdentity(
  ses: SESv2Client,
  from: string,
  setting: Configuration["mailIdentity"],
): Promise<Finding> {
  const subject = "SES identity";
  const domain = from.replace(/^.*@/, "");
  const [ofAddress, ofDomain] = await Promise.all([findIdentity(ses, from), findIdentity(ses, domain)]);
  const state = `${from} is ${ofAddress}, ${domain} is ${ofDomain}`;
  if (setting === "existing") {
    if (ofAddress === "verified" || ofDomain === "verified") return { subject, verdict: "ok", detail: state };
    const remedy =
      "Verify one of them in SES, or let the deployment create it: -c mailIdentity=domain or address.";
    return { subject, verdict: "warning", detail: state, remedy };
  }
  const created = setting === "domain" ? ofDomain : ofAddress;
  if (created === "absent") return { subject, verdict: "ok", detail: `${state}; the deployment creates one` };
  const remedy =
    "If an earlier deployment of ChatFlow created it, ignore this. Otherwise, deploy with -c mailIdentity=existing.";
  return { subject, verdict: "warning", detail: `${state}; creating one that exists fails`, remedy };
}

/** Checks SES: the sandbox, and the identity of the sender. */
export async function checkMail(
  region: string,
  { mailFrom, mailIdentity }: Pick<Configuration, "mailFrom" | "mailIdentity">,
): Promise<Finding[]> {
  if (mailFrom === undefined) {
    const remedy = "Set mailFrom, so that people can reset their password.";
    return [{ subject: "E-mail", verdict: "warning", detail: "off", remedy }];
  }
  const ses = new SESv2Client({ region });
  const { ProductionAccessEnabled, SendingEnabled, SendQuota } = await ses.send(new GetAccountCommand({}));
  const remedy = "Request production access in the SES console before you invite people.";
  const sandbox: Finding = ProductionAccessEnabled
    ? { subject: "SES", verdict: "ok", detail: `${SendQuota?.Max24HourSend} e-mails a day` }
    : {
        subject: "SES",
        verdict: "warning",
        detail: "in the sandbox: it sends to verified recipients only",
        remedy,
      };
  const paused: Finding[] =
    SendingEnabled === false
      ? [
          {
            subject: "SES",
            verdict: "problem",
            detail: "sending is paused",
            remedy: "See the SES console for the reason.",
          },
        ]
      : [];
  return [sandbox, ...paused, await checkIdentity(ses, mailFrom, mailIdentity)];
}

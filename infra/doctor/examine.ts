import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Configuration } from "../configuration.ts";
import { engineVersion } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { checkBootstrap } from "./bootstrap.ts";
import { checkCertificate } from "./certificate.ts";
import { checkConcurrency } from "./concurrency.ts";
import { checkDatabase } from "./database.ts";
import { type Check, errorName, type Finding } from "./finding.ts";
import { checkGateway } from "./gateway.ts";
import { checkMail } from "./mail.ts";
import { checkNetwork } from "./network.ts";
import { checkZone, type ResolveNs } from "./zone.ts";

const edgeRegion = "us-east-1";

/** The number of people online at which the doctor compares quotas. */
const onlineWith = (profile: Profile) => (profile.pool ? 10_000 : 1_000);

/** A check that the credentials do not allow becomes a finding itself. */
async function finish(subject: string, check: Check): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const detail = `${errorName(error)}: ${error instanceof Error ? error.message : ""}`;
    const remedy = "Check this by hand, or allow the credentials to read it.";
    return [{ subject, verdict: "warning", detail, remedy }];
  }
}

/** Examines the account with the deployer's credentials, before a deployment creates anything. */
export async function examine(
  configuration: Configuration,
  region: string,
  resolveNs: ResolveNs,
): Promise<readonly Finding[]> {
  const subject = "Credentials";
  try {
    const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
    const regions = [...new Set([region, edgeRegion])];
    const { profile, domain, applicationOnly } = configuration;
    const needsEdge = profile.firewall || domain !== undefined;
    const checks: readonly (readonly [string, Check])[] = [
      ["CDK bootstrap", () => checkBootstrap(needsEdge ? regions : [region])],
      ["Lambda concurrency", () => checkConcurrency(region, configuration)],
      ["API Gateway", () => checkGateway(region, onlineWith(profile))],
      ["SES", () => checkMail(region, configuration)],
      ["Aurora", () => checkDatabase(region, engineVersion)],
      ["Network", async () => (applicationOnly ? [] : checkNetwork(region, profile.pool))],
      ["Hosted zone", () => checkZone(domain, resolveNs)],
      ["Certificate", () => checkCertificate(domain)],
    ];
    const found = await Promise.all(checks.map(([name, check]) => finish(name, check)));
    return [{ subject, verdict: "ok", detail: `account ${Account}, region ${region}` }, ...found.flat()];
  } catch (error) {
    const remedy = "Sign in (aws configure, or aws sso login), and select the account with AWS_PROFILE.";
    return [{ subject, verdict: "problem", detail: errorName(error), remedy }];
  }
}

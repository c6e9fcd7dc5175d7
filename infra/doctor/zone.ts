import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Configuration } from "../configuration.ts";
import { errorName, type Finding } from "./finding.ts";

/** Looks up the name servers of a domain with this machine's resolver. */
export type ResolveNs = (domain: string) => Promise<readonly string[]>;

/** The errors of a resolver that finds no name servers, or only servers that refuse to answer for the domain. */
const unknown: readonly unknown[] = ["ENOTFOUND", "ENODATA", "ESERVFAIL", "EREFUSED"];

const isUnknown = (error: unknown): boolean =>
  error instanceof Error && "code" in error && unknown.includes(error.code);

/**
 * Checks the zone in which the deployment creates DNS records: it exists, is public, has the configured name, and the
 * DNS refers to it. Otherwise ACM never finds the record that validates the certificate, and the deployment waits
 * for hours.
 */
export async function checkZone(domain: Configuration["domain"], resolveNs: ResolveNs): Promise<Finding[]> {
  if (domain?.hostedZone === undefined) return [];
  const { hostedZoneId, zoneName } = domain.hostedZone;
  const subject = `Hosted zone ${hostedZoneId}`;
  const problem = (detail: string, remedy: string): Finding[] => [
    { subject, verdict: "problem", detail, remedy },
  ];
  if (domain.name !== zoneName && !domain.name.endsWith(`.${zoneName}`)) {
    return problem(
      `${domain.name} is not in ${zoneName}`,
      "Set the hostedZone that contains the domain's name.",
    );
  }
  try {
    const route53 = new Route53Client({ region: "us-east-1" });
    const { HostedZone, DelegationSet } = await route53.send(new GetHostedZoneCommand({ Id: hostedZoneId }));
    if (HostedZone?.Config?.PrivateZone) {
      return problem(
        "private",
        "Set the id of the public zone. ACM and browsers find no records in a private one.",
      );
    }
    const name = HostedZone?.Name?.replace(/\.$/, "");
    if (name !== zoneName) return problem(`for ${name}, not ${zoneName}`, "Set the zone's own zoneName.");
    const own = DelegationSet?.NameServers ?? [];
    const found = await resolveNs(zoneName).catch((error: unknown) => {
      if (isUnknown(error)) return [];
      throw error;
    });
    if (found.length === 0 || found.some((server) => !own.includes(server.toLowerCase()))) {
      return problem(
        `the DNS refers to ${found.join(", ") || "no name servers"}`,
        `Set the name servers of ${zoneName} at its registrar, or its NS record in the parent zone, to ${own.join(", ")}. If this network has a DNS of its own for the domain, run the doctor in another one.`,
      );
    }
    return [{ subject, verdict: "ok", detail: `public, for ${name}` }];
  } catch (error) {
    if (errorName(error) !== "NoSuchHostedZone") throw error;
    return problem(
      "does not exist in this account",
      "Set the hostedZoneId of a zone in this account (aws route53 list-hosted-zones), or a certificateArn instead of the zone.",
    );
  }
}

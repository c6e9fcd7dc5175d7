import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import type { Configuration } from "../configuration.ts";
import { errorName, type Finding } from "./finding.ts";

const covers = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.startsWith("*.") && pattern.slice(1) === name.slice(name.indexOf(".")));

/** Checks that the certificate of a custom domain is issued, and valid for the domain. */
export async function checkCertificate(domain: Configuration["domain"]): Promise<Finding[]> {
  if (domain?.certificateArn === undefined) return [];
  const subject = `Certificate for ${domain.name}`;
  try {
    const { Certificate } = await new ACMClient({ region: "us-east-1" }).send(
      new DescribeCertificateCommand({ CertificateArn: domain.certificateArn }),
    );
    const names = [Certificate?.DomainName ?? "", ...(Certificate?.SubjectAlternativeNames ?? [])];
    if (Certificate?.Status !== "ISSUED") {
      const remedy = "Complete its validation in the ACM console (us-east-1).";
      return [{ subject, verdict: "problem", detail: `${Certificate?.Status}`, remedy }];
    }
    if (!names.some((name) => covers(name, domain.name))) {
      const remedy = "Request one that includes the domain, in us-east-1.";
      return [{ subject, verdict: "problem", detail: `only for ${names.join(", ")}`, remedy }];
    }
    return [{ subject, verdict: "ok", detail: "issued" }];
  } catch (error) {
    if (errorName(error) !== "ResourceNotFoundException") throw error;
    const remedy = "Set the ARN of a certificate in us-east-1 of this account.";
    return [{ subject, verdict: "problem", detail: "does not exist", remedy }];
  }
}

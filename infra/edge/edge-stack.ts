import { Certificate, CertificateValidation, type ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import { HostedZone, type IHostedZone } from "aws-cdk-lib/aws-route53";
import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Configuration } from "../configuration.ts";
import { Firewall } from "./firewall.ts";

/** A custom domain name for ChatFlow. */
export interface CustomDomain {
  readonly name: string;
  readonly certificate: ICertificate;
  /** The zone for its DNS records. Undefined if they are created by hand. */
  readonly zone: IHostedZone | undefined;
}

export interface EdgeStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** The resources that CloudFront accepts only from us-east-1: the firewall, and the certificate of a custom domain. */
export class EdgeStack extends Stack {
  readonly firewall: Firewall | undefined;
  readonly domain: CustomDomain | undefined;

  /** Whether the configuration has any such resource. */
  static isNeeded({ profile, domain }: Configuration): boolean {
    return profile.firewall || domain !== undefined;
  }

  constructor(scope: Construct, id: string, { configuration, ...props }: EdgeStackProps) {
    super(scope, id, props);
    const { profile, domain } = configuration;
    if (profile.firewall) this.firewall = new Firewall(this, "Firewall");
    if (domain) this.domain = this.#customDomain(domain);
  }

  #customDomain({ name, hostedZone, certificateArn }: NonNullable<Configuration["domain"]>): CustomDomain {
    const zone = hostedZone && HostedZone.fromHostedZoneAttributes(this, "Zone", hostedZone);
    const certificate = certificateArn
      ? Certificate.fromCertificateArn(this, "Certificate", certificateArn)
      : new Certificate(this, "Certificate", {
          domainName: name,
          validation: CertificateValidation.fromDns(zone),
        });
    return { name, certificate, zone };
  }
}

import { CfnRecordSet } from "aws-cdk-lib/aws-route53";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { CfnOutput } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/** A Route 53 zone. */
export interface SenderZone {
  readonly hostedZoneId: string;
  readonly zoneName: string;
}

/**
 * A domain from which SES sends, with DKIM. If the zone contains the domain, its DNS records are created there.
 * Otherwise the deployment prints them, and SES waits for them for 72 hours.
 */
export class SenderDomain extends Construct {
  constructor(scope: Construct, id: string, { name, zone }: { name: string; zone: SenderZone | undefined }) {
    super(scope, id);
    const isInZone = zone !== undefined && (name === zone.zoneName || name.endsWith(`.${zone.zoneName}`));
    const { dkimRecords } = new EmailIdentity(this, "Identity", { identity: Identity.domain(name) });
    dkimRecords.forEach((record, at) => {
      if (isInZone) {
        new CfnRecordSet(this, `Dkim${at + 1}`, {
          hostedZoneId: zone.hostedZoneId,
          name: record.name,
          type: "CNAME",
          resourceRecords: [record.value],
          ttl: "1800",
        });
      } else {
        new CfnOutput(this, `Record${at + 1}`, {
          value: `${record.name} CNAME ${record.value}`,
          description: "A DNS record that SES needs to send e-mails",
        });
      }
    });
  }
}

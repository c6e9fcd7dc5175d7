import type { Template } from "aws-cdk-lib/assertions";
import type { ProfileName } from "../profiles.ts";
import { templateOf } from "../testing/templates.ts";

/** The numbers of resources that an idle deployment pays for. */
export interface Deployed {
  readonly alarms: number;
  /** Queues that Lambda polls. */
  readonly queues: number;
}

const count = (template: Template, type: string): number => Object.keys(template.findResources(type)).length;

/** Counts a profile's resources in its template, with e-mail configured. */
export function deployedBy(profile: ProfileName): Deployed {
  const application = templateOf(profile, "application");
  return {
    alarms: count(application, "AWS::CloudWatch::Alarm"),
    queues: count(application, "AWS::Lambda::EventSourceMapping"),
  };
}

import * as z from "zod";
import type { CloudTemplate } from "../template.ts";

const Properties = {
  plan: z.object({ ApiStages: z.array(z.object({ ApiId: z.string(), Stage: z.string() })).default([]) }),
  member: z.object({ KeyId: z.string(), UsagePlanId: z.string() }),
  key: z.object({ Value: z.string(), Enabled: z.boolean().default(true) }),
};

/** The values of the API keys that a stage accepts: those of its usage plans. */
export function compileKeys(template: CloudTemplate, apiId: string, stage: string): Set<string> {
  const stageOf = (reference: string) =>
    template
      .resources("AWS::ApiGateway::Stage", z.object({ StageName: z.string() }))
      .concat(template.resources("AWS::ApiGatewayV2::Stage", z.object({ StageName: z.string() })))
      .find(({ logicalId }) => logicalId === reference)?.properties.StageName ?? reference;
  const plans = template
    .resources("AWS::ApiGateway::UsagePlan", Properties.plan)
    .filter(({ properties }) =>
      properties.ApiStages.some((each) => each.ApiId === apiId && stageOf(each.Stage) === stage),
    )
    .map(({ logicalId }) => logicalId);
  const members = template
    .resources("AWS::ApiGateway::UsagePlanKey", Properties.member)
    .filter(({ properties }) => plans.includes(properties.UsagePlanId))
    .map(({ properties }) => properties.KeyId);
  return new Set(
    template
      .resources("AWS::ApiGateway::ApiKey", Properties.key)
      .filter(({ logicalId, properties }) => properties.Enabled && members.includes(logicalId))
      .map(({ properties }) => properties.Value),
  );
}

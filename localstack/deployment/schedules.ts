import * as z from "zod";
import { periodOf, Schedule } from "../events/schedule.ts";
import type { CloudTemplate } from "../template.ts";
import type { FunctionOf } from "./functions.ts";

const RuleProperties = z.object({
  ScheduleExpression: z.string(),
  State: z.literal("ENABLED").default("ENABLED"),
  Targets: z.array(z.object({ Arn: z.string() })),
});

/** Compiles the template's scheduled rules. None runs yet. */
export function compileSchedules(template: CloudTemplate, functionOf: FunctionOf): Schedule[] {
  return template
    .resources("AWS::Events::Rule", RuleProperties)
    .flatMap(({ logicalId, properties }) =>
      properties.Targets.map(
        ({ Arn }) => new Schedule(logicalId, periodOf(properties.ScheduleExpression), functionOf(Arn)),
      ),
    );
}

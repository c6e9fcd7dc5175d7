import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../build-output.ts";
import { templateOf } from "../testing/templates.ts";
import type { VariantName } from "../testing/variants.ts";

const alarmsOf = (variant: VariantName) =>
  Object.values(templateOf(variant, "application").findResources("AWS::CloudWatch::Alarm"));

describe("The alarms", () => {
  test("each link to an existing runbook, and notify the topic", () => {
    const runbooks = readFileSync(join(root, "docs/admin/operations.md"), "utf8");
    const headings = runbooks.split("\n").filter((line) => line.startsWith("### "));
    const alarms = alarmsOf("scale");
    expect(alarms).toHaveLength(19);
    for (const { Properties } of alarms) {
      const [, name = "without a link"] =
        /docs\/admin\/operations\.md#(\w+)$/.exec(Properties.AlarmDescription) ?? [];
      expect(headings).toContain(`### ${name}`);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  test("all exist in prod except the one for readers, and none exists in dev", () => {
    expect(alarmsOf("prod")).toHaveLength(18);
    expect(alarmsOf("dev")).toHaveLength(0);
  });
});

describe("The dashboard", () => {
  test("exists in prod, and not in dev", () => {
    templateOf("prod", "application").resourceCountIs("AWS::CloudWatch::Dashboard", 1);
    templateOf("dev", "application").resourceCountIs("AWS::CloudWatch::Dashboard", 0);
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { App, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { assemblyOf } from "../testing/templates.ts";
import { addChecks } from "./checks.ts";
import { suppressRule } from "./suppress-rule.ts";

/** CDK lists only the reports of rules that are violated. */
const Report = z.object({ pluginReports: z.array(z.unknown()) });

describe("cdk-nag's AwsSolutions rules", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "chatflow-checks-"));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  function stackWithQueue(id: string) {
    const app = new App({ outdir, analyticsReporting: false });
    addChecks(app);
    const scope = new Construct(new Stack(app, "Test"), "Scope");
    return { app, scope, queue: new Queue(scope, id) };
  }

  test.each(["dev", "prod", "scale"] as const)("have no unexplained violation in %s", (variant) => {
    const text = readFileSync(join(assemblyOf(variant), "validation-report.json"), "utf8");
    expect(Report.parse(JSON.parse(text)).pluginReports).toEqual([]);
  });

  test("stop the synthesis of an app that violates one without a reason", () => {
    const { app } = stackWithQueue("Leak");
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
  });

  test("accept a violation with a reason on the resource or on a construct that contains it", () => {
    const { app, scope, queue } = stackWithQueue("Explained");
    suppressRule(queue, "SQS3", "A test");
    suppressRule(scope, "SQS4", "A test");
    expect(() => app.synth()).not.toThrow();
  });
});

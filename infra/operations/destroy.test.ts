import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../build-output.ts";
import { destroy } from "../testing/destroy.ts";

const always = ["the keys, which KMS deletes after 30 days", "the log groups of CDK's helpers"];
const data = [
  "a snapshot of the database",
  "the bucket for files",
  ...always,
  "the role with which API Gateway writes logs",
];

describe("`cdk destroy --all`", () => {
  test("completes in dev and leaves nothing that anyone wrote or uploaded", () => {
    expect(destroy("dev")).toEqual({ obstacles: [], remains: always });
  });

  test("stops before the data in prod and scale, until protectData is false", () => {
    for (const profile of ["prod", "scale"] as const) {
      const { obstacles } = destroy(profile);
      expect(obstacles).toEqual([
        "ChatFlow-Data has termination protection",
        expect.stringMatching(/^DatabaseCluster\w+ has deletion protection$/),
      ]);
    }
  });

  test("then completes in prod, and leaves the messages and files", () => {
    expect(destroy("prodUnprotected")).toEqual({ obstacles: [], remains: data });
  });

  test("then completes in scale, and leaves the messages and files", () => {
    const remains = [...data, "the log group of RDS Proxy"].sort();
    expect(destroy("scaleUnprotected")).toEqual({ obstacles: [], remains });
  });

  test("leaves exactly the remains that the page about deployments lists", () => {
    const page = readFileSync(join(root, "docs/admin/deploy.md"), "utf8");
    for (const each of destroy("scaleUnprotected").remains) expect(page).toContain(each);
  });

  test("completes for the deployment that the README shows, with the same profile", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const profileOf = (command: string) =>
      new RegExp(`^npx cdk ${command} --all.*? -c profile=(\\w+)`, "m").exec(readme)?.[1] ?? "prod";
    expect([profileOf("deploy"), profileOf("destroy")]).toEqual(["dev", "dev"]);
    expect(readme).toContain("protectData=false");
  });
});

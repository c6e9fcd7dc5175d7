import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { errorName, type Finding } from "./finding.ts";

/** The version of the bootstrap stack that the synthesized assets need (`requiresBootstrapStackVersion`). */
const neededVersion = 6;

/** Checks that `cdk bootstrap` has prepared each region, in a version that the deployment can use. */
export async function checkBootstrap(regions: readonly string[]): Promise<Finding[]> {
  return Promise.all(
    regions.map(async (region): Promise<Finding> => {
      const subject = `CDK bootstrap in ${region}`;
      const remedy = `Run: npx cdk bootstrap aws://ACCOUNT/${region}`;
      try {
        const ssm = new SSMClient({ region });
        const { Parameter } = await ssm.send(
          new GetParameterCommand({ Name: "/cdk-bootstrap/hnb659fds/version" }),
        );
        const version = Number(Parameter?.Value);
        if (version >= neededVersion) return { subject, verdict: "ok", detail: `version ${version}` };
        return { subject, verdict: "problem", detail: `version ${version} is too old`, remedy };
      } catch (error) {
        if (errorName(error) !== "ParameterNotFound") throw error;
        return { subject, verdict: "problem", detail: "missing", remedy };
      }
    }),
  );
}

import type { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";

const Properties = z.record(z.string(), z.unknown());

/** The helpers that CDK adds to a template for its own purposes. */
const ofCdk = /^(AWSCDK|CustomCDK|CustomS3)/;

/** The ids and properties of ChatFlow's own Lambda functions. */
export const functionsOf = (template: Template): [id: string, properties: z.infer<typeof Properties>][] =>
  Object.entries(template.findResources("AWS::Lambda::Function"))
    .filter(([id]) => !ofCdk.test(id))
    .map(([id, resource]) => [id, Properties.parse(resource.Properties)]);

/**
 * The id of a template's only resource of a type.
 * @throws if there is no such resource, or more than one
 */
export function onlyIdOf(template: Template, type: string, props?: unknown): string {
  const [id, ...others] = Object.keys(template.findResources(type, props));
  if (id === undefined || others.length > 0) throw new Error(`The template needs exactly one ${type}`);
  return id;
}

const OneOrMore = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown()));

const Statement = z.object({ Effect: z.string(), Action: OneOrMore, Resource: OneOrMore.optional() });

const PolicyDocument = z.object({ Statement: z.array(Statement) });

/** Each statement of the policies in `template`, with the id of the resource that holds the policy. */
export function policyStatements(
  ...templates: readonly Template[]
): { id: string; statement: z.infer<typeof Statement> }[] {
  const Resource = z.object({
    Type: z.string(),
    Properties: z
      .object({
        PolicyDocument: PolicyDocument.optional(),
        KeyPolicy: PolicyDocument.optional(),
        Policies: z.array(z.object({ PolicyDocument })).optional(),
      })
      .optional(),
  });
  const Types = z.record(z.string(), z.looseObject({ Type: z.string() }));
  return templates
    .flatMap((template) => Object.entries(Types.parse(template.toJSON().Resources)))
    .filter(([, { Type }]) => /^AWS::(IAM|KMS)::/.test(Type))
    .flatMap(([id, resource]) => {
      const { Properties } = Resource.parse(resource);
      const documents = [
        Properties?.PolicyDocument,
        Properties?.KeyPolicy,
        ...(Properties?.Policies ?? []).map((policy) => policy.PolicyDocument),
      ];
      return documents.flatMap((document) =>
        (document?.Statement ?? []).map((statement) => ({ id, statement })),
      );
    });
}

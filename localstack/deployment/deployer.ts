import * as z from "zod";
import type { Log } from "../log.ts";
import type { Services } from "../services.ts";
import type { CloudTemplate } from "../template.ts";
import type { DeployedTriggers } from "./deployed-triggers.ts";
import { compileDeployment, type Deployment } from "./deployment.ts";
import type { LocalAddresses } from "./functions.ts";

const Sender = z.object({ Environment: z.object({ Variables: z.object({ MAIL_FROM: z.string() }) }) });

/** The identities that the template creates. Without any, the sender's own identity, which must then exist already. */
function mailIdentities(template: CloudTemplate): string[] {
  const created = template
    .resources("AWS::SES::EmailIdentity", z.object({ EmailIdentity: z.string() }))
    .map(({ properties }) => properties.EmailIdentity);
  if (created.length > 0) return created;
  return template
    .resources("AWS::Lambda::Function", z.unknown())
    .flatMap(({ properties }) => Sender.safeParse(properties).data?.Environment.Variables.MAIL_FROM ?? []);
}

const Bucket = z.object({ VersioningConfiguration: z.object({ Status: z.string() }).optional() });

const versionedBuckets = (template: CloudTemplate): Set<string> =>
  new Set(
    template
      .resources("AWS::S3::Bucket", Bucket)
      .filter(({ properties }) => properties.VersioningConfiguration?.Status === "Enabled")
      .map(({ logicalId }) => logicalId),
  );

export interface DeployerOptions {
  services: Services;
  addresses: LocalAddresses;
  log: Log;
  /** The program that runs a function's bundle. By default, the local stack's own. */
  instanceProgram: string | undefined;
  deployedTriggers: DeployedTriggers;
  /** Switches the APIs and the distribution to a deployment. */
  onSwitch: (deployment: Deployment) => void;
}

/** Deploys templates one after the other, as `cdk deploy` does, and runs the latest one. */
export class Deployer {
  readonly #options: DeployerOptions;
  #current: Deployment | undefined;

  constructor(options: DeployerOptions) {
    this.#options = options;
  }

  /** The running deployment. */
  get current(): Deployment | undefined {
    return this.#current;
  }

  /** Replaces the running deployment by this template. @throws as `prepare`, and the running deployment stays */
  async deploy(template: CloudTemplate): Promise<void> {
    await this.switchTo(await this.prepare(template));
  }

  /** Replaces the running deployment by a prepared one. Functions that are the same keep their instances. */
  async switchTo(next: Deployment): Promise<void> {
    const previous = this.#current;
    this.#current = next;
    this.#options.onSwitch(next);
    this.#options.services.lambda.configure(next.named);
    for (const background of [...next.eventSources, ...next.schedules]) background.start();
    if (!previous) return;
    await stopBackground(previous);
    for (const [name, fn] of previous.functions) if (next.functions.get(name) !== fn) fn.retire();
  }

  async stop(): Promise<void> {
    if (!this.#current) return;
    await stopBackground(this.#current);
    for (const fn of this.#current.functions.values()) fn.kill();
  }

  /**
   * Compiles a template and runs its triggers that are new or changed, such as migrations.
   * @throws if the local stack cannot serve the template, or a trigger fails
   */
  async prepare(template: CloudTemplate): Promise<Deployment> {
    const { services, addresses, log, instanceProgram, deployedTriggers } = this.#options;
    for (const { logicalId } of template.resources("AWS::KMS::Key", z.unknown())) {
      services.kms.ensureKey(template.attribute(logicalId, "Arn"));
    }
    services.ses.configure(mailIdentities(template));
    services.s3.configure(versionedBuckets(template));
    const running = this.#current?.functions ?? new Map();
    const next = compileDeployment(template, addresses, services, log, running, instanceProgram);
    try {
      // A second trigger of a function runs after the other functions are replaced, which takes no time here.
      const triggers = new Map(next.triggers.map((trigger) => [trigger.version, trigger]));
      for (const [version, trigger] of triggers) {
        if (!deployedTriggers.has(version)) await trigger.function.invoke({}, "deploy", JSON.stringify);
      }
    } catch (error) {
      for (const [name, fn] of next.functions) if (running.get(name) !== fn) fn.kill();
      throw error;
    }
    deployedTriggers.replace(next.triggers.map((trigger) => trigger.version));
    return next;
  }
}

async function stopBackground({ eventSources, schedules }: Deployment): Promise<void> {
  for (const schedule of schedules) schedule.stop();
  await Promise.all(eventSources.map((source) => source.stop()));
}

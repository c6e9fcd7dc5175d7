import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const Versions = z.array(z.string());

/**
 * The versions of the triggers that have run on a database. CloudFormation runs a trigger again only when it changes,
 * so a restart does not migrate again.
 */
export class DeployedTriggers {
  readonly #file: string | undefined;
  #versions: readonly string[] = [];

  /** @param databaseFolder  the database's files. Without it, the versions last as long as this process. */
  constructor(databaseFolder: string | undefined) {
    this.#file = databaseFolder && join(databaseFolder, "chatflow-triggers.json");
    if (this.#file !== undefined && existsSync(this.#file)) {
      this.#versions = Versions.parse(JSON.parse(readFileSync(this.#file, "utf8")));
    }
  }

  has(version: string): boolean {
    return this.#versions.includes(version);
  }

  replace(versions: readonly string[]): void {
    this.#versions = versions;
    if (this.#file !== undefined) writeFileSync(this.#file, JSON.stringify(versions));
  }
}

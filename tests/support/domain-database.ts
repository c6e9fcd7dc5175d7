import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kysely, Migrator, PostgresDialect } from "kysely";
import type { TestProject } from "vitest/node";
import type { Schema } from "../../functions/domain/schema.ts";
import { createWorkspace } from "../../functions/domain/workspace/workspace.ts";
import { installFunctions } from "../../functions/platform/database/function-versions.ts";
import { root } from "../../infra/build-output.ts";
import { startEmbeddedPostgres } from "../../localstack/postgres/embedded.ts";
import { migrations } from "../../migrations/migrations.ts";
import { adminPool } from "./admin-pool.ts";
import { temporaryFolder } from "./temporary-folder.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address of the database that tests of the domain share. */
    domainDatabase: string;
  }
}

/** The address of a database that is running already. Mutation testing starts one for all of its processes. */
export const domainDatabaseVariable = "CHATFLOW_TEST_DOMAIN_DATABASE";

/** Creates this release's tables and functions in an empty database, and the workspace, as a deployment does. */
async function migrate(url: string): Promise<void> {
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: adminPool(url, 1) }),
  });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
    const folder = join(root, "migrations/functions");
    const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    await installFunctions(db, { sources, unversioned: [] });
    await createWorkspace({ repeatable: db }, "open");
  } finally {
    await db.destroy();
  }
}

/** Starts PostgreSQL with this release's tables and functions and a workspace, and nothing else of the local stack. */
export async function startDomainDatabase(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await temporaryFolder();
  const server = await startEmbeddedPostgres(folder.path);
  const stop = async () => {
    await server.stop();
    await folder.remove();
  };
  try {
    await migrate(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}

/** Provides the database to the test files of a run. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env[domainDatabaseVariable];
  const database = running === undefined ? await startDomainDatabase() : undefined;
  project.provide("domainDatabase", database?.url ?? running ?? "");
  return database?.stop;
}

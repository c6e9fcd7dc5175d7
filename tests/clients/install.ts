import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { pythonTool } from "../deploy/python-tool.ts";

/** The clients' packages and their dependencies. */
const dependencies = { wscat: "6.1.0", "data-api-client": "1.3.1", "aws-sdk": "2.1693.0" };

export const clientsFolder = join(root, ".build/clients");

/** The AWS CLI. @throws without Python 3 or PyPI */
export const awsCli = (): string => pythonTool("awscli", "1.46.3", "aws");

/** Installs the clients from npm below `.build/` unless they are installed. */
export function installClients(): void {
  if (existsSync(join(clientsFolder, "node_modules/wscat"))) return;
  rmSync(clientsFolder, { recursive: true, force: true });
  mkdirSync(clientsFolder, { recursive: true });
  writeFileSync(join(clientsFolder, "package.json"), JSON.stringify({ private: true, dependencies }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: clientsFolder,
    stdio: "inherit",
  });
}

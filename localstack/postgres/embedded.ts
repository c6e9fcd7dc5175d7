import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { isRunning } from "../is-running.ts";
import { freePort } from "../listen.ts";
import { isOpenToAll, postgresBinaries } from "./binaries.ts";
import { type PostgresServer, runServer } from "./server.ts";

/** PostgreSQL from npm's binaries, and the folder of its files. */
export interface EmbeddedPostgres extends PostgresServer {
  /** The URL to connect to as superuser. */
  url: string;
  bin: string;
  /** The folder of the database's files, which belong to the user that runs the server. */
  folder: string;
  owner: { uid: number; gid: number } | undefined;
  settings: readonly string[];
}

const databaseName = "chatflow";

/**
 * Sorts and folds letters like Aurora, whose databases have the locale `en_US.UTF-8`. A machine may lack that locale,
 * but npm's binaries contain ICU, and every C library classifies letters by Unicode in its UTF-8 locale.
 */
const localeOptions = [
  `--locale=${process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8"}`,
  "--locale-provider=icu",
  "--icu-locale=en-US",
];

/** The user that runs the server, if not the current one. */
type User = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root. This user exists on every Linux. */
async function unprivilegedUser(): Promise<User> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile("/etc/passwd", "utf8"))
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (!uid || !gid)
    throw new Error("PostgreSQL cannot run as root, and there is no user nobody to run it as.");
  return { uid: Number(uid), gid: Number(gid) };
}

/** Chooses the folder of the database's files: the data folder if the other user may enter it, or else /var/lib. */
async function clusterFolder(dataFolder: string, forAnotherUser: boolean): Promise<string> {
  if (!forAnotherUser || (await isOpenToAll(dataFolder))) return join(dataFolder, "postgres");
  const name = createHash("sha256").update(dataFolder).digest("hex").slice(0, 12);
  const folder = `/var/lib/chatflow/${name}/postgres`;
  await mkdir(dirname(folder), { recursive: true });
  // Set explicitly because of the umask: the other user must be able to enter these folders.
  for (const passage of ["/var/lib/chatflow", dirname(folder)]) await chmod(passage, 0o755);
  await writeFile(join(dataFolder, "postgres-is-elsewhere.txt"), `${folder}\n`);
  return folder;
}

async function run(file: string, args: string[], user: User): Promise<void> {
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"], cwd: "/", ...user });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${file} failed:\n${stderr}`);
}

/** Ends a server that a killed process left running on these files. */
async function stopLeftover(folder: string): Promise<void> {
  const pidFile = join(folder, "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid) return;
  // Another process may have this pid by now. Only a process that runs on this folder is ours.
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => folder);
  if (!isRunning(pid) || !command.includes(folder)) return;
  process.kill(pid, "SIGINT");
  while (isRunning(pid)) await wait(50);
}

async function createCluster(
  initdb: string,
  folder: string,
  passwordFile: string,
  user: User,
): Promise<void> {
  // Files without a version are the remains of an interrupted start.
  await rm(folder, { recursive: true, force: true });
  // A recursive mkdir applies its mode to every folder. Only the last one must be private.
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordFile, password, { mode: 0o600 });
  // A copy that the other user can read while initdb runs.
  const copy = join(dirname(folder), `.initdb-password-${process.pid}`);
  await writeFile(copy, password, { mode: 0o600 });
  if (user) for (const path of [folder, copy]) await chown(path, user.uid, user.gid);
  const options = [
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-sync",
    ...localeOptions,
  ];
  try {
    await run(initdb, [`--pgdata=${folder}`, `--pwfile=${copy}`, ...options], user);
  } finally {
    await rm(copy);
  }
}

/**
 * Starts real PostgreSQL, from npm's binaries, on a free port of this machine. The first start creates a
 * cluster. As root, the server and its files belong to an unprivileged user.
 * @param settings  more settings of the server, as `NAME=VALUE`
 */
export async function startEmbeddedPostgres(
  dataFolder: string,
  settings: readonly string[] = [],
): Promise<EmbeddedPostgres> {
  const user = await unprivilegedUser();
  await mkdir(dataFolder, { recursive: true });
  const folder = await clusterFolder(dataFolder, user !== undefined);
  const bin = await postgresBinaries(user !== undefined);
  const passwordFile = join(dataFolder, "postgres-password");

  if (existsSync(join(folder, "PG_VERSION"))) {
    await stopLeftover(folder);
  } else {
    await createCluster(join(bin, "initdb"), folder, passwordFile, user);
  }
  const owner = user && { uid: (await stat(folder)).uid, gid: (await stat(folder)).gid };

  const port = await freePort();
  const password = await readFile(passwordFile, "utf8");
  const urlOf = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const server = await runServer({ bin, folder, port, adminUrl: urlOf("postgres"), owner, settings });
  try {
    await createDatabase(urlOf("postgres"));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, url: urlOf(databaseName), bin, folder, owner, settings };
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}

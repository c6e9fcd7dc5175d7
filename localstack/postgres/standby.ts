import { chmod, chown, cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import pg from "pg";
import { freePort } from "../listen.ts";
import type { EmbeddedPostgres } from "./embedded.ts";
import { type PostgresServer, runServer } from "./server.ts";

/** A server that replays the primary's changes and answers reads. */
export interface Standby extends PostgresServer {
  url: string;
}

const slot = "standby";

/** Files that belong to the primary or arrive by streaming. */
const left =
  /^(postmaster\.(pid|opts)|pg_(wal|replslot|stat_tmp|dynshmem|notify|serial|snapshots|subtrans)\/.+)$/;

/**
 * Copies the files of a running primary like `pg_basebackup`, which npm's binaries lack
 * (https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP).
 */
async function copyFiles({ url, folder: from, owner }: EmbeddedPostgres, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Keeps the changes that the standby has not received, however long it takes.
    await client.query(
      "SELECT pg_create_physical_replication_slot($1, true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)",
      [slot],
    );
    await client.query("SELECT pg_backup_start('standby', true)");
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await cp(from, folder, { recursive: true, filter: (path) => !left.test(relative(from, path)) });
    const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
    await writeFile(join(folder, "backup_label"), rows[0]?.labelfile ?? "");
  } finally {
    await client.end();
  }
  const { hostname, port, username, password } = new URL(url);
  const source = `host=${hostname} port=${port} user=${username} password=${password}`;
  await writeFile(
    join(folder, "postgresql.auto.conf"),
    `primary_conninfo = '${source}'\nprimary_slot_name = '${slot}'\n`,
    { mode: 0o600 },
  );
  await writeFile(join(folder, "standby.signal"), "");
  if (owner) {
    const entries = await readdir(folder, { recursive: true });
    for (const path of [folder, ...entries.map((entry) => join(folder, entry))]) {
      await chown(path, owner.uid, owner.gid);
    }
  }
  await chmod(folder, 0o700);
}

/**
 * Starts a streaming-replication standby.
 * @param applyDelayMs  how long the standby waits before it replays a commit
 */
export async function startStandby(primary: EmbeddedPostgres, applyDelayMs: number): Promise<Standby> {
  const folder = `${primary.folder}-standby`;
  await copyFiles(primary, folder);
  const port = await freePort();
  const url = new URL(primary.url);
  url.port = String(port);
  const server = await runServer({
    bin: primary.bin,
    folder,
    port,
    adminUrl: url.href,
    owner: primary.owner,
    settings: [...primary.settings, `recovery_min_apply_delay=${applyDelayMs}ms`],
  });
  return { ...server, url: url.href };
}

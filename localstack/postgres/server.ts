import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

/** A PostgreSQL server that this process runs. */
export interface PostgresServer {
  /** Kills the server like a power failure, and starts it again at the same address. */
  restart(): Promise<void>;
  /** Calls `listener` with the server's log, in chunks of any size. */
  onLog(listener: (text: string) => void): void;
  stop(): Promise<void>;
}

export interface ServerSettings {
  /** The folder of `bin/postgres`. */
  bin: string;
  /** The folder of the database's files. */
  folder: string;
  port: number;
  /** A URL for checking whether the server accepts connections. */
  adminUrl: string;
  /** The user that runs the server, if not the current one. */
  owner: { uid: number; gid: number } | undefined;
  /** More settings, as `NAME=VALUE`. */
  settings?: readonly string[];
}

/** The server is starting up, does not listen yet, or ended the connection again. */
const notYet = ["57P03", "ECONNREFUSED", "ECONNRESET", "EPIPE"];

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // `connect` reports the errors that matter. A later error without a listener would end this process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    // pg gives timeouts and closed connections no code.
    const isNotYet = error instanceof Error && (!("code" in error) || notYet.includes(String(error.code)));
    if (isNotYet) return false;
    throw error;
  }
}

/** How long a server may take to accept connections, in milliseconds. Recovery after a crash takes seconds. */
const startMs = 60_000;

/**
 * Runs a server on existing files, and waits until it accepts connections. @throws with the server's output
 * if it ends before
 */
export async function runServer({
  bin,
  folder,
  port,
  adminUrl,
  owner,
  settings = [],
}: ServerSettings): Promise<PostgresServer> {
  const all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60", ...settings];
  const logListeners: ((text: string) => void)[] = [];
  let server: ChildProcess;

  const start = async () => {
    server = spawn(
      join(bin, "postgres"),
      ["-D", folder, "-p", String(port), ...all.flatMap((setting) => ["-c", setting])],
      // Runs in a separate process group, so that Ctrl+C in the terminal does not reach it before its clients
      // have stopped.
      { stdio: ["ignore", "ignore", "pipe"], cwd: "/", detached: true, ...owner },
    );
    let stderr = "";
    server.stderr?.on("data", (chunk) => {
      stderr = `${stderr}${chunk}`.slice(-4_000);
      for (const listener of logListeners) listener(String(chunk));
    });
    const deadline = Date.now() + startMs;
    try {
      while (!(await accepts(adminUrl))) {
        if (hasEnded() || Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${stderr}`);
        await wait(30);
      }
    } catch (error) {
      await stopWith("SIGQUIT");
      throw error;
    }
  };
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  const stopWith = async (signal: NodeJS.Signals) => {
    if (hasEnded()) return;
    const exited = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await exited;
  };

  await start();
  return {
    restart: async () => {
      // SIGQUIT is PostgreSQL's immediate shutdown: clients are not notified, and the next start recovers.
      await stopWith("SIGQUIT");
      await start();
    },
    onLog: (listener) => void logListeners.push(listener),
    stop: () => stopWith("SIGINT"),
  };
}

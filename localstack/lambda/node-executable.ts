import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The Node that runs the functions: the version that AWS runs them on, from the package `node-linux-…`, which npm
 * installs on Linux. Elsewhere it is the Node that runs the local stack.
 */
export const nodeExecutable = findNodeExecutable();

function findNodeExecutable(): string {
  try {
    const manifest = `node-${process.platform}-${process.arch}/package.json`;
    return join(dirname(createRequire(import.meta.url).resolve(manifest)), "bin/node");
  } catch {
    return process.execPath;
  }
}

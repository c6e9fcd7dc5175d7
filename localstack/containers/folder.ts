import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/**
 * The folder for everything that the containers run and read: programs, the page, and the deployed
 * application.
 */
export const folder = join(root, ".build/containers");

/** The ports on this machine. `compose.yaml` has the same values. */
export const ports = { front: process.env.PORT ?? "3000", aws: "4566", services: "4567" };

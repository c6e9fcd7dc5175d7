import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/** What the containers of compose.yaml run and read: programs, the page, and which application is deployed. */
export const folder = join(root, ".build/containers");

/** Where they are, for this machine; `compose.yaml` says the same. */
export const ports = { front: process.env.PORT ?? "3000", aws: "4566", services: "4567" };

import * as z from "zod/mini";
import type { Routes } from "./route.ts";

export const apiDescriptionRoutes = {
  openapi: {
    method: "GET",
    path: "/openapi.json",
    access: "public",
    answers: { 200: z.unknown() },
  },
  docs: {
    method: "GET",
    path: "/docs",
    access: "public",
    answers: { 200: z.string() },
    mediaType: "text/html",
  },
} as const satisfies Routes;

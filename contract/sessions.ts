import * as z from "zod/mini";
import { Account } from "./accounts.ts";
import { SessionId } from "./ids.ts";
import { LoginName, Password } from "./passwords.ts";
import type { Routes } from "./route.ts";

export const Login = z
  .object({ login: LoginName, password: Password })
  .register(z.globalRegistry, { id: "Login" });
export type Login = z.infer<typeof Login>;

/** A new or refreshed session. The refresh token travels beside it, in a cookie that scripts cannot read. */
export const Session = z
  .object({
    user: Account,
    accessToken: z.string(),
    /** Seconds until the access token expires. */
    expiresIn: z.int(),
  })
  .register(z.globalRegistry, { id: "Session" });
export type Session = z.infer<typeof Session>;

/** A JSON Web Key Set (RFC 7517). */
export const Jwks = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal("EC"),
        crv: z.literal("P-256"),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal("ES256"),
        use: z.literal("sig"),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "Jwks" });
export type Jwks = z.infer<typeof Jwks>;

/** A session of the account: one sign-in on one device. */
export const Device = z
  .object({
    id: SessionId,
    /** The `User-Agent` header of the sign-in (RFC 9110, section 10.1.5). */
    userAgent: z.nullable(z.string()),
    signedInAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    /** Whether this is the device that sent the request. */
    isCurrent: z.boolean(),
  })
  .register(z.globalRegistry, { id: "Device" });
export type Device = z.infer<typeof Device>;

export const DeviceList = z
  .object({ items: z.array(Device), nextCursor: z.null() })
  .register(z.globalRegistry, { id: "DeviceList" });

/** These sessions have ended. Goes only to the account's own devices. */
export const SessionsEnded = z.object({ type: z.literal("sessions.ended"), deviceIds: z.array(SessionId) });

const device = z.object({ deviceId: SessionId });

export const sessionRoutes = {
  login: {
    method: "POST",
    path: "/auth/login",
    access: "public",
    body: Login,
    answers: { 200: Session },
  },
  refresh: {
    method: "POST",
    path: "/auth/refresh",
    access: "public",
    answers: { 200: Session },
  },
  logout: {
    method: "POST",
    path: "/auth/logout",
    access: "public",
    answers: { 204: null },
  },
  jwks: {
    method: "GET",
    path: "/.well-known/jwks.json",
    access: "public",
    answers: { 200: Jwks },
  },
  listDevices: {
    method: "GET",
    path: "/users/me/devices",
    access: "signed-in",
    answers: { 200: DeviceList },
  },
  signOutOthers: {
    method: "DELETE",
    path: "/users/me/devices",
    access: "signed-in",
    answers: { 204: null },
  },
  signOutDevice: {
    method: "DELETE",
    path: "/users/me/devices/{deviceId}",
    access: "signed-in",
    params: device,
    answers: { 204: null },
  },
} as const satisfies Routes;

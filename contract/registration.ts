import * as z from "zod/mini";
import { Email } from "./accounts.ts";
import { InvitationCode } from "./invitations.ts";
import { NewPassword } from "./passwords.ts";
import type { Routes } from "./route.ts";
import { Session } from "./sessions.ts";
import { FullName, Username } from "./users.ts";

export const Registration = z
  .object({
    username: Username,
    email: Email,
    password: NewPassword,
    fullName: z.optional(FullName),
    /** The code of an invitation, or of a link that confirms the address. */
    invitation: z.optional(InvitationCode),
  })
  .register(z.globalRegistry, { id: "Registration" });
export type Registration = z.infer<typeof Registration>;

export const registrationRoutes = {
  register: {
    method: "POST",
    path: "/auth/register",
    access: "public",
    body: Registration,
    answers: { 201: Session },
  },
} as const satisfies Routes;

import * as z from "zod/mini";

/** Codes for values that do not fit the schema. */
const formErrorCodes = [
  // Any field. `limit` and `expected` name the bound, the type or the options.
  "empty",
  "invalid",
  "invalid-option",
  "not-an-integer",
  "nothing-to-change",
  "required",
  "too-few",
  "too-large",
  "too-long",
  "too-many",
  "too-short",
  "too-small",
  "wrong-type",
  // Formats
  "file-too-large",
  "hidden-characters",
  "invalid-cursor",
  "invalid-date",
  "invalid-domain",
  "invalid-email",
  "invalid-emoji",
  "invalid-emoji-name",
  "invalid-file-name",
  "invalid-id",
  "invalid-media-type",
  "invalid-position",
  "invalid-push-key",
  "invalid-text",
  "invalid-time",
  "invalid-url",
  "invalid-username",
  "line-break",
  "mixed-scripts",
  "not-visible",
  "not-with-before",
] as const;

/**
 * Codes for values that fit the schema but contradict the stored data. The OpenAPI document cannot state these limits.
 */
export const dataErrorCodes = [
  "after-last-message",
  "channel-name",
  "channels-only",
  "common-password",
  "group-full",
  "domain-not-allowed",
  "groups-only",
  "invitation-invalid",
  "link-expired",
  "like-your-name",
  "not-the-invited-address",
  "not-your-picture",
  "one-other-person",
  "own-role",
  "taken",
  "too-many-reactions",
  "unknown-files",
  "unknown-message",
  "unknown-time-zone",
  "unknown-user",
  "unusable-picture",
  "wrong-password",
] as const;

/** Identifies what is wrong with one field. Codes never change their meaning. New ones may be added. */
export const FieldErrorCode = z
  .enum([...formErrorCodes, ...dataErrorCodes])
  .register(z.globalRegistry, { id: "FieldErrorCode" });
export type FieldErrorCode = z.infer<typeof FieldErrorCode>;

/**
 * What is wrong with one field. `path` is dotted, as in `participantIds.3`, and empty for the whole value.
 * `message` continues a sentence that starts with the field's name. `limit` is the bound that the value breaks, in
 * characters, entries or bytes. `expected` is the type or the list of options.
 */
export const FieldError = z
  .object({
    path: z.string(),
    message: z.string(),
    // A code from a newer server reads as undefined. Clients then show the message.
    code: z.catch(z.optional(FieldErrorCode), undefined),
    limit: z.optional(z.number()),
    expected: z.optional(z.string()),
  })
  .register(z.globalRegistry, { id: "FieldError" });
export type FieldError = z.infer<typeof FieldError>;

import * as z from "zod/mini";
import { changedAt } from "./changed-at.ts";
import { SectionId } from "./ids.ts";
import { limits } from "./limits.ts";
import { DisplayedName, displayName } from "./names.ts";

/** The sections that every user's conversation list has. */
export const builtInSections = ["favourites", "channels", "direct"] as const;
export const BuiltInSection = z.enum(builtInSections);
export type BuiltInSection = z.infer<typeof BuiltInSection>;

/** A section of a user's own, under an id that the client chooses. */
export const OwnSection = z.object({ kind: z.literal("own"), id: SectionId, name: DisplayedName });
export type OwnSection = z.infer<typeof OwnSection>;

/** A section that every list has. */
const SectionOfAll = z.object({ kind: BuiltInSection });

/**
 * The sections of a user's conversation list, in the user's order. Sections that are missing here, because a user never
 * moved them or a newer release has more, follow at the end.
 */
export const ListSections = z
  .array(z.discriminatedUnion("kind", [SectionOfAll, OwnSection]))
  .check(z.maxLength(limits.sections.count))
  .register(z.globalRegistry, { id: "ListSections" });
export type ListSections = z.infer<typeof ListSections>;

/** The sections that a user wants. */
export const UpdateSections = z
  .array(
    z.discriminatedUnion("kind", [
      SectionOfAll,
      z.extend(OwnSection, { name: displayName(1, limits.sections.name) }),
    ]),
  )
  .check(z.maxLength(limits.sections.count))
  .register(z.globalRegistry, { id: "UpdateSections" });

/** The user has changed the sections of the conversation list. Goes only to the user's own devices. */
export const SectionsUpdated = z.object({
  type: z.literal("sections.updated"),
  sections: ListSections,
  changedAt,
});
export type SectionsUpdated = z.infer<typeof SectionsUpdated>;

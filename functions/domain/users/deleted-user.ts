import { sql } from "kysely";
import type { Language } from "../../../contract/languages.ts";

/** Stands for the name of a deleted user, in the language of the reader. */
export const deletedUser: Readonly<Record<Language, string>> = {
  en: "Deleted user",
  de: "Gelöschtes Konto",
  fr: "Utilisateur supprimé",
  pl: "Usunięte konto",
  ar: "مستخدم محذوف",
};

/** The name that others see of user `u`, or null for a deleted one. A deleted user has only a placeholder as username. */
export const nameUnlessDeleted = sql`CASE WHEN u.deleted_at IS NULL THEN coalesce(u.full_name, u.username) END`;

import type { Language } from "../../../../contract/languages.ts";
import { ar } from "./ar.ts";
import type { MailCatalog } from "./catalog.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { pl } from "./pl.ts";

const catalogs: Readonly<Record<Language, MailCatalog>> = { en, de, fr, pl, ar };

/** Returns the texts of e-mails in a language. */
export const textsIn = (language: Language): MailCatalog => catalogs[language];

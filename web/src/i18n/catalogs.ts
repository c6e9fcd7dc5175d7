import { Catalog } from "./catalog.ts";
import type { FeaturesTexts, PageTexts } from "./texts-types.ts";

/**
 * All texts of the page. The build compiles the files (`web/icu/`), and `npm run texts` derives their types from the
 * English ones. English is the fallback, so the main bundle contains the English texts of the first views.
 */
export const catalogs = {
  page: new Catalog(
    import.meta.glob<PageTexts>(["./catalogs/*/page.json", "!./catalogs/en/page.json"], {
      import: "default",
    }),
    import.meta.glob<PageTexts>("./catalogs/en/page.json", { import: "default", eager: true }),
  ),
  /** The texts of views that load on demand, and of problems. They load after the first view. */
  features: new Catalog(import.meta.glob<FeaturesTexts>("./catalogs/*/features.json", { import: "default" })),
};

/** The tags of the page's languages. A folder in `catalogs/` adds one. */
export const { languages } = catalogs.page;

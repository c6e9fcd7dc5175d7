const languageOf = (path: string) => path.split("/").at(-2) ?? "";

/** The texts of one file, such as `page.json`, in all languages. A language loads on demand. */
export class Catalog<Texts> {
  /** The texts in the language that the page shows, for code without a component. `TextsProvider` sets it. */
  shown: Texts | undefined;
  readonly #loaders: ReadonlyMap<string, () => Promise<Texts>>;
  readonly #loaded = new Map<string, Texts>();
  readonly #loading = new Map<string, Promise<Texts>>();

  /**
   * @param loaders  by the path of the file. Its folder is the language's tag.
   * @param bundled  texts that need not be loaded
   * @example
   * new Catalog({ "./catalogs/de/page.json": () => import("./catalogs/de/page.json") }).load("de")
   */
  constructor(loaders: Record<string, () => Promise<Texts>>, bundled: Record<string, Texts> = {}) {
    this.#loaders = new Map(Object.entries(loaders).map(([path, load]) => [languageOf(path), load]));
    for (const [path, texts] of Object.entries(bundled)) this.#loaded.set(languageOf(path), texts);
  }

  /** The tags of all languages, such as `de`. */
  get languages(): string[] {
    return [...this.#loaded.keys(), ...this.#loaders.keys()].sort();
  }

  /** Returns the texts of a language if they have loaded. */
  get(language: string): Texts | undefined {
    return this.#loaded.get(language);
  }

  /** Loads the texts of a language once. A failure is final, because browsers do not fetch a failed script again. */
  load(language: string): Promise<Texts> {
    const loading = this.#loading.get(language) ?? this.#load(language);
    this.#loading.set(language, loading);
    return loading;
  }

  async #load(language: string): Promise<Texts> {
    const texts = this.#loaded.get(language) ?? (await this.#loaders.get(language)?.());
    if (texts === undefined) throw new Error(`There are no texts in the language ${language}`);
    this.#loaded.set(language, texts);
    return texts;
  }
}

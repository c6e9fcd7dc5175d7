/** The page's release: the package's version and a hash of the sources. `vite.config.ts` sets it. */
export const version: string = import.meta.env.CHATFLOW_VERSION ?? "development";

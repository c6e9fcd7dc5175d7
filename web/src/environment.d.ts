interface ImportMetaEnv {
  /** Set by `vite.config.ts`. Absent in unit tests. */
  readonly CHATFLOW_VERSION?: string;
}

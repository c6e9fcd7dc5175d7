/** The benchmarks by the names that `npm run bench -- NAME` takes. Each program runs when it is imported. */
export const programs = {
  overview: () => import("./overview.ts"),
  realtime: () => import("./realtime/realtime.ts"),
  data: () => import("./data/data.ts"),
  hour: () => import("./hour/hour.ts"),
  web: () => import("./web/web.ts"),
  lighthouse: () => import("./web/lighthouse.ts"),
} as const;

/** The benchmarks that always run completely, with the reason why `npm test` does not run them. */
export const withoutShortRun: Partial<Record<keyof typeof programs, string>> = {
  hour: "tests/hour/hour.test.ts plays a fifth of the hour.",
  lighthouse: "It installs Lighthouse from the registry, and takes minutes.",
};

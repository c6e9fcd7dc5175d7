/**
 * An SQL file, imported as text: `import source from "./x.sql" with { type: "text" }`. esbuild puts it into the bundle.
 */
declare module "*.sql" {
  const source: string;
  export default source;
}

/** A function as the template declares it. */
export interface FunctionConfiguration {
  name: string;
  /** The unpacked bundle. */
  codeFolder: string;
  /** `FILE.EXPORT` */
  handler: string;
  timeoutMs: number;
  /** MB. */
  memorySize: number;
  environment: Record<string, string>;
}

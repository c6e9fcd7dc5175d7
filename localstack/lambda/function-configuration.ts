/** A function as the template declares it. */
export interface FunctionConfiguration {
  name: string;
  /** The unpacked bundle. */
  codeFolder: string;
  /** `FILE.EXPORT` */
  handler: string;
  timeoutMs: number;
  /** Memory in MB. */
  memorySize: number;
  environment: Record<string, string>;
}

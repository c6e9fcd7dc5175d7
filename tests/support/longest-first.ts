import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long although they are small. Vitest estimates a file's time by its size. */
const long = /\/tests\/(bench|model|browser\/accessibility|e2e\/(readers|signing-keys))/;

/** Starts long files first, so that no worker is still busy when all others have finished. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification) =>
      project.name === "unit" ? 2 : long.test(moduleId) ? 0 : 1;
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

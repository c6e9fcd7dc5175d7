/** A segment of a resource's path: a literal, `{name}`, or `{name+}` for the rest of the path. */
export interface ResourcePath {
  path: string;
  pieces: readonly string[];
}

export const resourcePath = (path: string): ResourcePath => ({
  path,
  pieces: path.split("/").filter(Boolean),
});

const isVariable = (piece: string) => piece.startsWith("{");
const isGreedy = (piece: string) => piece.endsWith("+}");

/** Returns the path parameters if `resource` matches `path`, or else undefined. */
function matchResource(resource: ResourcePath, path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, piece] of resource.pieces.entries()) {
    const actual = path[at];
    if (actual === undefined) return undefined;
    if (isGreedy(piece)) {
      parameters[piece.slice(1, -2)] = path.slice(at).join("/");
      return parameters;
    }
    if (isVariable(piece)) parameters[piece.slice(1, -1)] = actual;
    else if (piece !== actual) return undefined;
  }
  return resource.pieces.length === path.length ? parameters : undefined;
}

/**
 * Compares segment by segment. API Gateway selects the most specific resource: literals before variables
 * before greedy variables.
 */
function rank(resource: ResourcePath): string {
  return resource.pieces.map((piece) => (isGreedy(piece) ? "2" : isVariable(piece) ? "1" : "0")).join("");
}

/** Finds the most specific resource that matches a path, and its path parameters. */
export function findResource<R extends ResourcePath>(
  resources: readonly R[],
  path: string,
): { resource: R; parameters: Record<string, string> } | undefined {
  const pieces = path.split("/").filter(Boolean).map(decode);
  return resources
    .flatMap((resource) => {
      const parameters = matchResource(resource, pieces);
      return parameters ? [{ resource, parameters }] : [];
    })
    .sort((a, b) => rank(a.resource).localeCompare(rank(b.resource)))[0];
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

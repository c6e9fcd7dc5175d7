/** A resource's path in pieces: text, `{name}`, or `{name+}` for all that is left. */
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

/** The path parameters if `resource` serves `path`, else undefined. */
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

/** Text before variables before greedy ones, piece by piece: API Gateway's most specific resource wins. */
function rank(resource: ResourcePath): string {
  return resource.pieces.map((piece) => (isGreedy(piece) ? "2" : isVariable(piece) ? "1" : "0")).join("");
}

/** The most specific of the resources that serve a path, with its path parameters. */
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

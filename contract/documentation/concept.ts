/** The public documentation of a route. */
export interface RouteDocumentation {
  /** An imperative phrase without a full stop. */
  readonly summary: string;
  /** Behaviour that the summary cannot hold: idempotency, order, errors, limits, permissions. */
  readonly description?: string;
  /** Path and query parameters whose names do not explain them. A test checks that they exist. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A request body and the answer to it. A test parses both with the route's schemas. */
  readonly example?: { readonly request?: unknown; readonly answer?: unknown };
}

/**
 * The public documentation of one concept. It is separate from the concept's schemas and routes, so that only the
 * function that serves it carries its text.
 */
export interface Concept {
  readonly title: string;
  readonly introduction: string;
  readonly routes: Readonly<Record<string, RouteDocumentation>>;
  /** Descriptions of fields, by schema and field. A test checks that they exist. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

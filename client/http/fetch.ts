export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  credentials: "same-origin";
  /** Whether the request continues after the page has closed. */
  keepalive: boolean;
}

export interface HttpHeaders {
  get(name: string): string | null;
}

export interface HttpResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: HttpHeaders;
  text(): Promise<string>;
}

/** The part of `fetch` that the client uses. Every runtime's own function fits. */
export type Fetch = (url: string, request: HttpRequest) => Promise<HttpResponse>;

/**
 * The responses of API Gateway itself, with their default status and message. The template can customize
 * them.
 */
const defaults = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: "Missing Authentication Token" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized" },
  ACCESS_DENIED: { status: 403, message: "User is not authorized to access this resource" },
  INVALID_API_KEY: { status: 403, message: "Forbidden" },
  AUTHORIZER_FAILURE: { status: 500, message: null },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long" },
  INTEGRATION_TIMEOUT: { status: 504, message: "Endpoint request timed out" },
  /** The function failed, or did not return a proxy response. */
  DEFAULT_5XX: { status: 502, message: "Internal server error" },
  DEFAULT_4XX: { status: 400, message: "Bad Request" },
} as const;

export type GatewayResponseType = keyof typeof defaults;

/** A customized response from the template. */
export interface GatewayResponse {
  status?: number | undefined;
  headers: Record<string, string>;
  body?: string | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer | string;
}

/** Returns the response for a type: the template's, or that of the type's class, or API Gateway's default. */
export function gatewayAnswer(
  type: GatewayResponseType,
  customized: ReadonlyMap<string, GatewayResponse>,
  requestId: string,
): HttpAnswer {
  const { status, message } = defaults[type];
  const response = customized.get(type) ?? customized.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  const template = response?.body ?? '{"message":$context.error.messageString}';
  return {
    status: response?.status ?? status,
    headers: { "content-type": "application/json", "x-amzn-errortype": type, ...response?.headers },
    body: template
      .replaceAll("$context.error.messageString", JSON.stringify(message))
      .replaceAll("$context.error.message", message ?? "")
      .replaceAll("$context.error.responseType", type)
      .replaceAll("$context.requestId", requestId),
  };
}

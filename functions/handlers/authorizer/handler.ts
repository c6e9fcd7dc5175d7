import { FetchError } from "aws-jwt-verify/error";
import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayTokenAuthorizerEvent,
} from "aws-lambda";
import { subprotocol } from "../../../contract/web-socket.ts";
import { accessTokenVerifier } from "../../domain/sessions/access-token.ts";
import { logError } from "../../platform/observability/log.ts";
import { offeredProtocols } from "../../platform/realtime/offered-protocols.ts";
import { TrustedKeys } from "../../platform/signing/trusted-keys.ts";
import { trustedKeyIds } from "../configuration.ts";

const keys = new TrustedKeys(trustedKeyIds());

/** The keys could not be fetched, so the token's validity is unknown. */
class KeysUnavailable extends FetchError {}

const verify = accessTokenVerifier(() =>
  keys.jwks().catch((error: unknown) => {
    throw new KeysUnavailable("kms", error);
  }),
);

type AuthorizerEvent = APIGatewayTokenAuthorizerEvent | APIGatewayRequestAuthorizerEvent;

/**
 * Finds the token. REST requests carry it in `Authorization`. Browsers can only send it as a subprotocol of a
 * WebSocket.
 */
function tokenOf(event: AuthorizerEvent): string {
  if (event.type === "TOKEN") return event.authorizationToken.replace(/^Bearer +/i, "");
  return offeredProtocols(event.headers).find((protocol) => protocol !== subprotocol) ?? "";
}

/** Covers the whole stage, because API Gateway caches the result by token and applies it to other routes. */
function stageOf(methodArn: string): string {
  return `${methodArn.split("/").slice(0, 2).join("/")}/*`;
}

/**
 * The Lambda authorizer of both APIs.
 *
 * @throws "Unauthorized" for an invalid token, which API Gateway turns into a 401
 * @throws {KeysUnavailable} if KMS does not answer, which API Gateway turns into a 500
 */
export async function handler(event: AuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  try {
    const { userId, sessionId, expiresAt } = await verify(tokenOf(event));
    return {
      principalId: userId,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: stageOf(event.methodArn) }],
      },
      context: { sessionId, expiresAt },
    };
  } catch (error) {
    if (error instanceof KeysUnavailable) {
      logError("signing keys unavailable", error);
      throw error;
    }
    throw new Error("Unauthorized");
  }
}

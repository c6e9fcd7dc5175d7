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

/** Set when the keys could not be had, which is our fault and not the token's. */
class KeysUnavailable extends FetchError {}

const verify = accessTokenVerifier(() =>
  keys.jwks().catch((error: unknown) => {
    throw new KeysUnavailable("kms", error);
  }),
);

type AuthorizerEvent = APIGatewayTokenAuthorizerEvent | APIGatewayRequestAuthorizerEvent;

/** REST calls carry the token in `Authorization`; a browser's WebSocket can only offer it as a subprotocol. */
function tokenOf(event: AuthorizerEvent): string {
  if (event.type === "TOKEN") return event.authorizationToken.replace(/^Bearer +/i, "");
  return offeredProtocols(event.headers).find((protocol) => protocol !== subprotocol) ?? "";
}

/** Everything under the stage: the answer is cached by token, and so holds for the calls that follow. */
function stageOf(methodArn: string): string {
  return `${methodArn.split("/").slice(0, 2).join("/")}/*`;
}

/**
 * The Lambda authorizer of both APIs.
 * @throws "Unauthorized" for a token that does not hold, which API Gateway answers with 401
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

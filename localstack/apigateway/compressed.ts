import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";
import type { HttpAnswer } from "./gateway-responses.ts";

const encodings = { gzip: promisify(gzip), deflate: promisify(deflate) };

/**
 * Compresses a response like API Gateway: if it has at least the API's minimum size, and the client accepts one of its
 * encodings. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
 */
export async function compressed(
  answer: HttpAnswer,
  request: IncomingMessage,
  minimumSize: number | undefined,
): Promise<HttpAnswer> {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const encoding = (["gzip", "deflate"] as const).find((each) => accepted.includes(each));
  if (minimumSize === undefined || !encoding || "content-encoding" in answer.headers) return answer;
  const body = Buffer.from(answer.body);
  if (body.length < minimumSize) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "content-encoding": encoding },
    body: await encodings[encoding](body),
  };
}

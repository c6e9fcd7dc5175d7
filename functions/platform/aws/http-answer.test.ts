import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerParser, type HttpAnswer, MalformedAnswer } from "./http-answer.ts";

/** Cuts bytes into pieces at these positions. */
function cut(bytes: Buffer, positions: readonly number[]): Buffer[] {
  const ends = [...positions.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter(({ length }) => length > 0);
}

/** Parses pieces. Only the last one may complete the answer. */
function parse(pieces: readonly Buffer[]): HttpAnswer | undefined {
  const parser = new AnswerParser();
  let answer: HttpAnswer | undefined;
  for (const piece of pieces) {
    expect(answer).toBeUndefined();
    answer = parser.add(piece);
  }
  return answer;
}

const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const positions = fc.array(fc.nat(), { maxLength: 12 });
const head = (...lines: string[]) => Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");

test("An answer with a length is parsed however its bytes are split", () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), body, positions, (status, sent, at) => {
      const expected = status === 204 || status === 304 ? Buffer.alloc(0) : sent;
      const start = head(
        `HTTP/1.1 ${status} Some Reason`,
        `Content-Length: ${sent.length}`,
        "X-Name:  value ",
      );
      const answer = parse(cut(Buffer.concat([start, expected]), at));
      expect(answer?.status).toBe(status);
      expect(answer?.headers.get("x-name")).toBe("value");
      expect(answer?.body.equals(expected)).toBe(true);
    }),
  );
});

test("A chunked answer is parsed however its bytes are split, with extensions and trailers", () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 90 }), { maxLength: 5 });
  fc.assert(
    fc.property(chunks, fc.boolean(), fc.boolean(), positions, (parts, hasExtension, hasTrailer, at) => {
      const extension = hasExtension ? ";name=value" : "";
      const bytes = Buffer.concat([
        head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"),
        ...parts.flatMap((part) => [
          Buffer.from(`${part.length.toString(16)}${extension}\r\n`),
          part,
          Buffer.from("\r\n"),
        ]),
        Buffer.from(`0\r\n${hasTrailer ? "X-Trailer: 1\r\n" : ""}\r\n`),
      ]);
      expect(parse(cut(bytes, at))?.body.equals(Buffer.concat(parts))).toBe(true);
    }),
  );
});

test("Interim answers are skipped", () => {
  const bytes = Buffer.concat([
    head("HTTP/1.1 100 Continue"),
    head("HTTP/1.1 103 Early Hints", "Link: </a>"),
    head("HTTP/1.1 200 OK", "Content-Length: 2"),
    Buffer.from("{}"),
  ]);
  expect(new AnswerParser().add(bytes)).toMatchObject({ status: 200, body: Buffer.from("{}") });
});

test("The end of the connection completes only an answer without a length", () => {
  const until = new AnswerParser();
  expect(until.add(Buffer.concat([head("HTTP/1.1 200 OK"), Buffer.from("to the end")]))).toBeUndefined();
  expect(until.end()?.body.toString()).toBe("to the end");

  const short = new AnswerParser();
  short.add(Buffer.concat([head("HTTP/1.1 200 OK", "Content-Length: 20"), Buffer.from("half")]));
  expect(short.end()).toBeUndefined();
  expect(new AnswerParser().end()).toBeUndefined();
});

test.each([
  ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n"],
  ["a header without a name", "HTTP/1.1 200 OK\r\n: value\r\n\r\n"],
  ["a length that is not a number", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"],
  ["more bytes than announced", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}"],
  ["a chunk without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
  [
    "a chunk that is longer than its size",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
  ],
  ["endless headers", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(20_000)}`],
])("An answer with %s is malformed", (_, text) => {
  expect(() => new AnswerParser().add(Buffer.from(text))).toThrow(MalformedAnswer);
});

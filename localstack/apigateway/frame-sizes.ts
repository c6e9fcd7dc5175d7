/**
 * Watches the bytes that a WebSocket client sends, and reports the payload size of each frame (RFC 6455,
 * 5.2), which the `ws` package does not report. It parses headers only.
 * @param onFrame  receives the payload's size in bytes as soon as a data frame's header is complete
 * @returns a function that takes the next chunk of the stream
 */
export function watchFrameSizes(onFrame: (payloadBytes: number) => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let payloadLeft = 0;
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (payloadLeft > 0) {
        const passed = Math.min(payloadLeft, rest.length);
        payloadLeft -= passed;
        rest = rest.subarray(passed);
        continue;
      }
      const known = header.length;
      header = Buffer.concat([header, rest.subarray(0, headerBytes)]);
      const parsed = parseHeader(header);
      if (!parsed) {
        rest = rest.subarray(header.length - known);
        continue;
      }
      rest = rest.subarray(parsed.headerLength - known);
      header = Buffer.alloc(0);
      payloadLeft = parsed.payloadLength;
      onFrame(parsed.payloadLength);
    }
  };
}

/** The longest header: two bytes, eight for the length, four for the mask. */
const headerBytes = 14;

/** Returns undefined while the header is incomplete. */
function parseHeader(bytes: Buffer): { headerLength: number; payloadLength: number } | undefined {
  const [, second] = bytes;
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const headerLength = 2 + lengthBytes + (second & 0x80 ? 4 : 0);
  if (bytes.length < headerLength) return undefined;
  const payloadLength =
    lengthBytes === 2 ? bytes.readUInt16BE(2) : lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { headerLength, payloadLength };
}

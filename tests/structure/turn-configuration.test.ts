import { readFileSync } from "node:fs";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { isPublicAddress } from "../../functions/platform/outbound/public-address.ts";
import { root } from "../../infra/build-output.ts";

const page = readFileSync(join(root, "docs/admin/calls.md"), "utf8");
const lines = (/```\n(listening-port[\s\S]+?)```/.exec(page)?.[1] ?? "").split("\n");

/** An address as a number, with its version: coturn compares addresses of one version only. */
function numbered(address: string): { version: string; value: bigint } {
  const parsed = ipaddr.parse(address);
  const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { version: parsed.kind(), value };
}

const denied = lines
  .filter((line) => line.startsWith("denied-peer-ip="))
  .map((line) => {
    const [from = "", to = from] = line.replace(/^.*=/, "").split("-");
    return { from: numbered(from), to: numbered(to) };
  });

function isDenied(address: string): boolean {
  const { version, value } = numbered(address);
  return denied.some(({ from, to }) => from.version === version && from.value <= value && value <= to.value);
}

/** One address of each network with 20 bits, and the small networks that IANA reserves. */
const version4 = [
  ...Array.from({ length: 4_096 }, (_, at) => `${at >> 4}.${(at & 15) << 4}.7.7`),
  ...["192.0.0.8", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.255.255"],
  ...["192.175.48.1", "198.19.255.255", "198.51.100.1", "203.0.113.255", "255.255.255.255"],
  ...["100.127.255.255", "169.254.169.254", "172.31.255.255"],
];

/** IANA's special-purpose addresses, and the metadata service of EC2. */
const special6 = [
  ...["::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "64:ff9b::a00:1"],
  ...["64:ff9b:1::a00:1", "100::1", "2001::1", "2001:20::1", "2001:db8::1", "2002:a00:1::1"],
  ...[
    "::",
    "::a00:1",
    "::a9fe:a9fe",
    "100:0:0:1::1",
    "3fff::1",
    "3fff:fff:ffff::1",
    "5f00::1",
    "5f00:ffff::1",
  ],
  ...["fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "febf:ffff::1"],
];

describe("The TURN server of the page about calls", () => {
  test("relays to no address that the functions would not call either", () => {
    const open = version4.filter((address) => !isPublicAddress(address) && !isDenied(address));
    expect(open).toEqual([]);
    expect(special6.filter((address) => !isDenied(address))).toEqual([]);
  });

  test("relays to public addresses", () => {
    expect(version4.filter((address) => isPublicAddress(address) && isDenied(address))).toEqual([]);
    expect(["2003::1", "2600::1", "2a00::1", "3ffe:ffff::1"].filter(isDenied)).toEqual([]);
  });

  test("opens no TCP connections, and limits the addresses that one user and all users take", () => {
    expect(lines).toEqual(expect.arrayContaining(["no-tcp-relay", "no-multicast-peers"]));
    expect(lines.filter((line) => /^(user|total)-quota=\d+$/.test(line))).toHaveLength(2);
  });
});

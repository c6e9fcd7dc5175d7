import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";

describe("A public address", () => {
  test.each(["8.8.8.8", "142.250.74.106", "2a00:1450:4001:82a::200a", "::ffff:8.8.8.8"])(
    "can be %s",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    "0.0.0.0",
    "10.0.0.5",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::10.0.0.5",
    "4000::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
    "localhost",
    "",
  ])("is never %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

import ipaddr from "ipaddr.js";

/**
 * Checks that an address is public. Loopback, private, link-local, multicast and reserved ranges are not, in both
 * versions of IP. The metadata service of EC2 is link-local. An IPv4-mapped address counts as its IPv4 address. The
 * prefixes of NAT64, 6to4 and Teredo are refused.
 *
 * @param address  an IP address, without brackets
 * @example
 * isPublicAddress("8.8.8.8"); // true
 * isPublicAddress("::ffff:169.254.169.254"); // false
 */
export function isPublicAddress(address: string): boolean {
  // `process` unwraps an IPv4-mapped IPv6 address.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

import ipaddr from "ipaddr.js";

const assigned = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Checks that an address is public. Loopback, private, link-local, multicast and reserved ranges are not, in both
 * versions of IP. The metadata service of EC2 is link-local. An IPv4-mapped address counts as its IPv4 address. The
 * prefixes of NAT64, 6to4 and Teredo are refused, and so is everything outside `2000::/3`, the only addresses that IANA
 * has assigned for the internet: `::7f00:1` is an old form of 127.0.0.1.
 *
 * @param address  an IP address, without brackets
 * @example
 * isPublicAddress("8.8.8.8"); // true
 * isPublicAddress("::ffff:169.254.169.254"); // false
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` unwraps an IPv4-mapped IPv6 address.
  const parsed = ipaddr.process(address);
  const isAssigned = parsed instanceof ipaddr.IPv4 || parsed.match(assigned);
  return isAssigned && parsed.range() === "unicast";
}

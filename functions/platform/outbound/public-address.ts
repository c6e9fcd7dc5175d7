import ipaddr from "ipaddr.js";

/**
 * Tells public addresses from those that only this network can reach: loopback, private, link-local (the metadata
 * service of EC2 among them), multicast and reserved ranges, in both versions of IP. An IPv4 address that an IPv6
 * address embeds counts as itself, or is refused with its prefix (NAT64, 6to4, Teredo).
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

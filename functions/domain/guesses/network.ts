import ipaddr from "ipaddr.js";

/**
 * The network that one person controls: an IPv4 address, or the first 64 bits of an IPv6 address, because every
 * customer has 2^64 of them. Text that is not an address stands for itself.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(":")
    : parsed.toString();
}

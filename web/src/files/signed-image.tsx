import type { Address } from "./use-address.ts";

export interface SignedImageProps {
  address: Address;
  alt: string;
  className?: string | undefined;
  loading?: "lazy" | undefined;
}

/**
 * A picture at a signed address. The browser may load it much later than the page receives the address, for example
 * when the user scrolls to it. If the address has expired by then, the picture gets a new one.
 */
export function SignedImage({ address: { url, renew }, alt, ...image }: SignedImageProps) {
  return <img {...image} src={url} alt={alt} decoding="async" onError={renew} />;
}

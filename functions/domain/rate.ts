/** A token bucket's size and refill: `burst` at first, then `perSecond`. */
export interface Rate {
  burst: number;
  perSecond: number;
}

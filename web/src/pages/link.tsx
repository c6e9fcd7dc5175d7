import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link as RouterLink } from "wouter";
import type { BrowserLocationHook } from "wouter/use-browser-location";
import { destination } from "./destination.ts";

export interface LinkProps {
  href: string;
  /** Where to go after the sign-in, unless the visitor has come with a destination. */
  then?: string;
  children: ReactNode;
}

/** A link between the pages for visitors. */
export function Link({ href, then, children }: LinkProps) {
  return (
    <Anchor
      component={RouterLink<BrowserLocationHook>}
      href={href}
      state={{ destination: destination() ?? then }}
      size="sm"
      underline="always"
    >
      {children}
    </Anchor>
  );
}

import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link as RouterLink } from "wouter";

/** A link to another view of the page. */
export function Link({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor component={RouterLink} href={href} size="sm" underline="always">
      {children}
    </Anchor>
  );
}

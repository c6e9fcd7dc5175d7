import { useDirection } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "./sidebar.module.css";
import { keepSidebarWidth, sidebarWidths } from "./sidebar-width.ts";

/** The edge of the sidebar, which the pointer and the arrow keys move. A double click restores the usual width. */
export default function SidebarResizer() {
  const texts = useFeatureTexts().sections;
  const [width, setWidth] = useState(keepSidebarWidth);
  const isMirrored = useDirection().dir === "rtl";
  const change = (wanted: number) => setWidth(keepSidebarWidth(wanted));
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    change(isMirrored ? width - step : width + step);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line cannot be moved
    <div
      className={classes.resizer}
      role="separator"
      aria-orientation="vertical"
      aria-label={texts.resize}
      aria-valuenow={width}
      aria-valuemin={sidebarWidths.min}
      aria-valuemax={sidebarWidths.max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => change(sidebarWidths.usual)}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={({ currentTarget, pointerId, clientX }) => {
        if (!currentTarget.hasPointerCapture(pointerId)) return;
        const pixels = isMirrored ? window.innerWidth - clientX : clientX;
        change((pixels * 16) / Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      }}
    />
  );
}

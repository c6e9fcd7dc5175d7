import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconSourceCode,
  IconStrikethrough,
} from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { type Format, formatSelection } from "./format-selection.ts";
import { Tool } from "./tool.tsx";

const formats = [
  ["bold", IconBold],
  ["italic", IconItalic],
  ["strike", IconStrikethrough],
  ["code", IconCode],
  ["codeBlock", IconSourceCode],
  ["link", IconLink],
  ["quote", IconBlockquote],
  ["list", IconList],
  ["numbers", IconListNumbers],
] as const satisfies readonly (readonly [Format, unknown])[];

/** Buttons that format the selected text with Markdown. */
export default function FormattingBar({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const { formatting } = useTexts().composer;
  const { formats: names } = useFeatureTexts();
  return (
    <div role="toolbar" aria-label={formatting}>
      {formats.map(([format, Icon]) => (
        <Tool
          key={format}
          label={names[format]}
          Icon={Icon}
          onClick={() => field.current && formatSelection(field.current, format)}
        />
      ))}
    </div>
  );
}

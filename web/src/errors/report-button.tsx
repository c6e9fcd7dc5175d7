import { Button } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../i18n/texts.tsx";
import type { CaughtError } from "./error-boundary.tsx";
import { useErrors } from "./errors-context.tsx";

/** Lets the user report an error that a boundary has caught. The report has no content. */
export function ReportButton({ failure: { error, component } }: { failure: CaughtError }) {
  const texts = useTexts().errors;
  const { reportByUser } = useErrors();
  const [isReported, setReported] = useState(false);
  const report = () => {
    reportByUser(error, component);
    setReported(true);
  };
  return (
    <Button size="compact-sm" variant="subtle" onClick={report} disabled={isReported}>
      {isReported ? texts.reported : texts.report}
    </Button>
  );
}

import { Failure, type FailureProps } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./sidebar.module.css";

/** Replaces a conversation list that failed. The open conversation stays usable. */
export function SidebarFailure(props: FailureProps) {
  const texts = useTexts().list;
  return (
    <nav className={classes.sidebar} aria-label={texts.conversations}>
      <Failure {...props} />
    </nav>
  );
}

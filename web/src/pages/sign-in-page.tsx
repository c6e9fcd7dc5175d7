import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { ProblemError } from "../../../client/http/problem-error.ts";
import type { FieldError } from "../../../contract/field-error-codes.ts";
import { fieldErrorsOf } from "../../../contract/field-errors.ts";
import { limits } from "../../../contract/limits.ts";
import { Registration } from "../../../contract/registration.ts";
import { Login } from "../../../contract/sessions.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { focusOnMount } from "../forms/focus-on-mount.ts";
import { failureText } from "../i18n/failure-text.ts";
import { sentence } from "../i18n/sentence.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useSession } from "../session/session-context.tsx";
import { destination } from "./destination.ts";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";

type Errors = Record<string, FieldError | undefined>;

/** Keeps the first error of each field. */
function firstOfEach(fieldErrors: readonly FieldError[]): Errors {
  const errors: Errors = {};
  for (const error of fieldErrors) errors[error.path] ??= error;
  return errors;
}

export interface SignInPageProps {
  mode: "sign-in" | "register";
  /** Replaces the title. */
  title?: string;
  /** The invitation to register with, and the only address that it admits. */
  invitation?: { code: string; email: string | null };
}

/** The form for signing in or for creating an account. */
export default function SignInPage({ mode, title, invitation }: SignInPageProps) {
  const { session } = useSession();
  const [location, navigate] = useLocation();
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const allTexts = useTexts();
  const { session: texts, field: fieldText } = allTexts;
  const { report } = useErrors();
  const isNew = mode === "register";
  const here = window.location.pathname + window.location.search;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields: Record<string, unknown> = Object.fromEntries(
      [...new FormData(event.currentTarget)]
        .map(([name, value]) => [
          name,
          typeof value === "string" && name !== "password" ? value.trim() : value,
        ])
        .filter(([, value]) => value !== ""),
    );
    if (invitation) fields.invitation = invitation.code;
    const parsed = isNew ? Registration.safeParse(fields) : Login.safeParse(fields);
    setFailure(undefined);
    setErrors(parsed.success ? {} : firstOfEach(fieldErrorsOf(parsed.error.issues, fields)));
    if (!parsed.success) return;
    setBusy(true);
    const next = destination() ?? "/";
    try {
      if (isNew) await session.register(Registration.parse(fields));
      else await session.logIn(Login.parse(fields));
      if (location === "/register" || location === "/sign-in") navigate(next, { replace: true });
    } catch (error) {
      report(error, "sign-in");
      const fieldErrors = error instanceof ProblemError ? error.errors : [];
      setErrors(firstOfEach(fieldErrors));
      // The form has no field for the code of an invitation.
      const isAboutInvitation = fieldErrors.some(({ path }) => path === "invitation");
      if (fieldErrors.length === 0 || isAboutInvitation) setFailure(failureText(allTexts, error));
    } finally {
      setBusy(false);
    }
  }

  const field = (name: string) => {
    const error = errors[name];
    return {
      name,
      error: error?.code === "required" ? texts.isRequired : error && sentence(fieldText(error)),
      disabled: isBusy,
    };
  };

  return (
    <EntryPage
      title={title ?? (isNew ? texts.createYourAccount : texts.signIn)}
      below={
        <>
          {isNew ? texts.alreadyHere : texts.newHere}{" "}
          <Link href={isNew ? "/sign-in" : "/register"} then={here}>
            {isNew ? texts.signIn : texts.createAnAccount}
          </Link>
        </>
      }
    >
      {/* The key resets the fields when the mode changes. */}
      <form key={mode} onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {failure && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          {isNew ? (
            <>
              <TextInput
                label={texts.username}
                autoComplete="username"
                autoCapitalize="none"
                required
                ref={focusOnMount}
                {...field("username")}
              />
              <TextInput
                label={texts.fullName}
                description={texts.fullNameHint}
                autoComplete="name"
                {...field("fullName")}
              />
              <TextInput
                label={texts.email}
                type="email"
                autoComplete="email"
                required
                {...(invitation?.email && { value: invitation.email, readOnly: true })}
                {...field("email")}
              />
            </>
          ) : (
            <TextInput
              label={texts.login}
              autoComplete="username"
              autoCapitalize="none"
              required
              ref={focusOnMount}
              {...field("login")}
            />
          )}
          <PasswordInput
            label={texts.password}
            required
            autoComplete={isNew ? "new-password" : "current-password"}
            {...(isNew && { description: texts.passwordHint({ min: limits.password.min }) })}
            {...field("password")}
          />
          <Button type="submit" loading={isBusy} mt="xs">
            {isNew ? texts.createAccount : texts.signIn}
          </Button>
          {!isNew && (
            <Link href="/forgot-password" then={here}>
              {texts.forgotPassword}
            </Link>
          )}
        </Stack>
      </form>
    </EntryPage>
  );
}

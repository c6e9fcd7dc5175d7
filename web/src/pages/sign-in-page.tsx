import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import type * as z from "zod/mini";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { limits } from "../../../contract/limits.ts";
import { Registration } from "../../../contract/registration.ts";
import { Login } from "../../../contract/sessions.ts";
import { sentence } from "../i18n/sentence.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useSession } from "../session/session-context.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";

type Errors = Record<string, string | undefined>;

/** The first thing that is wrong with each field. */
function errorsOf(issues: readonly z.core.$ZodIssue[]): Errors {
  const errors: Errors = {};
  for (const issue of issues) errors[issue.path.join(".")] ??= issue.message;
  return errors;
}

/** Signing in, and creating an account. */
export default function SignInPage({ mode }: { mode: "sign-in" | "register" }) {
  const { session } = useSession();
  const [location, navigate] = useLocation();
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { session: texts, refusal } = useTexts();
  const isNew = mode === "register";

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = Object.fromEntries(
      [...new FormData(event.currentTarget)].filter(([, value]) => value !== ""),
    );
    const parsed = isNew ? Registration.safeParse(fields) : Login.safeParse(fields);
    setFailure(undefined);
    setErrors(parsed.success ? {} : errorsOf(parsed.error.issues));
    if (!parsed.success) return;
    setBusy(true);
    try {
      if (isNew) await session.register(Registration.parse(fields));
      else await session.logIn(Login.parse(fields));
      if (location === "/register" || location === "/sign-in") navigate("/", { replace: true });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setErrors(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
      if (error.errors.length === 0) setFailure(refusal(error.message));
      setBusy(false);
    }
  }

  const field = (name: string) => {
    const message = errors[name];
    const missing = message?.startsWith("Invalid input");
    return {
      name,
      error: missing ? texts.isRequired : message && sentence(refusal(message)),
      disabled: isBusy,
    };
  };

  return (
    <EntryPage
      title={isNew ? texts.createYourAccount : texts.welcomeBack}
      below={
        <>
          {isNew ? texts.alreadyHere : texts.newHere}{" "}
          <Link href={isNew ? "/sign-in" : "/register"}>{isNew ? texts.signIn : texts.createAnAccount}</Link>
        </>
      }
    >
      {/* A new form for each mode, so that nothing typed in one shows in the other. */}
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
                autoFocus
                {...field("username")}
              />
              <TextInput
                label={texts.fullName}
                description={texts.fullNameHint}
                autoComplete="name"
                {...field("fullName")}
              />
              <TextInput label={texts.email} type="email" autoComplete="email" required {...field("email")} />
            </>
          ) : (
            <TextInput
              label={texts.login}
              autoComplete="username"
              autoCapitalize="none"
              required
              autoFocus
              {...field("login")}
            />
          )}
          <PasswordInput
            label={texts.password}
            required
            autoComplete={isNew ? "new-password" : "current-password"}
            {...(isNew && { description: texts.passwordHint(limits.password.min) })}
            {...field("password")}
          />
          <Button type="submit" loading={isBusy} mt="xs">
            {isNew ? texts.createAccount : texts.signIn}
          </Button>
          {!isNew && <Link href="/forgot-password">{texts.forgotPassword}</Link>}
        </Stack>
      </form>
    </EntryPage>
  );
}

import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { dataErrorCodes } from "../../contract/field-error-codes.ts";
import { password } from "../support/accounts.ts";
import { newPerson, newPersonWithRole } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { schemathesis } from "./schemathesis.ts";

const { url } = inject("stack");

const seconds = Number(process.env.FUZZ_SECONDS ?? 600);

const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "document_states_every_limit",
  "stays_signed_in",
];

test(
  "Schemathesis finds no 5xx, undocumented answer or undocumented limit",
  async () => {
    // An owner may call every route.
    const ann = await newPersonWithRole(url, "owner");
    await ann.startGroup([await newPerson(url)]);
    const folder = await temporaryFolder();
    const options = [
      ...["--max-time", String(seconds), "--checks", checks.join(",")],
      ...["--output-sanitize", "true"],
      // The account that sends the requests must stay. fuzz.test.ts covers its deletion.
      ...["--exclude-operation-id", "deleteAccount"],
      ...["--continue-on-failure", "--request-timeout", "30"],
    ];
    const run = spawn(schemathesis(), ["run", `${url}/api/openapi.json`, ...options], {
      cwd: folder.path,
      stdio: "inherit",
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: join(import.meta.dirname, "hooks.py"),
        ABOUT_DATA: JSON.stringify(dataErrorCodes),
        LOGIN_URL: `${url}/api/auth/login`,
        LOGIN: ann.username,
        USER_ID: ann.id,
        PASSWORD: password,
      },
    });
    const status = await new Promise((resolve, reject) => run.once("error", reject).once("close", resolve));
    await folder.remove();
    expect(status).toBe(0);
  },
  (seconds + 300) * 1000,
);

import { expect, test } from "vitest";
import { assemblyWith } from "../support/assembly.ts";
import { decodeJwt } from "../support/jwt.ts";
import { withStack } from "../support/own-stack.ts";
import { http, newPerson, request } from "../support/people.ts";

test("A new signing key replaces the old one without signing anyone out, and removing the old key invalidates its tokens", async () => {
  await withStack(async (stack) => {
    const deployWith = async (signingKey: object) => stack.deploy(await assemblyWith({ signingKey }));
    const signIn = async () => {
      const person = await newPerson(stack.url);
      return { ...person.session, kid: decodeJwt(person.token).header.kid };
    };
    /** Use each token only once, because API Gateway caches the authorizer's result for five minutes. */
    const statusFor = async (accessToken: string) =>
      (await http(stack.url, "GET", "/api/users/me", { headers: { authorization: `Bearer ${accessToken}` } }))
        .status;
    const published = async () => (await request(stack.url, "jwks")).body.keys.map(({ kid }) => kid);

    const [first, early, late] = [await signIn(), await signIn(), await signIn()];
    expect(await published()).toEqual([first.kid]);

    await deployWith({ signs: 1, trusts: [1, 2] });
    expect(await published()).toHaveLength(2);
    expect((await signIn()).kid).toBe(first.kid);

    await deployWith({ signs: 2, trusts: [1, 2] });
    const second = await signIn();
    expect(second.kid).not.toBe(first.kid);
    expect(await published()).toEqual([first.kid, second.kid]);
    expect(await statusFor(early.accessToken)).toBe(200);
    expect(await statusFor(second.accessToken)).toBe(200);

    await deployWith({ signs: 2 });
    expect(await published()).toEqual([second.kid]);
    expect(await statusFor(late.accessToken)).toBe(401);
    expect(await statusFor((await signIn()).accessToken)).toBe(200);
  });
});

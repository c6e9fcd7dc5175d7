import { expect, test } from "vitest";
import { findResource, resourcePath } from "./resources.ts";

const resources = [
  "/users",
  "/users/me",
  "/users/{id}",
  "/users/{id}/posts",
  "/files/{path+}",
  "/files/index",
].map(resourcePath);
const find = (path: string) => {
  const found = findResource(resources, path);
  return found && [found.resource.path, found.parameters];
};

test("A literal segment takes precedence over a variable, and a variable over a greedy variable", () => {
  expect(find("/users")).toEqual(["/users", {}]);
  expect(find("/users/me")).toEqual(["/users/me", {}]);
  expect(find("/users/7")).toEqual(["/users/{id}", { id: "7" }]);
  expect(find("/users/me/posts")).toEqual(["/users/{id}/posts", { id: "me" }]);
  expect(find("/files/index")).toEqual(["/files/index", {}]);
  expect(find("/files/a/b")).toEqual(["/files/{path+}", { path: "a/b" }]);
});

test("Path parameters are decoded, and malformed ones stay unchanged", () => {
  expect(find("/users/a%20b")).toEqual(["/users/{id}", { id: "a b" }]);
  expect(find("/users/%E0%A4%A")).toEqual(["/users/{id}", { id: "%E0%A4%A" }]);
});

test("A path without a resource is not found", () => {
  for (const path of ["/", "/user", "/users/7/other", "/files"]) expect(find(path)).toBeUndefined();
});

/** The calls that the `auth` function serves: the ways in. All others are the `api` function's. */
export type AuthRoute =
  | "register"
  | "login"
  | "refresh"
  | "logout"
  | "requestPasswordReset"
  | "resetPassword"
  | "verifyEmail"
  | "jwks";

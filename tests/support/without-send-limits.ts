const rate = { burst: 10_000, perSecond: 10_000 };

/** CDK context for a stack whose send limits no test reaches. */
export const withoutSendLimits = { sendLimits: { user: rate, connection: rate } };

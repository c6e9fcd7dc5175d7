const rate = { burst: 10_000, perSecond: 10_000 };

/** Context of the CDK app for a stack in which nobody is slowed down. */
export const unhurried = { sendLimits: { user: rate, connection: rate } };

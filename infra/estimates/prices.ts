/**
 * US dollars in us-east-1, without free tiers and discounts, as published in November 2026. The linked pages have the
 * current prices.
 */
export const pricesAsOf = "2026-11";

const million = 1_000_000;

export const prices = {
  /** https://aws.amazon.com/rds/aurora/pricing/ */
  aurora: {
    capacityUnitHour: 0.12,
    storageGigabyteMonth: 0.1,
    ioRequest: 0.2 / million,
    dataApiCall: 0.35 / million,
  },
  /** https://aws.amazon.com/rds/proxy/pricing/ (per capacity unit of the database, at least eight) */
  proxy: { capacityUnitHour: 0.015, minimumUnits: 8 },
  /** https://aws.amazon.com/vpc/pricing/ */
  nat: { hour: 0.045, gigabyte: 0.045 },
  /** https://aws.amazon.com/api-gateway/pricing/ */
  apiGateway: {
    restCall: 3.5 / million,
    /** Per message of up to 32 KB, in either direction. */
    socketMessage: 1 / million,
    connectionMinute: 0.25 / million,
  },
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambda: { invocation: 0.2 / million, gigabyteSecond: 0.0000133334 },
  /** https://aws.amazon.com/sqs/pricing/ */
  sqs: { request: 0.4 / million },
  /** https://aws.amazon.com/kms/pricing/ (elliptic curves) */
  kms: { keyMonth: 1, request: 0.15 / 10_000 },
  /** https://aws.amazon.com/ses/pricing/ */
  ses: { mail: 0.1 / 1_000 },
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretMonth: 0.4,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  cloudWatch: { logGigabyte: 0.5, alarmMonth: 0.1, dashboardMonth: 3, metricMonth: 0.3 },
  /** https://aws.amazon.com/xray/pricing/ */
  trace: 5 / million,
  /** https://aws.amazon.com/waf/pricing/ */
  firewall: { aclMonth: 5, ruleMonth: 1, request: 0.6 / million },
  /** https://aws.amazon.com/cloudfront/pricing/ (North America and Europe) */
  cloudFront: { gigabyte: 0.085, request: 1 / million },
  /** https://aws.amazon.com/s3/pricing/ */
  s3: { gigabyteMonth: 0.023, putOrList: 5 / million },
} as const;

import type { ClientTimes } from "./client-settings.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { HttpConnections } from "./http-connections.ts";
import { RequestSigner } from "./sign-request.ts";
import { basicTime, type Credentials, sha256 } from "./signature.ts";

/** Credentials as the SDK finds them. Those of a function's role come from its environment and do not expire. */
interface FoundCredentials extends Credentials {
  readonly expiration?: Date | undefined;
}

/** The parts of an SDK client that determine the endpoint and the credentials of its requests. */
export interface SdkClient {
  readonly config: {
    readonly serviceId: string;
    readonly defaultSigningName?: string;
    readonly endpointProvider: (parameters: { Region: string; Endpoint?: string }) => { url: URL };
    region(): Promise<string>;
    credentials(): Promise<FoundCredentials>;
  };
}

/** A request's body, with the values that depend only on it. Many pushes send the same body. */
export interface Body {
  text: string;
  bytes: number;
  hash: string;
}

export const bodyOf = (text: string): Body => ({ text, bytes: Buffer.byteLength(text), hash: sha256(text) });

/** The options of the SDK's exceptions. */
export interface ErrorAnswer {
  name: string;
  message: string;
  $fault: "client" | "server";
  $metadata: { httpStatusCode: number };
}

/** Finds the name of an error where AWS's JSON protocols put it: in a header, or in the body. */
export function errorOf({ status, headers, body }: HttpAnswer): ErrorAnswer {
  let fields: Record<string, unknown> = {};
  try {
    fields = { ...JSON.parse(body.toString() || "{}") };
  } catch {
    // A load balancer's error page is not JSON. Its status is enough.
  }
  const type = String(headers.get("x-amzn-errortype") ?? fields.code ?? fields.__type ?? "UnknownError");
  const name = type.replace(/[:,].*$/, "").replace(/^.*#/, "");
  return {
    name,
    message: String(fields.message ?? fields.Message ?? name),
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
  };
}

/** The endpoint that the environment sets for a service, as the SDK reads it. */
const configuredEndpoint = (serviceId: string): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${serviceId.toUpperCase().replaceAll(" ", "_")}`] ??
  process.env.AWS_ENDPOINT_URL;

interface Target {
  host: string;
  /** The beginning of every path, without a slash at its end. */
  basePath: string;
  signer: RequestSigner;
  connections: HttpConnections;
}

/**
 * Sends the requests of the hottest commands with about a sixth of the SDK's CPU time. Endpoint, region and credentials
 * come from the SDK client, whose other commands take the usual way. Never repeats a request.
 */
export class DirectRequests {
  readonly #client: SdkClient;
  readonly #times: ClientTimes;
  #target: Promise<Target> | undefined;
  /** Credentials that do not expire. Asking the SDK for them takes as long as signing, so they are kept. */
  #lasting: Credentials | undefined;
  #second = { at: 0, text: "" };

  constructor(client: SdkClient, times: ClientTimes) {
    this.#client = client;
    this.#times = times;
  }

  /**
   * Sends a request to a path below the endpoint.
   *
   * @param target  the operation, in protocols whose paths do not name it
   * @returns also an answer with an error status
   * @throws the errors of `HttpConnections`
   */
  async post(path: string, contentType: string, body: Body, target?: string): Promise<HttpAnswer> {
    this.#target ??= this.#findTarget();
    const { host, basePath, signer, connections } = await this.#target;
    const credentials = this.#lasting ?? (await this.#findCredentials());
    const { sessionToken } = credentials;
    const headers = {
      "content-type": contentType,
      host,
      "x-amz-date": this.#time(),
      ...(sessionToken && { "x-amz-security-token": sessionToken }),
      ...(target !== undefined && { "x-amz-target": target }),
    };
    const request = { method: "POST", path: basePath + path, headers, bodyHash: body.hash } as const;
    const authorization = signer.sign(request, credentials);
    let head = `POST ${request.path} HTTP/1.1\r\nauthorization: ${authorization}\r\n`;
    for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
    return connections.send(`${head}content-length: ${body.bytes}\r\n\r\n${body.text}`);
  }

  async #findCredentials(): Promise<Credentials> {
    const found = await this.#client.config.credentials();
    if (!found.expiration) this.#lasting = found;
    return found;
  }

  /** Formats the time once a second. */
  #time(): string {
    const at = Math.floor(Date.now() / 1000);
    if (at !== this.#second.at) this.#second = { at, text: basicTime(new Date(at * 1000)) };
    return this.#second.text;
  }

  async #findTarget(): Promise<Target> {
    const { config } = this.#client;
    const region = await config.region();
    const configured = configuredEndpoint(config.serviceId);
    const { url } = config.endpointProvider({
      Region: region,
      ...(configured !== undefined && { Endpoint: configured }),
    });
    return {
      host: url.host,
      basePath: url.pathname.replace(/\/$/, ""),
      signer: new RequestSigner({ region, service: config.defaultSigningName ?? "" }),
      connections: new HttpConnections(url, this.#times),
    };
  }
}

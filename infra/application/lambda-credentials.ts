/** Under the names by which the SDK's clients, and its signer for RDS, know their default. */
export {
  fromEnv as defaultProvider,
  fromEnv as fromNodeProviderChain,
} from "@aws-sdk/credential-provider-env";

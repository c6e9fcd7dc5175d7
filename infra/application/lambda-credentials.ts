/**
 * Replaces the SDK's default credential providers in the bundles. The names are those that the SDK's clients and its
 * RDS signer import. Lambda sets credentials in the environment, so no other provider is needed.
 */
export {
  fromEnv as defaultProvider,
  fromEnv as fromNodeProviderChain,
} from "@aws-sdk/credential-provider-env";

/**
 * What a chain may set for the Solana machine: which features are on, by Agave's names, as 0 or 1. Absent is mainnet's
 * choice (runtime/features.ts). Part of chain configuration, because they decide results.
 */
import { NVmError } from '../../errors.ts'
import { type ChainConfig, machineParameters } from '../../state/chain-config.ts'
import { DEFAULT_FEATURES, type FeatureName, type Features } from './runtime/index.ts'

/** Name of the engine in chain configurations and receipts. */
export const SVM = 'svm'

function isFeature(name: string): name is FeatureName {
  return Object.hasOwn(DEFAULT_FEATURES, name)
}

/** Refuses names that are no feature and values other than 0 and 1. Throws InvalidChainConfig. */
export function validateParameters(chain: ChainConfig): void {
  for (const [name, value] of Object.entries(machineParameters(chain, SVM))) {
    if (isFeature(name) && value <= 1n) continue
    throw new NVmError(
      'InvalidChainConfig',
      `chain expects parameters of the svm that are features, 0 or 1, got ${name} = ${value}`,
      { name, value },
    )
  }
}

/** The features of a chain. */
export function featuresOf(chain: ChainConfig): Features {
  const features: Record<FeatureName, boolean> = { ...DEFAULT_FEATURES }
  for (const [name, value] of Object.entries(machineParameters(chain, SVM)))
    if (isFeature(name)) features[name] = value === 1n
  return features
}

export { clearConfigurationValueCacheForKey, readConfigurationValue } from './read-configuration-value.ts';
export { deleteConfiguration, writeConfiguration } from './write-configuration.ts';

using 'main.bicep'
import { dev, prod } from 'stages.bicep'

// The parameters of "azd up". azd passes its environment in; change it with, for example, "azd env set SENTIMENT_MODEL sst2".
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
// Chosen before the first "azd up": another stage needs another environment (docs/deployment.md, Production).
param stage = readEnvironmentVariable('SENTIMENT_STAGE', 'dev') == 'prod' ? prod : dev
param modelDirectory = readEnvironmentVariable('SENTIMENT_MODEL', '')
param allowedIpAddresses = json(readEnvironmentVariable('SENTIMENT_ALLOWED_ADDRESSES', '[]'))
param workerPlaceholder = bool(readEnvironmentVariable('SENTIMENT_WORKER_PLACEHOLDER', 'true'))
param alertEmail = readEnvironmentVariable('SENTIMENT_ALERT_EMAIL', '')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

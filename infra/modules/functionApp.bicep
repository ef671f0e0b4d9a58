import { asCidr } from '../addresses.bicep'

metadata description = 'The Flex Consumption plan and the function app on it.'

param name string
param planName string
param identityId string
param identityClientId string
param hostStorageName string
param hostBlobEndpoint string
param packageContainer string
param reviewBlobEndpoint string
param reviewQueueEndpoint string
param serviceBusHost string
param insightsConnection string
param names object
param modelDirectory string
param instanceMemoryMB int
param maximumInstanceCount int
param zoneRedundant bool
param alwaysReady { name: string, instanceCount: int }[]
param httpConcurrency int
param queueConcurrency int
param csvConcurrency int
param subnetId string
param endpointSubnetId string
param siteZoneId string
param privateOnly bool
param allowedIpAddresses string[]
param workerPlaceholder bool
param workspaceId string
param location string
param tags object

// The only outside traffic that the private app must accept: Event Grid calls it from its own addresses when a file is uploaded.
var eventGridRule = { name: 'event-grid', priority: 100, action: 'Allow', tag: 'ServiceTag', ipAddress: 'AzureEventGrid' }
var addressRules = map(range(0, length(allowedIpAddresses)), i => {
  name: 'address-${i}'
  priority: 200 + i
  action: 'Allow'
  tag: 'Default'
  ipAddress: asCidr(allowedIpAddresses[i])
})

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Set explicitly: if this is unset and there is a private endpoint, App Service rejects all public traffic before it evaluates the
    // rules below (learn.microsoft.com/azure/app-service/overview-access-restrictions). The rules close the private stage.
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: privateOnly ? subnetId : null
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: privateOnly ? 'Deny' : 'Allow'
      ipSecurityRestrictions: privateOnly ? concat([eventGridRule], addressRules) : []
      scmIpSecurityRestrictionsDefaultAction: privateOnly ? 'Deny' : 'Allow'
      scmIpSecurityRestrictions: privateOnly ? addressRules : []
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostBlobEndpoint}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: filter(alwaysReady, group => group.instanceCount > 0)
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
  }
}

// All settings that the code reads. Connections consist of an address and an identity; they contain no secret.
// Settings that Flex Consumption manages itself are omitted: FUNCTIONS_EXTENSION_VERSION, FUNCTIONS_WORKER_RUNTIME and the rest of
// learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: site
  name: 'appsettings'
  properties: union(
    {
      AzureWebJobsStorage__accountName: hostStorageName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId

      ReviewStorage__blobServiceUri: reviewBlobEndpoint
      ReviewStorage__queueServiceUri: reviewQueueEndpoint
      ReviewStorage__credential: 'managedidentity'
      ReviewStorage__clientId: identityClientId

      ServiceBus__fullyQualifiedNamespace: serviceBusHost
      ServiceBus__credential: 'managedidentity'
      ServiceBus__clientId: identityClientId

      ReviewQueue: names.ReviewQueue
      ScoredQueue: names.ScoredQueue
      RejectedQueue: names.RejectedQueue
      PartQueue: names.PartQueue
      CompletedQueue: names.CompletedQueue
      ReviewContainer: names.ReviewContainer
      ScoredContainer: names.ScoredContainer

      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      // The identity that DefaultAzureCredential uses, for model download and telemetry.
      AZURE_CLIENT_ID: identityClientId

      // ONNX Runtime's own Linux builds report to Microsoft by default since 1.29 (Privacy.md in the package). This app does not.
      ORT_DISABLE_TELEMETRY: '1'

      // These override host.json, so that scaling is tuned in one place, without a new package.
      AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: string(queueConcurrency)
      AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism: string(csvConcurrency)
    },
    // Without the prewarmed worker an instance starts slower and does not crash with exit code 139 (azure-functions-dotnet-worker#3335).
    workerPlaceholder ? {} : { WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: '0' },
    empty(modelDirectory) ? {} : { Sentiment__Model: '${reviewBlobEndpoint}models/${modelDirectory}' },
    // An instance runs this app alone, so that nobody else writes there; its home directory may be read-only.
    empty(modelDirectory) ? {} : { Sentiment__ModelCache: '/tmp/sentiment-models' }
  )
}

// Publishing by user name and password is off; azd and the workflow use an identity.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = if (privateOnly) {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [{ name: 'sites', properties: { privateLinkServiceId: site.id, groupIds: ['sites'] } }]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'sites', properties: { privateDnsZoneId: siteZoneId } }] }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = site.name
output url string = 'https://${site.properties.defaultHostName}'

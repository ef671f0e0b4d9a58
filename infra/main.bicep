targetScope = 'subscription'

import { stageType } from 'stages.bicep'

metadata description = 'Scores reviews on Azure: one Flex Consumption app with three triggers (HTTP, queue, CSV), and no secrets.'

// The resources are below, in the order of the arrows in infra/README.md. All role assignments are in modules/access.bicep.

@description('Name of the azd environment. It is part of every name, and the value of the tag by which azd finds its resources.')
@minLength(2)
@maxLength(20)
param environmentName string

@description('Region of all resources. It must offer Flex Consumption (az functionapp list-flexconsumption-locations).')
@metadata({ azd: { type: 'location' } })
param location string

@description('Size, retention and network access: see stages.bicep.')
param stage stageType

@description('Model: empty for the one inside the package, otherwise a directory of the container "models", uploaded beforehand.')
param modelDirectory string = ''

@description('With private networking: public IPv4 addresses or CIDR ranges that still reach app and storage, but not Service Bus.')
param allowedIpAddresses string[] = []

@description('Whether cold starts use the platform\'s prewarmed worker. false if instances crash with exit code 139: docs/deployment.md.')
param workerPlaceholder bool = true

@description('Email address for alerts. Empty: alerts fire, but nobody is notified.')
param alertEmail string = ''

@description('Object id of a person or group who may send reviews, read results and see the monitoring. Empty: nobody but the app.')
param operatorPrincipalId string = ''

@description('Kind of that principal.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'User'

// Names of queues and containers come from the settings of the local run, so that the two cannot differ.
// They are read one by one: the file also contains the emulator's connection strings, which do not belong in a template.
var names = {
  ReviewQueue: loadJsonContent('../local.settings.sample.json', 'Values.ReviewQueue')
  ScoredQueue: loadJsonContent('../local.settings.sample.json', 'Values.ScoredQueue')
  RejectedQueue: loadJsonContent('../local.settings.sample.json', 'Values.RejectedQueue')
  PartQueue: loadJsonContent('../local.settings.sample.json', 'Values.PartQueue')
  CompletedQueue: loadJsonContent('../local.settings.sample.json', 'Values.CompletedQueue')
  ReviewContainer: loadJsonContent('../local.settings.sample.json', 'Values.ReviewContainer')
  ScoredContainer: loadJsonContent('../local.settings.sample.json', 'Values.ScoredContainer')
}

// The token makes names globally unique, and the same at every deployment.
var token = uniqueString(subscription().id, environmentName, location)
var hostStorageName = 'sthost${token}'
var reviewStorageName = 'streview${token}'
var serviceBusName = 'sb-sentiment-${token}'
var insightsName = 'appi-sentiment-${token}'
var tags = { 'azd-env-name': environmentName, application: 'sentiment-functions' }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-sentiment-${token}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-sentiment-${token}'
    insightsName: insightsName
    retentionDays: stage.logRetentionDays
    location: location
    tags: tags
  }
}

module hostStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: hostStorageName
    containers: ['app-package']
    blobLogs: ['StorageDelete'] // The host renews its leases every few seconds: logging writes would drown the rest.
    queueLogs: []
    zoneRedundant: stage.zoneRedundant
    privateOnly: stage.privateNetworking
    allowedIpAddresses: allowedIpAddresses
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

module reviewStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: reviewStorageName
    containers: [names.ReviewContainer, names.ScoredContainer, 'models', 'event-dead-letters']
    expiringContainers: [names.ScoredContainer, 'event-dead-letters']
    expiryDays: stage.resultRetentionDays
    blobLogs: ['StorageRead', 'StorageWrite', 'StorageDelete'] // Who read or wrote which file.
    queueLogs: ['StorageWrite'] // A message to the poison queue raises an alert.
    zoneRedundant: stage.zoneRedundant
    privateOnly: stage.privateNetworking
    allowedIpAddresses: allowedIpAddresses
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

module messaging 'modules/messaging.bicep' = {
  scope: group
  params: {
    name: serviceBusName
    inputQueue: names.ReviewQueue
    partQueue: names.PartQueue
    outputQueues: [names.ScoredQueue, names.RejectedQueue, names.CompletedQueue]
    sku: stage.serviceBusSku
    messagingUnits: stage.messagingUnits
    privateOnly: stage.privateNetworking
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

module network 'modules/network.bicep' = if (stage.privateNetworking) {
  scope: group
  params: {
    name: 'vnet-sentiment-${token}'
    hostStorageId: hostStorage.outputs.id
    reviewStorageId: reviewStorage.outputs.id
    serviceBusId: messaging.outputs.id
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

module app 'modules/functionApp.bicep' = {
  scope: group
  params: {
    name: 'func-sentiment-${token}'
    planName: 'plan-sentiment-${token}'
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorageName
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    packageContainer: 'app-package'
    reviewBlobEndpoint: reviewStorage.outputs.blobEndpoint
    reviewQueueEndpoint: reviewStorage.outputs.queueEndpoint
    serviceBusHost: messaging.outputs.host
    insightsConnection: monitoring.outputs.insightsConnection
    names: names
    modelDirectory: modelDirectory
    instanceMemoryMB: stage.instanceMemoryMB
    maximumInstanceCount: stage.maximumInstanceCount
    zoneRedundant: stage.zoneRedundant
    alwaysReady: [
      { name: 'http', instanceCount: stage.alwaysReady.http }
      { name: 'function:ScoreQueue', instanceCount: stage.alwaysReady.queue }
      { name: 'blob', instanceCount: stage.alwaysReady.csv }
      { name: 'function:ScoreCsvPart', instanceCount: stage.alwaysReady.csvParts }
    ]
    httpConcurrency: stage.httpConcurrency
    queueConcurrency: stage.queueConcurrency
    csvConcurrency: stage.csvConcurrency
    subnetId: network.?outputs.appSubnetId ?? ''
    endpointSubnetId: network.?outputs.endpointSubnetId ?? ''
    siteZoneId: network.?outputs.siteZoneId ?? ''
    privateOnly: stage.privateNetworking
    allowedIpAddresses: allowedIpAddresses
    workerPlaceholder: workerPlaceholder
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
  // The host reads its storage at its first start: the roles must exist by then.
  dependsOn: [access]
}

module topic 'modules/eventTopic.bicep' = {
  scope: group
  params: {
    name: 'evgt-sentiment-${token}'
    storageId: reviewStorage.outputs.id
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

module access 'modules/access.bicep' = {
  scope: group
  params: {
    hostStorageName: hostStorageName
    reviewStorageName: reviewStorageName
    serviceBusName: serviceBusName
    insightsName: insightsName
    names: names
    appPrincipalId: identity.outputs.principalId
    topicPrincipalId: topic.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
  }
  // The module gets only their names, from which Bicep cannot infer the order.
  dependsOn: [hostStorage, messaging]
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    names: names
    serviceBusName: serviceBusName
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    email: alertEmail
    names: names
    unfinishedFileMinutes: stage.unfinishedFileMinutes
    serviceBusId: messaging.outputs.id
    topicId: topic.outputs.id
    workspaceId: monitoring.outputs.workspaceId
    location: location
    tags: tags
  }
}

@description('Resource group of all resources.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the function app.')
output FUNCTION_APP_NAME string = app.outputs.name

@description('Base URL of the app, for POST /api/score.')
output FUNCTION_APP_URL string = app.outputs.url

@description('Account with the containers for reviews, results and models.')
output REVIEW_STORAGE_ACCOUNT string = reviewStorageName

@description('Container into which CSV files are uploaded.')
output REVIEW_CONTAINER string = names.ReviewContainer

@description('Host name of the Service Bus namespace.')
output SERVICE_BUS_HOST string = messaging.outputs.host

@description('Topic to which the hook subscribes ScoreCsv once the app is deployed.')
output EVENT_TOPIC_NAME string = topic.outputs.name

metadata description = 'The Service Bus namespace: reviews come in through one queue, results leave through the others.'

param name string
param inputQueue string
param outputQueues string[]
param sku string
param messagingUnits int
param privateOnly bool
param workspaceId string
param location string
param tags object

var premium = sku == 'Premium'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: premium ? { name: sku, tier: sku, capacity: messagingUnits } : { name: sku, tier: sku }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: !privateOnly ? 'Enabled' : premium ? 'Disabled' : fail('privateNetworking needs serviceBusSku Premium')
  }
}

resource input 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: inputQueue
  properties: {
    // The longest there is. The host renews the lock of a message that is being scored, but not of those that it has fetched
    // ahead; with the longest texts on the largest model those wait more than a minute for their turn. A crashed instance's
    // messages come back after this time at the latest.
    lockDuration: 'PT5M'
    // Each message succeeds or fails alone. What can never be scored is not retried but answered on the rejected queue;
    // ten tries span a short outage of a dependency, then an operator looks.
    maxDeliveryCount: 10
    // A sender that repeats itself after a lost acknowledgement, with the same message id, is heard once.
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    // Two weeks of standstill lose nothing; what is older is kept aside, not dropped.
    defaultMessageTimeToLive: 'P14D'
    deadLetteringOnMessageExpiration: true
    maxSizeInMegabytes: 5120
  }
}

// No duplicate detection here: the output binding chooses the broker's message id anew each time, so it would never match.
// A consumer drops repeats by the "messageId" inside the result, which is the input's.
resource output 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in outputQueues: {
    parent: namespace
    name: queue
    properties: {
      // A consumer's minute; it can renew.
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
output host string = parseUri(namespace.properties.serviceBusEndpoint).host

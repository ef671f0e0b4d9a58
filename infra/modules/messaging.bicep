metadata description = 'The Service Bus namespace: a queue for reviews, one for parts of files, and those through which results leave.'

param name string
param inputQueue string
param partQueue string
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

// Parts of files, which the app sends to itself.
resource part 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: partQueue
  properties: {
    // The longest there is. The trigger takes batches (of one), and the host renews no locks of batches: a part has to be scored within
    // this time. A crashed instance's part comes back after it at the latest.
    lockDuration: 'PT5M'
    // As Sentiment__PartDeliveries has it: after as many failures the app calls the file failed, and its part is among the dead letters.
    // Sent again and scored, it finishes the file.
    maxDeliveryCount: 10
    // No duplicate detection: it would not match (see below) and is not needed. A part that is there twice is scored once.
    // Two weeks, as reviews. Storage forgets staged blocks after one; the last part has those scored again. Where results expire before
    // that, a file's progress does, too, and its parts then end without a trace.
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
